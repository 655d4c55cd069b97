// SPDX-License-Identifier: Apache-2.0
// Traits<T>::convert<4>(x)  ->  Traits<T>::template convert<4>(x)
//
// nvcc guesses that a dependent name in front of `<` is a template; the C++ standard and other
// compilers read a comparison. Clang's parser recovers from the clear cases and says where the
// keyword belongs (see parse_errors.cpp); this pass finds those that parse as comparisons.
#include "rewriters/passes/passes.h"

#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

namespace sampan {
namespace {

/// Where the name of a dependent member stands, or an invalid location.
clang::SourceLocation dependentName(const clang::Expr &expression) {
  if (const auto *scoped = llvm::dyn_cast<clang::DependentScopeDeclRefExpr>(&expression))
    return scoped->getLocation();
  if (const auto *member = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(&expression))
    return member->getMemberLoc();
  return {};
}

/// Operands of `a op b`, whether or not overloads of the operator were found.
struct Comparison {
  const clang::Expr *left = nullptr, *right = nullptr;
};

Comparison asComparison(const clang::Stmt &stmt, clang::BinaryOperatorKind builtin,
                        clang::OverloadedOperatorKind overloaded) {
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&stmt))
    if (binary->getOpcode() == builtin)
      return {binary->getLHS(), binary->getRHS()};
  if (const auto *call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(&stmt))
    if (call->getOperator() == overloaded && call->getNumArgs() == 2)
      return {call->getArg(0), call->getArg(1)};
  return {};
}

/// `c.f` in `r + c.f < 2`: what stands directly in front of the `<`.
const clang::Expr *lastOperand(const clang::Expr *expression) {
  while (true) {
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(expression))
      expression = binary->getRHS();
    else if (const auto *call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(expression);
             call && call->isInfixBinaryOp())
      expression = call->getArg(1);
    else
      return expression;
  }
}

/// What stands directly behind a `>`.
const clang::Expr *firstOperand(const clang::Expr *expression) {
  while (true) {
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(expression))
      expression = binary->getLHS();
    else if (const auto *call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(expression);
             call && call->isInfixBinaryOp())
      expression = call->getArg(0);
    else
      return expression;
  }
}

class TemplateKeyword final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Stmt &stmt) override {
    // name < argument > (...)
    Comparison greater = asComparison(stmt, clang::BO_GT, clang::OO_Greater);
    if (!greater.left ||
        !llvm::isa<clang::ParenExpr, clang::ParenListExpr>(firstOperand(greater.right)))
      return;
    Comparison less = asComparison(*greater.left, clang::BO_LT, clang::OO_Less);
    if (!less.left)
      return;
    clang::SourceLocation name = context.spelling(dependentName(*lastOperand(less.left)));
    if (std::optional<Span> at = context.span(name, name))
      context.edit("template-keyword", {{*at, "template "}});
  }
};

} // namespace

std::unique_ptr<Pass> createTemplateKeywordPass(PassContext &context) {
  return makePass<TemplateKeyword>(context);
}

} // namespace sampan
