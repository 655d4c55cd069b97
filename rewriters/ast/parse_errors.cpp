// SPDX-License-Identifier: Apache-2.0
#include "rewriters/ast/parse_errors.h"

#include "rewriters/ast/paths.h"
#include "rewriters/core/diagnostics.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallString.h"

namespace sampan {

void ParseErrors::HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                                   const clang::Diagnostic &diagnostic) {
  DiagnosticConsumer::HandleDiagnostic(level, diagnostic);
  if (level < clang::DiagnosticsEngine::Error)
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

void ParseErrors::takeFindings(TuResult &result) {
  result.findings.insert(result.findings.end(), findings.begin(), findings.end());
  findings.clear();
}

} // namespace sampan
