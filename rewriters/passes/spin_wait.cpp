// SPDX-License-Identifier: Apache-2.0
// while (flag == 0) ;                  ->  while (::spn::spinHint(), flag == 0) ;
// do { again = *flag == 0; } while (again);  ->  ... while (::spn::retryHint(), again);
//
// A thread that waits for another one by reading volatile memory or by an atomic needs that other
// thread to run. On a GPU it does; where threads of a block share a core the loop has to give way.
// A loop that waits in its condition does so every time. One that reads in its body may also be
// getting on with its work, so it gives way from time to time.
#include "rewriters/passes/passes.h"

#include "rewriters/kernel/device_calls.h"
#include "rewriters/kernel/ends_alone.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

namespace sampan {
namespace {

/// The runtime counts failed exchanges and gives way by itself; a hint would slow down every update
/// that succeeds at once.
bool givesWayItself(llvm::StringRef atomic) {
  return atomic.starts_with("atomicCAS") || atomic.starts_with("atomicExch");
}

/// The function that `call` calls if the program itself defines it.
const clang::FunctionDecl *helperOfProgram(const clang::CallExpr &call) {
  const clang::FunctionDecl *callee = calleeDefinition(call);
  if (!callee)
    return nullptr;
  const clang::SourceManager &sources = callee->getASTContext().getSourceManager();
  return sources.isInSystemHeader(callee->getLocation()) ? nullptr : callee;
}

/// Reads memory that someone else may be about to change.
bool readsForeignMemory(const clang::Stmt *statement, unsigned depth = 0) {
  if (!statement)
    return false;
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement)) {
    if (classifyDeviceCall(*call) == DeviceCall::Atomic && !givesWayItself(calleeName(*call)))
      return true;
    if (const clang::FunctionDecl *helper = helperOfProgram(*call); helper && depth < 3)
      if (readsForeignMemory(helper->getBody(), depth + 1))
        return true;
  }
  if (const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(statement))
    if (cast->getCastKind() == clang::CK_LValueToRValue &&
        cast->getSubExpr()->getType().isVolatileQualified())
      return true;
  for (const clang::Stmt *child : statement->children())
    if (readsForeignMemory(child, depth))
      return true;
  return false;
}

/// The variable that `expression` assigns to or steps.
const clang::ValueDecl *changedVariable(const clang::Stmt &expression) {
  const clang::Expr *target = nullptr;
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&expression))
    target = binary->isAssignmentOp() ? binary->getLHS() : nullptr;
  else if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(&expression))
    target = unary->isIncrementDecrementOp() ? unary->getSubExpr() : nullptr;
  const auto *name =
      target ? llvm::dyn_cast<clang::DeclRefExpr>(target->IgnoreParenImpCasts()) : nullptr;
  return name ? name->getDecl() : nullptr;
}

bool changes(const clang::Stmt *statement) {
  if (!statement)
    return false;
  return changedVariable(*statement) || llvm::any_of(statement->children(), changes);
}

bool names(const clang::Stmt *statement, const clang::ValueDecl *variable) {
  if (!statement)
    return false;
  const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(statement);
  if (reference && reference->getDecl() == variable)
    return true;
  return llvm::any_of(statement->children(),
                      [&](const clang::Stmt *child) { return names(child, variable); });
}

bool changesPartOf(const clang::Stmt &expression, const clang::Expr &condition) {
  const clang::ValueDecl *variable = changedVariable(expression);
  return variable && names(&condition, variable);
}

/// Whether a loop's condition counts: compares by size, or changes a variable.
bool counts(const clang::Stmt *statement) {
  if (const auto *operation = llvm::dyn_cast<clang::BinaryOperator>(statement))
    if (operation->isRelationalOp() || operation->isAssignmentOp())
      return true;
  if (const auto *operation = llvm::dyn_cast<clang::UnaryOperator>(statement))
    if (operation->isIncrementDecrementOp())
      return true;
  for (const clang::Stmt *child : statement->children())
    if (child && counts(child))
      return true;
  return false;
}

struct Loop {
  const clang::Expr *condition = nullptr;
  const clang::Stmt *body = nullptr;
};

Loop loopOf(const clang::Stmt &stmt) {
  if (const auto *loop = llvm::dyn_cast<clang::DoStmt>(&stmt))
    return {loop->getCond(), loop->getBody()};
  if (const auto *loop = llvm::dyn_cast<clang::WhileStmt>(&stmt);
      loop && !loop->getConditionVariable())
    return {loop->getCond(), loop->getBody()};
  if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(&stmt);
      loop && !loop->getConditionVariable())
    return {loop->getCond(), loop->getBody()};
  return {};
}

/// Whether each round of a loop that counts also changes something, whatever it reads: a step of
/// the loop itself, or a statement of the body under no condition.
bool advances(const clang::Stmt &stmt, const Loop &loop) {
  if (const auto *counted = llvm::dyn_cast<clang::ForStmt>(&stmt); counted && counted->getInc())
    return true;
  for (const clang::Stmt *child : loop.condition->children())
    if (child && changes(child))
      return true;
  const auto *block = llvm::dyn_cast_or_null<clang::CompoundStmt>(loop.body);
  return !block || llvm::any_of(block->body(), [&](const clang::Stmt *child) {
    return llvm::isa<clang::Expr>(child) && changesPartOf(*child, *loop.condition);
  });
}

class SpinWait final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Stmt &stmt) override {
    if (!context.inDeviceCode)
      return;
    const Loop loop = loopOf(stmt);
    if (checksItsOwnStore(stmt, context.ast))
      return; // a turn for others in between would only let them disturb it
    if (loop.condition && readsForeignMemory(loop.condition))
      hint(loop.condition->getBeginLoc(), "::spn::spinHint(), ");
    else if (!readsForeignMemory(loop.body))
      return;
    else if (!loop.condition)
      hintInBody(*loop.body);
    else if (!counts(loop.condition) || !advances(stmt, loop))
      hint(loop.condition->getBeginLoc(), "::spn::retryHint(), ");
  }

private:
  /// for (;;) has no condition to put the hint into.
  void hintInBody(const clang::Stmt &body) {
    if (const auto *block = llvm::dyn_cast<clang::CompoundStmt>(&body);
        block && !block->body_empty())
      hint(block->body_front()->getBeginLoc(), "::spn::retryHint(); ");
  }

  void hint(clang::SourceLocation before, const char *call) {
    clang::SourceLocation begin = context.spelling(before);
    std::optional<Span> at = context.span(begin, begin);
    if (!at || context.buffer(begin).substr(at->begin).starts_with("::spn::"))
      return; // written by an earlier translation, or nothing that can be edited
    context.use({"spin-wait", UseKind::Construct, Outcome::Emulated, *at, true});
    context.edit("spin-wait", {{*at, call}});
  }
};

} // namespace

std::unique_ptr<Pass> createSpinWaitPass(PassContext &context) {
  return makePass<SpinWait>(context);
}

} // namespace sampan
