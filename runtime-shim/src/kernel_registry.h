// SPDX-License-Identifier: Apache-2.0
// Kernels known by address: how to call them, and the attributes that the program gave them.
#pragma once

#include "sampan/detail/kernel_handle.h"

#include <map>
#include <optional>

namespace spn::rt {

/// Null for an address that nobody registered.
const detail::KernelSignature *findKernel(const void *function);

struct KernelCall;
/// A launch of the kernel as a value: copies the arguments and runs nothing.
spnError_t makeKernelCall(const void *function, const detail::LaunchConfig &config, void **args,
                          KernelCall &call);

struct KernelAttributes {
  std::map<int, int> set; ///< by spnFuncAttribute
  spnFuncCache cache = spnFuncCachePreferNone;
};
KernelAttributes attributesOf(const void *function);

/// Blocks that one multiprocessor keeps at a time; 0 for a configuration that can't run.
int blocksPerMultiprocessor(const spnDeviceProp &limits, unsigned threads, std::size_t sharedBytes);
/// Blocks of the whole device that can wait for each other.
unsigned long long residentBlocks(const spnDeviceProp &limits, const detail::LaunchConfig &config);

} // namespace spn::rt
