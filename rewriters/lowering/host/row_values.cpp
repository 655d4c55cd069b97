// SPDX-License-Identifier: Apache-2.0
// What arithmetic on the place in the block can come to: values that cannot wrap around along a
// row, for which nobody has to ask how far they go, and those that rows have in common.
#include "rewriters/lowering/host/group_indices.h"
#include "rewriters/lowering/host/rows.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

#include <algorithm>

namespace sampan::host {

unsigned widthOf(clang::QualType type, const clang::ASTContext &ast) {
  if (type.isNull() || type->isDependentType() || !type->isIntegerType() || type->isBooleanType())
    return 0;
  unsigned width = static_cast<unsigned>(ast.getTypeSize(type));
  return width < 32 ? 0 : width;
}

/// `.x`, `.y` or `.z` of the variable that the language gives to kernels.
static bool isMemberOf(llvm::StringRef given, const clang::Expr &expression,
                       llvm::StringRef &field) {
  const auto *member = llvm::dyn_cast<clang::MemberExpr>(&expression);
  if (!member || member->isArrow())
    return false;
  const auto *base = llvm::dyn_cast<clang::DeclRefExpr>(member->getBase()->IgnoreParenImpCasts());
  if (!base || !base->getDecl()->getIdentifier() || !member->getMemberDecl()->getIdentifier())
    return false;
  field = member->getMemberDecl()->getName();
  return base->getDecl()->getName() == given && llvm::isa<clang::VarDecl>(base->getDecl()) &&
         base->getDecl()->getDeclContext()->isFileContext();
}

bool isThreadIndex(const clang::Expr &expression, llvm::StringRef &field) {
  return isMemberOf("threadIdx", expression, field);
}

static bool isBlockSize(const clang::Expr &expression) {
  llvm::StringRef field;
  return isMemberOf("blockDim", expression, field);
}

/// The place of a thread, or of a tile, in the block, or how many there are.
static bool isInBlock(const clang::Expr &expression) {
  std::optional<GroupIndex> index = groupIndexOf(expression);
  return index && !index->ofGrid;
}

/// Only signed arithmetic, which must not overflow, on the index and on values like it.
bool Rows::isExact(const clang::Expr &expression) const {
  const clang::Expr *plain = expression.IgnoreParens();
  llvm::StringRef field;
  if (isThreadIndex(*plain, field) || isCommon(*plain))
    return true;
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(plain))
    return name->getType()->isSignedIntegerType() && slopeOf(*name);
  if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(plain)) {
    const clang::Expr *inner = cast->getSubExpr();
    if (cast->getCastKind() == clang::CK_LValueToRValue || cast->getCastKind() == clang::CK_NoOp)
      return isExact(*inner);
    bool isIndex = isThreadIndex(*inner->IgnoreParenImpCasts(), field) ||
                   isInBlock(*inner->IgnoreParenImpCasts());
    return cast->getCastKind() == clang::CK_IntegralCast &&
           cast->getType()->isSignedIntegerType() &&
           (isIndex ||
            (inner->getType()->isSignedIntegerType() &&
             widthOf(cast->getType(), facts.ast) >= widthOf(inner->getType(), facts.ast) &&
             isExact(*inner)));
  }
  const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(plain);
  return binary && binary->getType()->isSignedIntegerType() && slopeOf(*binary) &&
         isExact(*binary->getLHS()) && isExact(*binary->getRHS());
}

/// An upper bound of what is made of the place in the block alone, so that no step to it can wrap
/// around: sums and products of the index, of the block's size and of constants.
std::uint64_t Rows::mostOf(const clang::Expr &expression) const {
  constexpr std::uint64_t unknown = std::uint64_t(1) << 31;
  const clang::Expr *plain = expression.IgnoreParens();
  if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(plain)) {
    bool keeps =
        cast->getCastKind() == clang::CK_LValueToRValue || cast->getCastKind() == clang::CK_NoOp ||
        (cast->getCastKind() == clang::CK_IntegralCast && widthOf(cast->getType(), facts.ast) != 0);
    return keeps ? mostOf(*cast->getSubExpr()) : unknown;
  }
  clang::Expr::EvalResult value;
  if (!plain->isValueDependent() && plain->getType()->isIntegerType() &&
      plain->EvaluateAsInt(value, facts.ast))
    return value.Val.getInt().isNegative() ? unknown : value.Val.getInt().getLimitedValue(unknown);
  llvm::StringRef field;
  if (isThreadIndex(*plain, field) || isBlockSize(*plain) || isInBlock(*plain))
    return 1024;
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(plain)) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
    bool known = variable && variable->hasInit() && widthOf(variable->getType(), facts.ast) &&
                 shape.storageOf(variable) == Storage::Again;
    return known ? mostOf(*variable->getInit()) : unknown;
  }
  const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(plain);
  if (!binary || (binary->getOpcode() != clang::BO_Add && binary->getOpcode() != clang::BO_Mul))
    return unknown;
  const std::uint64_t left = mostOf(*binary->getLHS()), right = mostOf(*binary->getRHS());
  return std::min(unknown, binary->getOpcode() == clang::BO_Add ? left + right : left * right);
}

bool Rows::needsNoRoom(const clang::Expr &expression) const {
  return slopeOf(expression).value_or(-1) >= 0 && mostOf(expression) < std::uint64_t(1) << 31;
}

bool Rows::isExact(const clang::VarDecl &variable) const {
  if (needsNoRoom(*variable.getInit()))
    return true;
  const LocalVariable *local = facts.uses.find(&variable);
  if (!local || !variable.getType()->isSignedIntegerType() || !isExact(*variable.getInit()))
    return false;
  // Its sign must not matter either: nobody looks at it, or at a sum of it, as an unsigned number.
  for (const LocalUse &use : local->uses)
    for (const clang::Stmt *up = use.name; const auto *at = llvm::dyn_cast_or_null<clang::Expr>(up);
         up = facts.uses.parentOf(up)) {
      // What is said of the number, and not the number itself.
      if (!at->getType().isNull() && at->getType()->isBooleanType())
        break;
      if (at->getType().isNull() || at->getType()->isDependentType() ||
          at->getType()->isUnsignedIntegerType())
        return false;
    }
  return true;
}

bool Rows::variesByRow(const clang::Stmt &statement) const {
  llvm::StringRef field;
  const auto *expression = llvm::dyn_cast<clang::Expr>(&statement);
  if (expression && isThreadIndex(*expression, field))
    return field != "x";
  if (std::optional<GroupIndex> index = expression ? groupIndexOf(*expression) : std::nullopt)
    return index->kind != GroupIndex::Size;
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(&statement)) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
    if (!variable || shape.storageOf(variable) != Storage::Again)
      return name->getDecl()->getDeclName().isIdentifier() &&
             name->getDecl()->getName() == "threadIdx";
    return !variable->hasInit() || variesByRow(*variable->getInit());
  }
  return llvm::any_of(statement.children(),
                      [&](const clang::Stmt *child) { return child && variesByRow(*child); });
}

} // namespace sampan::host
