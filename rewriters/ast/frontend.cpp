// SPDX-License-Identifier: Apache-2.0
#include "rewriters/ast/frontend.h"

#include "rewriters/ast/invocation.h"
#include "rewriters/ast/parse_errors.h"
#include "rewriters/ast/paths.h"
#include "rewriters/ast/precompiled.h"
#include "rewriters/ast/preprocessor_record.h"
#include "rewriters/ast/recording_files.h"
#include "rewriters/ast/repaired_text.h"
#include "rewriters/ast/traversal.h"
#include "rewriters/core/diagnostics.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <set>
#include <utility>

namespace sampan {
namespace {

/// Deeply nested expressions recurse deeply in the parser.
constexpr unsigned kStackBytes = 64U << 20U;

/// False for what the parser also hands over: instantiations, whose text is their template's.
bool isWritten(const clang::Decl *decl) {
  auto kind = clang::TSK_Undeclared;
  if (auto *function = llvm::dyn_cast<clang::FunctionDecl>(decl))
    kind = function->getTemplateSpecializationKind();
  else if (auto *variable = llvm::dyn_cast<clang::VarDecl>(decl))
    kind = variable->getTemplateSpecializationKind();
  return kind == clang::TSK_Undeclared || kind == clang::TSK_ExplicitSpecialization;
}

class AnalysisConsumer final : public clang::ASTConsumer {
public:
  AnalysisConsumer(const TuOptions &options, const RuleTable &rules,
                   const PreprocessorRecord &record, TuResult &result)
      : options(options), rules(rules), record(record), result(result) {}

  bool HandleTopLevelDecl(clang::DeclGroupRef group) override {
    std::copy_if(group.begin(), group.end(), std::back_inserter(declarations), isWritten);
    return true;
  }

  void HandleTranslationUnit(clang::ASTContext &ast) override {
    PassContext context(ast, record, options, rules, result);
    std::vector<std::unique_ptr<Pass>> passes;
    for (const PassInfo &info : allPasses())
      if ((info.compile || context.translating()) && info.writes(options.language))
        passes.push_back(info.create(context));
    // Passes may load more from a precompiled header, which Clang hands over at once.
    const std::vector<clang::Decl *> written = std::exchange(declarations, {});
    traverse(context, written, passes);
    for (clang::FileID file : context.projectFiles())
      result.files.push_back(context.path(file));
  }

private:
  const TuOptions &options;
  const RuleTable &rules;
  const PreprocessorRecord &record;
  TuResult &result;
  std::vector<clang::Decl *> declarations;
};

class AnalysisAction final : public clang::ASTFrontendAction {
public:
  AnalysisAction(const TuOptions &options, const RuleTable &rules, TuResult &result)
      : options(options), rules(rules), result(result) {}

  bool BeginSourceFileAction(clang::CompilerInstance &compiler) override {
    clang::Preprocessor &preprocessor = compiler.getPreprocessor();
    preprocessor.addPPCallbacks(recordPreprocessor(preprocessor, record));
    if (options.purpose == Purpose::Compile) // block forms write out what macros make
      preprocessor.setTokenWatcher([this](const clang::Token &token) {
        if (!token.isAnnotation())
          record.tokens.push_back(token.getLocation());
      });
    return true;
  }
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance &,
                                                        llvm::StringRef) override {
    return std::make_unique<AnalysisConsumer>(options, rules, record, result);
  }

private:
  const TuOptions &options;
  const RuleTable &rules;
  TuResult &result;
  PreprocessorRecord record;
};

constexpr const char *kKeywordRepair = "template-keyword";

/// Where the template keyword was missing, instantiations of the unrepaired text make no sense
/// either. The text that is written has the keyword. True where there were such.
bool dropRepairedErrors(TuResult &result) {
  std::set<std::pair<std::string, unsigned>> repaired;
  for (const EditGroup &group : result.groups)
    if (group.by == kKeywordRepair)
      for (const Edit &edit : group.edits)
        repaired.insert({edit.at.file, edit.at.line});
  return std::erase_if(result.findings, [&](const Finding &finding) {
           return finding.id == diag::ParseError::id &&
                  repaired.contains({finding.at.file, finding.at.line});
         }) != 0;
}

/// One parse, on top of a precompiled header unless `precompiled` is empty, of what `repaired`
/// makes of the files. True where repairs change more than what is written.
bool parseView(const TuOptions &options, const std::string &precompiled, const RuleTable &rules,
               TuResult &result, FileRecord *record, const RepairedText *repaired = nullptr) {
  ParseErrors errors(options);
  std::shared_ptr<clang::CompilerInvocation> invocation = makeInvocation(options, errors, record);
  if (!invocation) {
    result.failed = true;
    errors.takeFindings(result);
    return false;
  }
  if (repaired)
    repaired->install(invocation->getPreprocessorOpts());
  if (!precompiled.empty()) {
    clang::PreprocessorOptions &preprocessor = invocation->getPreprocessorOpts();
    preprocessor.ImplicitPCHInclude = precompiled;
    // Its options and files have been compared by key and stamps.
    preprocessor.DisablePCHOrModuleValidation = clang::DisableValidationForModuleKind::PCH;
  }
  clang::CompilerInstance compiler(std::move(invocation));
  auto files = makeFileSystem(record);
  files->setCurrentWorkingDirectory(options.directory);
  compiler.createVirtualFileSystem(std::move(files), &errors);
  compiler.createDiagnostics(&errors, /*ShouldOwnClient=*/false);
  AnalysisAction action(options, rules, result);
  if (!compiler.ExecuteAction(action) && result.files.empty())
    result.failed = true;
  errors.takeFindings(result);
  return dropRepairedErrors(result);
}

/// Parses again what the parser could make no sense of before its repair: of what comes after it in
/// the same statement not even types are known.
void parseRepaired(const TuOptions &options, const RuleTable &rules, const TuResult &start,
                   TuResult &result, FileRecord *record) {
  RepairedText repaired(result.groups, kKeywordRepair);
  TuResult attempt = start;
  parseView(options, "", rules, attempt, record, &repaired);
  if (attempt.failed)
    return;
  repaired.toWritten(attempt);
  repaired.addRepairs(attempt);
  result = std::move(attempt);
}

bool parsedCleanly(const TuResult &result) {
  return !result.failed && std::ranges::none_of(result.findings, [](const Finding &finding) {
    return finding.id == diag::ParseError::id;
  });
}

/// The result depends on the headers that were precompiled, not on the file that holds them: that
/// one is made again when it is gone.
void recordPrecompiled(const std::string &precompiled, FileRecord &record) {
  record.forget(precompiled);
  for (const std::string &file : precompiledFiles(precompiled))
    if (auto buffer = llvm::MemoryBuffer::getFile(file, false, false))
      record.add({file, FileState::Content, factHash((*buffer)->getBuffer())});
}

/// A precompiled header shows the file more names than it includes, so what does not parse with it
/// is parsed again as it stands.
void analyseView(const TuOptions &options, const RuleTable &rules, TuResult &result,
                 FileRecord *record) {
  if (std::string precompiled = precompiledHeader(options); !precompiled.empty()) {
    TuResult attempt = result;
    const bool broken = parseView(options, precompiled, rules, attempt, record);
    if (record)
      recordPrecompiled(precompiled, *record);
    if (parsedCleanly(attempt) && !broken) {
      result = std::move(attempt);
      return;
    }
  }
  const TuResult start = result;
  if (parseView(options, "", rules, result, record))
    parseRepaired(options, rules, start, result, record);
}

/// Some conditional of a project file asks for the device pass, so one view does not show all.
bool asksForDevicePass(const TuResult &result) {
  for (const std::string &file : result.files)
    if (auto buffer = llvm::MemoryBuffer::getFile(file))
      if ((*buffer)->getBuffer().contains("__CUDA_ARCH__"))
        return true;
  return false;
}

bool overlaps(const Span &a, const Span &b) {
  return a.file == b.file && a.begin < b.end && b.begin < a.end;
}

/// Device code is written once, from what the device sees: the host's view may know other branches
/// of the same functions, and would write them otherwise. What only the host sees stays.
void dropDeviceCode(TuResult &host, const TuResult &device) {
  constexpr const char *pass = "ascend-c";
  auto onlyHostSees = [&](const Span &at) {
    return std::any_of(device.notAnalysed.begin(), device.notAnalysed.end(),
                       [&](const Span &skipped) { return overlaps(at, skipped); });
  };
  std::erase_if(host.groups, [&](const EditGroup &group) {
    return group.by == pass &&
           std::none_of(group.edits.begin(), group.edits.end(),
                        [&](const Edit &edit) { return onlyHostSees(edit.at); });
  });
  const DiagId reasons[] = {diag::FeatureUnsupported::id, diag::KernelNotLowered::id,
                            diag::WarpMaskUnproven::id, diag::ReturnBeforeBarrier::id,
                            diag::NotRewritten::id};
  std::erase_if(host.findings, [&](const Finding &finding) {
    return std::find(std::begin(reasons), std::end(reasons), finding.id) != std::end(reasons);
  });
}

/// Adds what only the device view saw. Edits that both views made coincide when units are merged.
void mergeDeviceView(TuResult &host, TuResult device) {
  auto append = [](auto &to, auto &from) {
    for (auto &item : from)
      if (std::find(to.begin(), to.end(), item) == to.end())
        to.push_back(std::move(item));
  };
  append(host.groups, device.groups);
  append(host.uses, device.uses);
  append(host.kernels, device.kernels);
  append(host.opaqueMacros, device.opaqueMacros);
  append(host.kernelForms, device.kernelForms);
  std::erase_if(device.findings,
                [](const Finding &finding) { return finding.id == diag::ParseError::id; });
  append(host.findings, device.findings);
  std::erase_if(host.notAnalysed, [&](const Span &span) {
    return std::find(device.notAnalysed.begin(), device.notAnalysed.end(), span) ==
           device.notAnalysed.end();
  });
}

void reportNotAnalysed(TuResult &result) {
  for (const Span &span : result.notAnalysed) {
    std::string condition = "line " + std::to_string(span.line);
    if (auto buffer = llvm::MemoryBuffer::getFile(span.file)) {
      llvm::StringRef text = (*buffer)->getBuffer().substr(span.begin);
      condition = text.take_until([](char c) { return c == '\n'; }).trim().str();
    }
    result.findings.push_back(makeFinding(diag::BranchNotAnalysed{.condition = condition}, span));
  }
}

void analyse(const TuOptions &options, const RuleTable &rules, TuResult &result,
             FileRecord *record) {
  analyseView(options, rules, result, record);
  if (!result.failed && asksForDevicePass(result)) {
    TuOptions device = options;
    device.arguments.push_back("-D__CUDA_ARCH__=" + std::to_string(options.deviceArch));
    TuResult deviceResult;
    analyseView(device, rules, deviceResult, record);
    if (!deviceResult.failed && options.language == TargetId::Ascend950)
      dropDeviceCode(result, deviceResult);
    if (!deviceResult.failed)
      mergeDeviceView(result, std::move(deviceResult));
  }
  reportNotAnalysed(result);
}

} // namespace

TuResult analyseTu(const TuOptions &options, const RuleTable &rules, std::vector<FileFact> *facts) {
  // A crash of the front end must cost one file, not the run. Enabling is process-wide.
  static std::once_flag enabled;
  std::call_once(enabled, [] { llvm::CrashRecoveryContext::Enable(); });
  TuResult result;
  result.mainFile = absolutePath(options.directory, options.file);
  FileRecord record;
  llvm::CrashRecoveryContext recovery;
  if (recovery.RunSafelyOnThread(
          [&] { analyse(options, rules, result, facts ? &record : nullptr); }, kStackBytes)) {
    if (facts)
      *facts = record.facts();
    return result;
  }
  std::string what = recovery.RetCode == kMacroLimitExit
                         ? "macros of this file expand without bound"
                         : "the front end crashed";
  TuResult failure;
  failure.mainFile = absolutePath(options.directory, options.file);
  failure.failed = true;
  Span start{failure.mainFile, 0, 0, 1, 1};
  failure.findings.push_back(recovery.RetCode == kMacroLimitExit
                                 ? makeFinding(diag::ParseError{.message = what}, start)
                                 : makeFinding(diag::InternalError{.what = what}, start));
  return failure;
}

} // namespace sampan
