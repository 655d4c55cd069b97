// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/rows.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"

namespace sampan::host {
namespace {

bool isInteger(const clang::Expr &expression) {
  clang::QualType type = expression.getType();
  return !type.isNull() && type->isIntegerType() && !type->isBooleanType();
}

/// Bits of an integer type that arithmetic is done in; 0 for anything else.
unsigned widthOf(clang::QualType type, const clang::ASTContext &ast) {
  if (type.isNull() || type->isDependentType() || !type->isIntegerType() || type->isBooleanType())
    return 0;
  unsigned width = static_cast<unsigned>(ast.getTypeSize(type));
  return width < 32 ? 0 : width;
}

bool isIndexMember(const clang::Expr &expression, llvm::StringRef &object, llvm::StringRef &field) {
  const auto *member = llvm::dyn_cast<clang::MemberExpr>(&expression);
  if (!member || member->isArrow())
    return false;
  const auto *base = llvm::dyn_cast<clang::DeclRefExpr>(member->getBase()->IgnoreParenImpCasts());
  if (!base || !base->getDecl()->getIdentifier() || !member->getMemberDecl()->getIdentifier())
    return false;
  object = base->getDecl()->getName();
  field = member->getMemberDecl()->getName();
  return object == "threadIdx" && llvm::isa<clang::VarDecl>(base->getDecl()) &&
         base->getDecl()->getDeclContext()->isFileContext();
}

} // namespace

void Rows::declare(const clang::VarDecl &variable) {
  RowClass found = variable.getInit() ? classOf(*variable.getInit()) : RowClass::Other;
  if (found == RowClass::Step && !widthOf(variable.getType(), facts.ast))
    found = RowClass::Other;
  // Narrowing keeps the step; widening a sum that may have wrapped does not.
  classes[&variable] = found;
}

RowClass Rows::classOf(const clang::Expr &expression) const {
  const clang::Expr *plain = expression.IgnoreParens();
  llvm::StringRef object, field;
  if (isIndexMember(*plain, object, field))
    return field == "x" ? RowClass::Step : RowClass::Same;
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(plain)) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
    if (auto found = classes.find(variable); found != classes.end())
      return found->second;
    if (variable && variable->getIdentifier() && variable->getName() == "threadIdx")
      return RowClass::Other;
    if (variable && shape.storageOf(variable) == Storage::Again)
      return RowClass::Other; // not declared where the row begins
    return isPure(*plain, facts, shape, nullptr) ? RowClass::Same : RowClass::Other;
  }
  if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(plain)) {
    RowClass inner = classOf(*cast->getSubExpr());
    if (inner != RowClass::Step)
      return inner == RowClass::Same && isPure(*plain, facts, shape, nullptr) ? RowClass::Same
                                                                              : RowClass::Other;
    if (cast->getCastKind() == clang::CK_LValueToRValue || cast->getCastKind() == clang::CK_NoOp)
      return RowClass::Step;
    unsigned from = widthOf(cast->getSubExpr()->getType(), facts.ast);
    unsigned to = widthOf(cast->getType(), facts.ast);
    if (!from || !to)
      return RowClass::Other;
    if (to <= from)
      return RowClass::Step;
    // A wider type shows where a narrower sum wraps around. Variables and the index itself do not
    // wrap within the stretch of the row that is looked at.
    const clang::Expr *source = cast->getSubExpr()->IgnoreParenImpCasts();
    bool direct = llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(source);
    return direct ? RowClass::Step : RowClass::Other;
  }
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(plain);
      binary && !binary->isAssignmentOp()) {
    RowClass left = classOf(*binary->getLHS()), right = classOf(*binary->getRHS());
    if (left == RowClass::Same && right == RowClass::Same)
      return RowClass::Same;
    if (!isInteger(*plain))
      return RowClass::Other;
    if (binary->getOpcode() == clang::BO_Add &&
        ((left == RowClass::Step && right == RowClass::Same) ||
         (left == RowClass::Same && right == RowClass::Step)))
      return RowClass::Step;
    if (binary->getOpcode() == clang::BO_Sub && left == RowClass::Step && right == RowClass::Same)
      return RowClass::Step;
    return RowClass::Other;
  }
  bool same = isPure(*plain, facts, shape, nullptr);
  for (const clang::Stmt *child : plain->children())
    if (const auto *inner = llvm::dyn_cast_or_null<clang::Expr>(child))
      same &= classOf(*inner) == RowClass::Same;
  return same ? RowClass::Same : RowClass::Other;
}

std::optional<std::vector<GuardTerm>> Rows::guard(const clang::Expr &condition,
                                                  bool negated) const {
  std::vector<GuardTerm> terms;
  if (!addTerms(condition, negated, terms) || terms.empty())
    return std::nullopt;
  return terms;
}

bool Rows::addTerms(const clang::Expr &condition, bool negated,
                    std::vector<GuardTerm> &terms) const {
  const clang::Expr *plain = condition.IgnoreParenImpCasts();
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(plain);
      unary && unary->getOpcode() == clang::UO_LNot)
    return addTerms(*unary->getSubExpr(), !negated, terms);
  const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(plain);
  if (binary && binary->getOpcode() == (negated ? clang::BO_LOr : clang::BO_LAnd))
    return addTerms(*binary->getLHS(), negated, terms) &&
           addTerms(*binary->getRHS(), negated, terms);
  if (!isTotal(*plain))
    return false;
  if (classOf(*plain) == RowClass::Same) {
    terms.push_back({plain, GuardTerm::UntilLast, negated, false});
    return true;
  }
  if (!binary || !(binary->isRelationalOp() || binary->isEqualityOp()))
    return false;
  RowClass left = classOf(*binary->getLHS()), right = classOf(*binary->getRHS());
  bool mirrored = left == RowClass::Same && right == RowClass::Step;
  if (!mirrored && !(left == RowClass::Step && right == RowClass::Same))
    return false;
  if (!onlyGoesUp(mirrored ? *binary->getRHS() : *binary->getLHS()))
    return false;
  if (binary->isEqualityOp()) {
    if ((binary->getOpcode() == clang::BO_EQ) == negated)
      return false;
    terms.push_back({plain, GuardTerm::Equal, false, mirrored});
    return true;
  }
  bool less = binary->getOpcode() == clang::BO_LT || binary->getOpcode() == clang::BO_LE;
  bool untilLast = (less != mirrored) != negated;
  terms.push_back(
      {plain, untilLast ? GuardTerm::UntilLast : GuardTerm::FromFirst, negated, mirrored});
  return true;
}

/// The value that is compared does not wrap around within the row. Variables and the index do not
/// within the stretch that is looked at, and signed arithmetic cannot.
bool Rows::onlyGoesUp(const clang::Expr &expression) const {
  const clang::Expr *plain = expression.IgnoreParens();
  if (llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(plain))
    return true;
  if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(plain)) {
    const clang::Expr *inner = cast->getSubExpr();
    if (cast->getCastKind() == clang::CK_LValueToRValue || cast->getCastKind() == clang::CK_NoOp)
      return onlyGoesUp(*inner);
    const clang::Expr *source = inner->IgnoreParenImpCasts();
    bool direct = llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(source);
    bool widens = widthOf(cast->getType(), facts.ast) >= widthOf(inner->getType(), facts.ast);
    bool keepsSign =
        cast->getType()->isSignedIntegerType() || !inner->getType()->isSignedIntegerType();
    return widens && (direct || keepsSign) && onlyGoesUp(*inner);
  }
  const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(plain);
  if (!binary || !binary->getType()->isSignedIntegerType())
    return false;
  bool left = classOf(*binary->getLHS()) == RowClass::Step;
  return onlyGoesUp(left ? *binary->getLHS() : *binary->getRHS());
}

bool Rows::isTotal(const clang::Expr &expression) const {
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&expression)) {
    bool divides = binary->getOpcode() == clang::BO_Div || binary->getOpcode() == clang::BO_Rem;
    clang::Expr::EvalResult value;
    if (divides && !binary->getType()->isFloatingType()) {
      const clang::Expr *divisor = binary->getRHS();
      if (divisor->isValueDependent() || !divisor->EvaluateAsInt(value, facts.ast) ||
          value.Val.getInt().isZero())
        return false;
    }
  }
  for (const clang::Stmt *child : expression.children())
    if (const auto *inner = llvm::dyn_cast_or_null<clang::Expr>(child); inner && !isTotal(*inner))
      return false;
  return true;
}

} // namespace sampan::host
