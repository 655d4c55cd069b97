// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/constant_value.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

namespace sampan {
namespace {

constexpr unsigned kMaxDepth = 16;

const clang::VarDecl *variableOf(const clang::Expr *e) {
  e = e->IgnoreParenImpCasts();
  if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(e))
    return member->isArrow() ? nullptr : variableOf(member->getBase());
  const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(e);
  return name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
}

bool isTarget(const clang::Expr *e, const clang::VarDecl &variable) {
  return variableOf(e) == &variable;
}

/// Assigns to the variable or a part of it, steps it, or lets someone else do so.
bool changes(const clang::Stmt *s, const clang::VarDecl &variable) {
  if (!s)
    return false;
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(s);
      binary && binary->isAssignmentOp() && isTarget(binary->getLHS(), variable))
    return true;
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(s);
      unary && (unary->isIncrementDecrementOp() || unary->getOpcode() == clang::UO_AddrOf) &&
      isTarget(unary->getSubExpr(), variable))
    return true;
  if (const auto *assign = llvm::dyn_cast<clang::CXXOperatorCallExpr>(s);
      assign && assign->isAssignmentOp() && isTarget(assign->getArg(0), variable))
    return true;
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(s);
      call && !llvm::isa<clang::CXXOperatorCallExpr>(call))
    if (const clang::FunctionDecl *callee = call->getDirectCallee())
      for (unsigned i = 0; i < call->getNumArgs() && i < callee->getNumParams(); ++i) {
        clang::QualType type = callee->getParamDecl(i)->getType();
        if (type->isReferenceType() && !type.getNonReferenceType().isConstQualified() &&
            isTarget(call->getArg(i), variable))
          return true;
      }
  for (const clang::Stmt *child : s->children())
    if (changes(child, variable))
      return true;
  return false;
}

std::optional<std::uint64_t> apply(clang::BinaryOperatorKind op, std::uint64_t a, std::uint64_t b) {
  switch (op) {
  case clang::BO_Add:
    return a + b;
  case clang::BO_Sub:
    return a >= b ? std::optional(a - b) : std::nullopt;
  case clang::BO_Mul:
    return a * b;
  case clang::BO_Div:
    return b ? std::optional(a / b) : std::nullopt;
  case clang::BO_Rem:
    return b ? std::optional(a % b) : std::nullopt;
  case clang::BO_Shl:
    return b < 32 ? std::optional(a << b) : std::nullopt;
  case clang::BO_Shr:
    return b < 64 ? std::optional(a >> b) : std::nullopt;
  default:
    return std::nullopt;
  }
}

} // namespace

const clang::Expr *ConstantValues::valueOf(const clang::VarDecl &variable) const {
  if (!variable.hasInit() || llvm::isa<clang::ParmVarDecl>(variable))
    return nullptr;
  if (variable.getType().isConstQualified())
    return variable.getInit();
  bool local =
      variable.isLocalVarDecl() && !variable.isStaticLocal() && around && around->getBody();
  return local && !changes(around->getBody(), variable) ? variable.getInit() : nullptr;
}

std::optional<std::uint64_t> ConstantValues::integer(const clang::Expr &expression,
                                                     unsigned depth) const {
  if (depth > kMaxDepth || expression.getType().isNull() || expression.isTypeDependent() ||
      expression.isValueDependent())
    return std::nullopt;
  clang::Expr::EvalResult result;
  if (expression.EvaluateAsInt(result, ast)) {
    const llvm::APSInt &value = result.Val.getInt();
    return value.isNegative() ? std::nullopt : std::optional(value.getZExtValue());
  }
  const clang::Expr *e = expression.IgnoreParenImpCasts();
  if (const auto *cast = llvm::dyn_cast<clang::ExplicitCastExpr>(e))
    return cast->getType()->isIntegerType() && cast->getSubExpr()->getType()->isIntegerType()
               ? integer(*cast->getSubExpr(), depth + 1)
               : std::nullopt;
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(e)) {
    if (!binary->getType()->isIntegerType())
      return std::nullopt;
    auto a = integer(*binary->getLHS(), depth + 1), b = integer(*binary->getRHS(), depth + 1);
    return a && b ? apply(binary->getOpcode(), *a, *b) : std::nullopt;
  }
  const clang::VarDecl *variable = llvm::isa<clang::DeclRefExpr>(e) ? variableOf(e) : nullptr;
  const clang::Expr *value = variable ? valueOf(*variable) : nullptr;
  return value ? integer(*value, depth + 1) : std::nullopt;
}

std::optional<std::uint64_t> ConstantValues::volume(const clang::Expr &expression) const {
  std::optional<Dimensions> sizes = dimensions(expression);
  return sizes ? std::optional((*sizes)[0] * (*sizes)[1] * (*sizes)[2]) : std::nullopt;
}

std::optional<ConstantValues::Dimensions> ConstantValues::dimensions(const clang::Expr &expression,
                                                                     unsigned depth) const {
  if (depth > kMaxDepth)
    return std::nullopt;
  auto fromParts = [&](auto parts) -> std::optional<Dimensions> {
    Dimensions sizes = {1, 1, 1};
    std::size_t count = 0;
    for (const clang::Expr *part : parts) {
      auto value = llvm::isa<clang::CXXDefaultArgExpr>(part) ? std::optional<std::uint64_t>(1)
                                                             : integer(*part, depth + 1);
      if (!value || count == sizes.size())
        return std::nullopt;
      sizes[count++] = *value;
    }
    return sizes;
  };
  const clang::Expr *e = expression.IgnoreParenImpCasts();
  if (const auto *cleanups = llvm::dyn_cast<clang::ExprWithCleanups>(e))
    return dimensions(*cleanups->getSubExpr(), depth + 1);
  if (const auto *made = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(e))
    return dimensions(*made->getSubExpr(), depth + 1);
  if (const auto *bound = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(e))
    return dimensions(*bound->getSubExpr(), depth + 1);
  if (const auto *cast = llvm::dyn_cast<clang::CXXFunctionalCastExpr>(e))
    return dimensions(*cast->getSubExpr(), depth + 1);
  if (const auto *made = llvm::dyn_cast<clang::CXXConstructExpr>(e)) {
    if (made->getNumArgs() == 1 && made->getConstructor()->isCopyOrMoveConstructor())
      return dimensions(*made->getArg(0), depth + 1);
    return fromParts(made->arguments());
  }
  if (const auto *list = llvm::dyn_cast<clang::InitListExpr>(e))
    return fromParts(list->inits());
  // In a template, `dim3 grid(n)` is a list in parentheses that has no type yet.
  if (e->getType().isNull())
    return std::nullopt;
  if (e->getType()->isIntegerType()) {
    std::optional<std::uint64_t> size = integer(*e, depth + 1);
    return size ? std::optional(Dimensions{*size, 1, 1}) : std::nullopt;
  }
  const clang::VarDecl *variable = llvm::isa<clang::DeclRefExpr>(e) ? variableOf(e) : nullptr;
  const clang::Expr *value = variable ? valueOf(*variable) : nullptr;
  return value ? dimensions(*value, depth + 1) : std::nullopt;
}

} // namespace sampan
