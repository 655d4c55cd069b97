// SPDX-License-Identifier: Apache-2.0
// Operations among the lanes of a warp in the block form: all lanes put what they bring into
// arrays, and the results of all are worked out at once by runtime-shim's
// detail/lane_collectives.h.
#pragma once

#include "rewriters/lowering/host/region.h"

#include <optional>

namespace sampan::host {

/// What a call asks of its warp, and which of its arguments is what.
struct Collective {
  enum Kind {
    Shuffle, ///< reads another lane's value
    Vote,    ///< who holds a predicate
    Fold,    ///< all values as one
    Scan,    ///< those of lower lanes as one, with the lane's own or without
    Match,   ///< who has the same value
    Active,  ///< who is here
    Group,   ///< the same as a group
  };
  Kind kind = Shuffle;
  const char *form = "";              ///< the runtime's name for the variant
  const clang::Expr *mask = nullptr;  ///< null: who is here
  const clang::Expr *value = nullptr; ///< or the predicate
  const clang::Expr *lane = nullptr;
  const clang::Expr *width = nullptr; ///< null: a warp, or the tile
  unsigned tile = 0;                  ///< lanes of the group whose member it is, if constant
  const clang::Expr *group = nullptr; ///< any other group
  const clang::Expr *fold = nullptr;  ///< the program's own operation
};

/// The conditions between a statement and the collective in it.
std::vector<Choice> choicesAround(const LocalUses &uses, const clang::CallExpr &call,
                                  const clang::Stmt &home);
/// Evaluating it before its time, and again, changes nothing.
bool isRepeatable(const clang::Stmt *expression, EffectsAnalysis &effects);

/// Nothing for what is no operation of a warp, or one that the block form does not have.
std::optional<Collective> collectiveOf(const clang::CallExpr &call, const EffectsAnalysis &effects);

/// __syncwarp() and the like: nothing but a meeting.
bool isWarpSync(const clang::CallExpr &call, EffectsAnalysis &effects);

/// Declares and fills the array of the vote's results.
std::string writeCollective(Writing &writing, const Vote &vote);

/// The same for all threads, and can be evaluated outside of loops over them.
bool isOfBlock(const Writing &writing, const clang::Expr &expression);

/// Has a variable in it that each thread has of its own.
bool namesThread(const Writing &writing, const clang::Stmt *statement);

/// How an array of the expression's values, one per thread, is declared under `name`.
std::string valuesOf(Writing &writing, const clang::Expr &expression, clang::QualType type,
                     const std::string &name);

} // namespace sampan::host
