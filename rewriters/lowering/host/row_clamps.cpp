// SPDX-License-Identifier: Apache-2.0
// Indices that are kept within bounds:
//
//   max(tx - 1, lo)      x < lo ? lo : x      min(max(x, lo), hi)      x < lo ? lo : x > hi ? hi :
//   x
//
// Where neither bound counts they are what is kept within them, so that the threads of such a
// stretch look at neighbouring memory.
#include "rewriters/lowering/host/rows.h"

#include "rewriters/kernel/device_calls.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"

#include "llvm/ADT/FoldingSet.h"

#include <algorithm>

namespace sampan::host {
namespace {

bool isInt(const clang::Expr &expression) {
  const clang::Expr *plain = expression.IgnoreParenImpCasts();
  return !plain->isTypeDependent() &&
         plain->getType()->isSpecificBuiltinType(clang::BuiltinType::Int);
}

bool isSame(const clang::Expr &a, const clang::Expr &b, const clang::ASTContext &ast) {
  llvm::FoldingSetNodeID first, second;
  a.IgnoreParenImpCasts()->Profile(first, ast, true);
  b.IgnoreParenImpCasts()->Profile(second, ast, true);
  return first == second;
}

} // namespace

/// What the expression is where none of the clamps count that are added; itself where there are
/// none. Nothing where it is something else.
const clang::Expr *Rows::clampedValue(const clang::Expr &expression,
                                      std::vector<Clamp> &clamps) const {
  const clang::Expr *plain = expression.IgnoreParenImpCasts();
  if (const auto *cleanups = llvm::dyn_cast<clang::ExprWithCleanups>(plain))
    plain = cleanups->getSubExpr()->IgnoreParenImpCasts();
  if (const auto *temporary = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(plain))
    plain = temporary->getSubExpr()->IgnoreParenImpCasts();
  if (!isInt(*plain))
    return nullptr;
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(plain)) {
    const llvm::StringRef name = calleeName(*call);
    if ((name != "min" && name != "max") || call->getNumArgs() != 2)
      return nullptr;
    const clang::Expr *inner = call->getArg(0), *bound = call->getArg(1);
    if (isCommon(*inner))
      std::swap(inner, bound);
    const clang::Expr *value = clampedValue(*inner, clamps);
    if (value)
      clamps.push_back({value, bound->IgnoreParenImpCasts(), name == "min"});
    return value;
  }
  const auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(plain);
  if (!choice)
    return plain;
  const auto *test =
      llvm::dyn_cast<clang::BinaryOperator>(choice->getCond()->IgnoreParenImpCasts());
  if (!test || !test->isRelationalOp())
    return nullptr;
  const clang::Expr *inner = choice->getFalseExpr(), *bound = choice->getTrueExpr();
  const bool swapped = isCommon(*inner);
  if (swapped)
    std::swap(inner, bound);
  const clang::Expr *value = clampedValue(*inner, clamps);
  if (!value)
    return nullptr;
  auto compares = [&](const clang::Expr *left, const clang::Expr *right) {
    return isInt(*left) && isInt(*right) && isSame(*left, *value, facts.ast) &&
           isSame(*right, *bound, facts.ast);
  };
  const bool forth = compares(test->getLHS(), test->getRHS());
  if (!forth && !compares(test->getRHS(), test->getLHS()))
    return nullptr;
  const bool isLess = test->getOpcode() == clang::BO_LT || test->getOpcode() == clang::BO_LE;
  // The bound counts where the value is above it.
  const bool isMinimum = (isLess == forth) == swapped;
  clamps.push_back({value, bound->IgnoreParenImpCasts(), isMinimum});
  return value;
}

std::vector<Clamp> Rows::declareClamp(const clang::VarDecl &variable) {
  std::vector<Clamp> found;
  const clang::Expr *value = clampedValue(*variable.getInit(), found);
  if (!value || found.empty() || !variable.getType()->isSignedIntegerType() ||
      facts.ast.getTypeSize(variable.getType()) < 32 || slopeOf(*value) != 1 || !isLinear(*value))
    return {};
  if (!llvm::all_of(
          found, [&](const Clamp &clamp) { return isInt(*clamp.bound) && isCommon(*clamp.bound); }))
    return {};
  slopes[&variable] = std::nullopt;
  clamped.insert(&variable);
  return found;
}

} // namespace sampan::host
