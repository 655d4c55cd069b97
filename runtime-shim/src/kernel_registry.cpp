// SPDX-License-Identifier: Apache-2.0
// Kernels by address, and the functions that ask about or set their attributes.
#include "kernel_registry.h"

#include "device_state.h"
#include "host_thread.h"

#include <cxxabi.h>
#include <dlfcn.h>

#include <cstdlib>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>

namespace spn::rt {
namespace {

struct Entry {
  detail::KernelSignature signature;
  KernelAttributes attributes;
  std::string name;
};

struct Registry {
  std::shared_mutex mutex;
  std::unordered_map<const void *, Entry> entries;
};

// Never destroyed, see handles().
Registry &registry() {
  static auto *all = new Registry;
  return *all;
}

/// Applies `change` to the kernel's attributes.
template <class Change> spnError_t changeKernel(const void *function, Change change) {
  std::unique_lock lock(registry().mutex);
  auto it = registry().entries.find(function);
  if (it == registry().entries.end())
    return spnErrorInvalidDeviceFunction;
  return change(it->second.attributes);
}

std::string nameOf(const void *function) {
  Dl_info info;
  if (!dladdr(function, &info) || !info.dli_sname)
    return "kernel";
  int status = 0;
  char *plain = abi::__cxa_demangle(info.dli_sname, nullptr, nullptr, &status);
  std::string name = status == 0 && plain ? plain : info.dli_sname;
  std::free(plain);
  return name;
}

} // namespace

const detail::KernelSignature *findKernel(const void *function) {
  std::shared_lock lock(registry().mutex);
  auto it = registry().entries.find(function);
  // Entries are never erased, and a map's elements stay where they are.
  return it == registry().entries.end() ? nullptr : &it->second.signature;
}

KernelAttributes attributesOf(const void *function) {
  std::shared_lock lock(registry().mutex);
  auto it = registry().entries.find(function);
  return it == registry().entries.end() ? KernelAttributes() : it->second.attributes;
}

} // namespace spn::rt

namespace spn::detail {

void registerKernel(const void *function, const KernelSignature &signature) {
  rt::Registry &all = rt::registry();
  {
    std::shared_lock lock(all.mutex);
    if (all.entries.count(function))
      return;
  }
  std::unique_lock lock(all.mutex);
  all.entries.emplace(function, rt::Entry{signature, {}, {}});
}

} // namespace spn::detail

using namespace spn::rt;

extern "C" {

spnError_t spnFuncGetAttributes(spnFuncAttributes *attributes, const void *function) {
  return call(__func__, [&] {
    if (!attributes || !function)
      return attributes ? spnErrorInvalidDeviceFunction : spnErrorInvalidValue;
    if (!findKernel(function))
      return spnErrorInvalidDeviceFunction;
    const spnDeviceProp &limits = currentDevice().properties;
    const KernelAttributes set = attributesOf(function);
    auto valueOf = [&](spnFuncAttribute id, int otherwise) {
      auto it = set.set.find(id);
      return it == set.set.end() ? otherwise : it->second;
    };
    *attributes = {};
    attributes->maxThreadsPerBlock = limits.maxThreadsPerBlock;
    // What a host kernel uses of registers and static shared memory isn't known; a program that
    // computes a configuration from these gets one that fits.
    attributes->numRegs = 32;
    attributes->ptxVersion = attributes->binaryVersion = limits.major * 10 + limits.minor;
    attributes->maxDynamicSharedSizeBytes = valueOf(spnFuncAttributeMaxDynamicSharedMemorySize,
                                                    static_cast<int>(limits.sharedMemPerBlock));
    attributes->preferredShmemCarveout =
        valueOf(spnFuncAttributePreferredSharedMemoryCarveout, spnSharedmemCarveoutDefault);
    return spnSuccess;
  });
}

spnError_t spnFuncSetAttribute(const void *function, spnFuncAttribute attribute, int value) {
  return call(__func__, [&] {
    const spnDeviceProp &limits = currentDevice().properties;
    switch (attribute) {
    case spnFuncAttributeMaxDynamicSharedMemorySize:
      if (value < 0 || static_cast<std::size_t>(value) > limits.sharedMemPerBlockOptin)
        return spnErrorInvalidValue;
      break;
    case spnFuncAttributePreferredSharedMemoryCarveout:
      if (value < spnSharedmemCarveoutDefault || value > spnSharedmemCarveoutMaxShared)
        return spnErrorInvalidValue;
      break;
    case spnFuncAttributeRequiredClusterWidth:
    case spnFuncAttributeRequiredClusterHeight:
    case spnFuncAttributeRequiredClusterDepth:
      if (value > 1)
        return spnErrorNotSupported;
      break;
    case spnFuncAttributeNonPortableClusterSizeAllowed:
    case spnFuncAttributeClusterSchedulingPolicyPreference:
      break;
    default:
      return spnErrorInvalidValue;
    }
    return changeKernel(function, [&](KernelAttributes &attributes) {
      attributes.set[attribute] = value;
      return spnSuccess;
    });
  });
}

spnError_t spnFuncSetCacheConfig(const void *function, spnFuncCache config) {
  return call(__func__, [&] {
    if (config < spnFuncCachePreferNone || config > spnFuncCachePreferEqual)
      return spnErrorInvalidValue;
    return changeKernel(function, [&](KernelAttributes &attributes) {
      attributes.cache = config;
      return spnSuccess;
    });
  });
}

spnError_t spnFuncSetSharedMemConfig(const void *function, spnSharedMemConfig config) {
  return call(__func__, [&] {
    if (config < spnSharedMemBankSizeDefault || config > spnSharedMemBankSizeEightByte)
      return spnErrorInvalidValue;
    return findKernel(function) ? spnSuccess : spnErrorInvalidDeviceFunction;
  });
}

spnError_t spnFuncGetName(const char **name, const void *function) {
  return call(__func__, [&] {
    if (!name)
      return spnErrorInvalidValue;
    std::unique_lock lock(registry().mutex);
    auto it = registry().entries.find(function);
    if (it == registry().entries.end())
      return spnErrorInvalidDeviceFunction;
    if (it->second.name.empty())
      it->second.name = nameOf(function);
    *name = it->second.name.c_str();
    return spnSuccess;
  });
}

spnError_t spnGetFuncBySymbol(spnFunction_t *result, const void *function) {
  return call(__func__, [&] {
    if (!result)
      return spnErrorInvalidValue;
    if (!findKernel(function))
      return spnErrorInvalidDeviceFunction;
    *result = reinterpret_cast<spnFunction_t>(const_cast<void *>(function));
    return spnSuccess;
  });
}

spnError_t spnGetKernel(spnKernel_t *result, const void *function) {
  return call(__func__, [&] {
    if (!result)
      return spnErrorInvalidValue;
    if (!findKernel(function))
      return spnErrorInvalidDeviceFunction;
    *result = reinterpret_cast<spnKernel_t>(const_cast<void *>(function));
    return spnSuccess;
  });
}

} // extern "C"
