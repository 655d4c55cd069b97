// SPDX-License-Identifier: Apache-2.0
// Devices: count, choice, limits, flags, peer access, reset and synchronisation.
#include "device_queue.h"
#include "device_state.h"
#include "host_thread.h"
#include "memory_state.h"
#include "sampan/detail/execution.h"
#include "stream_state.h"

#include <algorithm>
#include <vector>

namespace spn::rt {
namespace {

constexpr std::size_t defaultLimits[] = {1024, 1 << 20, 8 << 20, 2, 2048, 128, 0};

struct Devices {
  Devices() : count(std::max(0, backend().deviceCount())), slots(count) {}
  const int count;
  std::vector<std::atomic<Device *>> slots;
  std::mutex mutex;
};

Devices &devices() {
  static auto *all = new Devices;
  return *all;
}

} // namespace

int deviceCount() noexcept { return devices().count; }
spnError_t noDeviceError() {
  return backend().whyNoDevice ? backend().whyNoDevice() : spnErrorNoDevice;
}
bool isDevice(int number) noexcept { return number >= 0 && number < devices().count; }

Device *existingDevice(int number) noexcept {
  return isDevice(number) ? devices().slots[number].load(std::memory_order_acquire) : nullptr;
}

Device &device(int number) {
  if (Device *known = existingDevice(number))
    return *known;
  std::lock_guard lock(devices().mutex);
  if (Device *known = existingDevice(number))
    return *known;
  auto *made = new Device(number);
  std::copy(std::begin(defaultLimits), std::end(defaultLimits), made->limits);
  made->properties = {};
  backend().properties(number, &made->properties);
  made->defaultPool = made->currentPool = makeDefaultPool(number);
  made->legacy = makeLegacyStream(number);
  devices().slots[number].store(made, std::memory_order_release);
  return *made;
}

Device &currentDevice() { return device(hostThread().device); }

bool Device::broken() const {
  return sticky.load(std::memory_order_relaxed) != spnSuccess ||
         isFault(pending.load(std::memory_order_relaxed));
}

spnError_t observe(Device &device) noexcept {
  const spnError_t error = device.pending.exchange(spnSuccess);
  spnError_t none = spnSuccess;
  if (isFault(error))
    device.sticky.compare_exchange_strong(none, error);
  else if (error != spnSuccess)
    return error;
  return device.sticky.load();
}

void fail(Device &device, spnError_t error) noexcept {
  spnError_t none = spnSuccess;
  device.pending.compare_exchange_strong(none, error);
}

} // namespace spn::rt

using namespace spn::rt;
using spn::backend;

namespace {

/// Grids that a kernel launches run after it, so it can't wait for them; CUDA 12 forbids it too.
spnError_t refuseInKernel() {
  static std::atomic<bool> said{false};
  if (!said.exchange(true))
    logLine("a kernel called cudaDeviceSynchronize(), which is not supported: the grids that it "
            "launched run when it has ended");
  return spnErrorUnsupportedDevSideSync;
}

} // namespace

extern "C" {

spnError_t spnGetDeviceCount(int *count) {
  return callAnyway(__func__, [&] {
    if (!count)
      return spnErrorInvalidValue;
    *count = deviceCount();
    return *count ? spnSuccess : noDeviceError();
  });
}

spnError_t spnGetDevice(int *number) {
  return callAnyway(__func__, [&] {
    if (!number)
      return spnErrorInvalidValue;
    *number = hostThread().device;
    return spnSuccess;
  });
}

spnError_t spnSetDevice(int number) {
  return callAnyway(__func__, [&] {
    if (!isDevice(number))
      return deviceCount() ? spnErrorInvalidDevice : noDeviceError();
    hostThread().device = number;
    return stickyError();
  });
}

spnError_t spnInitDevice(int number, unsigned int flags, unsigned int) {
  return callAnyway(__func__, [&] {
    if (!isDevice(number))
      return spnErrorInvalidDevice;
    device(number).flags = flags;
    return spnSuccess;
  });
}

spnError_t spnSetValidDevices(int *numbers, int count) {
  return call(__func__, [&] {
    if (count < 0 || (count && !numbers))
      return spnErrorInvalidValue;
    for (int i = 0; i < count; ++i)
      if (!isDevice(numbers[i]))
        return spnErrorInvalidDevice;
    if (count)
      hostThread().device = numbers[0];
    return spnSuccess;
  });
}

spnError_t spnGetDeviceFlags(unsigned int *flags) {
  return call(__func__, [&] {
    if (!flags)
      return spnErrorInvalidValue;
    Device &current = currentDevice();
    std::lock_guard lock(current.mutex);
    *flags = current.flags | spnDeviceMapHost;
    return spnSuccess;
  });
}

spnError_t spnSetDeviceFlags(unsigned int flags) {
  return call(__func__, [&] {
    const unsigned schedule = flags & spnDeviceScheduleMask;
    if ((flags & ~static_cast<unsigned>(spnDeviceMask)) || (schedule & (schedule - 1)))
      return spnErrorInvalidValue;
    Device &current = currentDevice();
    std::lock_guard lock(current.mutex);
    current.flags = flags;
    return spnSuccess;
  });
}

spnError_t spnDeviceSynchronize() {
  return call(__func__, [] {
    if (spn::detail::insideKernel())
      return refuseInKernel();
    if (hostThread().performing)
      return spnErrorNotPermitted; // in a host function
    Device &current = currentDevice();
    if (spnError_t error = refuseWhileCapturing(current.index))
      return error;
    waitForDevice(current.index);
    trimPools(current.index);
    return observe(current);
  });
}

spnError_t spnDeviceReset() {
  return callAnyway(__func__, [] {
    Device &current = currentDevice();
    waitForDevice(current.index);
    current.pending = spnSuccess;
    current.sticky = spnSuccess;
    hostThread().lastError = spnSuccess;
    settleFrees();
    if (deviceQueues())
      dropQueues(current.index);
    destroyStreams(current.index);
    freeDeviceMemory(current.index);
    if (backend().reset)
      backend().reset(current.index);
    std::lock_guard lock(current.mutex);
    std::copy(std::begin(defaultLimits), std::end(defaultLimits), current.limits);
    current.flags = 0;
    current.cacheConfig = spnFuncCachePreferNone;
    current.sharedConfig = spnSharedMemBankSizeDefault;
    current.peers.clear();
    current.currentPool = current.defaultPool;
    return spnSuccess;
  });
}

spnError_t spnDeviceGetLimit(size_t *value, spnLimit limit) {
  return call(__func__, [&] {
    if (!value)
      return spnErrorInvalidValue;
    if (limit < 0 || limit > spnLimitPersistingL2CacheSize)
      return spnErrorUnsupportedLimit;
    Device &current = currentDevice();
    std::lock_guard lock(current.mutex);
    *value = current.limits[limit];
    return spnSuccess;
  });
}

spnError_t spnDeviceSetLimit(spnLimit limit, size_t value) {
  return call(__func__, [&] {
    if (limit < 0 || limit > spnLimitPersistingL2CacheSize)
      return spnErrorUnsupportedLimit;
    Device &current = currentDevice();
    std::lock_guard lock(current.mutex);
    current.limits[limit] = value;
    if (limit == spnLimitStackSize)
      spn::detail::setKernelStackSize(value);
    return spnSuccess;
  });
}

spnError_t spnDeviceGetCacheConfig(spnFuncCache *config) {
  return call(__func__, [&] {
    if (!config)
      return spnErrorInvalidValue;
    *config = currentDevice().cacheConfig;
    return spnSuccess;
  });
}

spnError_t spnDeviceSetCacheConfig(spnFuncCache config) {
  return call(__func__, [&] {
    if (config < spnFuncCachePreferNone || config > spnFuncCachePreferEqual)
      return spnErrorInvalidValue;
    currentDevice().cacheConfig = config;
    return spnSuccess;
  });
}

spnError_t spnDeviceGetSharedMemConfig(spnSharedMemConfig *config) {
  return call(__func__, [&] {
    if (!config)
      return spnErrorInvalidValue;
    *config = currentDevice().sharedConfig;
    return spnSuccess;
  });
}

spnError_t spnDeviceSetSharedMemConfig(spnSharedMemConfig config) {
  return call(__func__, [&] {
    if (config < spnSharedMemBankSizeDefault || config > spnSharedMemBankSizeEightByte)
      return spnErrorInvalidValue;
    currentDevice().sharedConfig = config;
    return spnSuccess;
  });
}

spnError_t spnDeviceGetStreamPriorityRange(int *least, int *greatest) {
  return call(__func__, [&] {
    if (least)
      *least = leastPriority;
    if (greatest)
      *greatest = greatestPriority;
    return spnSuccess;
  });
}

spnError_t spnDeviceFlushGPUDirectRDMAWrites(spnFlushGPUDirectRDMAWritesTarget,
                                             spnFlushGPUDirectRDMAWritesScope) {
  return call(__func__, [] { return spnErrorNotSupported; });
}

spnError_t spnCtxResetPersistingL2Cache() {
  return call(__func__, [] { return spnSuccess; });
}

spnError_t spnDeviceCanAccessPeer(int *can, int number, int peer) {
  return call(__func__, [&] {
    if (!can)
      return spnErrorInvalidValue;
    if (!isDevice(number) || !isDevice(peer))
      return spnErrorInvalidDevice;
    *can = number != peer;
    return spnSuccess;
  });
}

spnError_t spnDeviceEnablePeerAccess(int peer, unsigned int flags) {
  return call(__func__, [&] {
    Device &current = currentDevice();
    if (flags)
      return spnErrorInvalidValue;
    if (!isDevice(peer) || peer == current.index)
      return spnErrorInvalidDevice;
    std::lock_guard lock(current.mutex);
    if (current.peers.count(peer))
      return spnErrorPeerAccessAlreadyEnabled;
    if (backend().allowPeer)
      if (spnError_t error = backend().allowPeer(current.index, peer, true))
        return error;
    current.peers.insert(peer);
    return spnSuccess;
  });
}

spnError_t spnDeviceDisablePeerAccess(int peer) {
  return call(__func__, [&] {
    Device &current = currentDevice();
    if (!isDevice(peer))
      return spnErrorInvalidDevice;
    std::lock_guard lock(current.mutex);
    if (!current.peers.erase(peer))
      return spnErrorPeerAccessNotEnabled;
    return backend().allowPeer ? backend().allowPeer(current.index, peer, false) : spnSuccess;
  });
}

// A host device has no profiler to switch, and being asked to is no error.
spnError_t spnProfilerStart() {
  return call(__func__, [] { return spnSuccess; });
}
spnError_t spnProfilerStop() {
  return call(__func__, [] { return spnSuccess; });
}

spnError_t spnThreadExit() { return spnDeviceReset(); }
spnError_t spnThreadSynchronize() { return spnDeviceSynchronize(); }
spnError_t spnThreadSetLimit(spnLimit limit, size_t value) {
  return spnDeviceSetLimit(limit, value);
}
spnError_t spnThreadGetLimit(size_t *value, spnLimit limit) {
  return spnDeviceGetLimit(value, limit);
}
spnError_t spnThreadGetCacheConfig(spnFuncCache *config) { return spnDeviceGetCacheConfig(config); }
spnError_t spnThreadSetCacheConfig(spnFuncCache config) { return spnDeviceSetCacheConfig(config); }

} // extern "C"
