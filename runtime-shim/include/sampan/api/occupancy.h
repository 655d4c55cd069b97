// SPDX-License-Identifier: Apache-2.0
// Occupancy queries that take the kernel itself, and the search for a block size. runtime.h
// includes this header.
#pragma once

#include "sampan/runtime.h"

template <class... P>
SPN_INLINE spnError_t spnOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks,
                                                                   void (*kernel)(P...),
                                                                   int blockSize,
                                                                   size_t sharedBytes) {
  return spnOccupancyMaxActiveBlocksPerMultiprocessor(blocks, ::spn::kernelHandle(kernel),
                                                      blockSize, sharedBytes);
}
template <class... P>
SPN_INLINE spnError_t spnOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(
    int *blocks, void (*kernel)(P...), int blockSize, size_t sharedBytes, unsigned int flags) {
  return spnOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(blocks, ::spn::kernelHandle(kernel),
                                                               blockSize, sharedBytes, flags);
}
template <class... P>
SPN_INLINE spnError_t spnOccupancyAvailableDynamicSMemPerBlock(size_t *bytes, void (*kernel)(P...),
                                                               int blocks, int blockSize) {
  return spnOccupancyAvailableDynamicSMemPerBlock(bytes, ::spn::kernelHandle(kernel), blocks,
                                                  blockSize);
}
template <class... P>
SPN_INLINE spnError_t spnOccupancyMaxPotentialClusterSize(int *size, void (*kernel)(P...),
                                                          const spnLaunchConfig_t *config) {
  return spnOccupancyMaxPotentialClusterSize(size, ::spn::kernelHandle(kernel), config);
}
template <class... P>
SPN_INLINE spnError_t spnOccupancyMaxActiveClusters(int *clusters, void (*kernel)(P...),
                                                    const spnLaunchConfig_t *config) {
  return spnOccupancyMaxActiveClusters(clusters, ::spn::kernelHandle(kernel), config);
}

/// Block size, of at most `limit` threads unless that is 0, that keeps most threads resident, and
/// the least grid that fills the device with such blocks. `sharedBytesOf(blockSize)` tells the
/// dynamic shared memory that a block needs.
template <class Function, class SharedBytesOf>
SPN_INLINE spnError_t spnOccupancyMaxPotentialBlockSizeVariableSMemWithFlags(
    int *minGridSize, int *blockSize, Function kernel, SharedBytesOf sharedBytesOf, int limit,
    unsigned int flags) {
  int device = 0, processors = 0, maxThreads = 0, most = 0;
  if (!minGridSize || !blockSize)
    return spnErrorInvalidValue;
  spnError_t error = spnGetDevice(&device);
  if (error == spnSuccess)
    error = spnDeviceGetAttribute(&processors, spnDevAttrMultiProcessorCount, device);
  if (error == spnSuccess)
    error = spnDeviceGetAttribute(&maxThreads, spnDevAttrMaxThreadsPerBlock, device);
  if (limit > 0 && limit < maxThreads)
    maxThreads = limit;
  int size = maxThreads < 32 ? maxThreads : maxThreads / 32 * 32;
  for (; error == spnSuccess && size > 0; size -= size > 32 ? 32 : size) {
    int blocks = 0;
    error = spnOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(&blocks, kernel, size,
                                                                  sharedBytesOf(size), flags);
    if (error == spnSuccess && blocks * size > most) {
      most = blocks * size;
      *minGridSize = blocks * processors;
      *blockSize = size;
    }
  }
  return error;
}
template <class Function, class SharedBytesOf>
SPN_INLINE spnError_t spnOccupancyMaxPotentialBlockSizeVariableSMem(int *minGridSize,
                                                                    int *blockSize, Function kernel,
                                                                    SharedBytesOf sharedBytesOf,
                                                                    int limit = 0) {
  return spnOccupancyMaxPotentialBlockSizeVariableSMemWithFlags(minGridSize, blockSize, kernel,
                                                                sharedBytesOf, limit, 0u);
}
template <class Function>
SPN_INLINE spnError_t spnOccupancyMaxPotentialBlockSizeWithFlags(int *minGridSize, int *blockSize,
                                                                 Function kernel,
                                                                 size_t sharedBytes = 0,
                                                                 int limit = 0,
                                                                 unsigned int flags = 0) {
  return spnOccupancyMaxPotentialBlockSizeVariableSMemWithFlags(
      minGridSize, blockSize, kernel, [sharedBytes](int) { return sharedBytes; }, limit, flags);
}
template <class Function>
SPN_INLINE spnError_t spnOccupancyMaxPotentialBlockSize(int *minGridSize, int *blockSize,
                                                        Function kernel, size_t sharedBytes = 0,
                                                        int limit = 0) {
  return spnOccupancyMaxPotentialBlockSizeWithFlags(minGridSize, blockSize, kernel, sharedBytes,
                                                    limit, 0u);
}
