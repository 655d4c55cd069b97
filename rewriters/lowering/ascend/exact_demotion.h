// SPDX-License-Identifier: Apache-2.0
// Double precision that a program asks for by accident: x * 0.5 with a float x is computed in
// double and rounded to float. Where one operation lies between values that float holds exactly and
// a rounding to float, computing in float gives the same bits, because double has more than twice
// the digits of float. Only then is the text changed; everything else stays double, and is
// reported.
#pragma once

#include "rewriters/ast/pass_context.h"

#include <vector>

namespace clang {
class Expr;
} // namespace clang

namespace sampan::ascend {

struct Demotion {
  bool isExact = false;
  std::vector<Edit> edits;
  std::vector<const clang::Expr *> leaves; ///< the parts that are not double, still to be read
};

bool isDoubleType(const clang::Expr &expression);

/// True for the nodes at which demote() has something to say: a rounding of double to float, a
/// comparison of doubles, `float op= double`.
bool endsDoubleArithmetic(const clang::Expr &expression);
Demotion demote(const PassContext &context, const clang::Expr &expression);

} // namespace sampan::ascend
