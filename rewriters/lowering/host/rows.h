// SPDX-License-Identifier: Apache-2.0
// What a row of threads, those that differ in threadIdx.x only, lets a loop know beforehand: by how
// much values go up from thread to thread, and for which part of the row a guard holds. Guards then
// become the loop's bounds and indices become a base plus a signed counter, without which compilers
// make no vectors.
#pragma once

#include "rewriters/lowering/host/shape.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sampan::host {

/// By how much a value goes up from one thread of the row to the next, as far as its type does not
/// wrap around; 0 when the row has it in common; nothing when it is anything else.
using Slope = std::optional<int>;

/// A condition that holds for one stretch of the row: `value` goes up or down along it and is
/// compared with what the row has in common.
struct GuardTerm {
  enum Comparison { Less, LessEqual, Greater, GreaterEqual, Equal };
  const clang::Expr *condition = nullptr;
  bool whole = true;    ///< the row has the condition itself in common
  bool negated = false; ///< of a `whole` one
  const clang::Expr *value = nullptr, *bound = nullptr;
  int step = 0; ///< of `value`
  Comparison holds = Equal;
};

/// Something that goes up with `value`, or stays the same, until it starts again.
struct Period {
  enum Kind {
    Mask,     ///< `value & by`, where the low bits of `by` are set
    Division, ///< `value / by` or `value % by`, where the row has `by` in common
    Divisor,  ///< the row has the quotient in common, if `by` lets there be one
  };
  Kind kind = Mask;
  const clang::Expr *value = nullptr, *by = nullptr;
};

/// Something that is the lesser or greater of `value`, which goes up along the row, and `bound`,
/// which the row has in common: it goes up, too, on one side of the place where they meet.
struct Clamp {
  const clang::Expr *value = nullptr, *bound = nullptr;
  bool isMinimum = false;
};

/// An expression whose arithmetic must not wrap around within the stretch of the row that is looked
/// at, because something wider is made of it.
struct Room {
  const clang::Expr *value = nullptr;
  int step = 0;
};

/// Bits of an integer type that arithmetic is done in; 0 for anything else.
unsigned widthOf(clang::QualType type, const clang::ASTContext &ast);
/// `.x`, `.y` or `.z` of threadIdx.
bool isThreadIndex(const clang::Expr &expression, llvm::StringRef &field);

class Rows {
public:
  Rows(const KernelFacts &facts, const Shape &shape) : facts(facts), shape(shape) {}

  /// Makes a variable known that is declared where the row begins. `shape` must say Again for it.
  /// Its slope holds as far as there is room for what is returned.
  std::vector<Room> declare(const clang::VarDecl &variable);
  /// A variable that the row has in common while a loop of the row runs.
  void declareCommon(const clang::VarDecl &variable) { slopes[&variable] = 0; }
  /// A variable of which each thread of the row has one that is `step` more than the one before.
  void declareStep(const clang::VarDecl &variable, int step) { slopes[&variable] = step; }
  /// Takes it back: the variable turns out not to be declared there.
  void forget(const clang::VarDecl &variable) { slopes[&variable] = std::nullopt; }
  /// Notes a clamped variable. Empty where it is no such variable.
  std::vector<Clamp> declareClamp(const clang::VarDecl &variable);
  /// Stretches of the row end where tiles of so many threads do.
  void endWithTiles(unsigned threads) { tile = threads; }
  /// From here on the variable is what `value` is, since none of the bounds counts; or it may be
  /// anything.
  void setClamp(const clang::VarDecl &variable, bool isValue) {
    slopes[&variable] = isValue ? Slope(1) : std::nullopt;
  }
  /// The same for a variable that goes up by one, or stays the same, between the ends of periods.
  std::vector<Period> declarePeriodic(const clang::VarDecl &variable);
  /// The periods that it would need; empty where they are not enough.
  std::vector<Period> periodsOf(const clang::VarDecl &variable);
  /// It stays the same between the ends of periods.
  bool isHeld(const clang::VarDecl *variable) const { return held.contains(variable); }
  bool namesClamp(const clang::Stmt &expression) const;
  Slope slopeOf(const clang::Expr &expression) const;
  Slope slopeOf(const clang::VarDecl *variable) const { return slopes.lookup(variable); }
  /// The same as far as there is room for what is added to `limits`.
  Slope slopeOf(const clang::Expr &expression, std::vector<Room> &limits);
  bool isCommon(const clang::Expr &expression) const { return slopeOf(expression) == 0; }

  /// The terms that `condition`, or its opposite, consists of. Nothing when one of them cannot be
  /// told beforehand. With `rooms`, they hold as far as there is room for those.
  std::optional<std::vector<GuardTerm>> guard(const clang::Expr &condition, bool negated,
                                              std::vector<Room> *rooms = nullptr);

  /// The variable is linear along any row, whatever it is compared with: it needs no `room`.
  bool isExact(const clang::VarDecl &variable) const;

  /// It goes up along any row without wrapping around or changing its sign.
  bool needsNoRoom(const clang::Expr &expression) const;

  /// The rows of a block may have different values, or run different threads.
  bool variesByRow(const clang::Stmt &statement) const;

  /// Evaluating it can do no harm even where the program would not have come to it.
  bool isTotal(const clang::Expr &expression) const;
  /// The same, if the divisors of these periods cannot be zero.
  bool isTotal(const clang::Expr &expression, const std::vector<Period> &checked) const;

private:
  bool addTerms(const clang::Expr &condition, bool negated, std::vector<GuardTerm> &terms) const;
  std::optional<GuardTerm> comparison(const clang::BinaryOperator &binary, bool negated) const;
  const clang::Expr *clampedValue(const clang::Expr &expression, std::vector<Clamp> &clamps) const;
  Slope ofName(const clang::DeclRefExpr &name) const;
  Slope ofCast(const clang::CastExpr &cast) const;
  Slope ofBinary(const clang::BinaryOperator &binary) const;
  std::optional<int> smallConstant(const clang::Expr &expression) const;
  bool isLowMask(const clang::Expr &mask) const;
  Slope slopeInPeriods(const clang::VarDecl &variable, std::vector<Period> &found);
  Slope inPeriod(const clang::BinaryOperator &binary, Slope left, Slope right) const;
  bool isLinear(const clang::Expr &expression) const;
  bool isExact(const clang::Expr &expression) const;
  std::uint64_t mostOf(const clang::Expr &expression) const;
  bool mayLimit(const clang::Expr &expression) const;

  const KernelFacts &facts;
  const Shape &shape;
  llvm::DenseMap<const clang::VarDecl *, Slope> slopes;
  llvm::DenseSet<const clang::VarDecl *> clamped; ///< or periodic
  llvm::DenseSet<const clang::VarDecl *> held;
  unsigned tile = 0;                      ///< that no stretch of the row goes beyond
  std::vector<Period> *periods = nullptr; ///< where periods are looked for
  std::vector<Room> *rooms = nullptr;     ///< where stretches can still be limited
};

} // namespace sampan::host
