// SPDX-License-Identifier: Apache-2.0
// How many threads the blocks of a kernel have, where every launch says it in constants. The number
// of registers that a thread gets follows from it, so it is worth to know.
#pragma once

#include "rewriters/ast/pass_context.h"

#include <map>
#include <optional>
#include <set>

namespace clang {
class CUDAKernelCallExpr;
class Expr;
class FunctionDecl;
class Stmt;
class ValueDecl;
class VarDecl;
} // namespace clang

namespace sampan::ascend {

class BlockSizes {
public:
  explicit BlockSizes(const PassContext &context) : context(context) {}

  /// Called for every statement of the unit.
  void visit(const clang::Stmt &statement);
  /// The largest block of any launch, when all launches are known.
  std::optional<unsigned> of(const clang::FunctionDecl &kernel) const;

private:
  void addLaunch(const clang::CUDAKernelCallExpr &launch);
  std::optional<unsigned> threads(const clang::Expr *block, unsigned depth) const;
  std::optional<unsigned> number(const clang::Expr &expression, unsigned depth) const;

  const PassContext &context;
  std::multimap<const clang::FunctionDecl *, const clang::Expr *> launches;
  std::map<const clang::FunctionDecl *, unsigned> references; ///< how often the name is used
  std::set<const clang::FunctionDecl *> unknown;
  std::set<const clang::ValueDecl *> changed; ///< variables that get another value later
};

} // namespace sampan::ascend
