// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/host/variables.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/AST/StmtCXX.h"

namespace sampan::host {
namespace {

const clang::CallExpr *asCall(const clang::Stmt *statement) {
  if (const auto *cleanups = llvm::dyn_cast<clang::ExprWithCleanups>(statement))
    statement = cleanups->getSubExpr();
  const auto *expression = llvm::dyn_cast<clang::Expr>(statement);
  return expression ? llvm::dyn_cast<clang::CallExpr>(expression->IgnoreParenImpCasts()) : nullptr;
}

/// A break or continue that leaves `statement` for the loop around it.
bool jumpsOut(const clang::Stmt *statement, bool inLoop = false, bool inSwitch = false) {
  if (!statement || llvm::isa<clang::LambdaExpr>(statement))
    return false;
  if (llvm::isa<clang::ContinueStmt>(statement))
    return !inLoop;
  if (llvm::isa<clang::BreakStmt>(statement))
    return !inLoop && !inSwitch;
  inLoop |=
      llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt, clang::CXXForRangeStmt>(statement);
  inSwitch |= llvm::isa<clang::SwitchStmt>(statement);
  return llvm::any_of(statement->children(),
                      [&](const clang::Stmt *child) { return jumpsOut(child, inLoop, inSwitch); });
}

bool hasReturn(const clang::Stmt *statement) {
  if (!statement || llvm::isa<clang::LambdaExpr>(statement))
    return false;
  return llvm::isa<clang::ReturnStmt>(statement) || llvm::any_of(statement->children(), hasReturn);
}

} // namespace

ListStructure::ListStructure(const KernelFacts &facts, Shape &shape) : facts(facts), shape(shape) {
  addList(facts.kernel.getBody());
}

std::vector<const clang::Stmt *> ListStructure::statementsOf(const clang::Stmt *list) {
  if (const auto *compound = llvm::dyn_cast<clang::CompoundStmt>(list))
    return {compound->body_begin(), compound->body_end()};
  return {list};
}

bool ListStructure::isBarrier(const clang::Stmt *statement) const {
  const clang::CallExpr *call = asCall(statement);
  if (!call)
    return false;
  llvm::StringRef name = calleeName(*call);
  if (name == "__syncthreads")
    return true;
  return name == "sync" && call->getNumArgs() <= 1 && facts.effects.ofCall(*call).blockSync;
}

bool ListStructure::isVote(const clang::CallExpr &call) const {
  llvm::StringRef name = calleeName(call);
  return (name == "__syncthreads_count" || name == "__syncthreads_and" ||
          name == "__syncthreads_or") &&
         call.getNumArgs() == 1;
}

bool ListStructure::cuts(const clang::Stmt *element) const {
  if (isBarrier(element) || isStructured(element))
    return true;
  return llvm::any_of(voteHome, [&](const auto &entry) { return entry.second == element; });
}

bool ListStructure::syncs(const clang::Stmt *statement) {
  if (!statement || !shape.hasBarriers)
    return false;
  auto [entry, isNew] = syncsKnown.try_emplace(statement, false);
  if (isNew) {
    bool does = facts.effects.ofStatement(*statement).blockSync;
    syncsKnown[statement] = does;
    return does;
  }
  return entry->second;
}

bool ListStructure::needsStructure(const clang::Stmt *statement) {
  if (!shape.hasBarriers)
    return false;
  if (llvm::isa<clang::BreakStmt, clang::ContinueStmt, clang::ReturnStmt>(statement))
    return true; // where every thread comes
  if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(statement)) {
    if (syncs(branch->getThen()) || syncs(branch->getElse()))
      return true;
    if (!loops.empty() && (jumpsOut(branch->getThen()) || jumpsOut(branch->getElse())))
      return true;
    return hasReturn(branch) && facts.uniformity.isUniform(*branch->getCond()) &&
           !branch->getConditionVariable() && !branch->getInit();
  }
  if (llvm::isa<clang::CompoundStmt>(statement))
    return syncs(statement) || (!loops.empty() && jumpsOut(statement));
  if (llvm::isa<clang::DeclStmt, clang::Expr>(statement))
    return false;
  return syncs(statement) || (!loops.empty() && jumpsOut(statement));
}

void ListStructure::findVotes(const clang::Stmt *expression, const clang::Stmt *home,
                              bool conditional) {
  if (!expression || !syncs(expression))
    return;
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(expression)) {
    if (isVote(*call)) {
      if (conditional && !shape.obstacle)
        shape.obstacle = {"a counting barrier that only some evaluations reach",
                          call->getBeginLoc()};
      shape.votes.push_back({call, static_cast<unsigned>(shape.votes.size())});
      voteHome[call] = home;
      findVotes(call->getArg(0), home, true);
      return;
    }
    if (facts.effects.ofCall(*call).blockSync && !shape.obstacle)
      shape.obstacle = {"a barrier in the called function " + calleeName(*call).str(),
                        call->getBeginLoc()};
  }
  bool inner = conditional;
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(expression))
    inner |= binary->isLogicalOp();
  inner |= llvm::isa<clang::ConditionalOperator, clang::LambdaExpr>(expression);
  for (const clang::Stmt *child : expression->children())
    findVotes(child, home, inner);
}

void ListStructure::addList(const clang::Stmt *list) {
  for (const clang::Stmt *child : statementsOf(list)) {
    lists[child] = list;
    if (isBarrier(child))
      continue;
    if (llvm::isa<clang::DeclStmt, clang::Expr>(child)) {
      findVotes(child, child, false);
      continue;
    }
    if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(child))
      findVotes(branch->getCond(), child, false);
    if (!needsStructure(child))
      continue;
    structured.insert(child);
    if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(child)) {
      addList(branch->getThen());
      if (branch->getElse())
        addList(branch->getElse());
    } else if (llvm::isa<clang::CompoundStmt>(child)) {
      addList(child);
    } else {
      const clang::Expr *condition = nullptr;
      const clang::Stmt *body = nullptr;
      if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(child))
        condition = loop->getCond(), body = loop->getBody();
      else if (const auto *whileLoop = llvm::dyn_cast<clang::WhileStmt>(child))
        condition = whileLoop->getCond(), body = whileLoop->getBody();
      else if (const auto *doLoop = llvm::dyn_cast<clang::DoStmt>(child))
        condition = doLoop->getCond(), body = doLoop->getBody();
      if (!body)
        continue; // the builder says why not
      if (llvm::isa<clang::WhileStmt>(child))
        findVotes(condition, child, false);
      else if (syncs(condition) && !shape.obstacle)
        shape.obstacle = {"a counting barrier in the condition of a loop",
                          condition->getBeginLoc()};
      loops.push_back(child);
      addList(body);
      loops.pop_back();
    }
  }
}

} // namespace sampan::host
