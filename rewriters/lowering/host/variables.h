// SPDX-License-Identifier: Apache-2.0
// Which statements of a kernel stand between barriers at the level of the block, and where the
// variables that live across a barrier are kept.
#pragma once

#include "rewriters/lowering/host/shape.h"

namespace sampan::host {

struct CalleeForm;

/// The lists of statements that the block form runs once per block.
class ListStructure {
public:
  /// Reports into `shape` what cannot be cut; fills in its votes.
  ListStructure(const KernelFacts &facts, Shape &shape);

  /// `__syncthreads();` and the like, as a statement.
  bool isBarrier(const clang::Stmt *statement) const;
  /// `__syncwarp();` and the like.
  bool isWarpBarrier(const clang::Stmt *statement) const;
  /// Becomes control flow of the block: has a barrier inside, or jumps past one.
  bool isStructured(const clang::Stmt *statement) const { return structured.contains(statement); }
  bool isListed(const clang::Stmt *statement) const { return lists.contains(statement); }
  /// The statement of a list whose condition or expression contains the vote.
  const clang::Stmt *countsIn(const clang::CallExpr *vote) const { return voteHome.lookup(vote); }
  /// Lanes rely on running in lock-step here.
  bool isLockStep(const clang::Stmt *statement) const;
  /// One thread waits here for other blocks.
  bool isWait(const clang::Stmt *statement) const;
  /// Nothing but the call of a vote, so that nothing is left to do.
  bool isVoteOnly(const clang::Stmt *statement) const;
  /// Statements of a list, however it is written.
  static std::vector<const clang::Stmt *> statementsOf(const clang::Stmt *list);
  /// The list that `statement` stands in.
  const clang::Stmt *listOf(const clang::Stmt *statement) const { return lists.lookup(statement); }
  /// Whether the list's element ends the region before it.
  bool cuts(const clang::Stmt *element) const;
  /// Has a barrier of the block inside.
  bool hasBarrier(const clang::Stmt *statement) const;

private:
  void addList(const clang::Stmt *list);
  bool needsStructure(const clang::Stmt *statement);
  bool syncs(const clang::Stmt *statement);
  const CalleeForm *formOf(const clang::CallExpr &call, Obstacle *why) const;
  bool isKnownHere(const clang::FunctionDecl &definition) const;
  bool isOnSharedObject(const clang::CallExpr &call) const;
  std::optional<Vote::Kind> voteOf(const clang::CallExpr &call) const;
  void addVote(const clang::CallExpr &call, Vote::Kind kind, const clang::Stmt *home,
               bool conditional);
  bool callsLockSteps(const clang::Stmt *statement) const;
  void findVotesIn(const clang::DeclStmt &declarations);
  void addLoop(const clang::Stmt *loop);
  void findVotes(const clang::Stmt *expression, const clang::Stmt *home, bool conditional);
  void checkCalls(const clang::Stmt *statement);

  const KernelFacts &facts;
  Shape &shape;
  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> lists; ///< element -> its list
  llvm::DenseSet<const clang::Stmt *> structured;
  llvm::DenseSet<const clang::Stmt *> jumping; ///< by which threads leave a loop or its round
  llvm::DenseMap<const clang::CallExpr *, const clang::Stmt *> voteHome;
  llvm::DenseMap<const clang::Stmt *, bool> syncsKnown;
  llvm::SmallVector<const clang::Stmt *> loops; ///< with barriers, around the list being added
};

/// A break or continue that leaves `statement` for the loop around it.
bool jumpsOut(const clang::Stmt *statement, bool inLoop = false, bool inSwitch = false);

/// The variable that an expression statement assigns or steps as a whole, and nothing else.
const clang::VarDecl *assignedVariable(const clang::Expr &expression);

/// Fills in Shape::storage.
void placeVariables(const KernelFacts &facts, const ListStructure &lists, Shape &shape);

/// The class of a handle to the block, the grid or a tile.
bool isGroupType(clang::QualType type);
/// A handle to the block or to a tile of it: made from nothing but the thread's index.
bool isGroupValue(const clang::Stmt *expression);

/// How an array of the variable's values is declared: as a template argument. Nothing for types
/// that cannot be kept, or not be named outside the function.
std::optional<std::string> carriedType(const KernelFacts &facts, const clang::VarDecl &variable);

} // namespace sampan::host
