// SPDX-License-Identifier: Apache-2.0
// Which functions a callee in device code may mean, templates included.
#pragma once

#include "llvm/ADT/SmallVector.h"

namespace clang {
class Expr;
class FunctionDecl;
} // namespace clang

namespace sampan::ascend {

/// Functions that the expression of a callee may name.
llvm::SmallVector<const clang::FunctionDecl *, 4> candidates(const clang::Expr &callee);

/// Functions that `Pair<T>::make` and `pair.first` name in a template: those of the class as it is
/// written.
llvm::SmallVector<const clang::FunctionDecl *, 4> dependentCandidates(const clang::Expr &callee);

} // namespace sampan::ascend
