// SPDX-License-Identifier: Apache-2.0
// Memory of Ascend devices. AscendCL aligns to 64 bytes, CUDA promises 256, so each block starts at
// the next multiple within a larger one.
#include "device.h"
#include "shared_memory.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <vector>

namespace spn::ascend {
namespace {

constexpr std::size_t alignment = 256;

struct Block {
  std::size_t bytes = 0;
  void *base = nullptr; ///< what AscendCL returned; null for a variable of the program
  int device = 0;
};

struct Blocks {
  std::shared_mutex mutex;
  std::map<const char *, Block> byStart;
  std::map<std::pair<int, const void *>, void *> symbols;
};
Blocks &blocks() {
  static auto *all = new Blocks; // programs free memory until the very end
  return *all;
}

} // namespace

int deviceOf(const void *pointer) {
  std::shared_lock lock(blocks().mutex);
  const auto *address = static_cast<const char *>(pointer);
  auto it = blocks().byStart.upper_bound(address);
  if (it == blocks().byStart.begin())
    return -1;
  --it;
  return address < it->first + it->second.bytes ? it->second.device : -1;
}

AclCopyKind directionOf(const void *to, const void *from) {
  const bool toDevice = deviceOf(to) >= 0, fromDevice = deviceOf(from) >= 0;
  return toDevice ? (fromDevice ? deviceToDevice : hostToDevice)
                  : (fromDevice ? deviceToHost : hostToHost);
}

spnError_t allocate(int device, std::size_t bytes, void **out) {
  if (spnError_t error = enter(device))
    return error;
  if (bytes > SIZE_MAX - alignment)
    return spnErrorMemoryAllocation;
  void *base = nullptr;
  if (spnError_t error = SPN_ACL_CALL(aclrtMalloc, &base, bytes + alignment, mallocHugeFirst))
    return error;
  const auto address = reinterpret_cast<std::uintptr_t>(base);
  *out = reinterpret_cast<void *>((address + alignment - 1) / alignment * alignment);
  std::unique_lock lock(blocks().mutex);
  blocks().byStart[static_cast<char *>(*out)] = {bytes, base, device};
  return spnSuccess;
}

void release(int device, void *pointer) {
  if (releaseManaged(pointer))
    return;
  void *base = nullptr;
  {
    std::unique_lock lock(blocks().mutex);
    auto it = blocks().byStart.find(static_cast<char *>(pointer));
    if (it == blocks().byStart.end())
      return;
    base = it->second.base;
    blocks().byStart.erase(it);
  }
  if (enter(device))
    return;
  // The runtime has waited for the work that may use it; what it can't know of, AscendCL waits for.
  if (acl().aclrtFreeWithDevSync)
    (void)SPN_ACL_CALL(aclrtFreeWithDevSync, base);
  else
    (void)SPN_ACL_CALL(aclrtFree, base);
}

void forgetMemory(int device) {
  forgetTwins(device);
  std::vector<void *> bases;
  {
    std::unique_lock lock(blocks().mutex);
    auto &map = blocks().byStart;
    for (auto it = map.begin(); it != map.end();) {
      if (it->second.device != device) {
        ++it;
        continue;
      }
      if (it->second.base)
        bases.push_back(it->second.base);
      it = map.erase(it);
    }
    for (auto it = blocks().symbols.begin(); it != blocks().symbols.end();)
      it = it->first.first == device ? blocks().symbols.erase(it) : std::next(it);
  }
  if (bases.empty() || enter(device))
    return;
  for (void *base : bases)
    (void)SPN_ACL_CALL(aclrtFree, base);
}

spnError_t allocateHost(std::size_t bytes, void **out) {
  if (spnError_t error = enter(0))
    return error;
  if (spnError_t error = SPN_ACL_CALL(aclrtMallocHost, out, bytes))
    return error;
  notePinned(*out, bytes, /*isRegistered=*/false);
  return spnSuccess;
}

void releaseHost(void *pointer) {
  forgetPinned(pointer);
  if (enter(0) == spnSuccess)
    (void)SPN_ACL_CALL(aclrtFreeHost, pointer);
}

spnError_t registerHost(void *pointer, std::size_t bytes) {
  if (spnError_t error = enter(0))
    return error;
  if (!acl().aclrtHostRegisterV2)
    return spnErrorNotSupported;
  const std::uint32_t mapped = acl().aclrtHostGetDevicePointer ? hostRegisterMapped : 0;
  if (spnError_t error =
          SPN_ACL_CALL(aclrtHostRegisterV2, pointer, bytes, hostRegisterPinned | mapped))
    return error;
  if (mapped)
    notePinned(pointer, bytes, /*isRegistered=*/true);
  return spnSuccess;
}

void unregisterHost(void *pointer) {
  forgetPinned(pointer);
  if (acl().aclrtHostUnregister && enter(0) == spnSuccess)
    (void)SPN_ACL_CALL(aclrtHostUnregister, pointer);
}

spnError_t copy(void *to, const void *from, std::size_t bytes) {
  if (!bytes)
    return spnSuccess;
  const int used = std::max({deviceOf(to), deviceOf(from), 0});
  if (spnError_t error = moveOperand(used, nullptr, &to))
    return error;
  if (spnError_t error = moveOperand(used, nullptr, &from))
    return error;
  const AclCopyKind direction = directionOf(to, from);
  if (direction == hostToHost) {
    std::memmove(to, from, bytes);
    return spnSuccess;
  }
  if (spnError_t error = enter(deviceOf(direction == hostToDevice ? to : from)))
    return error;
  if (spnError_t error = SPN_ACL_CALL(aclrtMemcpy, to, bytes, from, bytes, direction))
    return error;
  return settle(used);
}

spnError_t fill(void *to, int byte, std::size_t bytes) {
  if (spnError_t error = moveOperand(0, nullptr, &to))
    return error;
  const int device = deviceOf(to);
  if (device < 0) {
    std::memset(to, byte, bytes);
    return spnSuccess;
  }
  if (spnError_t error = enter(device))
    return error;
  if (spnError_t error = bytes ? SPN_ACL_CALL(aclrtMemset, to, bytes, byte, bytes) : spnSuccess)
    return error;
  return settle(device);
}

spnError_t memoryInfo(int device, std::size_t *available, std::size_t *total) {
  if (spnError_t error = enter(device))
    return error;
  if (!acl().aclrtGetMemInfo)
    return spnErrorNotSupported;
  return SPN_ACL_CALL(aclrtGetMemInfo, memoryHbm, available, total);
}

spnError_t symbolAddress(int device, const void *symbol, std::size_t bytes, void **address) {
  if (!isManagedVariable(symbol))
    return deviceSymbolAddress(device, symbol, bytes, address);
  *address = const_cast<void *>(symbol); // as all managed memory
  return spnSuccess;
}

spnError_t deviceSymbolAddress(int device, const void *symbol, std::size_t bytes, void **address) {
  {
    std::shared_lock lock(blocks().mutex);
    auto it = blocks().symbols.find({device, symbol});
    if (it != blocks().symbols.end()) {
      *address = it->second;
      return spnSuccess;
    }
  }
  if (spnError_t error = enter(device))
    return error;
  if (!acl().aclrtGetSymbolAddress)
    return spnErrorNotSupported;
  if (spnError_t error = SPN_ACL_CALL(aclrtGetSymbolAddress, symbol, address))
    return error == spnErrorUnknown ? spnErrorInvalidSymbol : error;
  std::unique_lock lock(blocks().mutex);
  blocks().symbols[{device, symbol}] = *address;
  blocks().byStart.emplace(static_cast<char *>(*address),
                           Block{bytes ? bytes : 1, nullptr, device});
  return spnSuccess;
}

} // namespace spn::ascend
