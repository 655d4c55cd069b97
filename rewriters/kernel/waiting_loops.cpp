// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/waiting_loops.h"

#include "rewriters/kernel/device_calls.h"

#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

namespace sampan {
namespace {

bool isLiteral(const clang::Expr *e) {
  e = e->IgnoreParenCasts();
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(e))
    e = unary->getSubExpr()->IgnoreParenCasts();
  return llvm::isa<clang::IntegerLiteral, clang::CXXBoolLiteralExpr>(e);
}

/// atomicCAS(p, 0, 1) or atomicExch(p, 1); one that takes computed values is an update, which
/// succeeds for some lane in each round.
bool takesLock(const clang::CallExpr &call) {
  llvm::StringRef name = calleeName(call);
  if (name.starts_with("atomicCAS") && call.getNumArgs() == 3)
    return isLiteral(call.getArg(1)) && isLiteral(call.getArg(2));
  return name.starts_with("atomicExch") && call.getNumArgs() == 2 && isLiteral(call.getArg(1));
}

struct Condition {
  bool locks = false;     ///< tries to take a lock
  bool readsFlag = false; ///< reads volatile memory, or by an atomic
  bool counts = false;    ///< compares by size, or changes a variable
};

void read(const clang::Stmt *s, Condition &found) {
  if (!s)
    return;
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(s)) {
    bool locks = takesLock(*call);
    found.locks |= locks;
    llvm::StringRef name = calleeName(*call);
    found.readsFlag |= !locks && (name.starts_with("atomicAdd") || name.starts_with("atomicOr") ||
                                  name.starts_with("__ldcg") || name.starts_with("__ldcv"));
  }
  if (const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(s))
    found.readsFlag |= cast->getCastKind() == clang::CK_LValueToRValue &&
                       cast->getSubExpr()->getType().isVolatileQualified() &&
                       !llvm::isa<clang::DeclRefExpr>(cast->getSubExpr()->IgnoreParens());
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(s))
    found.counts |= binary->isAssignmentOp() && !isLiteral(binary->getRHS());
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(s))
    found.counts |= unary->isIncrementDecrementOp();
  for (const clang::Stmt *child : s->children())
    read(child, found);
}

/// Nothing but waiting: empty, or only fences and the like.
bool doesNothing(const clang::Stmt *s) {
  if (!s || llvm::isa<clang::NullStmt>(s))
    return true;
  if (const auto *block = llvm::dyn_cast<clang::CompoundStmt>(s)) {
    for (const clang::Stmt *child : block->body())
      if (!doesNothing(child))
        return false;
    return true;
  }
  const auto *call = llvm::dyn_cast<clang::CallExpr>(s);
  return call && (classifyDeviceCall(*call) == DeviceCall::Fence ||
                  calleeName(*call) == "__nanosleep" || calleeName(*call) == "__syncwarp");
}

bool isReset(const clang::Stmt *s, const clang::VarDecl &variable) {
  const auto *assignment = llvm::dyn_cast<clang::BinaryOperator>(s);
  const auto *name = assignment && assignment->getOpcode() == clang::BO_Assign
                         ? llvm::dyn_cast<clang::DeclRefExpr>(assignment->getLHS()->IgnoreParens())
                         : nullptr;
  return name && name->getDecl() == &variable && isLiteral(assignment->getRHS());
}

/// The condition's local variables, as far as the body sets them anew in each round.
bool asksForReset(const clang::Stmt *condition, const clang::CompoundStmt &body) {
  if (!condition)
    return false;
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(condition))
    if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
        variable && variable->hasLocalStorage())
      return llvm::any_of(body.body(), [&](const clang::Stmt *s) { return isReset(s, *variable); });
  return llvm::any_of(condition->children(),
                      [&](const clang::Stmt *child) { return asksForReset(child, body); });
}

/// Of memory that is not the block's own.
bool readsVolatileMemory(const clang::Stmt *s) {
  if (!s)
    return false;
  if (const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(s);
      cast && cast->getCastKind() == clang::CK_LValueToRValue &&
      cast->getSubExpr()->getType().isVolatileQualified())
    if (const auto *element =
            llvm::dyn_cast<clang::ArraySubscriptExpr>(cast->getSubExpr()->IgnoreParens())) {
      const auto *base =
          llvm::dyn_cast<clang::DeclRefExpr>(element->getBase()->IgnoreParenImpCasts());
      return !base || !base->getDecl()->hasAttr<clang::CUDASharedAttr>();
    }
  return llvm::any_of(s->children(), readsVolatileMemory);
}

/// do { again = false; ... again = true ... } while (again);
bool retries(const clang::Expr &condition, const clang::Stmt *body) {
  const auto *block = llvm::dyn_cast_or_null<clang::CompoundStmt>(body);
  return block && asksForReset(&condition, *block) && readsVolatileMemory(block);
}

} // namespace

LoopWait waitingLoop(const clang::Stmt &statement) {
  const clang::Expr *condition = nullptr;
  const clang::Stmt *body = nullptr;
  if (const auto *loop = llvm::dyn_cast<clang::WhileStmt>(&statement)) {
    condition = loop->getCond();
    body = loop->getBody();
  } else if (const auto *doLoop = llvm::dyn_cast<clang::DoStmt>(&statement)) {
    condition = doLoop->getCond();
    body = doLoop->getBody();
  } else if (const auto *counted = llvm::dyn_cast<clang::ForStmt>(&statement)) {
    condition = counted->getInc() ? nullptr : counted->getCond();
    body = counted->getBody();
  }
  if (!condition)
    return LoopWait::None;
  Condition found;
  read(condition, found);
  if (found.locks)
    return LoopWait::Lock;
  if (retries(*condition, body))
    return LoopWait::Retry;
  return found.readsFlag && !found.counts && doesNothing(body) ? LoopWait::Flag : LoopWait::None;
}

} // namespace sampan
