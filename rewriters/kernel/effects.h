// SPDX-License-Identifier: Apache-2.0
// What a function does, with all that it calls, that matters to whoever wants to run threads in
// another order than one by one: does it wait for other threads, look at its own index, or call
// something that nobody can see into.
#pragma once

#include "clang/AST/Type.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

#include <string>

namespace clang {
class CallExpr;
class CXXConstructExpr;
class Decl;
class FunctionDecl;
class Stmt;
class VarDecl;
} // namespace clang

namespace sampan {

struct Effects {
  bool blockSync = false;    ///< barriers of the whole block
  bool warpSync = false;     ///< shuffles, votes and the like
  bool otherSync = false;    ///< grid barriers, named and split barriers, groups of several warps
  bool waits = false;        ///< gives way in a loop: waits for memory to change
  bool threadIndex = false;  ///< a callee looks at the index of the running thread
  bool opaque = false;       ///< calls through a pointer, virtually, or without a visible body
  bool addressSpace = false; ///< asks whether a pointer is shared
  bool sharedBits = false;   ///< keeps a shared address in 32 bits, and makes a pointer of them
  bool atomics = false;
  bool print = false;
  /// The first construct that caused otherSync, waits, opaque or addressSpace, for messages.
  std::string culprit;

  bool syncs() const { return blockSync || warpSync || otherSync; }
  void add(const Effects &other);
};

/// Remembers every function it has seen; lives as long as one translation unit's analysis.
class EffectsAnalysis {
public:
  /// Of the function's body. A template is judged by its instantiations.
  Effects of(const clang::FunctionDecl &function);
  /// Of one statement of `in`. Indices that the statement itself looks at do not count.
  Effects ofStatement(const clang::Stmt &statement);
  /// Of a call, with what it calls, without its arguments.
  Effects ofCall(const clang::CallExpr &call);

  /// Every function with a body that `function` reaches, itself included.
  llvm::DenseSet<const clang::FunctionDecl *> reached(const clang::FunctionDecl &function);

  /// How often instantiations of `definition` may run inside each other, itself where it is no
  /// template; 0 where there is no bound.
  unsigned deepest(const clang::FunctionDecl &definition);
  /// How many instantiations of it there are, itself where it is no template.
  unsigned instancesOf(const clang::FunctionDecl &definition) const;

  /// The functions that a call reaches: what its instantiations call where it is dependent. Those
  /// of templates as instantiated.
  llvm::SmallVector<const clang::FunctionDecl *, 1> calledBy(const clang::CallExpr &call) const;

  /// The types that the variable declared at this place has in the instantiations seen so far; its
  /// own where it is no template.
  llvm::SmallVector<clang::QualType, 1> typesOf(const clang::VarDecl &variable) const;

private:
  friend class EffectsScan;
  Effects ofDefinition(const clang::FunctionDecl &definition);
  Effects ofUnresolvedCall(const clang::CallExpr &call);
  struct Descent;
  unsigned descend(const clang::FunctionDecl &from, Descent &descent) const;

  llvm::DenseMap<const clang::FunctionDecl *, Effects> known;
  llvm::DenseMap<const clang::FunctionDecl *, llvm::DenseSet<const clang::FunctionDecl *>> callees;
  /// Resolved calls by where they end: a dependent call is what its instantiations call.
  llvm::DenseMap<clang::SourceLocation, llvm::SmallVector<const clang::CallExpr *, 1>> resolved;
  llvm::DenseMap<clang::SourceLocation, llvm::SmallVector<clang::QualType, 1>> types;
};

} // namespace sampan
