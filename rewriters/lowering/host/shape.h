// SPDX-License-Identifier: Apache-2.0
// The block form of a kernel as a tree: regions that become loops over the threads, and the uniform
// control flow around them that runs once per block. Cutting a kernel at its barriers is loop
// fission; what it needs to know is which variables live across a cut, and that all threads take
// the same way from cut to cut.
#pragma once

#include "rewriters/kernel/effects.h"
#include "rewriters/kernel/uniformity.h"
#include "rewriters/lowering/host/local_uses.h"

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class CallExpr;
class DeclStmt;
class ReturnStmt;
} // namespace clang

namespace sampan::host {

/// Where a variable's value lives in the block form.
enum class Storage {
  Local,   ///< in one region only: its declaration stays as it is
  Block,   ///< one for the block: every thread would compute the same
  Again,   ///< a pure function of the index: computed again in each region
  Carried, ///< one per thread, kept in an array
  Alias,   ///< one per thread, reached only through a reference into the array
  Shared,  ///< __shared__
};

struct Obstacle {
  std::string what;
  clang::SourceLocation at;
};

/// A predicate that a barrier counts: evaluated by a loop of its own before the statement.
struct Vote {
  const clang::CallExpr *call = nullptr;
  unsigned number = 0;
};

struct Node {
  enum Kind {
    Region,  ///< `statements`, by every thread
    Count,   ///< `vote`
    Scope,   ///< { first }
    Branch,  ///< if (statement's condition) first else second
    Loop,    ///< for, while or do around `first`
    Declare, ///< a declaration that holds for the block
    Execute, ///< a statement on variables of the block, or a jump
    Filter,  ///< threads for which the condition does not hold are done; the others run `first`
  };
  Kind kind = Region;
  const clang::Stmt *statement = nullptr;
  std::vector<const clang::Stmt *> statements;
  std::vector<Node> first, second;
  Vote vote;
};

struct Shape {
  std::vector<Node> nodes;
  llvm::MapVector<const clang::VarDecl *, Storage> storage;
  /// Returns of the kernel itself that not all threads reach.
  std::vector<const clang::ReturnStmt *> returns;
  std::vector<Vote> votes;
  /// Variables of the block that regions change, each thread its copy, all in the same way.
  llvm::DenseSet<const clang::VarDecl *> mixed;
  bool filters = false; ///< has a Filter
  bool hasBarriers = false;
  bool indexInCallees = false; ///< the running thread's index has to be kept in its global place
  std::optional<Obstacle> obstacle;

  Storage storageOf(const clang::VarDecl *variable) const;
};

struct KernelFacts {
  clang::ASTContext &ast;
  const clang::FunctionDecl &kernel;
  EffectsAnalysis &effects;
  const Uniformity &uniformity;
  const LocalUses &uses;
};

Shape shapeOf(const KernelFacts &facts);

/// A pure function of the thread's index, parameters, and what is uniform and unchanged in `scope`:
/// it may be evaluated again, or earlier, without anyone noticing.
bool isPure(const clang::Expr &expression, const KernelFacts &facts, const Shape &shape,
            const clang::Stmt *scope);

} // namespace sampan::host
