// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/shape.h"

#include "rewriters/kernel/device_calls.h"
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

namespace sampan::host {

Storage Shape::storageOf(const clang::VarDecl *variable) const {
  auto found = storage.find(variable);
  return found == storage.end() ? Storage::Local : found->second;
}

namespace {

/// Builds the tree once it is known where variables live.
class ShapeBuilder {
public:
  ShapeBuilder(const KernelFacts &facts, const ListStructure &lists, Shape &shape)
      : facts(facts), lists(lists), shape(shape) {}

  void build() {
    const auto *body = llvm::cast<clang::CompoundStmt>(facts.kernel.getBody());
    shape.nodes = list(body);
  }

private:
  using Nodes = std::vector<Node>;

  /// The statements of a list as nodes; a region collects what stands between two others.
  Nodes list(const clang::Stmt *statement) {
    Nodes nodes;
    Node region;
    auto flush = [&] {
      if (!region.statements.empty())
        nodes.push_back(std::move(region));
      region = Node();
    };
    for (const clang::Stmt *child : lists.statementsOf(statement)) {
      if (llvm::isa<clang::NullStmt>(child))
        continue;
      if (lists.isBarrier(child) || lists.isWarpBarrier(child)) {
        flush();
        if (lists.isBarrier(child)) {
          nodes.emplace_back();
          nodes.back().kind = Node::Meet;
        }
        continue;
      }
      // The condition of a loop counts in every round.
      bool isLoop = llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt>(child);
      if (Nodes counts = countsOf(child); !counts.empty() && !isLoop) {
        flush();
        nodes.insert(nodes.end(), counts.begin(), counts.end());
      }
      if (lists.isVoteOnly(child))
        continue;
      if (lists.isWait(child)) { // all before it is done by then
        flush();
        region.statements.push_back(child);
        flush();
        continue;
      }
      if (lists.isLockStep(child) && !lists.isStructured(child) && !isBlockStatement(child)) {
        flush();
        nodes.push_back(lockStep(child));
        continue;
      }
      if (lists.isStructured(child)) {
        flush();
        nodes.push_back(structured(child));
      } else if (isBlockStatement(child)) {
        // What reads no memory may as well come before the region that is being collected.
        if (!isMovable(child))
          flush();
        Node node;
        node.kind = llvm::isa<clang::DeclStmt>(child) ? Node::Declare : Node::Execute;
        node.statement = child;
        nodes.push_back(std::move(node));
      } else {
        bool jumps = noteJumps(child);
        if (jumps) // a thread that jumps stores nothing after
          flush();
        region.statements.push_back(child);
        if (jumps)
          flush();
      }
    }
    flush();
    return nodes;
  }

  /// A statement of which passes found that all threads read before any writes.
  Node lockStep(const clang::Stmt *statement) {
    const auto *expression = llvm::dyn_cast<clang::Expr>(statement);
    const clang::Expr *plain = expression ? expression->IgnoreParenImpCasts() : nullptr;
    const auto *binary = llvm::dyn_cast_or_null<clang::BinaryOperator>(plain);
    // Of a class; what another operator of its own does between reading and writing is not known.
    const auto *whole = llvm::dyn_cast_or_null<clang::CXXOperatorCallExpr>(plain);
    bool assigns =
        (binary && binary->isAssignmentOp()) || (whole && whole->getOperator() == clang::OO_Equal);
    if (expression && !assigns)
      object("lanes that rely on running in lock-step", statement->getBeginLoc());
    Node node;
    node.kind = assigns ? Node::Step : Node::Region;
    node.statement = assigns ? plain : nullptr;
    node.statements = {statement};
    return node;
  }

  /// Some threads leave the loop around, or its round, in the midst of a region.
  bool noteJumps(const clang::Stmt *statement) {
    if (loops.empty() || !jumpsOut(statement))
      return false;
    loops.back().parts |= hasBreak(statement);
    loops.back().rounds |= hasContinue(statement);
    return true;
  }

  static bool hasBreak(const clang::Stmt *statement) {
    if (!statement || llvm::isa<clang::LambdaExpr, clang::SwitchStmt, clang::ForStmt,
                                clang::WhileStmt, clang::DoStmt, clang::CXXForRangeStmt>(statement))
      return false;
    return llvm::isa<clang::BreakStmt>(statement) || llvm::any_of(statement->children(), hasBreak);
  }
  static bool hasContinue(const clang::Stmt *statement) {
    if (!statement || llvm::isa<clang::LambdaExpr, clang::ForStmt, clang::WhileStmt, clang::DoStmt,
                                clang::CXXForRangeStmt>(statement))
      return false;
    return llvm::isa<clang::ContinueStmt>(statement) ||
           llvm::any_of(statement->children(), hasContinue);
  }

  Nodes countsOf(const clang::Stmt *statement) const {
    Nodes counts;
    for (const Vote &vote : shape.votes)
      if (lists.countsIn(vote.call) == statement) {
        counts.emplace_back();
        counts.back().kind = Node::Count;
        counts.back().vote = vote;
      }
    return counts;
  }

  Node structured(const clang::Stmt *statement) {
    Node node;
    node.statement = statement;
    if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(statement)) {
      makeBranch(*branch, node);
    } else if (llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt>(statement)) {
      makeLoop(*statement, node);
    } else if (llvm::isa<clang::CompoundStmt>(statement)) {
      node.kind = Node::Scope;
      node.first = list(statement);
    } else if (llvm::isa<clang::BreakStmt, clang::ContinueStmt, clang::ReturnStmt>(statement)) {
      node.kind = Node::Execute;
      // On one side of a condition that parts threads.
      if (!loops.empty() && loops.back().partedBranches) {
        loops.back().parts |= llvm::isa<clang::BreakStmt>(statement);
        loops.back().rounds |= llvm::isa<clang::ContinueStmt>(statement);
      }
    } else {
      object("a barrier inside this kind of statement", statement->getBeginLoc());
    }
    return node;
  }

  void makeBranch(const clang::IfStmt &branch, Node &node) {
    node.kind = Node::Branch;
    if (branch.getConditionVariable() || branch.getInit())
      object("a declaration in the condition around a barrier", branch.getBeginLoc());
    bool leaves =
        !branch.getElse() && isLast(&branch) && facts.kernel.hasAttr<clang::CUDAGlobalAttr>();
    if (leaves && !facts.uniformity.isUniform(*branch.getCond())) {
      // Nobody else comes to a barrier any more.
      node.kind = Node::Filter;
      shape.filters = true;
      node.first = list(branch.getThen());
      return;
    }
    node.masked = !isOfBlock(branch.getCond());
    if (node.masked) {
      shape.masks = true;
      node.strict = lists.hasBarrier(&branch) && hasBarrierAfter(&branch);
      if (branch.getElse() && lists.hasBarrier(branch.getThen()) &&
          lists.hasBarrier(branch.getElse()))
        object("barriers on both sides of a condition that may differ between threads",
               branch.getBeginLoc());
    }
    unsigned parts = node.masked;
    if (!loops.empty())
      loops.back().partedBranches += parts;
    node.first = list(branch.getThen());
    if (branch.getElse())
      node.second = list(branch.getElse());
    if (!loops.empty())
      loops.back().partedBranches -= parts;
  }

  void makeLoop(const clang::Stmt &statement, Node &node) {
    node.kind = Node::Loop;
    const clang::Expr *condition = nullptr;
    const clang::Stmt *body = nullptr;
    bool variable = false;
    loops.emplace_back();
    if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(&statement)) {
      condition = loop->getCond(), body = loop->getBody();
      variable = loop->getConditionVariable();
      for (const clang::Stmt *part :
           {loop->getInit(), static_cast<const clang::Stmt *>(loop->getInc())})
        loops.back().parts |= part && !writesOnlyBlock(part);
      node.head = loop->getInit() ? countsOf(loop->getInit()) : Nodes();
      node.tail = loop->getInc() ? countsOf(loop->getInc()) : Nodes();
    } else if (const auto *whileLoop = llvm::dyn_cast<clang::WhileStmt>(&statement)) {
      condition = whileLoop->getCond(), body = whileLoop->getBody();
      variable = whileLoop->getConditionVariable();
    } else {
      const auto &doLoop = llvm::cast<clang::DoStmt>(statement);
      condition = doLoop.getCond(), body = doLoop.getBody();
    }
    if (variable)
      object("a declaration in the condition around a barrier", statement.getBeginLoc());
    loops.back().parts |= condition && !isOfBlock(condition);
    node.first = list(body);
    node.second = countsOf(&statement);
    // Counts in the condition of anything but a while loop need its own rounds.
    node.masked = loops.back().parts || loops.back().rounds || !node.head.empty() ||
                  !node.tail.empty() || (facts.waits && facts.waits->isRounds(&statement)) ||
                  (!node.second.empty() && !llvm::isa<clang::WhileStmt>(statement));
    node.rounds = loops.back().rounds;
    loops.pop_back();
    if (node.masked) {
      shape.masks = true;
      node.strict = lists.hasBarrier(body) && hasBarrierAfter(&statement);
    }
  }

  /// Whether threads that do not take part in the statement may come to a barrier after it.
  bool hasBarrierAfter(const clang::Stmt *statement) const {
    if (!facts.kernel.hasAttr<clang::CUDAGlobalAttr>())
      return true; // the caller may have one
    for (const clang::Stmt *up = facts.uses.parentOf(statement); up;
         statement = up, up = facts.uses.parentOf(up)) {
      if (llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt>(up))
        return true;
      bool after = false;
      if (const auto *block = llvm::dyn_cast<clang::CompoundStmt>(up))
        for (const clang::Stmt *child : block->body()) {
          if (after && lists.hasBarrier(child))
            return true;
          after |= child == statement;
        }
    }
    return false;
  }

  /// Nothing follows the statement in the kernel, and it is in no loop.
  bool isLast(const clang::Stmt *statement) const {
    for (const clang::Stmt *up = facts.uses.parentOf(statement); up;
         statement = up, up = facts.uses.parentOf(up)) {
      const auto *block = llvm::dyn_cast<clang::CompoundStmt>(up);
      const auto *branch = llvm::dyn_cast<clang::IfStmt>(up);
      if (block ? block->body_back() != statement : !branch || branch->getElse())
        return false;
    }
    return true;
  }

  /// The same for all threads, and the block can evaluate it once.
  bool isOfBlock(const clang::Expr *condition) const {
    return facts.uniformity.isUniform(*condition) && writesOnlyBlock(condition) &&
           !namesEscaping(condition);
  }

  bool namesEscaping(const clang::Stmt *statement) const {
    if (!statement)
      return false;
    if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(statement))
      if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl()))
        if (const LocalVariable *local = facts.uses.find(variable))
          if (!variable->hasAttr<clang::CUDASharedAttr>() && local->escapes())
            return true;
    return llvm::any_of(statement->children(),
                        [&](const clang::Stmt *child) { return namesEscaping(child); });
  }

  bool writesOnlyBlock(const clang::Stmt *statement) const {
    for (const auto &[decl, variable] : facts.uses.all())
      for (const LocalUse &use : variable.uses)
        if (use.access != Access::Read && facts.uses.isInside(use.name, statement) &&
            shape.storageOf(decl) != Storage::Block)
          return false;
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement))
      for (const clang::Decl *decl : declarations->decls())
        if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
            variable && shape.storageOf(variable) != Storage::Block)
          return false;
    return true;
  }

  bool isBlockStatement(const clang::Stmt *statement) const {
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement)) {
      for (const clang::Decl *decl : declarations->decls()) {
        const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
        if (!variable)
          return true; // types, using declarations
        Storage storage = shape.storageOf(variable);
        return storage == Storage::Block || storage == Storage::Shared;
      }
      return false;
    }
    if (const auto *expression = llvm::dyn_cast<clang::Expr>(statement)) {
      const clang::VarDecl *target = assignedVariable(*expression);
      return target && shape.storageOf(target) == Storage::Block;
    }
    return false;
  }

  bool isMovable(const clang::Stmt *statement) const {
    const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement);
    if (!declarations)
      return false;
    for (const clang::Decl *decl : declarations->decls())
      if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl))
        if (variable->getInit() && shape.storageOf(variable) == Storage::Block &&
            !isPure(*variable->getInit(), facts, shape, nullptr))
          return false;
    return true;
  }

  void object(std::string what, clang::SourceLocation at) {
    if (!shape.obstacle)
      shape.obstacle = {std::move(what), at};
  }

  /// A loop of the block around the list that is being read.
  struct Round {
    bool parts = false; ///< threads may leave it, or end a round, before others
    bool rounds = false;
    unsigned partedBranches = 0; ///< around the list, within the loop
  };

  const KernelFacts &facts;
  const ListStructure &lists;
  Shape &shape;
  std::vector<Round> loops;
};

/// The constructs that no cutting helps against.
std::optional<Obstacle> obstacleOf(const KernelFacts &facts, const Effects &effects) {
  clang::SourceLocation at = facts.kernel.getLocation();
  if (effects.opaque)
    return Obstacle{"a call of which nothing is known (" + effects.culprit + ")", at};
  if (effects.otherSync)
    return Obstacle{"a barrier of another kind than the block's (" + effects.culprit + ")", at};
  if (effects.waits)
    return Obstacle{"a wait for another thread (" + effects.culprit + ")", at};
  if (effects.addressSpace)
    return Obstacle{"a question for the address space of a pointer (" + effects.culprit + ")", at};
  return std::nullopt;
}

bool hasGoto(const clang::Stmt *statement) {
  if (!statement)
    return false;
  if (llvm::isa<clang::GotoStmt, clang::IndirectGotoStmt, clang::LabelStmt>(statement))
    return true;
  return llvm::any_of(statement->children(), hasGoto);
}

/// PTX's way to return.
bool hasExit(const clang::Stmt *statement) {
  if (!statement)
    return false;
  const auto *assembly = llvm::dyn_cast<clang::GCCAsmStmt>(statement);
  return (assembly && llvm::StringRef(assembly->getAsmString()).contains("exit")) ||
         llvm::any_of(statement->children(), hasExit);
}

void collectReturns(const clang::Stmt *statement, std::vector<const clang::ReturnStmt *> &to) {
  if (!statement || llvm::isa<clang::LambdaExpr>(statement))
    return;
  if (const auto *found = llvm::dyn_cast<clang::ReturnStmt>(statement))
    to.push_back(found);
  for (const clang::Stmt *child : statement->children())
    collectReturns(child, to);
}

} // namespace

bool KernelFacts::steps() const {
  if (!lockSteps)
    return false;
  for (const clang::FunctionDecl *function : effects.reached(kernel)) {
    const clang::FunctionDecl *written = function->getTemplateInstantiationPattern();
    if (lockSteps->isIn(written ? *written : *function))
      return true;
  }
  return false;
}

Shape shapeOf(const KernelFacts &facts) {
  Shape shape;
  Effects effects = facts.effects.of(facts.kernel);
  if (const clang::FunctionTemplateDecl *made = facts.kernel.getDescribedFunctionTemplate())
    effects = facts.effects.of(*made->getTemplatedDecl());
  shape.indexInCallees = effects.threadIndex;
  shape.sharedBits = effects.sharedBits;
  shape.hasBarriers = effects.blockSync;
  shape.hasCuts = effects.blockSync || effects.warpSync || facts.steps() ||
                  (facts.waits && facts.waits->hasRounds(facts.kernel.getBody()));
  shape.obstacle = obstacleOf(facts, effects);
  if (!shape.obstacle && facts.waits)
    shape.obstacle = facts.waits->obstacle();
  if (shape.obstacle)
    return shape;
  const auto *body = llvm::dyn_cast<clang::CompoundStmt>(facts.kernel.getBody());
  if (!body) {
    shape.obstacle = {"a function try block", facts.kernel.getLocation()};
    return shape;
  }
  collectReturns(body, shape.returns);
  for (const clang::ReturnStmt *found : shape.returns)
    if (found->getRetValue() && facts.kernel.hasAttr<clang::CUDAGlobalAttr>())
      shape.obstacle = {"a return of an expression", found->getBeginLoc()};
  if (!shape.obstacle && hasExit(body))
    shape.obstacle = {"exit in inline PTX", body->getBeginLoc()};
  if (!shape.obstacle && shape.hasCuts && hasGoto(body))
    shape.obstacle = {"goto in a kernel with barriers", body->getBeginLoc()};
  if (shape.obstacle)
    return shape;
  ListStructure lists(facts, shape);
  if (!shape.obstacle)
    placeVariables(facts, lists, shape);
  if (!shape.obstacle)
    ShapeBuilder(facts, lists, shape).build();
  return shape;
}

} // namespace sampan::host
