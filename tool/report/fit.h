// SPDX-License-Identifier: Apache-2.0
// Compares a kernel with what a target can do.
#pragma once

#include "rewriters/core/finding.h"
#include "rewriters/core/kernel_info.h"
#include "rewriters/core/rules.h"
#include "rewriters/core/target.h"

#include <string>
#include <string_view>
#include <vector>

namespace sampan {

/// What it takes to run a kernel on a target; ordered, a higher value is worse.
enum class Verdict : std::uint8_t { Direct, Emulated, NeedsChange, Impossible };
inline constexpr std::size_t kVerdictCount = 4;

/// "direct", "emulated", "needs-change", "impossible".
std::string_view verdictName(Verdict verdict);

/// How it runs there.
enum class Way : std::uint8_t {
  Threads,     ///< as it is written
  VectorTiles, ///< rows of elements move through the vector unit
  Library,     ///< an operator of the vendor does what the kernel does
  ScalarLoops, ///< threads become loops on each core
  Host,        ///< not there; the host that it belongs to can run it
  Nowhere,
};
inline constexpr std::size_t kWayCount = 6;

/// "threads", "vector-tiles", "library", "scalar-loops", "host", "nowhere".
std::string_view wayName(Way way);

/// `findings` are those that led to the verdict, each at the construct that it speaks of; notes may
/// accompany any verdict.
struct KernelFit {
  Verdict verdict = Verdict::Direct;
  std::vector<Finding> findings;
  Way way = Way::Threads;
  std::string counterpart; ///< for Way::Library, the operator
};

/// The kernel and all its launches.
KernelFit fitKernel(const KernelInfo &kernel, const Target &target,
                    const RuleTable &rules = RuleTable::builtin());

} // namespace sampan
