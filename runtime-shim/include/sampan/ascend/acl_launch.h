// SPDX-License-Identifier: Apache-2.0
// The configuration of a launch, without Sampan's runtime:
//
//   void saxpy(const spn::acl::Launch &launch, int n, float a, const float *x, float *y) {
//     saxpy_simt<<<launch.blocks(256), launch.threads, launch.ubufBytes, launch.stream>>>(
//         n, a, x, y, launch.grid);
//   }
//   ...
//   saxpy({grid, 256, 0, stream}, n, 2.0f, x, y);
#pragma once

#include "acl/acl.h"

#include "sampan/ascend/acl_device.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

namespace spn {
namespace acl {

struct Launch {
  dim3 grid, threads; ///< as the program has them
  size_t ubufBytes;   ///< dynamic shared memory
  aclrtStream stream;

  Launch(dim3 programGrid, dim3 blockThreads)
      : grid(programGrid), threads(blockThreads), ubufBytes(0), stream(nullptr) {}
  /// `bytes` may be of any integer type, as in CUDA.
  template <class Bytes>
  Launch(dim3 programGrid, dim3 blockThreads, Bytes bytes, aclrtStream on = nullptr)
      : grid(programGrid), threads(blockThreads), ubufBytes(static_cast<size_t>(bytes)),
        stream(on) {}

  /// Blocks that are started: one per core at most, since each walks over the program's grid.
  /// `bound` is the kernel's, which a launch must keep to.
  uint32_t blocks(unsigned bound) const {
    const uint64_t count = static_cast<uint64_t>(grid.x) * grid.y * grid.z;
    const uint64_t size = static_cast<uint64_t>(threads.x) * threads.y * threads.z;
    if (count == 0 || size == 0 || size > bound) {
      fprintf(stderr, "invalid launch: %llu blocks of %llu threads, at most %u\n",
              static_cast<unsigned long long>(count), static_cast<unsigned long long>(size), bound);
      abort();
    }
    int32_t device = 0;
    const bool known = aclrtGetDevice(&device) == ACL_SUCCESS;
    const uint64_t cores =
        known ? static_cast<uint64_t>(deviceFact(device, ACL_DEV_ATTR_VECTOR_CORE_NUM, 1)) : 1;
    return static_cast<uint32_t>(count < cores ? count : cores);
  }
};

} // namespace acl

namespace ascend {

/// Whether one of the types is double, which the device does not compute with.
template <class... T> constexpr bool isDouble = false;
template <class First, class... Rest> constexpr bool isDouble<First, Rest...> = isDouble<Rest...>;
template <class... Rest> constexpr bool isDouble<double, Rest...> = true;

/// A kernel that has no Ascend C form. AscendCL has no way to make a launch fail, so the program
/// ends.
[[noreturn]] inline void refuse(const char *name, const char *reason) {
  fprintf(stderr, "kernel %s has no code for this device: %s\n", name, reason);
  abort();
}

} // namespace ascend
} // namespace spn
