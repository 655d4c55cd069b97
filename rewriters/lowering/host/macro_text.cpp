// SPDX-License-Identifier: Apache-2.0
// Text for code that is not written anywhere in one piece, because macros make some of it: the
// tokens that the parser got, with file text in between taken as it is edited.
#include "rewriters/lowering/host/kernel_text.h"

#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"

#include "llvm/ADT/SmallString.h"

#include <algorithm>

namespace sampan::host {
namespace {

bool overlaps(TextRange a, std::uint32_t begin, std::uint32_t end) {
  return a.begin < end && begin < a.end;
}

} // namespace

/// Where the outermost macro of ours or of the system that made the token is used, or the token.
/// Such a macro may mean something else to the host's compiler, so it is kept.
static clang::SourceLocation foreignMacro(const PassContext &context, clang::SourceLocation token) {
  const clang::SourceManager &sources = context.sources;
  for (clang::SourceLocation up = token; up.isMacroID();
       up = sources.getImmediateExpansionRange(up).getBegin()) {
    const clang::SourceLocation written = sources.getSpellingLoc(up);
    if (!context.inProject(written) && !sources.isWrittenInScratchSpace(written))
      token = up;
  }
  return token;
}

/// Whether a pass changes the token where it is written: in the definition of the macro.
bool KernelText::isEditedAnywhere(clang::SourceLocation token) const {
  clang::SourceLocation at = context.sources.getSpellingLoc(token);
  auto [where, begin] = context.sources.getDecomposedLoc(at);
  if (!context.inProject(at))
    return false;
  const std::string &path = context.path(where);
  const std::uint32_t end =
      begin + clang::Lexer::MeasureTokenLength(at, context.sources, context.language);
  for (const EditGroup &group : context.editGroups())
    for (const Edit &edit : group.edits)
      if (edit.at.file == path && edit.at.begin <= begin && end <= edit.at.end &&
          edit.at.begin != edit.at.end)
        return true;
  return false;
}

/// The range's tokens, in order. The parser gets those twice that it tries to read in two ways.
static std::vector<clang::SourceLocation> tokensIn(const PassContext &context,
                                                   clang::SourceRange range) {
  const std::vector<clang::SourceLocation> &all = context.preprocessor.tokens;
  const auto first = std::find(all.begin(), all.end(), range.getBegin());
  const auto last = std::find(all.rbegin(), all.rend(), range.getEnd());
  if (first == all.end() || last == all.rend() || first >= last.base())
    return {};
  std::vector<clang::SourceLocation> result(first, last.base());
  const clang::SourceManager &sources = context.sources;
  auto isBefore = [&](clang::SourceLocation a, clang::SourceLocation b) {
    return sources.isBeforeInTranslationUnit(a, b);
  };
  std::erase_if(result, [&](clang::SourceLocation token) {
    return isBefore(token, range.getBegin()) || isBefore(range.getEnd(), token);
  });
  std::sort(result.begin(), result.end(), isBefore);
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

/// The name that a variable has got, where an argument of a macro names it.
llvm::StringRef KernelText::nameAt(clang::SourceLocation token) const {
  auto [where, offset] = context.sources.getDecomposedLoc(token);
  for (const LocalEdit &edit : names)
    if (where == file && edit.at.begin == offset && edit.at.end > offset)
      return edit.text;
  return {};
}

std::optional<std::string> KernelText::expansion(clang::SourceRange range,
                                                 const LocalEdits &own) const {
  const std::vector<clang::SourceLocation> tokens = tokensIn(context, range);
  if (tokens.empty())
    return std::nullopt;
  const auto *at = tokens.data(), *const last = &tokens.back();
  std::string result;
  auto edited = [&](TextRange use) {
    auto inside = [&](const auto &edit) { return overlaps(use, edit.at.begin, edit.at.end); };
    return std::any_of(edits.begin(), edits.end(), inside) ||
           std::any_of(own.begin(), own.end(), inside);
  };
  while (at <= last) {
    if (at->isMacroID()) {
      const clang::CharSourceRange use = context.sources.getExpansionRange(*at);
      auto [where, begin] = context.sources.getDecomposedLoc(use.getBegin());
      const std::uint32_t end =
          context.sources.getFileOffset(use.getEnd()) +
          clang::Lexer::MeasureTokenLength(use.getEnd(), context.sources, context.language);
      if (where != file || edited({begin, end}) || isEditedAnywhere(*at))
        return std::nullopt;
      const clang::SourceLocation kept = foreignMacro(context, *at);
      const clang::SourceLocation written = context.sources.getSpellingLoc(kept);
      llvm::SmallString<64> buffer;
      if (context.inProject(written) || context.sources.isWrittenInScratchSpace(written)) {
        llvm::StringRef renamed = nameAt(written);
        result += renamed.empty() ? clang::Lexer::getSpelling(written, buffer, context.sources,
                                                              context.language)
                                  : renamed;
        ++at;
      } else {
        const clang::CharSourceRange call = context.sources.getImmediateExpansionRange(kept);
        if (call.getBegin() != call.getEnd())
          return std::nullopt; // with arguments
        result += clang::Lexer::getImmediateMacroName(kept, context.sources, context.language);
        const clang::FileID whole = context.sources.getFileID(kept);
        while (at <= last && at->isMacroID() &&
               context.sources.getFileID(foreignMacro(context, *at)) == whole)
          ++at;
      }
      result += " ";
      continue;
    }
    // What is written between two macros.
    auto [where, begin] = context.sources.getDecomposedLoc(*at);
    std::uint32_t end = begin;
    for (; at <= last && at->isFileID(); ++at)
      end = context.sources.getFileOffset(*at) +
            clang::Lexer::MeasureTokenLength(*at, context.sources, context.language);
    LocalEdits inside;
    for (const LocalEdit &edit : own)
      if (begin <= edit.at.begin && edit.at.end <= end)
        inside.push_back(edit);
    std::optional<std::string> written =
        where == file && begin <= end ? text({begin, end}, inside) : std::nullopt;
    if (!written)
      return std::nullopt;
    result += *written + " ";
  }
  return result;
}

} // namespace sampan::host
