// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/local_uses.h"

#include "rewriters/kernel/device_calls.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

#include <algorithm>
#include <optional>

namespace sampan::host {

bool LocalVariable::isWritten() const {
  return std::any_of(uses.begin(), uses.end(),
                     [](const LocalUse &use) { return use.access != Access::Read; });
}

bool LocalVariable::escapes() const {
  return std::any_of(uses.begin(), uses.end(),
                     [](const LocalUse &use) { return use.access == Access::Escape; });
}

LocalUses::LocalUses(const clang::FunctionDecl &function) {
  for (const clang::ParmVarDecl *parameter : function.parameters())
    variables[parameter].decl = parameter;
  visit(function.getBody());
  // The second walk has all parents.
  for (auto &[decl, variable] : variables)
    for (LocalUse &use : variable.uses)
      use.access = accessOf(*use.name);
}

void LocalUses::visit(const clang::Stmt *statement) {
  if (!statement)
    return;
  if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement))
    for (const clang::Decl *decl : declarations->decls())
      if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl))
        variables[variable].decl = variable;
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(statement))
    if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl()))
      if (auto found = variables.find(variable); found != variables.end())
        found->second.uses.push_back({name});
  for (const clang::Stmt *child : statement->children())
    if (child) {
      parents[child] = statement;
      visit(child);
    }
}

const LocalVariable *LocalUses::find(const clang::VarDecl *variable) const {
  auto found = variables.find(variable);
  return found == variables.end() ? nullptr : &found->second;
}

const clang::Stmt *LocalUses::parentOf(const clang::Stmt *statement) const {
  return parents.lookup(statement);
}

bool LocalUses::isInside(const clang::Stmt *inner, const clang::Stmt *outer) const {
  for (; inner; inner = parents.lookup(inner))
    if (inner == outer)
      return true;
  return false;
}

static bool isPointer(clang::QualType type) { return !type.isNull() && type->isPointerType(); }

namespace {

/// A step outwards from a name: nothing when its use is not decided yet.
using Step = std::optional<Access>;

Step throughMember(const clang::Stmt *up, bool &whole) {
  if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(up)) {
    if (member->isArrow())
      return Access::Read;
    if (!llvm::isa<clang::FieldDecl>(member->getMemberDecl()))
      return Access::Write; // a member function may change its object
  } else if (llvm::cast<clang::CXXDependentScopeMemberExpr>(up)->isArrow()) {
    return Access::Read;
  }
  whole = false;
  return std::nullopt;
}

Step throughCast(const clang::ImplicitCastExpr &cast, const clang::Stmt *beyond, bool &whole) {
  if (cast.getCastKind() == clang::CK_LValueToRValue)
    return Access::Read;
  if (cast.getCastKind() == clang::CK_ArrayToPointerDecay) {
    whole = false;
    if (!beyond || !llvm::isa<clang::ArraySubscriptExpr>(beyond))
      return Access::Escape;
  } else if (cast.getType().isConstQualified()) {
    return Access::Read; // bound to a reference to const, or copied
  }
  return std::nullopt;
}

Step byOperator(const clang::Stmt *up, const clang::Stmt *at) {
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(up)) {
    if (unary->isIncrementDecrementOp())
      return Access::Write;
    return unary->getOpcode() == clang::UO_AddrOf ? Access::Escape : Access::Read;
  }
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(up)) {
    if (binary->isAssignmentOp() && binary->getLHS() == at)
      return Access::Write;
    bool last = binary->getOpcode() == clang::BO_Comma && binary->getRHS() == at;
    return last ? Access::Escape : Access::Read;
  }
  if (const auto *call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(up)) {
    bool changes = call->isAssignmentOp() || call->getOperator() == clang::OO_PlusPlus ||
                   call->getOperator() == clang::OO_MinusMinus;
    bool first = call->getNumArgs() > 0 && call->getArg(0) == at;
    return changes && !first ? Access::Read : Access::Write;
  }
  return std::nullopt;
}

/// `sincosf(x, &s, &c)`: of the library's functions, those that only store there.
bool isResult(const clang::Stmt &up, const clang::Stmt *beyond) {
  const auto *address = llvm::dyn_cast<clang::UnaryOperator>(&up);
  const auto *call = llvm::dyn_cast_or_null<clang::CallExpr>(beyond);
  const clang::FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
  if (!address || address->getOpcode() != clang::UO_AddrOf || !callee ||
      !address->getSubExpr()->getType()->isArithmeticType() ||
      !callee->getASTContext().getSourceManager().isInSystemHeader(callee->getLocation()))
    return false;
  const llvm::StringRef name = calleeName(*call);
  return llvm::is_contained({"sincosf", "sincos", "__sincosf", "sincospif", "sincospi", "frexpf",
                             "frexp", "modff", "modf"},
                            name);
}

Access byConstructor(const clang::CXXConstructExpr &construct, const clang::Stmt *at) {
  const clang::CXXConstructorDecl &constructor = *construct.getConstructor();
  // Copied; references to const were cast before.
  for (unsigned i = 0; i < construct.getNumArgs() && i < constructor.getNumParams(); ++i)
    if (construct.getArg(i) == at && !constructor.isCopyOrMoveConstructor() &&
        constructor.getParamDecl(i)->getType()->isReferenceType())
      return Access::Escape;
  return Access::Read;
}

/// Where a name is only read, as far as the surroundings tell.
bool isReading(const clang::Stmt *up) {
  return llvm::isa<clang::CStyleCastExpr, clang::CXXFunctionalCastExpr, clang::CXXStaticCastExpr,
                   clang::CXXUnresolvedConstructExpr, clang::InitListExpr,
                   // evaluated for nothing, or a dependent condition
                   clang::CompoundStmt, clang::IfStmt, clang::ForStmt, clang::WhileStmt,
                   clang::DoStmt>(up);
}

} // namespace

Access LocalUses::byDeclaration(const clang::DeclStmt &statement,
                                const clang::DeclRefExpr &name) const {
  // A dependent initialiser has no casts: copied unless a reference is bound.
  for (const clang::Decl *decl : statement.decls())
    if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl))
      if (variable->getInit() && isInside(&name, variable->getInit()))
        return variable->getType()->isReferenceType() ? Access::Escape : Access::Read;
  return Access::Escape;
}

/// A name is followed outwards to where it is read, written, or lost.
Access LocalUses::accessOf(const clang::DeclRefExpr &name) const {
  const clang::Stmt *at = &name;
  const clang::QualType declared = name.getDecl()->getType().getNonReferenceType();
  if (declared.isConstQualified() && !declared->isArrayType())
    return Access::Read;
  bool whole = true; // not yet a part of the variable
  for (const clang::Stmt *up = parents.lookup(at); up; at = up, up = parents.lookup(up)) {
    Step step;
    if (llvm::isa<clang::ParenExpr, clang::ExprWithCleanups, clang::ParenListExpr>(up)) {
      continue;
    } else if (const auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(up)) {
      if (choice->getCond() == at)
        return Access::Read;
      continue; // `c ? a : b` is as much a place as a and b are
    } else if (llvm::isa<clang::MemberExpr, clang::CXXDependentScopeMemberExpr>(up)) {
      step = throughMember(up, whole);
    } else if (const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(up)) {
      bool isIndex = subscript->getLHS() != at && subscript->getRHS() == at;
      if (isIndex || (whole && isPointer(declared)))
        return Access::Read;
      whole = false;
    } else if (const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(up)) {
      step = throughCast(*cast, parents.lookup(up), whole);
    } else if (isResult(*up, parents.lookup(up))) {
      return Access::Write;
    } else if (Step decided = byOperator(up, at)) {
      step = decided;
    } else if (const auto *construct = llvm::dyn_cast<clang::CXXConstructExpr>(up)) {
      return byConstructor(*construct, at);
    } else if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(up)) {
      return byDeclaration(*declarations, name);
    } else if (const auto *call = llvm::dyn_cast<clang::CallExpr>(up);
               call && classifyDeviceCall(*call) == DeviceCall::WarpCollective &&
               !calleeName(*call).contains("match_all")) {
      return Access::Read; // by value, which the tree of a template does not show
    } else {
      // Calls that get it by reference to something that is not const end here, too.
      return isReading(up) ? Access::Read : Access::Escape;
    }
    if (step)
      return *step;
  }
  return Access::Read;
}

} // namespace sampan::host
