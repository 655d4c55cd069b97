// SPDX-License-Identifier: Apache-2.0
// Compares a kernel with what a target can do.
#pragma once

#include "rewriters/core/finding.h"
#include "rewriters/core/kernel_info.h"
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

/// `findings` are those that led to the verdict, all at places of the kernel; none for Direct.
struct KernelFit {
  Verdict verdict = Verdict::Direct;
  std::vector<Finding> findings;
};

KernelFit fitKernel(const KernelInfo &kernel, const Target &target);

} // namespace sampan
