// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/host/callee_forms.h"
#include "rewriters/lowering/host/collectives.h"
#include "rewriters/lowering/host/lock_steps.h"
#include "rewriters/lowering/host/variables.h"
#include "rewriters/lowering/host/waits.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

namespace sampan::host {
namespace {

const clang::CallExpr *asCall(const clang::Stmt *statement) {
  if (const auto *cleanups = llvm::dyn_cast<clang::ExprWithCleanups>(statement))
    statement = cleanups->getSubExpr();
  const auto *expression = llvm::dyn_cast<clang::Expr>(statement);
  return expression ? llvm::dyn_cast<clang::CallExpr>(expression->IgnoreParenImpCasts()) : nullptr;
}

} // namespace

bool jumpsOut(const clang::Stmt *statement, bool inLoop, bool inSwitch) {
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

namespace {

bool hasReturn(const clang::Stmt *statement) {
  if (!statement || llvm::isa<clang::LambdaExpr>(statement))
    return false;
  return llvm::isa<clang::ReturnStmt>(statement) || llvm::any_of(statement->children(), hasReturn);
}

} // namespace

ListStructure::ListStructure(const KernelFacts &facts, Shape &shape) : facts(facts), shape(shape) {
  addList(facts.kernel.getBody());
}

/// Statements without attributes and pragmas in front, which say nothing of what they do.
std::vector<const clang::Stmt *> ListStructure::statementsOf(const clang::Stmt *list) {
  std::vector<const clang::Stmt *> result = {list};
  if (const auto *compound = llvm::dyn_cast<clang::CompoundStmt>(list))
    result.assign(compound->body_begin(), compound->body_end());
  for (const clang::Stmt *&statement : result)
    while (const auto *attributed = llvm::dyn_cast<clang::AttributedStmt>(statement))
      statement = attributed->getSubStmt();
  return result;
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

bool ListStructure::isWarpBarrier(const clang::Stmt *statement) const {
  const clang::CallExpr *call = asCall(statement);
  return call && isWarpSync(*call, facts.effects);
}

std::optional<Vote::Kind> ListStructure::voteOf(const clang::CallExpr &call) const {
  llvm::StringRef name = calleeName(call);
  if ((name == "__syncthreads_count" || name == "__syncthreads_and" ||
       name == "__syncthreads_or") &&
      call.getNumArgs() == 1)
    return Vote::Counting;
  if (collectiveOf(call, facts.effects))
    return Vote::Collective;
  if (facts.callees && formOf(call, nullptr))
    return Vote::Callee;
  return std::nullopt;
}

/// The block form of the function that is called, where it can be seen from here.
const CalleeForm *ListStructure::formOf(const clang::CallExpr &call, Obstacle *why) const {
  Effects does = facts.effects.ofCall(call);
  if (!does.blockSync && !does.warpSync && !facts.callees->hasLockSteps(call))
    return nullptr;
  const std::vector<const CalleeForm *> all = facts.callees->formsOf(call, why);
  if (!all.empty() && !isOnSharedObject(call)) {
    if (why)
      *why = {"a barrier or warp collective in a member function of an object that each thread has "
              "of its own",
              call.getBeginLoc()};
    return nullptr;
  }
  // A member of a class that depends on a template is looked up when that is instantiated.
  const bool late = llvm::isa<clang::DependentScopeDeclRefExpr, clang::CXXDependentScopeMemberExpr>(
      call.getCallee()->IgnoreParenImpCasts());
  for (const CalleeForm *form : all)
    if (!late && !isKnownHere(*form->definition)) {
      if (why)
        *why = {"a barrier or warp collective in a function that is defined later",
                call.getBeginLoc()};
      return nullptr;
    }
  return all.empty() ? nullptr : all.front();
}

/// Whether the form behind the definition is declared where the function being written stands.
bool ListStructure::isKnownHere(const clang::FunctionDecl &definition) const {
  // All of a class is known in its members.
  const auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(&definition);
  for (const clang::DeclContext *around = facts.kernel.getParent(); method && around;
       around = around->getParent())
    if (around == method->getParent())
      return true;
  return facts.ast.getSourceManager().isBeforeInTranslationUnit(definition.getEndLoc(),
                                                                facts.kernel.getBeginLoc());
}

/// No member function, or the block's threads all mean one object.
bool ListStructure::isOnSharedObject(const clang::CallExpr &call) const {
  const clang::Expr *callee = call.getCallee()->IgnoreParenImpCasts();
  const clang::Expr *object = nullptr;
  bool arrow = false;
  if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(callee)) {
    const auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(member->getMemberDecl());
    if (method && method->isStatic())
      return true;
    object = member->getBase(), arrow = member->isArrow();
  } else if (const auto *open = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(callee);
             open && !open->isImplicitAccess()) {
    object = open->getBase(), arrow = open->isArrow();
  } else if (const auto *set = llvm::dyn_cast<clang::UnresolvedMemberExpr>(callee);
             set && !set->isImplicitAccess()) {
    object = set->getBase(), arrow = set->isArrow();
  }
  if (!object)
    return true;
  if (arrow)
    return facts.uniformity.isUniform(*object);
  while (const auto *part = llvm::dyn_cast<clang::MemberExpr>(object->IgnoreParenImpCasts())) {
    if (part->isArrow())
      return facts.uniformity.isUniform(*part->getBase());
    object = part->getBase();
  }
  const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(object->IgnoreParenImpCasts());
  const auto *variable = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
  return variable && (variable->hasGlobalStorage() || variable->hasAttr<clang::CUDASharedAttr>());
}

bool ListStructure::isWait(const clang::Stmt *statement) const {
  return facts.waits && facts.waits->isSingle(statement);
}

bool ListStructure::isVoteOnly(const clang::Stmt *statement) const {
  const clang::CallExpr *call = asCall(statement);
  return call && voteHome.lookup(call) == statement;
}

bool ListStructure::cuts(const clang::Stmt *element) const {
  if (isBarrier(element) || isWarpBarrier(element) || isStructured(element) ||
      isLockStep(element) || isWait(element) || jumping.contains(element))
    return true;
  return llvm::any_of(voteHome, [&](const auto &entry) { return entry.second == element; });
}

bool ListStructure::syncs(const clang::Stmt *statement) {
  if (!statement || !shape.hasCuts)
    return false;
  auto [entry, isNew] = syncsKnown.try_emplace(statement, false);
  if (isNew) {
    Effects effects = facts.effects.ofStatement(*statement);
    bool does = effects.blockSync || effects.warpSync || isLockStep(statement) ||
                callsLockSteps(statement) || (facts.waits && facts.waits->hasRounds(statement));
    syncsKnown[statement] = does;
    return does;
  }
  return entry->second;
}

bool ListStructure::hasBarrier(const clang::Stmt *statement) const {
  return statement && facts.effects.ofStatement(*statement).blockSync;
}

bool ListStructure::isLockStep(const clang::Stmt *statement) const {
  return facts.lockSteps && facts.lockSteps->isIn(statement);
}

bool ListStructure::callsLockSteps(const clang::Stmt *statement) const {
  if (!statement || !facts.callees)
    return false;
  const auto *call = llvm::dyn_cast<clang::CallExpr>(statement);
  return (call && facts.callees->hasLockSteps(*call)) ||
         llvm::any_of(statement->children(),
                      [&](const clang::Stmt *child) { return callsLockSteps(child); });
}

bool ListStructure::needsStructure(const clang::Stmt *statement) {
  if (!shape.hasCuts)
    return false;
  if (llvm::isa<clang::BreakStmt, clang::ContinueStmt, clang::ReturnStmt>(statement))
    return true; // where every thread comes
  if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(statement)) {
    if (syncs(branch->getThen()) || syncs(branch->getElse()))
      return true;
    // Where some threads leave, the region's loop lets them.
    bool leaves = hasReturn(branch) || (!loops.empty() && jumpsOut(branch));
    return leaves && facts.uniformity.isUniform(*branch->getCond()) &&
           !branch->getConditionVariable() && !branch->getInit();
  }
  if (llvm::isa<clang::CompoundStmt>(statement))
    return syncs(statement) || (!loops.empty() && jumpsOut(statement));
  if (llvm::isa<clang::DeclStmt, clang::Expr>(statement))
    return false;
  return syncs(statement);
}

void ListStructure::addVote(const clang::CallExpr &call, Vote::Kind kind, const clang::Stmt *home,
                            bool conditional) {
  // What it takes is worked out first.
  for (const clang::Expr *argument : call.arguments())
    findVotes(argument, home, conditional || kind == Vote::Counting);
  Vote vote{&call, static_cast<unsigned>(shape.votes.size()), kind};
  if (conditional && kind == Vote::Collective)
    vote.choices = choicesAround(facts.uses, call, *home);
  bool chosen = llvm::all_of(vote.choices, [&](const Choice &choice) {
    return isRepeatable(choice.condition, facts.effects);
  });
  if (conditional && (vote.choices.empty() || !chosen) && !shape.obstacle)
    shape.obstacle = {kind == Vote::Counting ? "a counting barrier that only some evaluations reach"
                                             : "a warp collective that only some evaluations reach",
                      call.getBeginLoc()};
  shape.votes.push_back(std::move(vote));
  shape.masks |= kind != Vote::Counting;
  voteHome[&call] = home;
}

void ListStructure::findVotes(const clang::Stmt *expression, const clang::Stmt *home,
                              bool conditional) {
  if (!expression || !syncs(expression))
    return;
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(expression)) {
    if (std::optional<Vote::Kind> kind = voteOf(*call))
      return addVote(*call, *kind, home, conditional);
    Effects does = facts.effects.ofCall(*call);
    bool steps = facts.callees && facts.callees->hasLockSteps(*call);
    if ((does.blockSync || does.warpSync || steps) && !shape.obstacle) {
      Obstacle why{"a barrier or warp collective in the called function " + calleeName(*call).str(),
                   call->getBeginLoc()};
      if (facts.callees)
        (void)formOf(*call, &why);
      shape.obstacle = why;
    }
  }
  bool first = true;
  const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(expression);
  bool chooses = (binary && (binary->isLogicalOp() || binary->isCommaOp())) ||
                 llvm::isa<clang::ConditionalOperator>(expression);
  bool lambda = llvm::isa<clang::LambdaExpr>(expression);
  for (const clang::Stmt *child : expression->children()) {
    findVotes(child, home, conditional || lambda || (chooses && !first));
    first = false;
  }
}

/// A variable declared beside a collective comes after it.
void ListStructure::findVotesIn(const clang::DeclStmt &declarations) {
  std::size_t before = shape.votes.size();
  findVotes(&declarations, &declarations, false);
  if (shape.votes.size() == before || declarations.isSingleDecl() || shape.obstacle)
    return;
  for (const clang::Decl *decl : declarations.decls())
    if (const LocalVariable *local = facts.uses.find(llvm::dyn_cast<clang::VarDecl>(decl)))
      for (const LocalUse &use : local->uses)
        if (facts.uses.isInside(use.name, &declarations))
          shape.obstacle = {"a warp collective among several declarations",
                            declarations.getBeginLoc()};
}

void ListStructure::addLoop(const clang::Stmt *statement) {
  const clang::Expr *condition = nullptr;
  const clang::Stmt *body = nullptr;
  if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(statement)) {
    condition = loop->getCond(), body = loop->getBody();
    if (const auto *start = llvm::dyn_cast_or_null<clang::DeclStmt>(loop->getInit()))
      findVotesIn(*start);
    else
      findVotes(loop->getInit(), loop->getInit(), false);
    findVotes(loop->getInc(), loop->getInc(), false);
  } else if (const auto *whileLoop = llvm::dyn_cast<clang::WhileStmt>(statement)) {
    condition = whileLoop->getCond(), body = whileLoop->getBody();
  } else if (const auto *doLoop = llvm::dyn_cast<clang::DoStmt>(statement)) {
    condition = doLoop->getCond(), body = doLoop->getBody();
  }
  if (!body)
    return; // the builder says why not
  findVotes(condition, statement, false);
  loops.push_back(statement);
  addList(body);
  loops.pop_back();
}

void ListStructure::addList(const clang::Stmt *list) {
  for (const clang::Stmt *child : statementsOf(list)) {
    lists[child] = list;
    if (isBarrier(child) || isWarpBarrier(child))
      continue;
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(child)) {
      findVotesIn(*declarations);
      continue;
    }
    if (llvm::isa<clang::Expr>(child)) {
      findVotes(child, child, false);
      continue;
    }
    if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(child))
      findVotes(branch->getCond(), child, false);
    if (const auto *result = llvm::dyn_cast<clang::ReturnStmt>(child))
      findVotes(result->getRetValue(), child, false);
    if (!needsStructure(child)) {
      if (!loops.empty() && jumpsOut(child))
        jumping.insert(child); // in a region of its own
      continue;
    }
    structured.insert(child);
    if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(child)) {
      addList(branch->getThen());
      if (branch->getElse())
        addList(branch->getElse());
    } else if (llvm::isa<clang::CompoundStmt>(child)) {
      addList(child);
    } else {
      addLoop(child);
    }
  }
}

} // namespace sampan::host
