// SPDX-License-Identifier: Apache-2.0
// What a row of threads, those that differ in threadIdx.x only, lets a loop know beforehand: which
// values go up by one from thread to thread, and for which part of the row a guard holds. Guards
// then become the loop's bounds and indices become a base plus a signed counter, without which
// compilers make no vectors.
#pragma once

#include "rewriters/lowering/host/shape.h"

#include <vector>

namespace sampan::host {

enum class RowClass {
  Same,  ///< for the whole row
  Step,  ///< one more from thread to thread, as far as its type does not wrap around
  Other, ///< anything else
};

/// A condition that holds on one side of the row only.
struct GuardTerm {
  enum Direction {
    FromFirst, ///< turns true once
    UntilLast, ///< turns false once
    Equal,     ///< holds for one thread at most
  };
  const clang::Expr *condition = nullptr;
  Direction direction = UntilLast;
  bool negated = false;
  bool mirrored = false; ///< what goes up stands on the right
};

class Rows {
public:
  Rows(const KernelFacts &facts, const Shape &shape) : facts(facts), shape(shape) {}

  /// Makes a variable known that is declared where the row begins. `shape` must say Again for it.
  void declare(const clang::VarDecl &variable);
  /// Takes it back: the variable turns out not to be declared there.
  void forget(const clang::VarDecl &variable) { classes[&variable] = RowClass::Other; }
  RowClass classOf(const clang::Expr &expression) const;
  bool isKnown(const clang::VarDecl *variable) const { return classes.count(variable); }
  RowClass classOf(const clang::VarDecl *variable) const { return classes.lookup(variable); }

  /// The terms that `condition`, or its opposite, consists of. Nothing when one of them cannot be
  /// told beforehand.
  std::optional<std::vector<GuardTerm>> guard(const clang::Expr &condition, bool negated) const;

  /// Evaluating it can do no harm even where the program would not have come to it.
  bool isTotal(const clang::Expr &expression) const;

private:
  bool addTerms(const clang::Expr &condition, bool negated, std::vector<GuardTerm> &terms) const;

  bool onlyGoesUp(const clang::Expr &expression) const;

  const KernelFacts &facts;
  const Shape &shape;
  llvm::DenseMap<const clang::VarDecl *, RowClass> classes;
};

} // namespace sampan::host
