// SPDX-License-Identifier: Apache-2.0
// What the runtime keeps per device, above the back end.
#pragma once

#include "backends/backend.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <shared_mutex>

namespace spn::rt {

struct Device {
  explicit Device(int number) : index(number) {}

  const int index;
  /// A kernel's fault that nobody has waited for yet, and one that somebody has seen.
  std::atomic<spnError_t> pending{spnSuccess}, sticky{spnSuccess};

  std::mutex mutex; ///< guards what follows, up to `order`
  std::size_t limits[7];
  unsigned flags = 0;
  spnFuncCache cacheConfig = spnFuncCachePreferNone;
  spnSharedMemConfig sharedConfig = spnSharedMemBankSizeDefault;
  std::set<int> peers; ///< devices whose memory this one may access
  spnMemPool_t defaultPool = nullptr, currentPool = nullptr;
  spnDeviceProp properties;

  /// Work of the legacy stream holds it alone, work of blocking streams together.
  std::shared_mutex order;
  /// The legacy stream; made with the device.
  std::shared_ptr<spnStream> legacy;

  /// No operation may start: the device has faulted.
  bool broken() const;
};

/// What a call that needs a device returns when there is none.
spnError_t noDeviceError();
int deviceCount() noexcept;
bool isDevice(int number) noexcept;
/// `number` must be a device. Made on first use and never destroyed, see handles().
Device &device(int number);
/// Null while nothing has used the device.
Device *existingDevice(int number) noexcept;
Device &currentDevice();

/// Result of a call that has waited for the device: makes a pending fault sticky.
spnError_t observe(Device &device) noexcept;

/// Keeps the error of an operation until somebody waits.
void fail(Device &device, spnError_t error) noexcept;

} // namespace spn::rt
