// SPDX-License-Identifier: Apache-2.0
// Statements of which passes found that lanes rely on running in lock-step: all read, then all
// write, without a barrier between. The block form gives each a loop for the reads and one for the
// writes.
#pragma once

#include "rewriters/ast/pass_context.h"

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/DenseMap.h"

#include <vector>

namespace clang {
class FunctionDecl;
class Stmt;
} // namespace clang

namespace sampan::host {

class LockSteps {
public:
  /// Every pass must have finished.
  explicit LockSteps(const PassContext &context);

  /// Whether one of the places lies in the statement, or at its end.
  bool isIn(const clang::Stmt *statement) const;
  bool isIn(const clang::FunctionDecl &function) const;

private:
  const PassContext &context;
  llvm::DenseMap<clang::FileID, std::vector<std::uint32_t>> places; ///< in order
};

} // namespace sampan::host
