// SPDX-License-Identifier: Apache-2.0
// The host as a device: its properties and memory, and the table through which src/ uses it.
#include "device.h"

#include "pool.h"
#include "transfer.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <new>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace spn {
namespace host {
namespace {

constexpr std::size_t memoryAlignment = 256;
constexpr std::size_t hugeAllocation = std::size_t{4} << 20, hugePage = std::size_t{2} << 20;

/// First value of `key : value` in a file such as /proc/cpuinfo; empty if there is none.
std::string fileField(const char *path, const std::string &key) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(':');
    if (line.compare(0, key.size(), key) != 0 || colon == std::string::npos)
      continue;
    const std::size_t value = line.find_first_not_of(" \t", colon + 1);
    return value == std::string::npos ? std::string() : line.substr(value);
  }
  return {};
}

#if !defined(__aarch64__)
struct Instant {
  unsigned long long ns, cycles;
};

/// Both clocks at the same moment: of some readings the one that took least, so one without an
/// interruption between them.
Instant instant() {
  Instant best = {};
  unsigned long long least = ~0ull;
  for (int i = 0; i < 8; ++i) {
    const unsigned long long before = detail::cycleCounter();
    const unsigned long long ns = detail::nanoseconds();
    const unsigned long long took = detail::cycleCounter() - before;
    if (took < least) {
      least = took;
      best = {ns, before + took / 2};
    }
  }
  return best;
}
#endif

/// kHz of cycleCounter(), so that programs that divide clock64() by the clock rate get seconds.
int cycleRate() {
#if defined(__aarch64__)
  unsigned long long hertz;
  __asm__("mrs %0, cntfrq_el0" : "=r"(hertz));
  return static_cast<int>(hertz / 1000);
#else
  // Every program that uses the device waits for this once; a fifth of a millisecond gives four
  // digits.
  static const int rate = [] {
    const Instant begin = instant();
    while (detail::nanoseconds() - begin.ns < 200000)
      continue;
    const Instant end = instant();
    return static_cast<int>((end.cycles - begin.cycles) * 1000000 / (end.ns - begin.ns));
  }();
  return rate;
#endif
}

long cacheBytes(int name, long otherwise) {
  const long bytes = sysconf(name);
  return bytes > 0 ? bytes : otherwise;
}

void setName(spnDeviceProp &properties, int device) {
  std::string processor = fileField("/proc/cpuinfo", "model name");
  if (processor.empty())
    processor = std::to_string(processorCount()) + " processors";
  std::snprintf(properties.name, sizeof properties.name, "Sampan host CPU (%s)", processor.c_str());
  const std::string id = "sampan-host-" + std::to_string(device);
  std::memcpy(properties.uuid.bytes, id.data(), std::min(id.size(), sizeof properties.uuid.bytes));
}

void setLimits(spnDeviceProp &p) {
  p.warpSize = 32;
  p.maxThreadsPerBlock = 1024;
  p.maxThreadsDim[0] = p.maxThreadsDim[1] = 1024;
  p.maxThreadsDim[2] = 64;
  p.maxGridSize[0] = 2147483647;
  p.maxGridSize[1] = p.maxGridSize[2] = 65535;
  p.sharedMemPerBlock = 49152;
  p.sharedMemPerBlockOptin = 166912;
  p.sharedMemPerMultiprocessor = 167936;
  p.reservedSharedMemPerBlock = 1024;
  p.regsPerBlock = p.regsPerMultiprocessor = 65536;
  p.maxThreadsPerMultiProcessor = 2048;
  p.maxBlocksPerMultiProcessor = 32;
  p.totalConstMem = 65536;
  p.memPitch = 2147483647;
  p.major = 8;
  p.minor = 0;
  p.multiProcessorCount = static_cast<int>(processorCount());
}

void setTextureLimits(spnDeviceProp &p) {
  p.textureAlignment = 512;
  p.texturePitchAlignment = 32;
  p.surfaceAlignment = 512;
  p.maxTexture1D = 131072;
  p.maxTexture1DMipmap = 32768;
  p.maxTexture1DLinear = 268435456;
  p.maxTexture2D[0] = 131072;
  p.maxTexture2D[1] = 65536;
  p.maxTexture2DMipmap[0] = p.maxTexture2DMipmap[1] = 32768;
  p.maxTexture2DLinear[0] = 131072;
  p.maxTexture2DLinear[1] = 65000;
  p.maxTexture2DLinear[2] = 2097120;
  p.maxTexture2DGather[0] = p.maxTexture2DGather[1] = 32768;
  for (int i = 0; i < 3; ++i)
    p.maxTexture3D[i] = 16384;
  p.maxTexture3DAlt[0] = p.maxTexture3DAlt[1] = 8192;
  p.maxTexture3DAlt[2] = 32768;
  p.maxTextureCubemap = p.maxSurfaceCubemap = 32768;
  p.maxTexture1DLayered[0] = p.maxTexture2DLayered[0] = p.maxTexture2DLayered[1] = 32768;
  p.maxTexture1DLayered[1] = p.maxTexture2DLayered[2] = 2048;
  p.maxTextureCubemapLayered[0] = p.maxSurfaceCubemapLayered[0] = 32768;
  p.maxTextureCubemapLayered[1] = p.maxSurfaceCubemapLayered[1] = 2046;
  p.maxSurface1D = 32768;
  p.maxSurface2D[0] = 131072;
  p.maxSurface2D[1] = 65536;
  for (int i = 0; i < 3; ++i)
    p.maxSurface3D[i] = 16384;
  p.maxSurface1DLayered[0] = p.maxSurface2DLayered[0] = p.maxSurface2DLayered[1] = 32768;
  p.maxSurface1DLayered[1] = p.maxSurface2DLayered[2] = 2048;
}

void setMemory(spnDeviceProp &p) {
  const long pages = sysconf(_SC_PHYS_PAGES), pageBytes = sysconf(_SC_PAGESIZE);
  p.totalGlobalMem = pages > 0 ? static_cast<std::size_t>(pages) * pageBytes : 0;
  p.l2CacheSize = static_cast<int>(std::min(
      cacheBytes(_SC_LEVEL3_CACHE_SIZE, cacheBytes(_SC_LEVEL2_CACHE_SIZE, 1 << 20)), 2147483647L));
  p.clockRate = cycleRate();
  p.memoryClockRate = 1600000;
  p.memoryBusWidth = 128;
  p.unifiedAddressing = p.managedMemory = p.concurrentManagedAccess = 1;
  p.pageableMemoryAccess = p.pageableMemoryAccessUsesHostPageTables = 1;
  p.directManagedMemAccessFromHost = p.hostNativeAtomicSupported = 1;
  p.canMapHostMemory = p.canUseHostPointerForRegisteredMem = 1;
  p.hostRegisterSupported = p.hostRegisterReadOnlySupported = p.memoryPoolsSupported = 1;
  p.globalL1CacheSupported = p.localL1CacheSupported = 1;
}

void setFeatures(spnDeviceProp &p, int device) {
  p.integrated = 1;
  p.concurrentKernels = p.deviceOverlap = p.asyncEngineCount = 1;
  p.streamPrioritiesSupported = 1;
  p.cooperativeLaunch = 1;
  p.unifiedFunctionPointers = 1;
  p.singleToDoublePrecisionPerfRatio = 2;
  p.computeMode = spnComputeModeDefault;
  p.pciBusID = device;
  p.hostNumaId = -1;
  p.deviceNumaId = -1;
}

int deviceCount() {
  static const int count = [] {
    const char *text = std::getenv("SAMPAN_HOST_DEVICES");
    const long value = text ? std::strtol(text, nullptr, 10) : 1;
    return static_cast<int>(text && *text ? std::clamp(value, 0L, 64L) : 1L);
  }();
  return count;
}

spnError_t properties(int device, spnDeviceProp *out) {
  if (device < 0 || device >= deviceCount())
    return spnErrorInvalidDevice;
  *out = spnDeviceProp();
  setName(*out, device);
  setLimits(*out);
  setTextureLimits(*out);
  setMemory(*out);
  setFeatures(*out, device);
  return spnSuccess;
}

spnError_t allocate(int, std::size_t bytes, void **out) {
  const bool huge = bytes >= hugeAllocation;
  void *memory = nullptr;
  if (posix_memalign(&memory, huge ? hugePage : memoryAlignment, std::max<std::size_t>(bytes, 1)))
    return spnErrorMemoryAllocation;
#ifdef MADV_HUGEPAGE
  if (huge)
    (void)madvise(memory, bytes / hugePage * hugePage, MADV_HUGEPAGE);
#endif
  *out = memory;
  return spnSuccess;
}

void release(int, void *pointer) { std::free(pointer); }

spnError_t copy(void *to, const void *from, std::size_t bytes) {
  copyMemory(to, from, bytes);
  return spnSuccess;
}

spnError_t fill(void *to, int byte, std::size_t bytes) {
  fillMemory(to, byte, bytes);
  return spnSuccess;
}

} // namespace
} // namespace host

const Backend &hostBackend() {
  static const Backend table = {"host",        host::deviceCount, host::properties, host::allocate,
                                host::release, host::copy,        host::fill,       host::run};
  return table;
}

} // namespace spn
