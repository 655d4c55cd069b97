// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/local_uses.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

#include <algorithm>

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

/// A name is followed outwards to where it is read, written, or lost.
Access LocalUses::accessOf(const clang::DeclRefExpr &name) const {
  const clang::Stmt *at = &name;
  const clang::QualType declared = name.getDecl()->getType().getNonReferenceType();
  if (declared.isConstQualified() && !declared->isArrayType())
    return Access::Read;
  bool whole = true; // not yet a part of the variable
  for (const clang::Stmt *up = parents.lookup(at); up; at = up, up = parents.lookup(up)) {
    if (llvm::isa<clang::ParenExpr, clang::ExprWithCleanups>(up))
      continue;
    if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(up)) {
      if (member->isArrow())
        return Access::Read;
      if (!llvm::isa<clang::FieldDecl>(member->getMemberDecl()))
        return Access::Write; // a member function may change its object
      whole = false;
      continue;
    }
    if (const auto *member = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(up)) {
      if (member->isArrow())
        return Access::Read;
      whole = false;
      continue;
    }
    if (const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(up)) {
      if (subscript->getLHS() != at && subscript->getRHS() == at)
        return Access::Read; // the index
      if (whole && isPointer(declared))
        return Access::Read;
      whole = false;
      continue;
    }
    if (const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(up)) {
      if (cast->getCastKind() == clang::CK_LValueToRValue)
        return Access::Read;
      if (cast->getCastKind() == clang::CK_ArrayToPointerDecay) {
        const auto *subscript = llvm::dyn_cast_or_null<clang::ArraySubscriptExpr>(
            parents.lookup(up));
        if (!subscript)
          return Access::Escape;
        whole = false;
        continue;
      }
      if (cast->getType().isConstQualified())
        return Access::Read; // bound to a reference to const, or copied
      continue;
    }
    if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(up)) {
      if (unary->isIncrementDecrementOp())
        return Access::Write;
      return unary->getOpcode() == clang::UO_AddrOf ? Access::Escape : Access::Read;
    }
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(up)) {
      if (binary->isAssignmentOp() && binary->getLHS() == at)
        return Access::Write;
      return binary->getOpcode() == clang::BO_Comma && binary->getRHS() == at ? Access::Escape
                                                                              : Access::Read;
    }
    if (const auto *call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(up)) {
      bool changes = call->isAssignmentOp() || call->getOperator() == clang::OO_PlusPlus ||
                     call->getOperator() == clang::OO_MinusMinus;
      bool first = call->getNumArgs() > 0 && call->getArg(0) == at;
      return changes && !first ? Access::Read : Access::Write;
    }
    if (const auto *construct = llvm::dyn_cast<clang::CXXConstructExpr>(up)) {
      // Copied; references to const were cast before.
      for (unsigned i = 0; i < construct->getNumArgs(); ++i)
        if (construct->getArg(i) == at && i < construct->getConstructor()->getNumParams() &&
            construct->getConstructor()->getParamDecl(i)->getType()->isReferenceType() &&
            !construct->getConstructor()->isCopyOrMoveConstructor())
          return Access::Escape;
      return Access::Read;
    }
    if (llvm::isa<clang::CallExpr>(up))
      return Access::Escape; // by reference to something that is not const, or dependent
    if (llvm::isa<clang::CStyleCastExpr, clang::CXXFunctionalCastExpr, clang::CXXStaticCastExpr,
                  clang::CXXUnresolvedConstructExpr, clang::InitListExpr>(up))
      return Access::Read;
    if (llvm::isa<clang::ParenListExpr>(up))
      continue;
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(up)) {
      // A dependent initialiser has no casts: copied unless a reference is bound.
      for (const clang::Decl *decl : declarations->decls())
        if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl))
          if (variable->getInit() && isInside(&name, variable->getInit()))
            return variable->getType()->isReferenceType() ? Access::Escape : Access::Read;
      return Access::Escape;
    }
    if (llvm::isa<clang::CompoundStmt>(up))
      return Access::Read; // evaluated for nothing
    if (llvm::isa<clang::IfStmt, clang::ForStmt, clang::WhileStmt, clang::DoStmt>(up))
      return Access::Read; // a dependent condition
    return Access::Escape;
  }
  return Access::Read;
}

} // namespace sampan::host
