// SPDX-License-Identifier: Apache-2.0
// Which statements of a kernel stand between barriers at the level of the block, and where the
// variables that live across a barrier are kept.
#pragma once

#include "rewriters/lowering/host/shape.h"

namespace sampan::host {

/// The lists of statements that the block form runs once per block.
class ListStructure {
public:
  /// Reports into `shape` what cannot be cut; fills in its votes.
  ListStructure(const KernelFacts &facts, Shape &shape);

  /// `__syncthreads();` and the like, as a statement.
  bool isBarrier(const clang::Stmt *statement) const;
  /// Becomes control flow of the block: has a barrier inside, or jumps past one.
  bool isStructured(const clang::Stmt *statement) const { return structured.contains(statement); }
  bool isListed(const clang::Stmt *statement) const { return lists.contains(statement); }
  /// The statement of a list whose condition or expression contains the vote.
  const clang::Stmt *countsIn(const clang::CallExpr *vote) const { return voteHome.lookup(vote); }
  /// Statements of a list, however it is written.
  static std::vector<const clang::Stmt *> statementsOf(const clang::Stmt *list);
  /// The list that `statement` stands in.
  const clang::Stmt *listOf(const clang::Stmt *statement) const { return lists.lookup(statement); }
  /// Whether the list's element ends the region before it.
  bool cuts(const clang::Stmt *element) const;

private:
  void addList(const clang::Stmt *list);
  bool needsStructure(const clang::Stmt *statement);
  bool syncs(const clang::Stmt *statement);
  bool isVote(const clang::CallExpr &call) const;
  void findVotes(const clang::Stmt *expression, const clang::Stmt *home, bool conditional);
  void checkCalls(const clang::Stmt *statement);

  const KernelFacts &facts;
  Shape &shape;
  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> lists; ///< element -> its list
  llvm::DenseSet<const clang::Stmt *> structured;
  llvm::DenseMap<const clang::CallExpr *, const clang::Stmt *> voteHome;
  llvm::DenseMap<const clang::Stmt *, bool> syncsKnown;
  llvm::SmallVector<const clang::Stmt *> loops; ///< with barriers, around the list being added
};

/// The variable that an expression statement assigns or steps as a whole, and nothing else.
const clang::VarDecl *assignedVariable(const clang::Expr &expression);

/// Fills in Shape::storage.
void placeVariables(const KernelFacts &facts, const ListStructure &lists, Shape &shape);

/// How an array of the variable's values is declared: as a template argument. Nothing for types
/// that cannot be kept, or not be named outside the function.
std::optional<std::string> carriedType(const KernelFacts &facts, const clang::VarDecl &variable);

} // namespace sampan::host
