// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/shape.h"

#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/host/variables.h"

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
      if (lists.isBarrier(child)) {
        flush();
        continue;
      }
      // The condition of a loop counts in every round.
      if (Nodes counts = countsOf(child); !counts.empty() && !llvm::isa<clang::WhileStmt>(child)) {
        flush();
        nodes.insert(nodes.end(), counts.begin(), counts.end());
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
        region.statements.push_back(child);
      }
    }
    flush();
    return nodes;
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
      node.kind = Node::Branch;
      if (branch->getConditionVariable() || branch->getInit())
        object("a declaration in the condition around a barrier", branch->getBeginLoc());
      if (!facts.uniformity.isUniform(*branch->getCond()) && !branch->getElse() && isLast(branch)) {
        // Nobody else comes to a barrier any more.
        node.kind = Node::Filter;
        shape.filters = true;
        node.first = list(branch->getThen());
        return node;
      }
      requireUniform(branch->getCond());
      node.first = list(branch->getThen());
      if (branch->getElse())
        node.second = list(branch->getElse());
    } else if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(statement)) {
      node.kind = Node::Loop;
      if (loop->getConditionVariable())
        object("a declaration in the condition around a barrier", loop->getBeginLoc());
      if (loop->getCond())
        requireUniform(loop->getCond());
      for (const clang::Stmt *part :
           {loop->getInit(), static_cast<const clang::Stmt *>(loop->getInc())})
        if (part && !writesOnlyBlock(part))
          object("a loop around a barrier whose variable differs between threads",
                 part->getBeginLoc());
      node.first = list(loop->getBody());
    } else if (const auto *whileLoop = llvm::dyn_cast<clang::WhileStmt>(statement)) {
      node.kind = Node::Loop;
      if (whileLoop->getConditionVariable())
        object("a declaration in the condition around a barrier", whileLoop->getBeginLoc());
      requireUniform(whileLoop->getCond());
      node.first = list(whileLoop->getBody());
      node.second = countsOf(whileLoop);
    } else if (const auto *doLoop = llvm::dyn_cast<clang::DoStmt>(statement)) {
      node.kind = Node::Loop;
      requireUniform(doLoop->getCond());
      node.first = list(doLoop->getBody());
    } else if (llvm::isa<clang::CompoundStmt>(statement)) {
      node.kind = Node::Scope;
      node.first = list(statement);
    } else if (llvm::isa<clang::BreakStmt, clang::ContinueStmt, clang::ReturnStmt>(statement)) {
      node.kind = Node::Execute;
    } else {
      object("a barrier inside this kind of statement", statement->getBeginLoc());
    }
    return node;
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

  void requireUniform(const clang::Expr *condition) {
    if (!facts.uniformity.isUniform(*condition))
      object("a barrier, or a jump past one, under a condition that may differ between threads",
             condition->getBeginLoc());
    else if (!writesOnlyBlock(condition))
      object("a condition around a barrier that changes a variable", condition->getBeginLoc());
    else if (namesEscaping(condition))
      object("a condition around a barrier on a variable whose address was taken",
             condition->getBeginLoc());
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

  const KernelFacts &facts;
  const ListStructure &lists;
  Shape &shape;
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
  if (effects.warpSync)
    return Obstacle{"a warp collective", at};
  return std::nullopt;
}

bool hasGoto(const clang::Stmt *statement) {
  if (!statement)
    return false;
  if (llvm::isa<clang::GotoStmt, clang::IndirectGotoStmt, clang::LabelStmt>(statement))
    return true;
  return llvm::any_of(statement->children(), hasGoto);
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

Shape shapeOf(const KernelFacts &facts) {
  Shape shape;
  Effects effects = facts.effects.of(facts.kernel);
  if (const clang::FunctionTemplateDecl *made = facts.kernel.getDescribedFunctionTemplate())
    effects = facts.effects.of(*made->getTemplatedDecl());
  shape.indexInCallees = effects.threadIndex;
  shape.hasBarriers = effects.blockSync;
  shape.obstacle = obstacleOf(facts, effects);
  if (shape.obstacle)
    return shape;
  const auto *body = llvm::dyn_cast<clang::CompoundStmt>(facts.kernel.getBody());
  if (!body) {
    shape.obstacle = {"a function try block", facts.kernel.getLocation()};
    return shape;
  }
  collectReturns(body, shape.returns);
  for (const clang::ReturnStmt *found : shape.returns)
    if (found->getRetValue())
      shape.obstacle = {"a return of an expression", found->getBeginLoc()};
  if (!shape.obstacle && shape.hasBarriers && hasGoto(body))
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
