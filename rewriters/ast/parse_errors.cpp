// SPDX-License-Identifier: Apache-2.0
#include "rewriters/ast/parse_errors.h"

#include "rewriters/ast/paths.h"
#include "rewriters/core/diagnostics.h"

#include "clang/Basic/DiagnosticParse.h"
#include "clang/Basic/DiagnosticSema.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallString.h"

namespace sampan {

void ParseErrors::HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                                   const clang::Diagnostic &diagnostic) {
  DiagnosticConsumer::HandleDiagnostic(level, diagnostic);
  if (level < clang::DiagnosticsEngine::Error || repair(diagnostic))
    return;
  llvm::SmallString<256> message;
  diagnostic.FormatDiagnostic(message);
  Span at;
  at.file = absolutePath(options.directory, options.file);
  at.line = at.column = 1;
  if (diagnostic.hasSourceManager() && diagnostic.getLocation().isValid()) {
    const clang::SourceManager &sources = diagnostic.getSourceManager();
    auto [file, offset] = sources.getDecomposedExpansionLoc(diagnostic.getLocation());
    std::string path = absolutePath(sources, file);
    if (!path.empty()) {
      at.file = std::move(path);
      at.begin = at.end = offset;
      at.line = sources.getLineNumber(file, offset);
      at.column = sources.getColumnNumber(file, offset);
    }
  }
  findings.insert(makeFinding(diag::ParseError{.message = message.str().str()}, at));
}

/// (::spnPushLaunch(...), kernel(...)) is how a translated source spells some launches.
static bool isSpelledOutLaunch(const clang::Diagnostic &diagnostic) {
  if (diagnostic.getID() != clang::diag::err_global_call_not_config ||
      !diagnostic.hasSourceManager())
    return false;
  const clang::SourceManager &sources = diagnostic.getSourceManager();
  auto [file, offset] = sources.getDecomposedExpansionLoc(diagnostic.getLocation());
  llvm::StringRef before = sources.getBufferData(file).take_front(offset);
  std::size_t statement = before.find_last_of(";{}");
  return before.substr(statement == before.npos ? 0 : statement).contains("spnPushLaunch(");
}

bool ParseErrors::repair(const clang::Diagnostic &diagnostic) {
  if (isSpelledOutLaunch(diagnostic))
    return true;
  if (diagnostic.getID() != clang::diag::err_missing_dependent_template_keyword ||
      !diagnostic.hasSourceManager() || diagnostic.getNumFixItHints() != 1)
    return false;
  const clang::SourceManager &sources = diagnostic.getSourceManager();
  const clang::FixItHint &hint = diagnostic.getFixItHint(0);
  clang::SourceLocation begin = hint.RemoveRange.getBegin();
  if (begin.isInvalid() || begin.isMacroID() || sources.isInSystemHeader(begin))
    return false;
  auto [file, offset] = sources.getDecomposedLoc(begin);
  std::string path = absolutePath(sources, file);
  if (path.empty())
    return false;
  Span at{path, offset, offset, sources.getLineNumber(file, offset),
          sources.getColumnNumber(file, offset)};
  repairs.insert({"template-keyword", {{at, hint.CodeToInsert}}});
  return true;
}

void ParseErrors::takeFindings(TuResult &result) {
  result.groups.insert(result.groups.end(), repairs.begin(), repairs.end());
  repairs.clear();
  result.findings.insert(result.findings.end(), findings.begin(), findings.end());
  findings.clear();
}

} // namespace sampan
