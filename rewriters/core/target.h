// SPDX-License-Identifier: Apache-2.0
// What a target can do: the values of rewriters/targets/*.json, compiled in. The fit check compares
// a kernel with these figures; a lowering asks them before it chooses a form.
#pragma once

#include "rewriters/core/finding.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace sampan {

enum class TargetId : std::uint8_t { Host, Ascend950, Ascend910b, Ascend310p, Cuda, Hip, OpenCl };
inline constexpr std::size_t kTargetCount = 7;

/// Ordered: a higher level is better.
enum class SupportLevel : std::uint8_t { None, Partial, Emulated, Full };

/// `why` is the diagnostic that explains a level below Full; 0 when there is nothing to say.
struct Support {
  SupportLevel level = SupportLevel::None;
  DiagId why = 0;

  friend bool operator==(const Support &, const Support &) = default;
};

/// Kernel-language features that some target lacks. The JSON spelling is the same with a lower-case
/// first letter ("doublePrecision").
enum class Feature : std::uint8_t {
  DoublePrecision,
  Half,
  Bfloat16,
  Fp8,
  WarpShuffle,
  WarpVote,
  WarpMatch,
  WarpReduce,
  PartialWarpMasks,
  IndependentThreads,
  BlockBarrier,
  GridBarrier,
  CooperativeGroups,
  AtomicInt32,
  AtomicInt64,
  AtomicFloat,
  AtomicDouble,
  AtomicHalf,
  AtomicCas,
  SharedAtomics,
  StaticShared,
  DynamicShared,
  ConstantMemory,
  ManagedMemory,
  DeviceGlobals,
  DeviceHeap,
  DevicePrintf,
  DeviceAssert,
  Recursion,
  FunctionPointers,
  VirtualFunctions,
  DynamicParallelism,
  Textures,
  Surfaces,
  InlinePtx,
  Clock,
  CacheCoherence,
  StreamOrderedMemory,
  Graphs,
  PeerAccess,
  NarrowAtomics,       ///< on 8 and 16 bits
  SharedAtomicInt64,   ///< in shared memory
  AtomicBitwise,       ///< and, or, xor
  SystemScope,         ///< atomics and fences that the host sees
  ExitBeforeBarrier,   ///< threads may end while others go on to a barrier
  DivergentBarrier,    ///< a barrier that some threads pass at another place or not at all
  BlockWaits,          ///< a block may wait for another one
  MatrixUnits,         ///< warp matrix operations
  PackedVectors,       ///< float3 and its kin have the size of three elements
  GroupAlgorithms,     ///< reductions and scans of cooperative groups
  LegacyDefaultStream, ///< stream 0 is ordered with the other streams
  ImplicitDevice,      ///< a thread that chose no device has device 0
  FreeWaits,           ///< freeing memory waits for the kernels that use it
  ReusableEvents,      ///< an event may be recorded again and has a time
};
inline constexpr std::size_t kFeatureCount = static_cast<std::size_t>(Feature::ReusableEvents) + 1;

/// `note` says what differs from CUDA, or is empty.
struct FeatureSupport {
  SupportLevel level = SupportLevel::None;
  std::string_view note;
};

/// How a kernel's threads come about.
enum class Execution : std::uint8_t {
  Threads, ///< by the device, or by the runtime as if it were one
  Cores,   ///< not at all: each core runs a program, and threads become vector lanes or loops
};

/// Registers that a thread has in blocks of up to `threads`.
struct RegisterStep {
  std::uint32_t threads = 0, registers = 0;
};

/// Limits; 0 means that the target sets none.
struct Capabilities {
  Execution execution = Execution::Threads;
  std::uint32_t warpSize = 32;
  std::uint32_t maxThreadsPerBlock = 0;
  std::array<std::uint32_t, 3> maxBlock{};
  std::array<std::uint32_t, 3> maxGrid{};
  std::uint64_t maxBlocksPerGrid = 0; ///< limit on the product of the grid dimensions
  std::uint64_t maxSharedBytes = 0;   ///< static and dynamic together
  std::uint64_t maxConstantBytes = 0;
  std::uint64_t maxParameterBytes = 0;
  std::uint64_t stackBytes = 0;                ///< per thread unless the program asks for more
  std::uint64_t localMemory = 0;               ///< holds shared memory and the data cache together
  std::uint64_t reservedLocal = 0;             ///< of it, not for users
  std::uint64_t largestCache = 0;              ///< the cache takes what is left, up to this
  std::array<RegisterStep, 4> registerSteps{}; ///< ascending; a step of 0 threads is none
  std::array<FeatureSupport, kFeatureCount> features{};

  const FeatureSupport &operator[](Feature feature) const {
    return features[static_cast<std::size_t>(feature)];
  }
  bool has(Feature feature) const { return (*this)[feature].level != SupportLevel::None; }
  /// Registers per thread in a block of this size; 0 when the target does not say.
  std::uint32_t registersFor(std::uint32_t threads) const;
  /// Size of the data cache beside this much shared memory; 0 when the target does not say.
  std::uint64_t cacheBeside(std::uint64_t sharedBytes) const;
};

/// What a name of CUDA's device API is called in the target's own language.
struct Spelling {
  std::string_view cuda, native;
};

struct Target {
  TargetId id;
  std::string_view name;    ///< as on the command line: "ascend950"
  std::string_view title;   ///< for people: "Ascend 950 (SIMT)"
  std::string_view backend; ///< runtime back end that runs its kernels
  bool isAvailable = false; ///< false: the figures are known, the back end is not in this version
  Capabilities capabilities;
  std::span<const Spelling> spellings; ///< sorted by `cuda`; a name that is not listed stays

  /// Empty when the name has no spelling of its own.
  std::string_view spellingOf(std::string_view cuda) const;
};

/// All targets, in the order of TargetId.
std::span<const Target> allTargets();
const Target &target(TargetId id);
const Target *findTarget(std::string_view name);
std::string_view targetName(TargetId id);
std::optional<TargetId> parseTargetName(std::string_view name);
std::string_view featureName(Feature feature);
std::string_view supportLevelName(SupportLevel level);
std::optional<SupportLevel> parseSupportLevel(std::string_view name);

} // namespace sampan
