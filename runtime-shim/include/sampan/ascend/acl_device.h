// SPDX-License-Identifier: Apache-2.0
// Beginning and end of AscendCL in a program, and what it tells about a device.
#pragma once

#include "acl/acl.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

namespace spn {
namespace acl {

/// At the start of main. Further threads of the host call aclrtSetDevice themselves.
class Environment {
public:
  Environment() {
    aclError status = aclInit(nullptr);
    if (status == ACL_SUCCESS)
      status = aclrtSetDevice(0);
    if (status != ACL_SUCCESS)
      fprintf(stderr, "AscendCL does not start: error %d\n", static_cast<int>(status));
  }
  ~Environment() {
    aclrtSynchronizeDevice();
    aclFinalize();
  }
  Environment(const Environment &) = delete;
  Environment &operator=(const Environment &) = delete;
};

/// What the thread does next finds the device as new.
inline aclError resetDevice() {
  int32_t device = 0;
  aclError status = aclrtGetDevice(&device);
  if (status == ACL_SUCCESS)
    status = aclrtResetDeviceForce(device);
  return status == ACL_SUCCESS ? aclrtSetDevice(device) : status;
}

/// The part of cudaDeviceProp that AscendCL can fill.
struct DeviceProperties {
  char name[256];
  size_t totalGlobalMem, sharedMemPerBlock;
  int multiProcessorCount, warpSize, maxThreadsPerBlock, maxThreadsPerMultiProcessor, l2CacheSize;
  int maxThreadsDim[3], maxGridSize[3];
};

inline int64_t deviceFact(int device, aclrtDevAttr fact, int64_t otherwise) {
  int64_t value = 0;
  bool known = aclrtGetDeviceInfo(static_cast<uint32_t>(device), fact, &value) == ACL_SUCCESS;
  return known ? value : otherwise;
}

inline aclError getDeviceProperties(DeviceProperties *properties, int device) {
  uint32_t count = 0;
  const aclError status = aclrtGetDeviceCount(&count);
  if (status != ACL_SUCCESS)
    return status;
  if (device < 0 || static_cast<uint32_t>(device) >= count)
    return ACL_ERROR_RT_INVALID_DEVICEID;
  memset(properties, 0, sizeof *properties);
  const char *name = aclrtGetSocName();
  snprintf(properties->name, sizeof properties->name, "%s", name ? name : "Ascend");
  auto number = [=](aclrtDevAttr fact, int otherwise) {
    return static_cast<int>(deviceFact(device, fact, otherwise));
  };
  properties->totalGlobalMem =
      static_cast<size_t>(deviceFact(device, ACL_DEV_ATTR_TOTAL_GLOBAL_MEM_SIZE, 0));
  properties->sharedMemPerBlock = 216 * 1024; // what kernels may declare
  properties->multiProcessorCount = number(ACL_DEV_ATTR_VECTOR_CORE_NUM, 1);
  properties->warpSize = number(ACL_DEV_ATTR_WARP_SIZE, 32);
  properties->maxThreadsPerBlock = number(ACL_DEV_ATTR_MAX_THREADS_PER_BLOCK, 2048);
  properties->maxThreadsPerMultiProcessor = number(ACL_DEV_ATTR_MAX_THREAD_PER_VECTOR_CORE, 2048);
  properties->l2CacheSize = number(ACL_DEV_ATTR_L2_CACHE_SIZE, 0);
  const aclrtDevAttr blocks[] = {ACL_DEV_ATTR_MAX_BLOCK_DIM_X, ACL_DEV_ATTR_MAX_BLOCK_DIM_Y,
                                 ACL_DEV_ATTR_MAX_BLOCK_DIM_Z};
  for (int i = 0; i < 3; ++i) {
    properties->maxThreadsDim[i] = number(blocks[i], 2048);
    properties->maxGridSize[i] = i ? 65535 : 0x7fffffff; // kernels walk over the program's blocks
  }
  return ACL_SUCCESS;
}

} // namespace acl
} // namespace spn
