// SPDX-License-Identifier: Apache-2.0
// Questions about devices: properties, attributes, links, PCI addresses, versions.
#include "device_state.h"
#include "host_thread.h"

#include <climits>
#include <cstdio>
#include <cstring>

using namespace spn::rt;

namespace {

/// Attributes that properties don't hold, because they are the same for every host device.
int fixedAttribute(spnDeviceAttr attribute) {
  switch (attribute) {
  case spnDevAttrMemSyncDomainCount:
    return 1;
  case spnDevAttrNumaId:
  case spnDevAttrHostNumaId:
    return -1;
  default:
    return 0;
  }
}

int clamped(std::size_t value) { return value > INT_MAX ? INT_MAX : static_cast<int>(value); }

#define ATTRIBUTE(name, expression)                                                                \
  case spnDevAttr##name:                                                                           \
    return clamped(static_cast<std::size_t>(p.expression));

int limitAttribute(spnDeviceAttr attribute, const spnDeviceProp &p, bool &known) {
  switch (attribute) {
    ATTRIBUTE(MaxThreadsPerBlock, maxThreadsPerBlock)
    ATTRIBUTE(MaxBlockDimX, maxThreadsDim[0])
    ATTRIBUTE(MaxBlockDimY, maxThreadsDim[1])
    ATTRIBUTE(MaxBlockDimZ, maxThreadsDim[2])
    ATTRIBUTE(MaxGridDimX, maxGridSize[0])
    ATTRIBUTE(MaxGridDimY, maxGridSize[1])
    ATTRIBUTE(MaxGridDimZ, maxGridSize[2])
    ATTRIBUTE(MaxSharedMemoryPerBlock, sharedMemPerBlock)
    ATTRIBUTE(MaxSharedMemoryPerBlockOptin, sharedMemPerBlockOptin)
    ATTRIBUTE(MaxSharedMemoryPerMultiprocessor, sharedMemPerMultiprocessor)
    ATTRIBUTE(ReservedSharedMemoryPerBlock, reservedSharedMemPerBlock)
    ATTRIBUTE(TotalConstantMemory, totalConstMem)
    ATTRIBUTE(WarpSize, warpSize)
    ATTRIBUTE(MaxPitch, memPitch)
    ATTRIBUTE(MaxRegistersPerBlock, regsPerBlock)
    ATTRIBUTE(MaxRegistersPerMultiprocessor, regsPerMultiprocessor)
    ATTRIBUTE(MaxThreadsPerMultiProcessor, maxThreadsPerMultiProcessor)
    ATTRIBUTE(MaxBlocksPerMultiprocessor, maxBlocksPerMultiProcessor)
    ATTRIBUTE(MaxPersistingL2CacheSize, persistingL2CacheMaxSize)
    ATTRIBUTE(MaxAccessPolicyWindowSize, accessPolicyMaxWindowSize)
    ATTRIBUTE(TextureAlignment, textureAlignment)
    ATTRIBUTE(TexturePitchAlignment, texturePitchAlignment)
    ATTRIBUTE(SurfaceAlignment, surfaceAlignment)
    ATTRIBUTE(L2CacheSize, l2CacheSize)
    ATTRIBUTE(ClockRate, clockRate)
    ATTRIBUTE(MemoryClockRate, memoryClockRate)
    ATTRIBUTE(GlobalMemoryBusWidth, memoryBusWidth)
    ATTRIBUTE(MultiProcessorCount, multiProcessorCount)
    ATTRIBUTE(ComputeCapabilityMajor, major)
    ATTRIBUTE(ComputeCapabilityMinor, minor)
    ATTRIBUTE(SingleToDoublePrecisionPerfRatio, singleToDoublePrecisionPerfRatio)
    ATTRIBUTE(PciBusId, pciBusID)
    ATTRIBUTE(PciDeviceId, pciDeviceID)
    ATTRIBUTE(PciDomainId, pciDomainID)
    ATTRIBUTE(MultiGpuBoardGroupID, multiGpuBoardGroupID)
    ATTRIBUTE(AsyncEngineCount, asyncEngineCount)
  default:
    known = false;
    return 0;
  }
}

int featureAttribute(spnDeviceAttr attribute, const spnDeviceProp &p, bool &known) {
  switch (attribute) {
    ATTRIBUTE(GpuOverlap, deviceOverlap)
    ATTRIBUTE(KernelExecTimeout, kernelExecTimeoutEnabled)
    ATTRIBUTE(Integrated, integrated)
    ATTRIBUTE(CanMapHostMemory, canMapHostMemory)
    ATTRIBUTE(ComputeMode, computeMode)
    ATTRIBUTE(ConcurrentKernels, concurrentKernels)
    ATTRIBUTE(EccEnabled, ECCEnabled)
    ATTRIBUTE(TccDriver, tccDriver)
    ATTRIBUTE(UnifiedAddressing, unifiedAddressing)
    ATTRIBUTE(StreamPrioritiesSupported, streamPrioritiesSupported)
    ATTRIBUTE(GlobalL1CacheSupported, globalL1CacheSupported)
    ATTRIBUTE(LocalL1CacheSupported, localL1CacheSupported)
    ATTRIBUTE(ManagedMemory, managedMemory)
    ATTRIBUTE(IsMultiGpuBoard, isMultiGpuBoard)
    ATTRIBUTE(HostNativeAtomicSupported, hostNativeAtomicSupported)
    ATTRIBUTE(PageableMemoryAccess, pageableMemoryAccess)
    ATTRIBUTE(PageableMemoryAccessUsesHostPageTables, pageableMemoryAccessUsesHostPageTables)
    ATTRIBUTE(DirectManagedMemAccessFromHost, directManagedMemAccessFromHost)
    ATTRIBUTE(ConcurrentManagedAccess, concurrentManagedAccess)
    ATTRIBUTE(ComputePreemptionSupported, computePreemptionSupported)
    ATTRIBUTE(CanUseHostPointerForRegisteredMem, canUseHostPointerForRegisteredMem)
    ATTRIBUTE(CooperativeLaunch, cooperativeLaunch)
    ATTRIBUTE(CooperativeMultiDeviceLaunch, cooperativeMultiDeviceLaunch)
    ATTRIBUTE(HostRegisterSupported, hostRegisterSupported)
    ATTRIBUTE(HostRegisterReadOnlySupported, hostRegisterReadOnlySupported)
    ATTRIBUTE(SparseCudaArraySupported, sparseCudaArraySupported)
    ATTRIBUTE(DeferredMappingCudaArraySupported, deferredMappingCudaArraySupported)
    ATTRIBUTE(TimelineSemaphoreInteropSupported, timelineSemaphoreInteropSupported)
    ATTRIBUTE(MemoryPoolsSupported, memoryPoolsSupported)
    ATTRIBUTE(MemoryPoolSupportedHandleTypes, memoryPoolSupportedHandleTypes)
    ATTRIBUTE(GPUDirectRDMASupported, gpuDirectRDMASupported)
    ATTRIBUTE(GPUDirectRDMAFlushWritesOptions, gpuDirectRDMAFlushWritesOptions)
    ATTRIBUTE(GPUDirectRDMAWritesOrdering, gpuDirectRDMAWritesOrdering)
    ATTRIBUTE(ClusterLaunch, clusterLaunch)
    ATTRIBUTE(IpcEventSupport, ipcEventSupported)
    ATTRIBUTE(MpsEnabled, mpsEnabled)
  default:
    known = false;
    return 0;
  }
}

int textureAttribute(spnDeviceAttr attribute, const spnDeviceProp &p, bool &known) {
  switch (attribute) {
    ATTRIBUTE(MaxTexture1DWidth, maxTexture1D)
    ATTRIBUTE(MaxTexture1DMipmappedWidth, maxTexture1DMipmap)
    ATTRIBUTE(MaxTexture1DLinearWidth, maxTexture1DLinear)
    ATTRIBUTE(MaxTexture2DWidth, maxTexture2D[0])
    ATTRIBUTE(MaxTexture2DHeight, maxTexture2D[1])
    ATTRIBUTE(MaxTexture2DMipmappedWidth, maxTexture2DMipmap[0])
    ATTRIBUTE(MaxTexture2DMipmappedHeight, maxTexture2DMipmap[1])
    ATTRIBUTE(MaxTexture2DLinearWidth, maxTexture2DLinear[0])
    ATTRIBUTE(MaxTexture2DLinearHeight, maxTexture2DLinear[1])
    ATTRIBUTE(MaxTexture2DLinearPitch, maxTexture2DLinear[2])
    ATTRIBUTE(MaxTexture2DGatherWidth, maxTexture2DGather[0])
    ATTRIBUTE(MaxTexture2DGatherHeight, maxTexture2DGather[1])
    ATTRIBUTE(MaxTexture3DWidth, maxTexture3D[0])
    ATTRIBUTE(MaxTexture3DHeight, maxTexture3D[1])
    ATTRIBUTE(MaxTexture3DDepth, maxTexture3D[2])
    ATTRIBUTE(MaxTexture3DWidthAlt, maxTexture3DAlt[0])
    ATTRIBUTE(MaxTexture3DHeightAlt, maxTexture3DAlt[1])
    ATTRIBUTE(MaxTexture3DDepthAlt, maxTexture3DAlt[2])
    ATTRIBUTE(MaxTextureCubemapWidth, maxTextureCubemap)
    ATTRIBUTE(MaxTexture1DLayeredWidth, maxTexture1DLayered[0])
    ATTRIBUTE(MaxTexture1DLayeredLayers, maxTexture1DLayered[1])
    ATTRIBUTE(MaxTexture2DLayeredWidth, maxTexture2DLayered[0])
    ATTRIBUTE(MaxTexture2DLayeredHeight, maxTexture2DLayered[1])
    ATTRIBUTE(MaxTexture2DLayeredLayers, maxTexture2DLayered[2])
    ATTRIBUTE(MaxTextureCubemapLayeredWidth, maxTextureCubemapLayered[0])
    ATTRIBUTE(MaxTextureCubemapLayeredLayers, maxTextureCubemapLayered[1])
    ATTRIBUTE(MaxSurface1DWidth, maxSurface1D)
    ATTRIBUTE(MaxSurface2DWidth, maxSurface2D[0])
    ATTRIBUTE(MaxSurface2DHeight, maxSurface2D[1])
    ATTRIBUTE(MaxSurface3DWidth, maxSurface3D[0])
    ATTRIBUTE(MaxSurface3DHeight, maxSurface3D[1])
    ATTRIBUTE(MaxSurface3DDepth, maxSurface3D[2])
    ATTRIBUTE(MaxSurface1DLayeredWidth, maxSurface1DLayered[0])
    ATTRIBUTE(MaxSurface1DLayeredLayers, maxSurface1DLayered[1])
    ATTRIBUTE(MaxSurface2DLayeredWidth, maxSurface2DLayered[0])
    ATTRIBUTE(MaxSurface2DLayeredHeight, maxSurface2DLayered[1])
    ATTRIBUTE(MaxSurface2DLayeredLayers, maxSurface2DLayered[2])
    ATTRIBUTE(MaxSurfaceCubemapWidth, maxSurfaceCubemap)
    ATTRIBUTE(MaxSurfaceCubemapLayeredWidth, maxSurfaceCubemapLayered[0])
    ATTRIBUTE(MaxSurfaceCubemapLayeredLayers, maxSurfaceCubemapLayered[1])
  default:
    known = false;
    return 0;
  }
}
#undef ATTRIBUTE

int attributeOf(const spnDeviceProp &properties, spnDeviceAttr attribute) {
  for (auto *group : {limitAttribute, featureAttribute, textureAttribute}) {
    bool known = true;
    const int value = group(attribute, properties, known);
    if (known)
      return value;
  }
  return fixedAttribute(attribute);
}

/// How well a device meets wishes of spnChooseDevice: members that are wanted and there.
int score(const spnDeviceProp &has, const spnDeviceProp &wanted) {
  int points = 0;
  points += wanted.name[0] && std::strcmp(has.name, wanted.name) == 0;
  points += wanted.major && has.major >= wanted.major;
  points += wanted.totalGlobalMem && has.totalGlobalMem >= wanted.totalGlobalMem;
  points += wanted.multiProcessorCount && has.multiProcessorCount >= wanted.multiProcessorCount;
  return points;
}

} // namespace

extern "C" {

spnError_t spnGetDeviceProperties(spnDeviceProp *properties, int number) {
  return call(__func__, [&] {
    if (!properties)
      return spnErrorInvalidValue;
    if (!isDevice(number))
      return spnErrorInvalidDevice;
    *properties = device(number).properties;
    return spnSuccess;
  });
}

spnError_t spnDeviceGetAttribute(int *value, spnDeviceAttr attribute, int number) {
  return call(__func__, [&] {
    if (!value || attribute < spnDevAttrMaxThreadsPerBlock || attribute >= spnDevAttrMax)
      return spnErrorInvalidValue;
    if (!isDevice(number))
      return spnErrorInvalidDevice;
    *value = attributeOf(device(number).properties, attribute);
    return spnSuccess;
  });
}

spnError_t spnDeviceGetP2PAttribute(int *value, spnDeviceP2PAttr attribute, int from, int to) {
  return call(__func__, [&] {
    if (!value || attribute < spnDevP2PAttrPerformanceRank)
      return spnErrorInvalidValue;
    if (!isDevice(from) || !isDevice(to) || from == to)
      return spnErrorInvalidDevice;
    *value = attribute == spnDevP2PAttrPerformanceRank ? 0 : 1;
    return spnSuccess;
  });
}

spnError_t spnChooseDevice(int *number, const spnDeviceProp *wanted) {
  return call(__func__, [&] {
    if (!number || !wanted)
      return spnErrorInvalidValue;
    int best = -1;
    for (int i = 0; i < deviceCount(); ++i) {
      const int points = score(device(i).properties, *wanted);
      if (points > best) {
        best = points;
        *number = i;
      }
    }
    return best < 0 ? spnErrorNoDevice : spnSuccess;
  });
}

spnError_t spnDeviceGetPCIBusId(char *busId, int length, int number) {
  return call(__func__, [&] {
    if (!busId || length < 13)
      return spnErrorInvalidValue;
    if (!isDevice(number))
      return spnErrorInvalidDevice;
    const spnDeviceProp &p = device(number).properties;
    std::snprintf(busId, static_cast<std::size_t>(length), "%04x:%02x:%02x.0",
                  static_cast<unsigned>(p.pciDomainID), static_cast<unsigned>(p.pciBusID),
                  static_cast<unsigned>(p.pciDeviceID));
    return spnSuccess;
  });
}

spnError_t spnDeviceGetByPCIBusId(int *number, const char *busId) {
  return call(__func__, [&] {
    unsigned domain = 0, bus = 0, slot = 0;
    if (!number || !busId)
      return spnErrorInvalidValue;
    if (std::sscanf(busId, "%x:%x:%x", &domain, &bus, &slot) != 3) {
      domain = 0;
      if (std::sscanf(busId, "%x:%x", &bus, &slot) != 2)
        return spnErrorInvalidValue;
    }
    for (int i = 0; i < deviceCount(); ++i) {
      const spnDeviceProp &p = device(i).properties;
      if (unsigned(p.pciDomainID) == domain && unsigned(p.pciBusID) == bus &&
          unsigned(p.pciDeviceID) == slot) {
        *number = i;
        return spnSuccess;
      }
    }
    return spnErrorInvalidDevice;
  });
}

spnError_t spnDeviceGetTexture1DLinearMaxWidth(size_t *elements, const spnChannelFormatDesc *format,
                                               int number) {
  return call(__func__, [&] {
    if (!elements || !format)
      return spnErrorInvalidValue;
    if (!isDevice(number))
      return spnErrorInvalidDevice;
    *elements = static_cast<std::size_t>(device(number).properties.maxTexture1DLinear);
    return spnSuccess;
  });
}

// Programs compare the two versions; the driver's may not be older.
spnError_t spnDriverGetVersion(int *version) { return spnRuntimeGetVersion(version); }

spnError_t spnRuntimeGetVersion(int *version) {
  return callAnyway(__func__, [&] {
    if (!version)
      return spnErrorInvalidValue;
    *version = SPN_CUDART_VERSION;
    return spnSuccess;
  });
}

} // extern "C"
