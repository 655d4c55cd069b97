// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/fp64_use.h"

#include "rewriters/kernel/address_space.h"
#include "rewriters/kernel/device_calls.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

namespace sampan {
namespace {

bool isDouble(clang::QualType type) {
  return !type.isNull() && !type->isDependentType() &&
         type.getCanonicalType()->isSpecificBuiltinType(clang::BuiltinType::Double);
}

bool isConstant(const clang::ASTContext &ast, const clang::Expr &e) {
  return !e.isValueDependent() && !e.isTypeDependent() && e.isEvaluatable(ast);
}

/// Reads a double from a variable or memory, or gets one from a function of the program.
bool hasOwnDouble(const clang::Stmt *s) {
  if (!s)
    return false;
  if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(s);
      cast && cast->getCastKind() == clang::CK_LValueToRValue && isDouble(cast->getType()))
    return true;
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(s);
      call && isDouble(call->getType()) && concreteCallee(*call))
    return true;
  for (const clang::Stmt *child : s->children())
    if (hasOwnDouble(child))
      return true;
  return false;
}

bool isOperation(const clang::Expr &e) {
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&e)) {
    if (const auto *compound = llvm::dyn_cast<clang::CompoundAssignOperator>(binary))
      return isDouble(compound->getComputationResultType());
    bool computes =
        binary->isAdditiveOp() || binary->isMultiplicativeOp() || binary->isComparisonOp();
    return computes &&
           (isDouble(binary->getLHS()->getType()) || isDouble(binary->getRHS()->getType()));
  }
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(&e))
    return isDouble(unary->getType()) &&
           (unary->getOpcode() == clang::UO_Minus || unary->isIncrementDecrementOp());
  // Functions of the device API compute, unless they move a value between threads or memories.
  const auto *call = llvm::dyn_cast<clang::CallExpr>(&e);
  return call && isDouble(call->getType()) && !concreteCallee(*call) &&
         !llvm::isa<clang::CXXOperatorCallExpr>(call) &&
         classifyDeviceCall(*call) == DeviceCall::Ordinary &&
         !calleeName(*call).starts_with("__ld");
}

/// A value of another type becomes one that the program keeps as double.
const clang::Expr *convertedInto(const clang::Stmt &statement) {
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&statement))
    return binary->getOpcode() == clang::BO_Assign && isDouble(binary->getLHS()->getType())
               ? binary->getRHS()
               : nullptr;
  if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(&statement))
    for (const clang::Decl *decl : declarations->decls())
      if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
          variable && variable->getInit() && isDouble(variable->getType()))
        return variable->getInit();
  return nullptr;
}

} // namespace

void Fp64Use::addOperation(const clang::Expr &operation) {
  bool own = hasOwnDouble(&operation);
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&operation))
    own |= binary->isAssignmentOp() && isDouble(binary->getLHS()->getType());
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(&operation))
    own |= unary->isIncrementDecrementOp();
  (own ? arithmetic : promoted) += 1;
  clang::SourceLocation &first = own ? firstArithmetic : firstPromoted;
  if (first.isInvalid())
    first = operation.getExprLoc();
}

void Fp64Use::add(const clang::ASTContext &ast, const clang::Stmt &statement) {
  if (const clang::Expr *value = convertedInto(statement)) {
    const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(value->IgnoreParens());
    bool converts =
        cast && cast->getCastKind() != clang::CK_LValueToRValue && !isConstant(ast, *value);
    if (converts) {
      ++arithmetic;
      if (firstArithmetic.isInvalid())
        firstArithmetic = value->getExprLoc();
    }
  }
  const auto *e = llvm::dyn_cast<clang::Expr>(&statement);
  if (!e || e->isTypeDependent())
    return;
  if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(e);
      cast && cast->getCastKind() == clang::CK_LValueToRValue && isDouble(cast->getType()) &&
      !isConstant(ast, *e)) {
    ++moved;
    if (firstMoved.isInvalid())
      firstMoved = e->getExprLoc();
  }
  if (isOperation(*e) && !isConstant(ast, *e))
    addOperation(*e);
}

} // namespace sampan
