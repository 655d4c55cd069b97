// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/rows.h"

#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/host/group_indices.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"

namespace sampan::host {
namespace {

/// Steps beyond it are no index arithmetic; within it, a block's worth of them fits any index type.
constexpr int kGreatestStep = 4096;

/// Shorter stretches are not worth their beginnings; `roomInDivision` says so, too.
constexpr int kLeastPeriod = 16;

/// A conversion between numbers.
bool isArithmetic(clang::CastKind kind) {
  return kind == clang::CK_IntegralCast || kind == clang::CK_IntegralToFloating ||
         kind == clang::CK_FloatingToIntegral || kind == clang::CK_FloatingCast ||
         kind == clang::CK_IntegralToBoolean || kind == clang::CK_FloatingToBoolean;
}

Slope withinReach(int step) {
  return step >= -kGreatestStep && step <= kGreatestStep ? Slope(step) : std::nullopt;
}

GuardTerm::Comparison comparisonOf(clang::BinaryOperatorKind kind) {
  switch (kind) {
  case clang::BO_LT:
    return GuardTerm::Less;
  case clang::BO_LE:
    return GuardTerm::LessEqual;
  case clang::BO_GT:
    return GuardTerm::Greater;
  case clang::BO_GE:
    return GuardTerm::GreaterEqual;
  default:
    return GuardTerm::Equal;
  }
}

} // namespace

Slope Rows::slopeOf(const clang::Expr &expression, std::vector<Room> &limits) {
  rooms = &limits;
  Slope found = slopeOf(expression);
  rooms = nullptr;
  return found;
}

std::vector<Room> Rows::declare(const clang::VarDecl &variable) {
  // Narrowing keeps the step; widening a sum does only as far as the sum does not wrap.
  std::vector<Room> limits;
  Slope found = variable.getInit() ? slopeOf(*variable.getInit(), limits) : std::nullopt;
  if (found && *found && !widthOf(variable.getType(), facts.ast))
    found = std::nullopt;
  slopes[&variable] = found;
  return found && *found ? limits : std::vector<Room>();
}

/// Notes that the stretch has to end where the expression wraps around, if that can be asked for.
bool Rows::mayLimit(const clang::Expr &expression) const {
  Slope slope = rooms ? slopeOf(expression) : std::nullopt;
  if (!slope || *slope == 0 || !widthOf(expression.getType(), facts.ast) || !isTotal(expression) ||
      namesClamp(expression))
    return false;
  rooms->push_back({&expression, *slope});
  return true;
}

bool Rows::namesClamp(const clang::Stmt &expression) const {
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(&expression))
    if (clamped.contains(llvm::dyn_cast<clang::VarDecl>(name->getDecl())))
      return true;
  return llvm::any_of(expression.children(),
                      [&](const clang::Stmt *child) { return child && namesClamp(*child); });
}

Slope Rows::ofName(const clang::DeclRefExpr &name) const {
  const auto *variable = llvm::dyn_cast<clang::VarDecl>(name.getDecl());
  if (auto found = slopes.find(variable); found != slopes.end())
    return found->second;
  if (variable && variable->getIdentifier() && variable->getName() == "threadIdx")
    return std::nullopt;
  if (variable && shape.storageOf(variable) == Storage::Again)
    return std::nullopt; // not declared where the row begins
  return isPure(name, facts, shape, nullptr) ? Slope(0) : std::nullopt;
}

Slope Rows::ofCast(const clang::CastExpr &cast) const {
  Slope inner = slopeOf(*cast.getSubExpr());
  if (!inner)
    return inner;
  if (cast.getCastKind() == clang::CK_LValueToRValue || cast.getCastKind() == clang::CK_NoOp)
    return inner;
  if (*inner == 0)
    return isArithmetic(cast.getCastKind()) ? inner : std::nullopt;
  unsigned from = widthOf(cast.getSubExpr()->getType(), facts.ast);
  unsigned to = widthOf(cast.getType(), facts.ast);
  if (!from || !to)
    return std::nullopt;
  if (to <= from)
    return inner;
  // A wider type shows where a narrower sum wraps around. Variables and the index itself do not
  // wrap within the stretch of the row that is looked at.
  const clang::Expr *source = cast.getSubExpr()->IgnoreParenImpCasts();
  bool direct = llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(source) || groupIndexOf(*source);
  return direct || mayLimit(*cast.getSubExpr()) ? inner : std::nullopt;
}

std::optional<int> Rows::smallConstant(const clang::Expr &expression) const {
  clang::Expr::EvalResult value;
  if (expression.isValueDependent() || !expression.getType()->isIntegerType() ||
      !expression.EvaluateAsInt(value, facts.ast))
    return std::nullopt;
  std::optional<std::int64_t> number = value.Val.getInt().tryExtValue();
  if (!number || *number < -kGreatestStep || *number > kGreatestStep)
    return std::nullopt;
  return static_cast<int>(*number);
}

Slope Rows::ofBinary(const clang::BinaryOperator &binary) const {
  Slope left = slopeOf(*binary.getLHS()), right = slopeOf(*binary.getRHS());
  if (!left || !right)
    return std::nullopt;
  if (*left == 0 && *right == 0) {
    bool divides = binary.getOpcode() == clang::BO_Div || binary.getOpcode() == clang::BO_Rem;
    if (periods && divides)
      periods->push_back({Period::Divisor, nullptr, binary.getRHS()->IgnoreParenImpCasts()});
    return 0;
  }
  if (!widthOf(binary.getType(), facts.ast))
    return std::nullopt;
  switch (binary.getOpcode()) {
  case clang::BO_Add:
    return withinReach(*left + *right);
  case clang::BO_Sub:
    return withinReach(*left - *right);
  case clang::BO_Mul: {
    const bool variesLeft = *left != 0;
    if (variesLeft && *right != 0)
      return std::nullopt;
    std::optional<int> factor = smallConstant(variesLeft ? *binary.getRHS() : *binary.getLHS());
    return factor ? withinReach(*factor * (variesLeft ? *left : *right)) : std::nullopt;
  }
  case clang::BO_And:
  case clang::BO_Div:
  case clang::BO_Rem:
    return periods ? inPeriod(binary, left, right) : std::nullopt;
  default:
    return std::nullopt;
  }
}

/// Up to the end of the period, which is noted.
Slope Rows::inPeriod(const clang::BinaryOperator &binary, Slope left, Slope right) const {
  const bool isMask = binary.getOpcode() == clang::BO_And;
  const clang::Expr *value = binary.getLHS(), *by = binary.getRHS();
  if (isMask && right != Slope(0)) {
    std::swap(value, by);
    std::swap(left, right);
  }
  std::optional<int> number = smallConstant(*by);
  bool isShort = number && *number < kLeastPeriod;
  if (left != 1 || right != 0 ||
      (isMask ? !isLowMask(*by) : isShort || !isLinear(*value) || !isTotal(*by)))
    return std::nullopt;
  periods->push_back({isMask ? Period::Mask : Period::Division, value->IgnoreParenImpCasts(),
                      by->IgnoreParenImpCasts()});
  return binary.getOpcode() == clang::BO_Div ? 0 : 1;
}

/// `n - 1`, as one writes it where n is a power of two, or a constant that is such a number. Only a
/// guess: whatever the mask is, its low bits decide.
bool Rows::isLowMask(const clang::Expr &mask) const {
  const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(mask.IgnoreParenImpCasts());
  if (binary && binary->getOpcode() == clang::BO_Sub)
    return smallConstant(*binary->getRHS()) == 1;
  std::optional<int> constant = smallConstant(mask);
  return constant && *constant > 0 && ((*constant + 1) & *constant) == 0;
}

/// The slope of the variable's value between the ends of the periods that are added to `found`.
Slope Rows::slopeInPeriods(const clang::VarDecl &variable, std::vector<Period> &found) {
  if (!widthOf(variable.getType(), facts.ast))
    return std::nullopt;
  periods = &found;
  Slope slope = slopeOf(*variable.getInit());
  periods = nullptr;
  bool goes = slope == 1 || slope == 0;
  if (!goes || namesClamp(*variable.getInit()) || !isTotal(*variable.getInit(), found))
    return std::nullopt;
  return slope;
}

std::vector<Period> Rows::periodsOf(const clang::VarDecl &variable) {
  std::vector<Period> found;
  if (!slopeInPeriods(variable, found))
    found.clear();
  return found;
}

std::vector<Period> Rows::declarePeriodic(const clang::VarDecl &variable) {
  std::vector<Period> found;
  Slope slope = slopeInPeriods(variable, found);
  if (!slope || found.empty())
    return {};
  // What stays the same in a stretch is not what the whole row has in common.
  if (slope == 1)
    slopes[&variable] = slope;
  else
    held.insert(&variable);
  clamped.insert(&variable);
  return found;
}

Slope Rows::slopeOf(const clang::Expr &expression) const {
  const clang::Expr *plain = expression.IgnoreParens();
  llvm::StringRef field;
  if (isThreadIndex(*plain, field))
    return field == "x" ? 1 : 0;
  if (std::optional<GroupIndex> index = groupIndexOf(*plain)) {
    const bool isKnown = tile != 0 && index->tile % tile == 0;
    switch (index->kind) {
    case GroupIndex::Rank:
      return 1;
    case GroupIndex::TileRank:
      return isKnown ? Slope(1) : std::nullopt;
    case GroupIndex::TileNumber:
      return isKnown ? Slope(0) : std::nullopt;
    case GroupIndex::Size:
      return 0;
    }
  }
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(plain))
    return ofName(*name);
  if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(plain))
    return ofCast(*cast);
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(plain);
      binary && !binary->isAssignmentOp())
    return ofBinary(*binary);
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(plain))
    return isPure(*call, facts, shape, nullptr) &&
                   llvm::all_of(call->arguments(),
                                [&](const clang::Expr *argument) { return isCommon(*argument); })
               ? Slope(0)
               : std::nullopt;
  // What is left has the value in common if all its parts have.
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(plain)) {
    clang::UnaryOperatorKind kind = unary->getOpcode();
    bool plainValue = kind == clang::UO_Minus || kind == clang::UO_Plus || kind == clang::UO_Not ||
                      kind == clang::UO_LNot;
    return plainValue && slopeOf(*unary->getSubExpr()) == 0 ? Slope(0) : std::nullopt;
  }
  bool common =
      llvm::isa<clang::ConditionalOperator>(plain) || isPure(*plain, facts, shape, nullptr);
  for (const clang::Stmt *child : plain->children())
    if (const auto *inner = llvm::dyn_cast_or_null<clang::Expr>(child))
      common &= slopeOf(*inner) == 0;
  return common ? Slope(0) : std::nullopt;
}

std::optional<std::vector<GuardTerm>> Rows::guard(const clang::Expr &condition, bool negated,
                                                  std::vector<Room> *limits) {
  std::vector<GuardTerm> terms;
  rooms = limits;
  bool known = addTerms(condition, negated, terms) && !terms.empty();
  rooms = nullptr;
  if (!known)
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
  // A condition that has a name. It is what its threads would compute: nothing changes its parts.
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(plain); name && !isCommon(*plain)) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
    return variable && variable->getType()->isBooleanType() && variable->hasInit() &&
           shape.storageOf(variable) == Storage::Again &&
           addTerms(*variable->getInit(), negated, terms);
  }
  if (isCommon(*plain)) {
    GuardTerm term;
    term.condition = plain;
    term.negated = negated;
    terms.push_back(term);
    return true;
  }
  std::optional<GuardTerm> term = binary && (binary->isRelationalOp() || binary->isEqualityOp())
                                      ? comparison(*binary, negated)
                                      : std::nullopt;
  if (term)
    terms.push_back(*term);
  return term.has_value();
}

std::optional<GuardTerm> Rows::comparison(const clang::BinaryOperator &binary, bool negated) const {
  Slope left = slopeOf(*binary.getLHS()), right = slopeOf(*binary.getRHS());
  if (!left || !right || (*left != 0) == (*right != 0))
    return std::nullopt;
  const bool mirrored = *left == 0;
  GuardTerm term;
  term.condition = &binary;
  term.whole = false;
  term.value = mirrored ? binary.getRHS() : binary.getLHS();
  term.bound = mirrored ? binary.getLHS() : binary.getRHS();
  term.step = mirrored ? *right : *left;
  clang::QualType bound = term.bound->IgnoreParenImpCasts()->getType();
  if (bound.isNull() || bound->isDependentType() || !bound->isIntegerType() ||
      !isLinear(*term.value))
    return std::nullopt;
  clang::BinaryOperatorKind kind = binary.getOpcode();
  if (negated)
    kind = clang::BinaryOperator::negateComparisonOp(kind);
  if (mirrored && kind != clang::BO_EQ && kind != clang::BO_NE)
    kind = clang::BinaryOperator::reverseComparisonOp(kind);
  if (kind == clang::BO_NE)
    return std::nullopt;
  term.holds = comparisonOf(kind);
  return term;
}

/// The value that is compared does not wrap around within the row. Variables and the index do not
/// within the stretch that is looked at, and signed arithmetic cannot.
bool Rows::isLinear(const clang::Expr &expression) const {
  const clang::Expr *plain = expression.IgnoreParens();
  if (namesClamp(*plain))
    return false;
  if (llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(plain) || groupIndexOf(*plain))
    return true;
  if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(plain)) {
    const clang::Expr *inner = cast->getSubExpr();
    if (cast->getCastKind() == clang::CK_LValueToRValue || cast->getCastKind() == clang::CK_NoOp)
      return isLinear(*inner);
    const clang::Expr *source = inner->IgnoreParenImpCasts();
    bool direct = llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(source) || groupIndexOf(*source);
    bool widens = widthOf(cast->getType(), facts.ast) >= widthOf(inner->getType(), facts.ast);
    bool keepsSign =
        cast->getType()->isSignedIntegerType() || !inner->getType()->isSignedIntegerType();
    return widens && (direct || keepsSign) && isLinear(*inner);
  }
  const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(plain);
  if (!binary)
    return false;
  if (!binary->getType()->isSignedIntegerType())
    return mayLimit(*binary);
  return (isCommon(*binary->getLHS()) || isLinear(*binary->getLHS())) &&
         (isCommon(*binary->getRHS()) || isLinear(*binary->getRHS()));
}

bool Rows::isTotal(const clang::Expr &expression) const { return isTotal(expression, {}); }

bool Rows::isTotal(const clang::Expr &expression, const std::vector<Period> &checked) const {
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&expression)) {
    bool divides = binary->getOpcode() == clang::BO_Div || binary->getOpcode() == clang::BO_Rem;
    clang::Expr::EvalResult value;
    if (divides && !binary->getType()->isFloatingType()) {
      const clang::Expr *divisor = binary->getRHS();
      bool guarded = llvm::any_of(checked, [&](const Period &period) {
        return period.kind != Period::Mask && period.by == divisor->IgnoreParenImpCasts();
      });
      if (!guarded && (divisor->isValueDependent() || !divisor->EvaluateAsInt(value, facts.ast) ||
                       value.Val.getInt().isZero()))
        return false;
    }
  }
  for (const clang::Stmt *child : expression.children())
    if (const auto *inner = llvm::dyn_cast_or_null<clang::Expr>(child);
        inner && !isTotal(*inner, checked))
      return false;
  return true;
}

} // namespace sampan::host
