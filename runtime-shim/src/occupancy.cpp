// SPDX-License-Identifier: Apache-2.0
// How many blocks a multiprocessor keeps at a time, from the limits that the device reports. On a
// host device this says little about speed; programs size persistent and cooperative grids by it.
#include "device_state.h"
#include "host_thread.h"
#include "kernel_registry.h"

#include <algorithm>

namespace spn::rt {

int blocksPerMultiprocessor(const spnDeviceProp &limits, unsigned threads,
                            std::size_t sharedBytes) {
  if (!threads || threads > static_cast<unsigned>(limits.maxThreadsPerBlock) ||
      sharedBytes > limits.sharedMemPerBlockOptin)
    return 0;
  const unsigned warp = static_cast<unsigned>(limits.warpSize);
  const unsigned rounded = (threads + warp - 1) / warp * warp;
  std::size_t blocks = static_cast<unsigned>(limits.maxThreadsPerMultiProcessor) / rounded;
  if (sharedBytes)
    blocks = std::min(blocks, limits.sharedMemPerMultiprocessor /
                                  (sharedBytes + limits.reservedSharedMemPerBlock));
  return static_cast<int>(
      std::min(blocks, static_cast<std::size_t>(limits.maxBlocksPerMultiProcessor)));
}

unsigned long long residentBlocks(const spnDeviceProp &limits, const detail::LaunchConfig &config) {
  const unsigned threads = config.block.x * config.block.y * config.block.z;
  const int blocks = blocksPerMultiprocessor(limits, threads, config.sharedBytes);
  return 1ull * static_cast<unsigned>(blocks) * static_cast<unsigned>(limits.multiProcessorCount);
}

} // namespace spn::rt

using namespace spn::rt;

extern "C" {

spnError_t spnOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int *blocks, const void *function,
                                                                 int blockSize, size_t sharedBytes,
                                                                 unsigned int flags) {
  return call(__func__, [&] {
    if (!blocks || blockSize <= 0 || flags > spnOccupancyDisableCachingOverride)
      return spnErrorInvalidValue;
    if (!findKernel(function))
      return spnErrorInvalidDeviceFunction;
    *blocks = blocksPerMultiprocessor(currentDevice().properties, static_cast<unsigned>(blockSize),
                                      sharedBytes);
    return spnSuccess;
  });
}

spnError_t spnOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, const void *function,
                                                        int blockSize, size_t sharedBytes) {
  return spnOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(blocks, function, blockSize,
                                                               sharedBytes, spnOccupancyDefault);
}

spnError_t spnOccupancyAvailableDynamicSMemPerBlock(size_t *bytes, const void *function, int blocks,
                                                    int blockSize) {
  return call(__func__, [&] {
    if (!bytes || blocks <= 0 || blockSize <= 0)
      return spnErrorInvalidValue;
    if (!findKernel(function))
      return spnErrorInvalidDeviceFunction;
    const spnDeviceProp &limits = currentDevice().properties;
    const std::size_t share = limits.sharedMemPerMultiprocessor / static_cast<unsigned>(blocks);
    *bytes = share <= limits.reservedSharedMemPerBlock
                 ? 0
                 : std::min(share - limits.reservedSharedMemPerBlock, limits.sharedMemPerBlock);
    return spnSuccess;
  });
}

// Without clusters, one block is the largest; as many "clusters" run as blocks.
spnError_t spnOccupancyMaxPotentialClusterSize(int *size, const void *function,
                                               const spnLaunchConfig_t *config) {
  return call(__func__, [&] {
    if (!size || !config)
      return spnErrorInvalidValue;
    if (!findKernel(function))
      return spnErrorInvalidDeviceFunction;
    *size = 1;
    return spnSuccess;
  });
}

spnError_t spnOccupancyMaxActiveClusters(int *clusters, const void *function,
                                         const spnLaunchConfig_t *config) {
  return call(__func__, [&] {
    if (!clusters || !config)
      return spnErrorInvalidValue;
    if (!findKernel(function))
      return spnErrorInvalidDeviceFunction;
    const spn::detail::LaunchConfig launch{config->gridDim, config->blockDim,
                                           config->dynamicSmemBytes, nullptr, false};
    *clusters = static_cast<int>(residentBlocks(currentDevice().properties, launch));
    return spnSuccess;
  });
}

} // extern "C"
