// SPDX-License-Identifier: Apache-2.0
// What a kernel and the functions that it calls ask of a target, each at the place where it is
// written. The fit check compares these values with a target's capabilities; whether an atomic
// works, say, depends on its type, on the memory and on the use of its result, not on its name.
#pragma once

#include "rewriters/core/span.h"

#include <cstdint>
#include <string>

namespace sampan {

/// Memories that a pointer may lead to; a set, because one pointer may lead to several.
enum class AddressSpace : std::uint8_t { Global = 1, Shared = 2, Constant = 4, Local = 8 };
using AddressSpaceSet = std::uint8_t;
constexpr AddressSpaceSet spaceSet(AddressSpace space) {
  return static_cast<AddressSpaceSet>(space);
}
constexpr bool mayBe(AddressSpaceSet set, AddressSpace space) { return set & spaceSet(space); }
constexpr bool isOnly(AddressSpaceSet set, AddressSpace space) { return set == spaceSet(space); }

enum class NeedKind : std::uint8_t {
  Fp64Arithmetic,   ///< on values that are double in the program
  Fp64Promotion,    ///< only because a literal or a function is double
  Fp64Storage,      ///< double values are moved, not computed with
  Half,             ///< 16-bit floating point of either kind
  Atomic,           ///< `type`, `spaces`, `usesValue`
  WarpCollective,   ///< `type`, `mask`
  GroupAlgorithm,   ///< reductions and scans of cooperative groups
  Intrinsic,        ///< any other name of the device API
  EarlyReturn,      ///< some threads end here, others go on to a barrier
  DivergentBarrier, ///< not proven to be reached by all threads
  GridBarrier,
  CrossBlockRead, ///< plain read of memory that blocks write, after a fence; `usesValue`: volatile
  BlockWait,      ///< a loop that ends when another block has done something
  WarpLock,       ///< a lock that lanes of one warp may fight for
  SystemScope,    ///< atomics and fences beyond the device
  Texture,
  DeviceHeap,
  Print, ///< `detail` names what a small printf lacks, or is empty
  InlinePtx,
  DynamicParallelism,
  Recursion,
  VirtualCall,
  FunctionPointer,
  PackedVector,  ///< float3 and its kin in memory
  LargeLocal,    ///< `amount` bytes on a thread's stack
  DeviceLibrary, ///< a CUDA library's device code; `detail` is the library
  NotUnderstood, ///< the front end did not understand the code
  UnknownCallee, ///< a device function without a body in this unit
};

enum class ScalarType : std::uint8_t { Other, Narrow, Int32, Int64, Half, Float, Double };

/// What is known of the lanes that a warp operation names.
enum class WarpMask : std::uint8_t {
  Whole,  ///< all 32
  Active, ///< those that arrive: __activemask(), a ballot of the condition around, old forms
  Part,   ///< a constant that names some lanes
  Unproven,
};

struct KernelNeed {
  NeedKind kind = NeedKind::Intrinsic;
  Span at;
  std::string name;   ///< CUDA's name of it, or the user's for a function or variable
  std::string detail; ///< see the kinds
  ScalarType type = ScalarType::Other;
  AddressSpaceSet spaces = 0; ///< 0: not known
  bool usesValue = false;
  WarpMask mask = WarpMask::Whole;
  std::uint64_t amount = 1; ///< places that this entry stands for; bytes for LargeLocal

  friend auto operator<=>(const KernelNeed &, const KernelNeed &) = default;
};

} // namespace sampan
