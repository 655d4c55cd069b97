// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/discarded_values.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/AST/StmtCXX.h"

namespace sampan {
namespace {

using Calls = llvm::DenseSet<const clang::CallExpr *>;

/// `statement` stands where a value would be thrown away.
void discard(const clang::Stmt *statement, Calls &calls) {
  const auto *value = llvm::dyn_cast_or_null<clang::Expr>(statement);
  if (!value)
    return;
  value = value->IgnoreUnlessSpelledInSource()->IgnoreParens();
  if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(value);
      cast && cast->getType()->isVoidType())
    return discard(cast->getSubExpr(), calls);
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(value)) {
    calls.insert(call);
  } else if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(value);
             binary && binary->isCommaOp()) {
    discard(binary->getLHS(), calls);
    discard(binary->getRHS(), calls);
  } else if (const auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(value)) {
    discard(choice->getTrueExpr(), calls);
    discard(choice->getFalseExpr(), calls);
  }
}

void visit(const clang::Stmt *statement, Calls &calls) {
  if (!statement)
    return;
  if (const auto *block = llvm::dyn_cast<clang::CompoundStmt>(statement)) {
    for (const clang::Stmt *child : block->body())
      discard(child, calls);
  } else if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(statement)) {
    discard(branch->getThen(), calls);
    discard(branch->getElse(), calls);
  } else if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(statement)) {
    discard(loop->getInit(), calls);
    discard(loop->getInc(), calls);
    discard(loop->getBody(), calls);
  } else if (const auto *whileLoop = llvm::dyn_cast<clang::WhileStmt>(statement)) {
    discard(whileLoop->getBody(), calls);
  } else if (const auto *doLoop = llvm::dyn_cast<clang::DoStmt>(statement)) {
    discard(doLoop->getBody(), calls);
  } else if (const auto *choice = llvm::dyn_cast<clang::SwitchCase>(statement)) {
    discard(choice->getSubStmt(), calls);
  } else if (const auto *label = llvm::dyn_cast<clang::LabelStmt>(statement)) {
    discard(label->getSubStmt(), calls);
  } else if (const auto *range = llvm::dyn_cast<clang::CXXForRangeStmt>(statement)) {
    discard(range->getBody(), calls);
  }
  for (const clang::Stmt *child : statement->children())
    visit(child, calls);
}

} // namespace

llvm::DenseSet<const clang::CallExpr *> discardedCalls(const clang::Stmt *body) {
  Calls calls;
  visit(body, calls);
  return calls;
}

} // namespace sampan
