// SPDX-License-Identifier: Apache-2.0
// Devices of the Ascend back end: how a thread enters one, what it says about itself, its reset.
#include "device.h"
#include "shared_memory.h"

#include "src/log.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace spn::ascend {
namespace {

constexpr int mostDevices = 64;
/// Grows when a device is reset.
std::atomic<unsigned> generations[mostDevices];
std::atomic<bool> used[mostDevices];
std::atomic<bool> ending{false};

struct Entry {
  int device = -1;
  unsigned generation = 0;
};
thread_local Entry entered;

void endProgram() {
  ending = true;
  for (int i = 0; i < std::min(acl().devices, mostDevices); ++i)
    if (used[i] && acl().aclrtResetDeviceForce)
      acl().aclrtResetDeviceForce(i);
  acl().aclFinalize();
}

int deviceCount() { return std::min(acl().devices, mostDevices); }

spnError_t whyNoDevice() { return acl().usable ? spnErrorNoDevice : spnErrorInsufficientDriver; }

std::int64_t info(int device, AclDeviceAttribute attribute, std::int64_t otherwise) {
  std::int64_t value = 0;
  if (!acl().aclrtGetDeviceInfo ||
      acl().aclrtGetDeviceInfo(static_cast<std::uint32_t>(device), attribute, &value) || value <= 0)
    return otherwise;
  return value;
}

/// What programs compute configurations from. A kernel walks over the grid that the program asks
/// for, so the grid is as large as CUDA's.
void setLimits(int device, spnDeviceProp &p) {
  const std::int64_t ubuf = info(device, ubufPerVectorCore, 216 << 10);
  p.warpSize = static_cast<int>(info(device, warpSizeOf, 32));
  p.multiProcessorCount = coreCount(device);
  // More threads than that have 16 registers each; kernels are built for 1024 unless they say more.
  p.maxThreadsPerBlock =
      static_cast<int>(std::min<std::int64_t>(info(device, threadsPerBlock, 1024), 1024));
  p.maxThreadsDim[0] = p.maxThreadsDim[1] = p.maxThreadsPerBlock;
  p.maxThreadsDim[2] = std::min(p.maxThreadsPerBlock, 64);
  p.maxGridSize[0] = 2147483647;
  p.maxGridSize[1] = p.maxGridSize[2] = 65535;
  p.maxThreadsPerMultiProcessor = static_cast<int>(info(device, threadsPerVectorCore, 2048));
  p.maxBlocksPerMultiProcessor = 1;
  p.cooperativeLaunch = 1;
  p.regsPerBlock = p.regsPerMultiprocessor = 32768;
  p.sharedMemPerBlock = p.sharedMemPerBlockOptin = p.sharedMemPerMultiprocessor =
      static_cast<std::size_t>(std::min<std::int64_t>(ubuf, 216 << 10));
  p.totalConstMem = 65536;
  p.memPitch = 2147483647;
  p.textureAlignment = p.surfaceAlignment = 512;
  p.texturePitchAlignment = 32;
  // Programs ask for these to choose a code path; this is the language that is translated.
  p.major = 8;
  p.minor = 0;
}

spnError_t properties(int device, spnDeviceProp *out) {
  if (device < 0 || device >= deviceCount())
    return spnErrorInvalidDevice;
  *out = spnDeviceProp();
  const char *chip = acl().aclrtGetSocName ? acl().aclrtGetSocName() : nullptr;
  std::snprintf(out->name, sizeof out->name, "%s", chip && *chip ? chip : "Ascend");
  if (acl().aclrtDeviceGetUuid) {
    char uuid[16] = {};
    if (!acl().aclrtDeviceGetUuid(device, &uuid))
      std::memcpy(out->uuid.bytes, uuid, sizeof uuid);
  }
  setLimits(device, *out);
  out->totalGlobalMem = static_cast<std::size_t>(info(device, globalMemoryBytes, 0));
  if (!out->totalGlobalMem) {
    std::size_t available = 0;
    (void)memoryInfo(device, &available, &out->totalGlobalMem);
  }
  out->l2CacheSize =
      static_cast<int>(std::min<std::int64_t>(info(device, l2CacheBytes, 0), 2147483647));
  out->concurrentKernels = out->deviceOverlap = out->asyncEngineCount = 1;
  out->streamPrioritiesSupported = acl().aclrtCreateStreamWithConfig ? 1 : 0;
  out->unifiedAddressing = 1;
  out->memoryPoolsSupported = 1;
  out->hostRegisterSupported = acl().aclrtHostRegisterV2 ? 1 : 0;
  out->canMapHostMemory = acl().aclrtHostRegisterV2 && acl().aclrtHostGetDevicePointer ? 1 : 0;
  out->managedMemory = 1; // the host must not use it while kernels run
  out->clockRate = 1000000;
  out->memoryClockRate = 1600000;
  out->memoryBusWidth = 1024;
  out->computeMode = spnComputeModeDefault;
  out->pciBusID = device;
  out->hostNumaId = out->deviceNumaId = -1;
  return spnSuccess;
}

spnError_t allowPeer(int device, int peer, bool allowed) {
  if (spnError_t error = enter(device))
    return error;
  if (!acl().aclrtDeviceEnablePeerAccess || !acl().aclrtDeviceDisablePeerAccess)
    return spnErrorPeerAccessUnsupported;
  return allowed ? SPN_ACL_CALL(aclrtDeviceEnablePeerAccess, peer, 0u)
                 : SPN_ACL_CALL(aclrtDeviceDisablePeerAccess, peer);
}

void reset(int device) {
  forgetBinaries(device);
  forgetMemory(device);
  if (acl().aclrtResetDeviceForce)
    (void)SPN_ACL_CALL(aclrtResetDeviceForce, device);
  forgetEntries(device);
}

} // namespace

spnError_t enter(int device) {
  if (device < 0 || device >= deviceCount())
    return deviceCount() ? spnErrorInvalidDevice : whyNoDevice();
  if (ending)
    return spnErrorCudartUnloading;
  const unsigned generation = generations[device].load(std::memory_order_acquire);
  if (entered.device == device && entered.generation == generation)
    return spnSuccess;
  if (spnError_t error = SPN_ACL_CALL(aclrtSetDevice, device))
    return error;
  entered = {device, generation};
  static const bool registered = std::atexit(&endProgram) == 0;
  (void)registered;
  used[device] = true;
  return spnSuccess;
}

void forgetEntries(int device) { ++generations[device]; }

int coreCount(int device) { return static_cast<int>(info(device, vectorCoreCount, 64)); }

} // namespace spn::ascend

namespace spn {

const Backend &ascendBackend() {
  static const Backend table = {
      .name = "ascend",
      .deviceCount = ascend::deviceCount,
      .properties = ascend::properties,
      .allocate = ascend::allocate,
      .release = ascend::release,
      .copy = ascend::copy,
      .fill = ascend::fill,
      .run = ascend::run,
      .queues = &ascend::queues,
      .whyNoDevice = ascend::whyNoDevice,
      .allocateHost = ascend::allocateHost,
      .releaseHost = ascend::releaseHost,
      .registerHost = ascend::registerHost,
      .unregisterHost = ascend::unregisterHost,
      .memoryInfo = ascend::memoryInfo,
      .symbolAddress = ascend::symbolAddress,
      .allowPeer = ascend::allowPeer,
      .reset = ascend::reset,
      .runBinary = ascend::runBinary,
      .allocateManaged = ascend::allocateManaged,
      .mapHost = ascend::mapHost,
  };
  return table;
}

} // namespace spn
