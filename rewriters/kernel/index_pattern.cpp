// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/index_pattern.h"

#include "rewriters/kernel/device_calls.h"

#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

#include <algorithm>
#include <optional>

namespace sampan {
namespace {

using Factor = IndexForm::Factor;

constexpr IndexForm kUniform;
constexpr IndexForm kLost = {Factor::Lost, Factor::Lost, false};

Factor sum(Factor a, Factor b) {
  if (a == Factor::Zero)
    return b;
  if (b == Factor::Zero)
    return a;
  return a == Factor::Lost || b == Factor::Lost ? Factor::Lost : Factor::Other;
}

Factor scaled(Factor a) { return a == Factor::One ? Factor::Other : a; }

/// The thread is still in it, but not in a linear way.
IndexForm lost(const IndexForm &a) {
  auto lose = [](Factor factor) { return factor == Factor::Zero ? factor : Factor::Lost; };
  return {lose(a.x), lose(a.rest), a.loaded};
}

IndexForm sum(const IndexForm &a, const IndexForm &b) {
  return {sum(a.x, b.x), sum(a.rest, b.rest), a.loaded || b.loaded};
}

IndexForm either(const IndexForm &a, const IndexForm &b) {
  if (a == b)
    return a;
  auto pick = [](Factor p, Factor q) { return p == q ? p : Factor::Lost; };
  return {pick(a.x, b.x), pick(a.rest, b.rest), a.loaded || b.loaded};
}

bool isLiteralOne(const clang::Expr *e) {
  const auto *literal = llvm::dyn_cast<clang::IntegerLiteral>(e->IgnoreParenCasts());
  return literal && literal->getValue() == 1;
}

const clang::VarDecl *variableOf(const clang::Expr *e) {
  const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(e->IgnoreParenImpCasts());
  return name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
}

/// threadIdx.x, also where Clang writes it as a property of a built-in object.
std::optional<IndexForm> threadIndex(const clang::Expr &e) {
  llvm::StringRef field;
  const clang::Expr *base = nullptr;
  if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(&e)) {
    base = member->getBase()->IgnoreParenImpCasts();
    if (member->getMemberDecl()->getIdentifier())
      field = member->getMemberDecl()->getName();
  } else if (const auto *property = llvm::dyn_cast<clang::MSPropertyRefExpr>(&e)) {
    base = property->getBaseExpr()->IgnoreParenImpCasts();
    field = property->getPropertyDecl()->getName();
  }
  const auto *name = llvm::dyn_cast_or_null<clang::DeclRefExpr>(base);
  if (!name || !name->getDecl()->getIdentifier() || name->getDecl()->getName() != "threadIdx")
    return std::nullopt;
  IndexForm form;
  (field == "x" ? form.x : form.rest) = Factor::One;
  return form;
}

} // namespace

IndexPattern IndexForm::pattern() const {
  if (loaded)
    return IndexPattern::Loaded;
  Factor hardest = std::max(x, rest);
  if (hardest == Factor::Lost)
    return IndexPattern::NonAffine;
  if (hardest == Factor::Zero)
    return IndexPattern::Uniform;
  return x == Factor::One ? IndexPattern::Unit : IndexPattern::Affine;
}

IndexForms::IndexForms(const clang::FunctionDecl &function, const Arguments &arguments) {
  for (const auto &[parameter, form] : arguments)
    variables[parameter] = form;
  // Forms only get harder, and there are few of them.
  while (scan(function.getBody())) {
  }
}

IndexForm IndexForms::of(const clang::VarDecl &variable) const {
  auto found = variables.find(&variable);
  return found == variables.end() ? kUniform : found->second;
}

bool IndexForms::join(const clang::VarDecl *variable, const IndexForm &form) {
  if (!variable)
    return false;
  auto [entry, isNew] = variables.try_emplace(variable, form);
  if (isNew)
    return true;
  IndexForm joined = either(entry->second, form);
  bool changed = !(joined == entry->second);
  entry->second = joined;
  return changed;
}

bool IndexForms::scan(const clang::Stmt *statement) {
  if (!statement)
    return false;
  bool changed = false;
  if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement)) {
    for (const clang::Decl *decl : declarations->decls())
      if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
          variable && variable->getInit() && !variable->hasAttr<clang::CUDASharedAttr>())
        changed |=
            join(variable, variable->getType()->isReferenceType() ? place(*variable->getInit())
                                                                  : form(*variable->getInit()));
  } else if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(statement)) {
    const clang::VarDecl *variable =
        binary->isAssignmentOp() ? variableOf(binary->getLHS()) : nullptr;
    IndexForm value = variable ? form(*binary->getRHS()) : kUniform;
    if (variable && !binary->isCompoundAssignmentOp())
      changed |= join(variable, value);
    else if (variable && !value.isUniform())
      changed |= join(variable, lost(sum(of(*variable), value)));
    else if (variable && !binary->isAdditiveOp() && binary->getOpcode() != clang::BO_AddAssign &&
             binary->getOpcode() != clang::BO_SubAssign)
      changed |= join(variable, lost(of(*variable)));
  } else if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement)) {
    for (const clang::Expr *argument : call->arguments()) {
      const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(argument->IgnoreParenCasts());
      if (unary && unary->getOpcode() == clang::UO_AddrOf)
        changed |= join(variableOf(unary->getSubExpr()), {Factor::Lost, Factor::Lost, true});
    }
  }
  for (const clang::Stmt *child : statement->children())
    changed |= scan(child);
  return changed;
}

IndexForm IndexForms::place(const clang::Expr &object) const {
  const clang::Expr *e = object.IgnoreParenImpCasts();
  if (const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(e)) {
    // In a[i][j] the outer index moves by whole rows.
    const clang::Expr *base = subscript->getBase()->IgnoreParenImpCasts();
    bool isRow = llvm::isa<clang::ArraySubscriptExpr>(base);
    IndexForm outer = isRow ? place(*base) : form(*subscript->getBase());
    if (isRow)
      outer = {scaled(outer.x), scaled(outer.rest), outer.loaded};
    return sum(outer, form(*subscript->getIdx()));
  }
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(e);
      unary && unary->getOpcode() == clang::UO_Deref)
    return form(*unary->getSubExpr());
  if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(e))
    return member->isArrow() ? form(*member->getBase()) : place(*member->getBase());
  if (const clang::VarDecl *variable = variableOf(e))
    return variable->getType()->isReferenceType() ? of(*variable) : kUniform;
  return kUniform;
}

IndexForm IndexForms::form(const clang::Expr &value) const {
  const clang::Expr *e = value.IgnoreParenCasts();
  if (std::optional<IndexForm> thread = threadIndex(*e))
    return *thread;
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(e)) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
    return variable ? of(*variable) : kUniform;
  }
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(e)) {
    if (binary->isAssignmentOp() || binary->isCommaOp())
      return form(*binary->getRHS());
    IndexForm a = form(*binary->getLHS()), b = form(*binary->getRHS());
    switch (binary->getOpcode()) {
    case clang::BO_Add:
      return sum(a, b);
    case clang::BO_Sub:
      return sum(a, {scaled(b.x), scaled(b.rest), b.loaded});
    case clang::BO_Mul:
      if (isLiteralOne(binary->getLHS()) || isLiteralOne(binary->getRHS()))
        return sum(a, b);
      [[fallthrough]];
    case clang::BO_Shl:
      if (a.isUniform() || b.isUniform()) {
        IndexForm both = sum(a, b);
        return {scaled(both.x), scaled(both.rest), both.loaded};
      }
      [[fallthrough]];
    default:
      return lost(sum(a, b));
    }
  }
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(e)) {
    if (unary->getOpcode() == clang::UO_AddrOf)
      return place(*unary->getSubExpr());
    IndexForm inner = form(*unary->getSubExpr());
    if (unary->getOpcode() == clang::UO_Deref)
      return {Factor::Zero, Factor::Zero, !inner.isUniform()};
    return unary->isIncrementDecrementOp() || unary->getOpcode() == clang::UO_Plus ? inner
                                                                                   : lost(inner);
  }
  if (const auto *choice = llvm::dyn_cast<clang::AbstractConditionalOperator>(e))
    return lost(sum(form(*choice->getCond()),
                    either(form(*choice->getTrueExpr()), form(*choice->getFalseExpr()))));
  if (llvm::isa<clang::ArraySubscriptExpr, clang::MemberExpr>(e))
    return {Factor::Zero, Factor::Zero, !place(*e).isUniform()};
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(e)) {
    IndexForm all = kUniform;
    for (const clang::Expr *argument : call->arguments())
      all = sum(all, form(*argument));
    DeviceCall kind = classifyDeviceCall(*call);
    bool ownValue = kind == DeviceCall::Atomic || kind == DeviceCall::WarpCollective ||
                    calleeName(*call).contains("thread_rank");
    return ownValue ? kLost : lost(all);
  }
  IndexForm all = kUniform;
  for (const clang::Stmt *child : e->children())
    if (const auto *inner = llvm::dyn_cast_or_null<clang::Expr>(child))
      all = sum(all, form(*inner));
  return lost(all);
}

} // namespace sampan
