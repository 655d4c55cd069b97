// SPDX-License-Identifier: Apache-2.0
// What a call in a template means: `callable(x)` and `Table<T, N>::get(i)` name functions that only
// the template's instances know.
#pragma once

#include "llvm/ADT/SmallVector.h"

#include <vector>

namespace clang {
class CallExpr;
class FunctionDecl;
} // namespace clang

namespace sampan::ascend {

/// The instances of a function template, or of a member of a class template.
std::vector<const clang::FunctionDecl *> instancesOf(const clang::FunctionDecl &function);

/// Functions that `call`, written in `function`, calls in the instances of it.
llvm::SmallVector<const clang::FunctionDecl *, 4>
instanceCallees(const clang::FunctionDecl &function, const clang::CallExpr &call);

} // namespace sampan::ascend
