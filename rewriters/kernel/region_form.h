// SPDX-License-Identifier: Apache-2.0
// A function body as a tree whose leaves are either a run of statements without a barrier or one
// barrier. Where threads are loops, each run becomes a loop over the threads of a block, the
// control flow around it must be the same for all of them, and what a run leaves behind for a later
// one needs a place per thread. Values and statements are the AST's own.
#pragma once

#include "rewriters/kernel/uniformity.h"

#include "llvm/ADT/SmallVector.h"

#include <vector>

namespace clang {
class FunctionDecl;
class Stmt;
class VarDecl;
} // namespace clang

namespace sampan {

/// Which meeting points cut: those of a block, or also those of a warp.
enum class Cuts : std::uint8_t { Block, BlockAndWarp };

struct Region {
  enum class Kind : std::uint8_t {
    Straight, ///< `statements`, in which no thread waits for another
    Cut,      ///< `statements` has the one that holds the barrier, alone where that is possible
    Sequence, ///< `parts`, one after the other
    Branch,   ///< `control` chooses between `parts`: then, else
    Loop,     ///< `control` repeats the one part
  };
  Kind kind = Kind::Straight;
  std::vector<const clang::Stmt *> statements;
  const clang::Stmt *control = nullptr;
  bool uniform = true; ///< all threads of a block take the same way at `control`
  std::vector<Region> parts;
  unsigned index = 0; ///< of a straight run, in source order
};

/// A variable of the function that more than one run uses.
struct CrossingVariable {
  const clang::VarDecl *variable = nullptr;
  bool uniform = true; ///< one place for the block is enough
};

struct RegionForm {
  Region root;
  unsigned runs = 0;
  std::vector<CrossingVariable> crossing; ///< in the order of their declaration
  /// False when a barrier stands where the tree cannot cut: in a switch, behind goto, inside a
  /// larger expression, or in control flow that is not uniform.
  bool splittable = true;
};

RegionForm buildRegionForm(const clang::FunctionDecl &function, const Uniformity &uniformity,
                           Cuts cuts);

/// True when threads wait for each other in `statement` or in a function that it calls.
bool containsCut(const clang::Stmt *statement, Cuts cuts);

} // namespace sampan
