// SPDX-License-Identifier: Apache-2.0
// Which memory each pointer of a kernel leads to. CUDA's pointers are generic; some targets write
// the memory into the type, and some operations exist for one memory only. The answer follows
// pointers through variables, casts, selections, structs and calls; a function that is called with
// different memories is analysed once for each, which is also how a target that needs the memory in
// the type has to copy it.
#pragma once

#include "rewriters/core/kernel_need.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"

#include <vector>

namespace clang {
class CallExpr;
class Expr;
class FunctionDecl;
class VarDecl;
} // namespace clang

namespace sampan {

/// A function for one choice of the memories that its arguments lead to.
struct SpaceInstance {
  const clang::FunctionDecl *function = nullptr;
  AddressSpaceSet object = 0; ///< where `*this` lies
  std::vector<AddressSpaceSet> arguments;
  AddressSpaceSet result = 0; ///< what a returned pointer or reference leads to
  /// What a pointer variable leads to, and where a reference is bound. For a struct or an array:
  /// what the pointers in it lead to.
  llvm::DenseMap<const clang::VarDecl *, AddressSpaceSet> variables;
  /// Index of the instance that a call reaches; none for functions without a visible body.
  llvm::DenseMap<const clang::CallExpr *, unsigned> calls;
  AddressSpaceSet throughLocal =
      0; ///< pointers stored where it is not known which local they reach
};

class AddressSpaces {
public:
  /// Pointers that a kernel gets lead to global memory.
  explicit AddressSpaces(const clang::FunctionDecl &kernel);

  /// The kernel first, then what it calls in the order of first use.
  llvm::ArrayRef<SpaceInstance> instances() const { return all; }
  const SpaceInstance &kernel() const { return all.front(); }

  /// What a pointer leads to. Empty: a null pointer, or nothing that memory could be behind.
  AddressSpaceSet pointee(const clang::Expr &pointer, const SpaceInstance &in) const;
  /// Where an object lies.
  AddressSpaceSet storage(const clang::Expr &object, const SpaceInstance &in) const;

private:
  friend class AddressSpaceSolver;
  std::vector<SpaceInstance> all;
};

/// The program's function that `call` runs: an instantiation if there is one, else what
/// calleeDefinition() finds. Null for the device API, whose bodies are a matter of the target.
const clang::FunctionDecl *concreteCallee(const clang::CallExpr &call);

} // namespace sampan
