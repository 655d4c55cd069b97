// SPDX-License-Identifier: Apache-2.0
// Which expressions may be evaluated again, or earlier, without anyone noticing.
#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/host/group_indices.h"
#include "rewriters/lowering/host/variables.h"

#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"

#include <algorithm>

namespace sampan::host {
namespace {

bool isIndexName(llvm::StringRef name) {
  return name == "threadIdx" || name == "blockIdx" || name == "blockDim" || name == "gridDim";
}

bool isPureFunction(llvm::StringRef name) {
  for (const char *known : {"min", "max", "abs", "__mul24", "__umul24", "fminf", "fmaxf", "umin",
                            "umax", "fabsf", "sqrtf"})
    if (name == known)
      return true;
  return false;
}

bool isConstant(const clang::VarDecl &variable) {
  return variable.isConstexpr() ||
         (variable.getType().isConstQualified() && variable.hasInit() &&
          !variable.getType()->isRecordType() && !variable.hasAttr<clang::CUDAConstantAttr>());
}

bool isPureName(const clang::DeclRefExpr &name, const KernelFacts &facts, const Shape &shape,
                const clang::Stmt *scope) {
  const clang::ValueDecl *decl = name.getDecl();
  if (llvm::isa<clang::EnumConstantDecl, clang::NonTypeTemplateParmDecl>(decl))
    return true;
  const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
  if (!variable || variable->getType().isVolatileQualified())
    return false;
  const LocalVariable *local = facts.uses.find(variable);
  if (!local)
    return (variable->getIdentifier() && isIndexName(variable->getName())) || isConstant(*variable);
  if (variable->isStaticLocal())
    return isConstant(*variable);
  switch (shape.storageOf(variable)) {
  case Storage::Again:
    return true;
  case Storage::Block:
    return !shape.mixed.contains(variable) &&
           std::none_of(local->uses.begin(), local->uses.end(), [&](const LocalUse &use) {
             return scope && use.access != Access::Read && facts.uses.isInside(use.name, scope);
           });
  case Storage::Local:
    return llvm::isa<clang::ParmVarDecl>(variable) && !local->isWritten() &&
           !variable->getType()->isReferenceType();
  default:
    return false;
  }
}

} // namespace

bool isGroupType(clang::QualType type) {
  const clang::CXXRecordDecl *record = type.getNonReferenceType()->getAsCXXRecordDecl();
  if (!record || !record->getIdentifier())
    return false;
  llvm::StringRef name = record->getName();
  return name == "thread_block" || name == "thread_block_tile" || name == "grid_group";
}

bool isGroupValue(const clang::Stmt *expression) {
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(expression))
    return isGroupType(name->getType()) || llvm::isa<clang::FunctionDecl>(name->getDecl());
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(expression)) {
    llvm::StringRef name = calleeName(*call);
    bool converts = llvm::isa<clang::CXXMemberCallExpr>(call) && name.empty();
    if (name != "this_thread_block" && name != "tiled_partition" && name != "this_grid" &&
        !converts)
      return false;
  } else if (!llvm::isa<clang::CXXConstructExpr, clang::CastExpr, clang::ExprWithCleanups,
                        clang::MaterializeTemporaryExpr, clang::CXXBindTemporaryExpr,
                        clang::MemberExpr, clang::ParenExpr>(expression)) {
    return false;
  }
  return llvm::all_of(expression->children(),
                      [](const clang::Stmt *child) { return isGroupValue(child); });
}

bool isPure(const clang::Expr &expression, const KernelFacts &facts, const Shape &shape,
            const clang::Stmt *scope) {
  const clang::Expr *plain = expression.IgnoreParens();
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(plain))
    return isPureName(*name, facts, shape, scope);
  if (llvm::isa<clang::IntegerLiteral, clang::FloatingLiteral, clang::CharacterLiteral,
                clang::CXXBoolLiteralExpr, clang::UnaryExprOrTypeTraitExpr,
                clang::DependentScopeDeclRefExpr, clang::CXXNullPtrLiteralExpr,
                clang::SubstNonTypeTemplateParmExpr>(plain))
    return true;
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(plain)) {
    if (unary->isIncrementDecrementOp() || unary->getOpcode() == clang::UO_Deref ||
        unary->getOpcode() == clang::UO_AddrOf)
      return false;
  } else if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(plain)) {
    if (binary->isAssignmentOp())
      return false;
  } else if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(plain)) {
    if (member->isArrow() || !llvm::isa<clang::FieldDecl>(member->getMemberDecl()))
      return false;
  } else if (const auto *call = llvm::dyn_cast<clang::CallExpr>(plain)) {
    if (groupIndexOf(*call))
      return true;
    if (!isPureFunction(calleeName(*call)))
      return false;
    return llvm::all_of(call->arguments(), [&](const clang::Expr *argument) {
      return isPure(*argument, facts, shape, scope);
    });
  } else if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(plain)) {
    if (cast->getCastKind() == clang::CK_UserDefinedConversion ||
        cast->getCastKind() == clang::CK_ConstructorConversion)
      return false;
  } else if (!llvm::isa<clang::ConditionalOperator, clang::MaterializeTemporaryExpr>(plain)) {
    return false;
  }
  return llvm::all_of(plain->children(), [&](const clang::Stmt *child) {
    const auto *inner = llvm::dyn_cast_or_null<clang::Expr>(child);
    return inner && isPure(*inner, facts, shape, scope);
  });
}

} // namespace sampan::host
