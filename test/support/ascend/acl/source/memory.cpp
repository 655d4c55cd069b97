// SPDX-License-Identifier: Apache-2.0
// Allocation, copies and fills. Those without a stream happen at once: they wait for no stream.
#include "arena.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <map>

namespace ascend_double {
namespace {

struct PinnedRange {
  std::size_t bytes = 0;
  int file = -1; ///< of aclrtMallocHost; memory that was registered has none
  bool registered = false, isMapped = false;
  char *view = nullptr; ///< its address on devices
};
struct Pinned {
  std::mutex mutex;
  std::map<const char *, PinnedRange> ranges;
};
Pinned &pinned() {
  static auto *all = new Pinned;
  return *all;
}

struct Variables {
  std::mutex mutex;
  std::map<const char *, std::size_t> bytes;
};
Variables &variables() {
  static auto *all = new Variables;
  return *all;
}

/// Device memory, though it lies in the program.
bool isVariable(const void *pointer, std::size_t bytes, Block &block, bool &inside) {
  std::lock_guard lock(variables().mutex);
  auto *address = static_cast<char *>(const_cast<void *>(pointer));
  auto it = variables().bytes.upper_bound(address);
  if (it == variables().bytes.begin() || address >= std::prev(it)->first + std::prev(it)->second)
    return false;
  block = {const_cast<char *>(std::prev(it)->first), std::prev(it)->second, 0};
  inside = address + bytes <= block.start + block.bytes;
  return true;
}

bool isPinned(const void *pointer) {
  std::lock_guard lock(pinned().mutex);
  const auto *address = static_cast<const char *>(pointer);
  auto it = pinned().ranges.upper_bound(address);
  return it != pinned().ranges.begin() &&
         address < std::prev(it)->first + std::prev(it)->second.bytes;
}

std::size_t roundedUp(std::size_t bytes) { return (bytes + 4095) / 4096 * 4096; }

/// Whether this is what kernels call memory of the host.
bool isView(const void *pointer) {
  std::lock_guard lock(pinned().mutex);
  for (const auto &[start, range] : pinned().ranges)
    if (range.view && pointer >= range.view && pointer < range.view + range.bytes)
      return true;
  return false;
}

/// Kernels get another address than the host has, where the double can make one.
char *makeView(const char *start, PinnedRange &range) {
  if (range.view || range.file < 0)
    return range.view ? range.view : const_cast<char *>(start);
  void *view =
      mmap(nullptr, roundedUp(range.bytes), PROT_READ | PROT_WRITE, MAP_SHARED, range.file, 0);
  range.view = view == MAP_FAILED ? nullptr : static_cast<char *>(view);
  return range.view;
}

void dropView(PinnedRange &range) {
  if (range.view)
    munmap(range.view, roundedUp(range.bytes));
  range.view = nullptr;
}

aclError checkDevice(const char *what, const void *pointer, std::size_t bytes) {
  Block block;
  bool inside = false;
  switch (locate(pointer, bytes, &block, &inside)) {
  case Where::device:
    if (inside)
      return ACL_SUCCESS;
    return misuse(ACL_ERROR_RT_PARAM_INVALID, "%s: %zu bytes at %p leave a block of %zu bytes",
                  what, bytes, pointer, block.bytes);
  case Where::freed:
    return misuse(ACL_ERROR_RT_PARAM_INVALID, "%s: %p is device memory that was freed", what,
                  pointer);
  default:
    return fail(ACL_ERROR_RT_PARAM_INVALID, "%s: %p is not device memory", what, pointer);
  }
}

aclError checkHost(const char *what, const void *pointer) {
  bool inside = false;
  Block block;
  const Where where = locate(pointer, 1, &block, &inside);
  ASCEND_REQUIRE(where != Where::device && where != Where::freed, ACL_ERROR_RT_PARAM_INVALID,
                 "%s: %p is not host memory", what, pointer);
  ASCEND_REQUIRE(!isView(pointer), ACL_ERROR_RT_PARAM_INVALID,
                 "%s: %p is an address for kernels, not for copies", what, pointer);
  return ACL_SUCCESS;
}

/// Sides of a copy against its direction.
aclError checkCopy(void *dst, std::size_t destMax, const void *src, std::size_t count,
                   aclrtMemcpyKind kind) {
  ASCEND_REQUIRE(dst && src && count && count <= destMax, ACL_ERROR_RT_PARAM_INVALID,
                 "copy of %zu bytes from %p to %p, where %zu fit", count, src, dst, destMax);
  ASCEND_REQUIRE(kind >= ACL_MEMCPY_HOST_TO_HOST && kind <= ACL_MEMCPY_DEFAULT,
                 ACL_ERROR_RT_PARAM_INVALID, "unknown direction %d", static_cast<int>(kind));
  Block block;
  bool inside;
  auto onDevice = [&](const void *pointer) {
    const Where where = locate(pointer, 1, &block, &inside);
    return where == Where::device || where == Where::freed;
  };
  const bool toDevice = kind == ACL_MEMCPY_DEFAULT ? onDevice(dst)
                                                   : kind == ACL_MEMCPY_HOST_TO_DEVICE ||
                                                         kind == ACL_MEMCPY_DEVICE_TO_DEVICE;
  const bool fromDevice = kind == ACL_MEMCPY_DEFAULT ? onDevice(src)
                                                     : kind == ACL_MEMCPY_DEVICE_TO_HOST ||
                                                           kind == ACL_MEMCPY_DEVICE_TO_DEVICE;
  if (aclError error = toDevice ? checkDevice("copy to", dst, count) : checkHost("copy to", dst))
    return error;
  return fromDevice ? checkDevice("copy from", src, count) : checkHost("copy from", src);
}

} // namespace

std::size_t variableBytes(const void *symbol) {
  std::lock_guard lock(variables().mutex);
  auto it = variables().bytes.find(static_cast<const char *>(symbol));
  return it == variables().bytes.end() ? 0 : it->second;
}

Where locate(const void *pointer, std::size_t bytes, Block *block, bool *inside) {
  bool freed = false;
  if (findBlock(pointer, bytes, *block, freed, *inside))
    return freed ? Where::freed : Where::device;
  if (isVariable(pointer, bytes, *block, *inside))
    return Where::device;
  return isPinned(pointer) ? Where::pinned : Where::pageable;
}

} // namespace ascend_double

using namespace ascend_double;

namespace {

aclError freeDevice(void *pointer, bool waits) {
  if (aclError error = notReady())
    return error;
  ASCEND_REQUIRE(pointer, ACL_ERROR_RT_PARAM_INVALID, "free of a null pointer");
  if (waits)
    thisThread().context->drain();
  switch (freeBlock(pointer)) {
  case FreeResult::done:
    return ACL_SUCCESS;
  case FreeResult::again:
    return misuse(ACL_ERROR_RT_PARAM_INVALID, "device memory at %p was freed before", pointer);
  default:
    return misuse(ACL_ERROR_RT_PARAM_INVALID, "free of %p, which aclrtMalloc did not return",
                  pointer);
  }
}

} // namespace

extern "C" {

ACL_FUNC_VISIBILITY bool ascendDoubleMapsAddress(const void *address) {
  if (isView(address))
    return true;
  std::lock_guard lock(pinned().mutex);
  auto it = pinned().ranges.upper_bound(static_cast<const char *>(address));
  return it != pinned().ranges.begin() && std::prev(it)->second.isMapped &&
         std::prev(it)->second.file < 0 &&
         static_cast<const char *>(address) < std::prev(it)->first + std::prev(it)->second.bytes;
}

ACL_FUNC_VISIBILITY void ascendDoubleRegisterVariable(const void *variable, size_t bytes) {
  std::lock_guard lock(variables().mutex);
  variables().bytes[static_cast<const char *>(variable)] = bytes;
}

aclError aclrtGetSymbolAddress(const void *symbol, void **devPtr) {
  if (aclError error = notReady())
    return error;
  ASCEND_REQUIRE(devPtr && variableBytes(symbol), ACL_ERROR_RT_INVALID_SYMBOL,
                 "%p is not a variable of device code", symbol);
  *devPtr = const_cast<void *>(symbol);
  return ACL_SUCCESS;
}

aclError aclrtGetSymbolSize(const void *symbol, size_t *size) {
  if (aclError error = notReady())
    return error;
  ASCEND_REQUIRE(size && variableBytes(symbol), ACL_ERROR_RT_INVALID_SYMBOL,
                 "%p is not a variable of device code", symbol);
  *size = variableBytes(symbol);
  return ACL_SUCCESS;
}

aclError aclrtMalloc(void **devPtr, size_t size, aclrtMemMallocPolicy) {
  if (aclError error = notReady())
    return error;
  ASCEND_REQUIRE(devPtr && size, ACL_ERROR_RT_PARAM_INVALID, "allocation of %zu bytes", size);
  *devPtr = allocateBlock(thisThread().context->device.number, size);
  ASCEND_REQUIRE(*devPtr, ACL_ERROR_RT_MEMORY_ALLOCATION, "no memory for %zu bytes", size);
  return ACL_SUCCESS;
}

aclError aclrtFree(void *devPtr) { return freeDevice(devPtr, false); }
aclError aclrtFreeWithDevSync(void *devPtr) { return freeDevice(devPtr, true); }

aclError aclrtMallocHost(void **hostPtr, size_t size) {
  if (aclError error = notReady())
    return error;
  ASCEND_REQUIRE(hostPtr && size, ACL_ERROR_RT_PARAM_INVALID, "allocation of %zu bytes", size);
  const int file = memfd_create("ascend-double", MFD_CLOEXEC);
  void *memory = MAP_FAILED;
  if (file >= 0 && !ftruncate(file, static_cast<off_t>(roundedUp(size))))
    memory = mmap(nullptr, roundedUp(size), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (memory == MAP_FAILED && file >= 0)
    close(file);
  ASCEND_REQUIRE(memory != MAP_FAILED, ACL_ERROR_RT_MEMORY_ALLOCATION, "no memory for %zu bytes",
                 size);
  *hostPtr = memory;
  std::lock_guard lock(pinned().mutex);
  pinned().ranges[static_cast<char *>(memory)] = {size, file, false, false, nullptr};
  return ACL_SUCCESS;
}

aclError aclrtFreeHost(void *hostPtr) {
  if (aclError error = notReady())
    return error;
  {
    std::lock_guard lock(pinned().mutex);
    auto it = pinned().ranges.find(static_cast<char *>(hostPtr));
    if (it == pinned().ranges.end() || it->second.file < 0)
      return misuse(ACL_ERROR_RT_PARAM_INVALID, "%p is not pinned memory of aclrtMallocHost",
                    hostPtr);
    if (it->second.registered)
      return misuse(ACL_ERROR_RT_PARAM_INVALID, "%p is freed while it is registered", hostPtr);
    close(it->second.file);
    munmap(hostPtr, roundedUp(it->second.bytes));
    pinned().ranges.erase(it);
  }
  return ACL_SUCCESS;
}

aclError aclrtHostRegisterV2(void *ptr, uint64_t size, uint32_t flag) {
  if (aclError error = notReady())
    return error;
  ASCEND_REQUIRE(ptr && size, ACL_ERROR_RT_PARAM_INVALID, "registration of nothing");
  std::lock_guard lock(pinned().mutex);
  PinnedRange &range = pinned().ranges[static_cast<char *>(ptr)];
  ASCEND_REQUIRE(!range.registered, ACL_ERROR_HOST_MEMORY_ALREADY_REGISTERED, "%p is registered",
                 ptr);
  range.bytes = range.file < 0 ? size : range.bytes;
  range.registered = true;
  range.isMapped = flag & ACL_HOST_REG_MAPPED;
  return ACL_SUCCESS;
}

aclError aclrtHostUnregister(void *ptr) {
  if (aclError error = notReady())
    return error;
  std::lock_guard lock(pinned().mutex);
  auto it = pinned().ranges.find(static_cast<char *>(ptr));
  ASCEND_REQUIRE(it != pinned().ranges.end() && it->second.registered,
                 ACL_ERROR_HOST_MEMORY_NOT_REGISTERED, "%p is not registered", ptr);
  dropView(it->second);
  it->second.registered = it->second.isMapped = false;
  if (it->second.file < 0)
    pinned().ranges.erase(it);
  return ACL_SUCCESS;
}

aclError aclrtHostGetDevicePointer(void *pHost, void **pDevice, uint32_t flag) {
  if (aclError error = notReady())
    return error;
  ASCEND_REQUIRE(pHost && pDevice && !flag, ACL_ERROR_RT_PARAM_INVALID, "null, or flags");
  std::lock_guard lock(pinned().mutex);
  auto it = pinned().ranges.find(static_cast<char *>(pHost));
  ASCEND_REQUIRE(it != pinned().ranges.end() && it->second.isMapped,
                 ACL_ERROR_HOST_MEMORY_NOT_REGISTERED, "%p is not registered as mapped", pHost);
  *pDevice = makeView(it->first, it->second);
  ASCEND_REQUIRE(*pDevice, ACL_ERROR_RT_MEMORY_ALLOCATION, "no addresses for %zu bytes",
                 it->second.bytes);
  return ACL_SUCCESS;
}

aclError aclrtPointerGetAttributes(const void *ptr, aclrtPtrAttributes *attributes) {
  if (aclError error = notReady())
    return error;
  ASCEND_REQUIRE(attributes, ACL_ERROR_RT_PARAM_INVALID, "null");
  Block block;
  bool inside;
  *attributes = {};
  attributes->pageSize = 4096;
  switch (locate(ptr, 1, &block, &inside)) {
  case Where::device:
    attributes->location = {static_cast<uint32_t>(block.device), ACL_MEM_LOCATION_TYPE_DEVICE};
    break;
  case Where::pinned:
    attributes->location.type = ACL_MEM_LOCATION_TYPE_HOST;
    break;
  default:
    attributes->location.type = ACL_MEM_LOCATION_TYPE_UNREGISTERED;
  }
  return ACL_SUCCESS;
}

aclError aclrtGetMemInfo(aclrtMemAttr, size_t *free, size_t *total) {
  if (aclError error = notReady())
    return error;
  ASCEND_REQUIRE(free && total, ACL_ERROR_RT_PARAM_INVALID, "null");
  *free = freeBytes(thisThread().context->device.number);
  *total = totalBytes();
  return ACL_SUCCESS;
}

aclError aclrtMemcpy(void *dst, size_t destMax, const void *src, size_t count,
                     aclrtMemcpyKind kind) {
  if (aclError error = notReady())
    return error;
  if (aclError error = checkCopy(dst, destMax, src, count, kind))
    return error;
  DeviceAccess access;
  std::memmove(dst, src, count);
  return ACL_SUCCESS;
}

aclError aclrtMemcpyAsync(void *dst, size_t destMax, const void *src, size_t count,
                          aclrtMemcpyKind kind, aclrtStream handle) {
  return withStream(handle, [&](Stream &stream) -> aclError {
    if (aclError error = checkCopy(dst, destMax, src, count, kind))
      return error;
    ASCEND_REQUIRE(kind != ACL_MEMCPY_HOST_TO_HOST, ACL_ERROR_RT_FEATURE_NOT_SUPPORT,
                   "host to host is not supported asynchronously");
    stream.enqueue([=]() -> aclError {
      DeviceAccess access;
      std::memmove(dst, src, count);
      return ACL_SUCCESS;
    });
    // Pageable memory blocks the caller.
    Block block;
    bool inside;
    if (locate(dst, count, &block, &inside) == Where::pageable ||
        locate(src, count, &block, &inside) == Where::pageable)
      stream.drain();
    return ACL_SUCCESS;
  });
}

aclError aclrtMemset(void *devPtr, size_t maxCount, int32_t value, size_t count) {
  if (aclError error = notReady())
    return error;
  ASCEND_REQUIRE(count && count <= maxCount, ACL_ERROR_RT_PARAM_INVALID, "fill of %zu bytes",
                 count);
  if (aclError error = checkDevice("fill", devPtr, count))
    return error;
  DeviceAccess access;
  std::memset(devPtr, value, count);
  return ACL_SUCCESS;
}

aclError aclrtMemsetAsync(void *devPtr, size_t maxCount, int32_t value, size_t count,
                          aclrtStream handle) {
  return withStream(handle, [&](Stream &stream) -> aclError {
    ASCEND_REQUIRE(count && count <= maxCount, ACL_ERROR_RT_PARAM_INVALID, "fill of %zu bytes",
                   count);
    if (aclError error = checkDevice("fill", devPtr, count))
      return error;
    stream.enqueue([=]() -> aclError {
      DeviceAccess access;
      std::memset(devPtr, value, count);
      return ACL_SUCCESS;
    });
    return ACL_SUCCESS;
  });
}

} // extern "C"
