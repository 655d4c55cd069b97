// SPDX-License-Identifier: Apache-2.0
// What groups of cooperative groups say of a thread's place: `block.thread_rank()`,
// `tile.thread_rank()`, `tile.meta_group_rank()` and the like. The library works them out from the
// index of the running thread, so a row of threads could not know them beforehand; as expressions
// of threadIdx they are as good as `threadIdx.x % 32`.
#pragma once

#include "rewriters/lowering/host/kernel_text.h"

#include <optional>
#include <string>

namespace clang {
class Expr;
class FunctionDecl;
class Stmt;
} // namespace clang

namespace sampan::host {

struct GroupIndex {
  enum Kind {
    Rank,       ///< in the block or the grid: goes up by one along a row
    TileRank,   ///< starts again with each tile
    TileNumber, ///< the same for all threads of a tile
    Size,       ///< of a group: the same for all threads
  };
  Kind kind = Size;
  unsigned tile = 0; ///< threads of it
  std::string text;  ///< by threadIdx
  bool ofGrid = false;
};

/// Nothing for anything that is no such call, or is one on a group that is not named.
std::optional<GroupIndex> groupIndexOf(const clang::Expr &expression);

/// Puts the expressions in the place of the calls in the function's text.
LocalEdits replaceGroupIndices(const clang::FunctionDecl &function, const KernelText &text);

/// Whether there is such a call in it.
bool namesGroupIndex(const clang::Stmt *statement);
/// A declaration of nothing but groups.
bool declaresGroups(const clang::Stmt &statement);

/// The tile whose threads a stretch of a row must not go beyond for `groupIndexOf` to hold along
/// it; 0 where there is none, or where it is too short for stretches of its own.
unsigned stretchOfTiles(const clang::Stmt *statement);

} // namespace sampan::host
