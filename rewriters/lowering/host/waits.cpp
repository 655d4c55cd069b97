// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/waits.h"

#include "rewriters/kernel/device_calls.h"
#include "rewriters/kernel/ends_alone.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/AST/StmtCXX.h"

namespace sampan::host {
namespace {

const clang::FunctionDecl &writtenOf(const clang::FunctionDecl &function) {
  const clang::FunctionDecl *pattern = function.getTemplateInstantiationPattern();
  return pattern ? *pattern : function;
}

bool isLoop(const clang::Stmt *statement) {
  return llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt, clang::CXXForRangeStmt>(
      statement);
}

const clang::Expr *conditionOf(const clang::Stmt &statement) {
  if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(&statement))
    return loop->getCond();
  if (const auto *loop = llvm::dyn_cast<clang::WhileStmt>(&statement))
    return loop->getCond();
  if (const auto *loop = llvm::dyn_cast<clang::DoStmt>(&statement))
    return loop->getCond();
  if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(&statement))
    return branch->getCond();
  return nullptr;
}

bool names(const clang::Stmt *statement, llvm::StringRef member) {
  if (!statement)
    return false;
  if (const auto *found = llvm::dyn_cast<clang::MemberExpr>(statement))
    if (const auto *of =
            llvm::dyn_cast<clang::DeclRefExpr>(found->getBase()->IgnoreParenImpCasts());
        of && of->getDecl()->getIdentifier() && of->getDecl()->getName() == "threadIdx" &&
        found->getMemberDecl()->getIdentifier() && found->getMemberDecl()->getName() == member)
      return true;
  return llvm::any_of(statement->children(),
                      [&](const clang::Stmt *child) { return names(child, member); });
}

bool isChanged(const clang::Stmt *statement, const clang::VarDecl &variable) {
  if (!statement)
    return false;
  const clang::Expr *target = nullptr;
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(statement))
    target = binary->isAssignmentOp() ? binary->getLHS() : nullptr;
  else if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(statement))
    target = unary->isIncrementDecrementOp() || unary->getOpcode() == clang::UO_AddrOf
                 ? unary->getSubExpr()
                 : nullptr;
  const auto *name =
      target ? llvm::dyn_cast<clang::DeclRefExpr>(target->IgnoreParenImpCasts()) : nullptr;
  return (name && name->getDecl() == &variable) ||
         llvm::any_of(statement->children(),
                      [&](const clang::Stmt *child) { return isChanged(child, variable); });
}

/// Jumps out of a loop under a condition that differs between threads.
bool leavesApart(const clang::Stmt *statement, const Uniformity &uniformity, bool apart) {
  if (!statement)
    return false;
  if (llvm::isa<clang::BreakStmt, clang::ContinueStmt, clang::ReturnStmt, clang::GotoStmt>(
          statement))
    return apart;
  const clang::Expr *condition = conditionOf(*statement);
  apart |=
      (condition && !uniformity.isUniform(*condition)) || llvm::isa<clang::SwitchStmt>(statement);
  return llvm::any_of(statement->children(), [&](const clang::Stmt *child) {
    return leavesApart(child, uniformity, apart);
  });
}

} // namespace

Waits::Waits(const PassContext &context, const clang::FunctionDecl &function,
             EffectsAnalysis &effects, const Uniformity &uniformity)
    : context(context), function(function), effects(effects), uniformity(uniformity) {
  for (const EditGroup &group : context.editGroups())
    if (group.by == "spin-wait")
      for (clang::FileID file : context.projectFiles())
        for (const Edit &edit : group.edits)
          if (edit.at.file == context.path(file))
            hints.insert({file.getHashValue(), edit.at.begin});
  if (hints.empty())
    return;
  Path path;
  visit(function.getBody(), path);
  for (const clang::FunctionDecl *reached : effects.reached(function)) {
    const clang::FunctionDecl &written = writtenOf(*reached);
    // Where threads meet, the function's own form is judged.
    if (&written != &writtenOf(function) && written.getBody() && !effects.of(*reached).syncs())
      checkCallee(written);
  }
}

bool Waits::hasRounds(const clang::Stmt *statement) const {
  if (!statement || rounds.empty())
    return false;
  return rounds.contains(statement) ||
         llvm::any_of(statement->children(),
                      [&](const clang::Stmt *child) { return hasRounds(child); });
}

/// Whether a hint stands where the loop's would be: the condition's start, or the body's.
bool Waits::isHinted(const clang::Stmt &loop) const {
  const clang::Stmt *first = conditionOf(loop);
  if (const auto *forever = llvm::dyn_cast<clang::ForStmt>(&loop); forever && !first)
    if (const auto *body = llvm::dyn_cast<clang::CompoundStmt>(forever->getBody());
        body && !body->body_empty())
      first = body->body_front();
  if (!first)
    return false;
  const clang::SourceLocation at = context.spelling(first->getBeginLoc());
  if (at.isInvalid())
    return false;
  auto [file, offset] = context.sources.getDecomposedLoc(at);
  return hints.contains({file.getHashValue(), offset});
}

void Waits::visit(const clang::Stmt *statement, Path &path) {
  if (!statement)
    return;
  if (isLoop(statement) && isHinted(*statement) && !endsAlone(*statement, context.ast))
    judge(*statement, path);
  path.push_back(statement);
  for (const clang::Stmt *child : statement->children())
    visit(child, path);
  path.pop_back();
}

void Waits::judge(const clang::Stmt &loop, const Path &path) {
  if (goesTogether(loop, path))
    return;
  if (function.hasAttr<clang::CUDAGlobalAttr>()) {
    if (const clang::Stmt *single = singleAround(path)) {
      singles.insert(single);
      return;
    }
    if (isLast(loop, path)) {
      rounds.insert(&loop);
      return;
    }
  }
  if (!found)
    found = Obstacle{"a wait for another thread", loop.getBeginLoc()};
}

bool Waits::hasBarrier(const clang::Stmt *statement) const {
  return statement && effects.ofStatement(*statement).blockSync;
}

/// A barrier that no condition lets a thread pass by: who is in the loop is in the same round, and
/// nobody may have left it before the others.
bool Waits::meetsInEachRound(const clang::Stmt &loop) const {
  const clang::Stmt *body = nullptr;
  if (const auto *counted = llvm::dyn_cast<clang::ForStmt>(&loop))
    body = counted->getBody();
  else if (const auto *whileLoop = llvm::dyn_cast<clang::WhileStmt>(&loop))
    body = whileLoop->getBody();
  else if (const auto *doLoop = llvm::dyn_cast<clang::DoStmt>(&loop))
    body = doLoop->getBody();
  const auto *list = llvm::dyn_cast_or_null<clang::CompoundStmt>(body);
  return list && llvm::any_of(list->body(), [](const clang::Stmt *child) {
           const auto *call = llvm::dyn_cast<clang::CallExpr>(child);
           return call && classifyDeviceCall(*call) == DeviceCall::BlockBarrier;
         });
}

/// All threads of the block take the same rounds, with a barrier in them: whom a thread could wait
/// for in the block is where it is itself.
bool Waits::goesTogether(const clang::Stmt &loop, const Path &path) const {
  const clang::Expr *condition = conditionOf(loop);
  if (!condition || !hasBarrier(&loop))
    return false;
  if (meetsInEachRound(loop))
    return true;
  if (!uniformity.isUniform(*condition))
    return false;
  for (const clang::Stmt *around : path)
    if (const clang::Expr *outer = conditionOf(*around); outer && !uniformity.isUniform(*outer))
      return false;
  return llvm::none_of(loop.children(), [&](const clang::Stmt *child) {
    return leavesApart(child, uniformity, false);
  });
}

/// `threadIdx.x == 0`, in a kernel that knows nothing of other dimensions.
bool Waits::isOneThread(const clang::Expr &condition) const {
  const auto *equal = llvm::dyn_cast<clang::BinaryOperator>(condition.IgnoreParenImpCasts());
  if (!equal || equal->getOpcode() != clang::BO_EQ || names(function.getBody(), "y") ||
      names(function.getBody(), "z"))
    return false;
  auto isIndex = [&](const clang::Expr *expression) {
    expression = expression->IgnoreParenImpCasts();
    if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(expression))
      if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
          variable && variable->isLocalVarDecl() && variable->hasInit() &&
          !isChanged(function.getBody(), *variable))
        expression = variable->getInit()->IgnoreParenImpCasts();
    return llvm::isa<clang::MemberExpr>(expression) && names(expression, "x");
  };
  auto isConstant = [&](const clang::Expr *expression) {
    return !expression->isValueDependent() && expression->isIntegerConstantExpr(context.ast);
  };
  return (isIndex(equal->getLHS()) && isConstant(equal->getRHS())) ||
         (isIndex(equal->getRHS()) && isConstant(equal->getLHS()));
}

/// The statement around that one thread runs, followed by a barrier: nobody else in the block does
/// anything before that.
const clang::Stmt *Waits::singleAround(const Path &path) const {
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    const auto *list = llvm::dyn_cast<clang::CompoundStmt>(path[i]);
    const auto *branch = llvm::dyn_cast<clang::IfStmt>(path[i + 1]);
    if (!list || !branch || branch->getElse() || branch->getInit() ||
        branch->getConditionVariable() || !isOneThread(*branch->getCond()) ||
        effects.ofStatement(*branch).syncs())
      continue;
    bool here = false;
    for (const clang::Stmt *child : list->body()) {
      if (here && !llvm::isa<clang::NullStmt>(child)) {
        const auto *call = llvm::dyn_cast<clang::CallExpr>(child);
        if (call && classifyDeviceCall(*call) == DeviceCall::BlockBarrier)
          return branch;
        break;
      }
      here |= child == branch;
    }
  }
  return nullptr;
}

/// Who has left the loop has nothing more to do that others could wait for, and inside of it nobody
/// waits: when all that are still in it take a round each, one after the other, each has its turns.
bool Waits::isLast(const clang::Stmt &loop, const Path &path) {
  if (hasBarrier(&loop))
    return false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const clang::Stmt *next = i + 1 < path.size() ? path[i + 1] : &loop;
    if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(path[i])) {
      if (branch->getElse() || branch->getInit() || branch->getConditionVariable())
        return false;
    } else if (const auto *list = llvm::dyn_cast<clang::CompoundStmt>(path[i])) {
      if (list->body_back() != next)
        return false;
    } else {
      return false;
    }
  }
  bool waitsInside = false;
  auto look = [&](auto &self, const clang::Stmt *statement) -> void {
    if (!statement)
      return;
    waitsInside |= isLoop(statement) && isHinted(*statement) && !endsAlone(*statement, context.ast);
    for (const clang::Stmt *child : statement->children())
      self(self, child);
  };
  for (const clang::Stmt *child : loop.children())
    look(look, child);
  return !waitsInside;
}

/// In a function without a form of its own each thread runs from its start to its end.
void Waits::checkCallee(const clang::FunctionDecl &callee) {
  auto look = [&](auto &self, const clang::Stmt *statement) -> void {
    if (!statement || found)
      return;
    if (isLoop(statement) && isHinted(*statement) && !endsAlone(*statement, context.ast))
      found = Obstacle{"a wait for another thread", statement->getBeginLoc()};
    for (const clang::Stmt *child : statement->children())
      self(self, child);
  };
  look(look, callee.getBody());
}

} // namespace sampan::host
