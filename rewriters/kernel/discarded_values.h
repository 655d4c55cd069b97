// SPDX-License-Identifier: Apache-2.0
// Which calls are made for their effect alone. Some targets have atomics that change memory but do
// not tell what was there before.
#pragma once

#include "llvm/ADT/DenseSet.h"

namespace clang {
class CallExpr;
class Stmt;
} // namespace clang

namespace sampan {

/// Calls in `body` whose value nothing uses.
llvm::DenseSet<const clang::CallExpr *> discardedCalls(const clang::Stmt *body);

} // namespace sampan
