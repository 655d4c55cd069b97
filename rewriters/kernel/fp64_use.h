// SPDX-License-Identifier: Apache-2.0
// Where device code computes in double precision, and whether the program means it to. `x * 0.5`
// with a float x is a double product only because of the literal; a chip without double can do
// without.
#pragma once

#include "clang/Basic/SourceLocation.h"

#include <cstdint>

namespace clang {
class ASTContext;
class Expr;
class Stmt;
} // namespace clang

namespace sampan {

struct Fp64Use {
  std::uint64_t arithmetic = 0; ///< operations on values that are double in the program
  std::uint64_t promoted = 0;   ///< operations that are double only through a literal
  std::uint64_t moved = 0;      ///< loads and stores
  clang::SourceLocation firstArithmetic, firstPromoted, firstMoved;

  /// Adds what one statement does itself, not what its parts do.
  void add(const clang::ASTContext &ast, const clang::Stmt &statement);

private:
  void addOperation(const clang::Expr &operation);
};

} // namespace sampan
