// SPDX-License-Identifier: Apache-2.0
// Turns Clang's own errors into findings. Errors never stop the analysis: whatever Clang could
// still make sense of is translated.
#pragma once

#include "rewriters/ast/frontend.h"

#include "clang/Basic/Diagnostic.h"

#include <set>

namespace sampan {

class ParseErrors final : public clang::DiagnosticConsumer {
public:
  explicit ParseErrors(const TuOptions &options) : options(options) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic &diagnostic) override;

  /// Moves what was collected into `result`, in the order of the source.
  void takeFindings(TuResult &result);

private:
  /// nvcc accepts some code that the C++ standard and every C++ compiler reject, and Clang says
  /// what to write instead. True when such a repair was recorded in place of an error.
  bool repair(const clang::Diagnostic &diagnostic);

  const TuOptions &options;
  std::set<Finding> findings;
  std::set<EditGroup> repairs;
};

} // namespace sampan
