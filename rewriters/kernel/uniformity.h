// SPDX-License-Identifier: Apache-2.0
// Which values of a function are the same for every thread of a block. A barrier may only become a
// cut between loops when the control flow around it is uniform, so every form a lowering can choose
// depends on this.
#pragma once

#include "llvm/ADT/DenseSet.h"

namespace clang {
class CallExpr;
class Expr;
class FunctionDecl;
class Stmt;
class VarDecl;
} // namespace clang

namespace sampan {

class EffectsAnalysis;

/// Whether the statement makes a pointer to a variable of its thread. What is `subscripted` is not
/// the pointer, but what lies there.
bool takesLocalAddress(const clang::Stmt *statement, bool subscripted = false);

/// Flow-insensitive fixed point over the variables of one function. Conservative: what it cannot
/// follow is divergent. A load from a uniform address counts as uniform, because threads of a block
/// that read one address without a race between them read one value.
class Uniformity {
public:
  /// `parametersDiverge` tells whether the callers pass per-thread values; false for a kernel.
  /// With `effects`, calls are judged by what they do, and not by their names alone.
  Uniformity(const clang::FunctionDecl &function, bool parametersDiverge,
             EffectsAnalysis *effects = nullptr);
  /// Only these parameters differ between threads.
  Uniformity(const clang::FunctionDecl &function,
             const llvm::DenseSet<const clang::VarDecl *> &divergentParameters,
             EffectsAnalysis &effects);

  /// `expression` must not be null.
  bool isUniform(const clang::Stmt &expression) const { return !isDivergent(&expression); }
  bool isDivergent(const clang::VarDecl &variable) const { return divergent.contains(&variable); }

private:
  friend class UniformityScan;
  bool isDivergent(const clang::Stmt *statement) const;
  bool callDiverges(const clang::CallExpr &call) const;
  /// Some threads leave the loop, or its round, where others do not.
  bool hasDivergentExit(const clang::Stmt *statement, bool divergentControl, bool inSwitch) const;

  EffectsAnalysis *effects;
  llvm::DenseSet<const clang::VarDecl *> divergent;
};

} // namespace sampan
