// SPDX-License-Identifier: Apache-2.0
// Loops that end only when another thread has done something. Threads that run as loops over the
// block have no turns of their own, so such a loop is allowed only where it is known who can be
// waited for: nobody, threads that take the same rounds, or other blocks, which other OS threads
// run.
#pragma once

#include "rewriters/ast/pass_context.h"
#include "rewriters/kernel/effects.h"
#include "rewriters/kernel/uniformity.h"
#include "rewriters/lowering/host/shape.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

namespace sampan::host {

class Waits {
public:
  /// Of a kernel, with what it calls, or of a device function that gets a form of its own.
  Waits(const PassContext &context, const clang::FunctionDecl &function, EffectsAnalysis &effects,
        const Uniformity &uniformity);

  /// A wait that may be for a thread of the block that cannot have its turn.
  const std::optional<Obstacle> &obstacle() const { return found; }
  /// One thread of the block waits in this statement, with all others at the barrier after it.
  bool isSingle(const clang::Stmt *statement) const { return singles.contains(statement); }
  /// A loop whose rounds all threads have to take in turn, because they wait for each other.
  bool isRounds(const clang::Stmt *loop) const { return rounds.contains(loop); }
  /// Has such a loop inside, or is one.
  bool hasRounds(const clang::Stmt *statement) const;

private:
  using Path = llvm::SmallVector<const clang::Stmt *, 8>; ///< from the body on

  bool isHinted(const clang::Stmt &loop) const;
  void visit(const clang::Stmt *statement, Path &path);
  void judge(const clang::Stmt &loop, const Path &path);
  bool meetsInEachRound(const clang::Stmt &loop) const;
  bool goesTogether(const clang::Stmt &loop, const Path &path) const;
  const clang::Stmt *singleAround(const Path &path) const;
  bool isLast(const clang::Stmt &loop, const Path &path);
  bool isOneThread(const clang::Expr &condition) const;
  bool hasBarrier(const clang::Stmt *statement) const;
  void checkCallee(const clang::FunctionDecl &callee);

  const PassContext &context;
  const clang::FunctionDecl &function;
  EffectsAnalysis &effects;
  const Uniformity &uniformity;
  llvm::DenseSet<std::pair<unsigned, unsigned>> hints; ///< file and offset
  llvm::DenseSet<const clang::Stmt *> singles, rounds;
  std::optional<Obstacle> found;
};

} // namespace sampan::host
