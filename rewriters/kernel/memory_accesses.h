// SPDX-License-Identifier: Apache-2.0
// Every access of a kernel to memory, those of the functions it calls included: which memory, how
// the address depends on the thread, and under what control flow. What the kernel computes as a
// whole is read off this list.
#pragma once

#include "rewriters/kernel/address_space.h"
#include "rewriters/kernel/index_pattern.h"

#include <vector>

namespace clang {
class CallExpr;
class Expr;
class Stmt;
class VarDecl;
} // namespace clang

namespace sampan {

enum class AccessKind : std::uint8_t { Read, Write, Atomic };

struct MemoryAccess {
  AccessKind kind = AccessKind::Read;
  const clang::Expr *object = nullptr;  ///< what is accessed; for an atomic, its pointer argument
  const clang::VarDecl *root = nullptr; ///< the variable that the address starts from, if one
  AddressSpaceSet spaces = 0;
  IndexForm place;
  bool isVolatile = false;
  bool usesValue = false;  ///< of an atomic
  bool onData = false;     ///< happens only if some loaded value says so
  unsigned loops = 0;      ///< around it
  bool afterFence = false; ///< a fence or a barrier of the grid comes before it in the text
};

/// acc += a * b inside a loop, however it is written.
struct ProductSum {
  const clang::Expr *sum = nullptr, *left = nullptr, *right = nullptr;
  IndexForm leftPlace, rightPlace; ///< of the memory that the factors are read from
  bool leftIsLoad = false, rightIsLoad = false;
  bool rolled = false; ///< sum and factors are elements of a thread's own arrays
};

struct MemoryAccesses {
  std::vector<MemoryAccess> list; ///< in the order of the text, callees where they are called
  std::vector<ProductSum> products;
  bool treeReduction = false; ///< lanes or shared elements are folded in halves
  bool interleaved = false;   ///< and that with growing strides between threads
  bool scan = false;          ///< elements take from lower ones at growing distances
  bool divergentLoop = false;
  bool computes = false;     ///< stores something else than a constant or what it has loaded
  bool foldsLoads = false;   ///< a loop adds up what it reads in a variable of the thread
  bool wideIntegers = false; ///< 64-bit integers are read or written
  /// The first access under a condition on data, or to an element of a thread's own array that data
  /// chooses.
  const clang::Expr *onData = nullptr;
};

/// `spaces` must be of `kernel`.
MemoryAccesses collectAccesses(const clang::FunctionDecl &kernel, const AddressSpaces &spaces);

} // namespace sampan
