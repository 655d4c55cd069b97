// SPDX-License-Identifier: Apache-2.0
// What is known of the lanes that a warp operation names. Some targets have no mask argument: there
// the lanes that arrive take part, which is the same only if the mask says so.
#pragma once

#include "rewriters/core/kernel_need.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"

namespace clang {
class ASTContext;
class CallExpr;
class Expr;
class FunctionDecl;
class ParmVarDecl;
class Stmt;
} // namespace clang

namespace sampan {

/// Masks that callers pass for the parameters of a function.
using MaskArguments = llvm::DenseMap<const clang::ParmVarDecl *, WarpMask>;

/// `control`: the statements around the call, outermost first.
WarpMask warpMaskOf(const clang::ASTContext &ast, const clang::FunctionDecl &in,
                    const clang::CallExpr &call, llvm::ArrayRef<const clang::Stmt *> control,
                    const MaskArguments &arguments);

/// Of one expression that may be passed on as a mask.
WarpMask maskValue(const clang::ASTContext &ast, const clang::FunctionDecl &in,
                   const clang::Expr &mask, llvm::ArrayRef<const clang::Stmt *> control,
                   const MaskArguments &arguments);

} // namespace sampan
