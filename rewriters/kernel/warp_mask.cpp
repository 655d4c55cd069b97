// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/warp_mask.h"

#include "rewriters/kernel/device_calls.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/FoldingSet.h"

#include <optional>

namespace sampan {
namespace {

const clang::VarDecl *variableOf(const clang::Expr *e) {
  const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(e->IgnoreParenImpCasts());
  return name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
}

bool changes(const clang::Stmt *s, const clang::VarDecl &variable) {
  if (!s)
    return false;
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(s);
      binary && binary->isAssignmentOp() && variableOf(binary->getLHS()) == &variable)
    return true;
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(s);
      unary && (unary->isIncrementDecrementOp() || unary->getOpcode() == clang::UO_AddrOf) &&
      variableOf(unary->getSubExpr()) == &variable)
    return true;
  for (const clang::Stmt *child : s->children())
    if (changes(child, variable))
      return true;
  return false;
}

/// The one value that a variable has.
const clang::Expr *onlyValue(const clang::VarDecl &variable, const clang::FunctionDecl &in) {
  if (!variable.hasInit() || llvm::isa<clang::ParmVarDecl>(variable))
    return nullptr;
  bool fixed = variable.getType().isConstQualified() || !changes(in.getBody(), variable);
  return fixed ? variable.getInit() : nullptr;
}

bool sameText(const clang::ASTContext &ast, const clang::Expr &a, const clang::Expr &b) {
  llvm::FoldingSetNodeID first, second;
  a.IgnoreParenImpCasts()->Profile(first, ast, true);
  b.IgnoreParenImpCasts()->Profile(second, ast, true);
  return first == second;
}

bool contains(const clang::Stmt *s, const clang::Stmt *part) {
  return s && (s == part || llvm::any_of(s->children(), [&](const clang::Stmt *child) {
                 return contains(child, part);
               }));
}

using Conditions = llvm::SmallVector<const clang::Expr *, 4>;

/// What is known to be true where `e` stands.
Conditions conditionsAround(const clang::Expr &e, llvm::ArrayRef<const clang::Stmt *> control) {
  Conditions result;
  for (const clang::Stmt *statement : control)
    if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(statement);
        branch && contains(branch->getThen(), &e))
      result.push_back(branch->getCond());
  return result;
}

/// The ballot's condition is one that holds around the call.
bool holds(const clang::ASTContext &ast, const clang::Expr &condition,
           const Conditions &conditions) {
  return llvm::any_of(conditions,
                      [&](const clang::Expr *around) { return sameText(ast, condition, *around); });
}

WarpMask valueOf(const clang::ASTContext &ast, const clang::FunctionDecl &in,
                 const clang::Expr &mask, const Conditions &conditions,
                 const MaskArguments &arguments) {
  const clang::Expr *e = mask.IgnoreParenCasts();
  clang::Expr::EvalResult value;
  if (!mask.isValueDependent() && mask.EvaluateAsInt(value, ast)) {
    std::uint64_t lanes = value.Val.getInt().getZExtValue() & 0xffffffffu;
    return lanes == 0xffffffffu ? WarpMask::Whole : WarpMask::Part;
  }
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(e)) {
    llvm::StringRef name = calleeName(*call);
    if (name == "__activemask")
      return WarpMask::Active;
    bool ballot = name == "__ballot_sync" && call->getNumArgs() == 2;
    return ballot && holds(ast, *call->getArg(1), conditions) ? WarpMask::Active
                                                              : WarpMask::Unproven;
  }
  const clang::VarDecl *variable = variableOf(e);
  if (const auto *parameter = llvm::dyn_cast_or_null<clang::ParmVarDecl>(variable)) {
    auto found = arguments.find(parameter);
    bool known = found != arguments.end() && !changes(in.getBody(), *parameter);
    return known ? found->second : WarpMask::Unproven;
  }
  const clang::Expr *only = variable ? onlyValue(*variable, in) : nullptr;
  return only ? valueOf(ast, in, *only, conditions, arguments) : WarpMask::Unproven;
}

} // namespace

WarpMask maskValue(const clang::ASTContext &ast, const clang::FunctionDecl &in,
                   const clang::Expr &mask, llvm::ArrayRef<const clang::Stmt *> control,
                   const MaskArguments &arguments) {
  return valueOf(ast, in, mask, conditionsAround(mask, control), arguments);
}

WarpMask warpMaskOf(const clang::ASTContext &ast, const clang::FunctionDecl &in,
                    const clang::CallExpr &call, llvm::ArrayRef<const clang::Stmt *> control,
                    const MaskArguments &arguments) {
  llvm::StringRef name = calleeName(call);
  // The old forms take whoever is there; members of groups know their lanes.
  bool hasMask = name.ends_with("_sync") || name == "__syncwarp";
  if (!hasMask)
    return WarpMask::Active;
  if (call.getNumArgs() == 0 || llvm::isa<clang::CXXDefaultArgExpr>(call.getArg(0)))
    return WarpMask::Whole;
  return maskValue(ast, in, *call.getArg(0), control, arguments);
}

} // namespace sampan
