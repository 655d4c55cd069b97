// SPDX-License-Identifier: Apache-2.0
// What a kernel asks of a target, as the words that reports use.
#pragma once

#include "rewriters/core/kernel_info.h"

#include <string>
#include <vector>

namespace sampan {

/// "atomics", "grid-sync", ...: the flags of the kernel, in a fixed order.
std::vector<std::string> kernelFeatures(const KernelInfo &kernel);

/// The features and where the threads of the kernel meet: "barrier:divergent-control".
std::vector<std::string> kernelNeeds(const KernelInfo &kernel);

} // namespace sampan
