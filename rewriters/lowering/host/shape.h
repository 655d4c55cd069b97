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

class CalleeForms;
class LockSteps;
class Waits;

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

/// A condition that chooses whether a part of an expression is evaluated.
struct Choice {
  const clang::Expr *condition = nullptr;
  bool wanted = true;
};

/// A call at which threads meet and of which they get something: worked out before the statement
/// that it is part of.
struct Vote {
  enum Kind {
    Counting,   ///< the predicate of a barrier, counted by a loop of its own
    Collective, ///< an operation of a warp: collectives.h
    Callee,     ///< a function with barriers or collectives inside: callee_forms.h
  };
  const clang::CallExpr *call = nullptr;
  unsigned number = 0;
  Kind kind = Counting;
  std::vector<Choice> choices{}; ///< which threads come to it, outermost first
};

struct Node {
  enum Kind {
    Region,  ///< `statements`, by every thread
    Step,    ///< an assignment for which all threads read before any writes
    Meet,    ///< a barrier of the block
    Count,   ///< `vote`
    Scope,   ///< { first }
    Branch,  ///< if (statement's condition) first else second
    Loop,    ///< for, while or do around `first`
    Declare, ///< a declaration that holds for the block
    Execute, ///< a statement on variables of the block, or a jump
    Warps,   ///< `first`, by each warp for itself: warp_steps.h
    Filter,  ///< threads for which the condition does not hold are done; the others run `first`
  };
  Kind kind = Region;
  const clang::Stmt *statement = nullptr;
  std::vector<const clang::Stmt *> statements;
  std::vector<Node> first, second;
  /// Of a Loop: what its start, and each step, take from other threads.
  std::vector<Node> head, tail;
  Vote vote;
  /// Of a Branch or Loop: threads may part here, so each has a bit in a mask.
  bool masked = false;
  /// A masked one with a barrier inside, and another one for which threads may wait elsewhere.
  bool strict = false;
  /// Of a masked Loop: threads may end a round before others.
  bool rounds = false;
};

struct Shape {
  std::vector<Node> nodes;
  llvm::MapVector<const clang::VarDecl *, Storage> storage;
  /// Returns of the kernel itself that not all threads reach.
  std::vector<const clang::ReturnStmt *> returns;
  std::vector<Vote> votes;
  /// Variables of the block that regions change, each thread its copy, all in the same way.
  llvm::DenseSet<const clang::VarDecl *> mixed;
  /// Kept per thread, but too large for the block's stack.
  llvm::DenseSet<const clang::VarDecl *> large;
  /// Parameters of which each thread's place is handed over.
  llvm::DenseSet<const clang::VarDecl *> pointed;
  bool filters = false; ///< has a Filter
  bool masks = false;   ///< threads part at a masked node, or operations need to know who is here
  bool hasBarriers = false;
  bool hasCuts = false;        ///< barriers, or operations of warps
  bool sharedBits = false;     ///< addresses of shared memory are kept in 32 bits
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
  const LockSteps *lockSteps = nullptr;
  const Waits *waits = nullptr;
  CalleeForms *callees = nullptr; ///< functions that have a block form of their own

  /// Whether lanes rely on running in lock-step, here or in a function that is called.
  bool steps() const;
};

Shape shapeOf(const KernelFacts &facts);

/// A pure function of the thread's index, parameters, and what is uniform and unchanged in `scope`:
/// it may be evaluated again, or earlier, without anyone noticing.
bool isPure(const clang::Expr &expression, const KernelFacts &facts, const Shape &shape,
            const clang::Stmt *scope);

} // namespace sampan::host
