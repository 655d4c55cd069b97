// SPDX-License-Identifier: Apache-2.0
// Whether threads may run together, as lanes of vectors: they may as far as they do not race, which
// atomics and volatile memory excuse; and it pays only where neighbours store to neighbouring
// memory. Processors without scatter instructions take longer to store the lanes of a vector one by
// one than to run the threads one by one.
#include "rewriters/lowering/host/region.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

#include <cstdlib>

namespace sampan::host {
namespace {

/// Parts of a struct, or of so few neighbours, are shuffled into vectors.
constexpr int kGreatestStride = 4;

bool looksUp(const clang::Stmt *statement) {
  if (!statement)
    return false;
  return llvm::isa<clang::ArraySubscriptExpr, clang::CallExpr>(statement) ||
         llvm::any_of(statement->children(), looksUp);
}

/// The element that is stored to, without the members of it.
const clang::ArraySubscriptExpr *elementOf(const clang::Expr *target) {
  target = target->IgnoreParenImpCasts();
  while (const auto *member = llvm::dyn_cast<clang::MemberExpr>(target))
    target = member->getBase()->IgnoreParenImpCasts();
  return llvm::dyn_cast<clang::ArraySubscriptExpr>(target);
}

const clang::Expr *targetOf(const clang::Stmt *statement) {
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(statement))
    return binary->isAssignmentOp() ? binary->getLHS() : nullptr;
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(statement))
    return unary->isIncrementDecrementOp() ? unary->getSubExpr() : nullptr;
  return nullptr;
}

/// Neighbouring threads reach distant elements.
bool isScatteredElement(const clang::ArraySubscriptExpr &element, const Rows &rows) {
  Slope slope = rows.slopeOf(*element.getIdx());
  if (!slope ? looksUp(element.getIdx()) : std::abs(*slope) > kGreatestStride)
    return true;
  const clang::Expr *base = element.getBase()->IgnoreParenImpCasts();
  while (const auto *outer = llvm::dyn_cast<clang::ArraySubscriptExpr>(base)) {
    if (rows.slopeOf(*outer->getIdx()).value_or(1) != 0)
      return true;
    base = outer->getBase()->IgnoreParenImpCasts();
  }
  return false;
}

} // namespace

/// Atomics, volatile memory and the like: threads may not run together.
bool RegionWriter::hasHazard(const Statements &statements) const {
  std::vector<const clang::Stmt *> work;
  for (const clang::Stmt *statement : statements) {
    Effects does = writing.facts.effects.ofStatement(*statement);
    if (does.atomics || does.print)
      return true;
    work.push_back(statement);
  }
  while (!work.empty()) {
    const clang::Stmt *at = work.back();
    work.pop_back();
    if (const auto *expression = llvm::dyn_cast<clang::Expr>(at);
        expression && !expression->getType().isNull() &&
        expression->getType().isVolatileQualified())
      return true;
    if (llvm::isa<clang::GCCAsmStmt>(at))
      return true;
    if (!llvm::isa<clang::LambdaExpr>(at))
      for (const clang::Stmt *child : at->children())
        if (child)
          work.push_back(child);
  }
  return false;
}

bool RegionWriter::isScattered(const Statements &statements) const {
  std::vector<const clang::Stmt *> work(statements.begin(), statements.end());
  while (!work.empty()) {
    const clang::Stmt *at = work.back();
    work.pop_back();
    if (const clang::Expr *target = targetOf(at))
      if (const clang::ArraySubscriptExpr *element = elementOf(target);
          element && isScatteredElement(*element, rows))
        return true;
    for (const clang::Stmt *child : at->children())
      if (child)
        work.push_back(child);
  }
  return false;
}

} // namespace sampan::host
