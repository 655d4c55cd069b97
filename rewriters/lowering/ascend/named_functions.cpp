// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/ascend/named_functions.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

namespace sampan::ascend {

llvm::SmallVector<const clang::FunctionDecl *, 4> candidates(const clang::Expr &callee) {
  llvm::SmallVector<const clang::FunctionDecl *, 4> result;
  auto add = [&](const clang::NamedDecl *decl) {
    decl = decl->getUnderlyingDecl();
    if (const auto *made = llvm::dyn_cast<clang::FunctionTemplateDecl>(decl))
      decl = made->getTemplatedDecl();
    if (const auto *function = llvm::dyn_cast<clang::FunctionDecl>(decl))
      result.push_back(function);
  };
  const clang::Expr *e = callee.IgnoreParenImpCasts();
  if (const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(e))
    add(reference->getDecl());
  else if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(e))
    add(member->getMemberDecl());
  else if (const auto *overloads = llvm::dyn_cast<clang::OverloadExpr>(e))
    for (const clang::NamedDecl *decl : overloads->decls())
      add(decl);
  return result;
}

static const clang::CXXRecordDecl *recordOf(clang::QualType type) {
  if (type.isNull())
    return nullptr;
  type = type.getNonReferenceType();
  if (type->isPointerType())
    type = type->getPointeeType();
  if (const auto *special = type->getAs<clang::TemplateSpecializationType>())
    if (const auto *made = llvm::dyn_cast_or_null<clang::ClassTemplateDecl>(
            special->getTemplateName().getAsTemplateDecl()))
      return made->getTemplatedDecl();
  return type->getAsCXXRecordDecl();
}

llvm::SmallVector<const clang::FunctionDecl *, 4> dependentCandidates(const clang::Expr &callee) {
  const clang::CXXRecordDecl *record = nullptr;
  clang::DeclarationName name;
  const clang::Expr *e = callee.IgnoreParenImpCasts();
  if (const auto *scoped = llvm::dyn_cast<clang::DependentScopeDeclRefExpr>(e)) {
    if (clang::TypeLoc type = scoped->getQualifierLoc().getAsTypeLoc())
      record = recordOf(type.getType());
    name = scoped->getDeclName();
  } else if (const auto *member = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(e)) {
    record = recordOf(member->getBaseType());
    name = member->getMember();
  }
  llvm::SmallVector<const clang::FunctionDecl *, 4> result;
  if (!record)
    return result;
  for (const clang::NamedDecl *decl : record->lookup(name)) {
    if (const auto *made = llvm::dyn_cast<clang::FunctionTemplateDecl>(decl))
      decl = made->getTemplatedDecl();
    if (const auto *function = llvm::dyn_cast<clang::FunctionDecl>(decl))
      result.push_back(function);
  }
  return result;
}

} // namespace sampan::ascend
