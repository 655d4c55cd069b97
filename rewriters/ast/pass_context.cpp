// SPDX-License-Identifier: Apache-2.0
#include "rewriters/ast/pass_context.h"

#include "rewriters/ast/paths.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/Support/Process.h"

#include <algorithm>

namespace sampan {

/// Include directories that the user names, system directories or not: what they include counts as
/// system code to Clang, too. Device code in them is compiled; only
/// what is translated stays within the project.
static std::vector<std::string> userIncludeDirectories(const TuOptions &options) {
  std::vector<std::string> directories = {"/usr/local/include"};
  auto add = [&](llvm::StringRef directory) {
    if (!directory.empty())
      directories.push_back(absolutePath(options.directory, directory.str()));
  };
  for (std::size_t i = 0; i < options.arguments.size(); ++i) {
    llvm::StringRef flag = options.arguments[i];
    if (flag.consume_front("-isystem") || flag.consume_front("-I"))
      add(!flag.empty() || i + 1 == options.arguments.size() ? flag : options.arguments[i + 1]);
  }
  for (const char *variable : {"CPATH", "CPLUS_INCLUDE_PATH"}) {
    std::string value = llvm::sys::Process::GetEnv(variable).value_or("");
    llvm::SmallVector<llvm::StringRef> parts;
    llvm::StringRef(value).split(parts, ':');
    for (llvm::StringRef part : parts)
      add(part);
  }
  return directories;
}

PassContext::PassContext(clang::ASTContext &ast, const PreprocessorRecord &preprocessor,
                         const TuOptions &options, const RuleTable &rules, TuResult &result)
    : ast(ast), sources(ast.getSourceManager()), language(ast.getLangOpts()),
      preprocessor(preprocessor), options(options), rules(rules), result(result) {
  if (!translating())
    compiledDirectories = userIncludeDirectories(options);
  for (const std::string &root : options.projectRoots)
    roots.push_back(absolutePath(options.directory, root));
  for (const PreprocessorRecord::File &file : preprocessor.files)
    if (facts(file.id).project)
      files.push_back(file.id);
}

clang::SourceLocation PassContext::spelling(clang::SourceLocation location) const {
  while (location.isValid() && location.isMacroID()) {
    clang::SourceLocation spelled = sources.getImmediateSpellingLoc(location);
    if (spelled.isMacroID()) {
      location = spelled;
      continue;
    }
    if (sources.isWrittenInScratchSpace(spelled))
      return {};
    if (facts(sources.getFileID(spelled)).project)
      return spelled;
    location = sources.getImmediateExpansionRange(location).getBegin();
  }
  if (location.isInvalid() || sources.isWrittenInBuiltinFile(location) ||
      sources.isWrittenInCommandLineFile(location))
    return {};
  return location;
}

const PassContext::FileFacts &PassContext::facts(clang::FileID file) const {
  auto [entry, isNew] = known.try_emplace(file);
  FileFacts &facts = entry->second;
  if (!isNew)
    return facts;
  facts.path = absolutePath(sources, file);
  if (facts.path.empty())
    return facts;
  facts.shim =
      isBelow(facts.path, options.cudaIncludeDir) || isBelow(facts.path, options.sampanIncludeDir);
  if (facts.shim)
    return facts;
  if (file == sources.getMainFileID()) {
    facts.project = true;
  } else if (!roots.empty()) {
    for (const std::string &root : roots)
      facts.project |= isBelow(facts.path, root);
  } else {
    facts.project =
        !clang::SrcMgr::isSystem(sources.getFileCharacteristic(sources.getLocForStartOfFile(file)));
    for (const std::string &directory : compiledDirectories)
      facts.project |= isBelow(facts.path, directory);
  }
  return facts;
}

bool PassContext::inProject(clang::SourceLocation location) const {
  clang::SourceLocation spelled = spelling(location);
  return spelled.isValid() && facts(sources.getFileID(spelled)).project;
}

bool PassContext::inShim(clang::SourceLocation location) const {
  clang::SourceLocation spelled = sources.getSpellingLoc(location);
  return spelled.isValid() && facts(sources.getFileID(spelled)).shim;
}

bool PassContext::isShimDecl(const clang::Decl &decl) const { return inShim(decl.getLocation()); }

std::optional<Span> PassContext::tokenSpan(clang::SourceLocation location) const {
  clang::SourceLocation begin = spelling(location);
  if (begin.isInvalid())
    return std::nullopt;
  unsigned length = clang::Lexer::MeasureTokenLength(begin, sources, language);
  const char *text = sources.getCharacterData(begin);
  std::uint32_t splices = splicesAhead(llvm::StringRef(text, length));
  return span(begin.getLocWithOffset(static_cast<int>(splices)),
              begin.getLocWithOffset(static_cast<int>(length)));
}

std::optional<Span> PassContext::span(clang::SourceLocation begin,
                                      clang::SourceLocation end) const {
  if (begin.isInvalid() || end.isInvalid() || begin.isMacroID() || end.isMacroID())
    return std::nullopt;
  auto [file, offset] = sources.getDecomposedLoc(begin);
  auto [endFile, endOffset] = sources.getDecomposedLoc(end);
  const FileFacts &in = facts(file);
  if (!in.project || endFile != file || endOffset < offset)
    return std::nullopt;
  return Span{in.path, offset, endOffset, sources.getLineNumber(file, offset),
              sources.getColumnNumber(file, offset)};
}

Span PassContext::spanOf(clang::FileID file, std::uint32_t begin, std::uint32_t end) const {
  return {path(file), begin, end, sources.getLineNumber(file, begin),
          sources.getColumnNumber(file, begin)};
}

llvm::StringRef PassContext::buffer(clang::SourceLocation location) const {
  return sources.getBufferData(sources.getFileID(location));
}

llvm::StringRef PassContext::buffer(clang::FileID file) const {
  return sources.getBufferData(file);
}

const std::vector<RawToken> &PassContext::tokens(clang::FileID file) const {
  auto [entry, isNew] = lexed.try_emplace(file);
  if (isNew)
    entry->second = lexRaw(sources, file, language);
  return entry->second;
}

std::size_t PassContext::tokenAt(clang::FileID file, std::uint32_t offset) const {
  const std::vector<RawToken> &all = tokens(file);
  auto at = std::partition_point(all.begin(), all.end(),
                                 [&](const RawToken &token) { return token.end <= offset; });
  return static_cast<std::size_t>(at - all.begin());
}

void PassContext::addDeviceBody(const clang::FunctionDecl &function) {
  if (!function.doesThisDeclarationHaveABody() || !function.getBody())
    return;
  clang::SourceLocation begin = spelling(function.getBody()->getBeginLoc());
  clang::SourceLocation end = spelling(function.getBody()->getEndLoc());
  if (begin.isInvalid() || end.isInvalid())
    return;
  auto [file, from] = sources.getDecomposedLoc(begin);
  auto [endFile, to] = sources.getDecomposedLoc(end);
  if (file == endFile)
    deviceBodies[path(file)].push_back(
        {from, to, function.hasAttr<clang::CUDAHostAttr>(), function.getNameAsString()});
}

const PassContext::DeviceBody *PassContext::deviceBodyAt(clang::FileID file,
                                                         std::uint32_t offset) const {
  auto entry = deviceBodies.find(path(file));
  if (entry == deviceBodies.end())
    return nullptr;
  const DeviceBody *innermost = nullptr;
  for (const DeviceBody &body : entry->second)
    if (body.begin <= offset && offset < body.end && (!innermost || body.begin >= innermost->begin))
      innermost = &body;
  return innermost;
}

void PassContext::edit(const char *pass, std::vector<Edit> edits) {
  if (!edits.empty())
    result.groups.push_back({pass, std::move(edits)});
}

void PassContext::use(Use use) { result.uses.push_back(std::move(use)); }

void PassContext::report(Finding finding) { result.findings.push_back(std::move(finding)); }

void PassContext::addKernel(KernelInfo kernel) { result.kernels.push_back(std::move(kernel)); }

void PassContext::addLaunch(LaunchInfo launch) { result.launches.push_back(std::move(launch)); }

void PassContext::addKernelForm(KernelForm form) { result.kernelForms.push_back(std::move(form)); }

void PassContext::addNotAnalysed(const Span &span) { result.notAnalysed.push_back(span); }

void PassContext::addOpaqueMacro(const Span &span) { result.opaqueMacros.push_back(span); }

} // namespace sampan
