// SPDX-License-Identifier: Apache-2.0
// Types that describe a device and what can be set on it.
#ifndef SAMPAN_API_DEVICE_H
#define SAMPAN_API_DEVICE_H

#include <stddef.h>

#define spnDeviceScheduleAuto 0x00
#define spnDeviceScheduleSpin 0x01
#define spnDeviceScheduleYield 0x02
#define spnDeviceScheduleBlockingSync 0x04
#define spnDeviceBlockingSync 0x04
#define spnDeviceScheduleMask 0x07
#define spnDeviceMapHost 0x08
#define spnDeviceLmemResizeToMax 0x10
#define spnDeviceSyncMemops 0x80
#define spnDeviceMask 0xff
#define spnInitDeviceFlagsAreValid 0x01
#define spnPeerAccessDefault 0x00
#define spnCpuDeviceId ((int)-1)
#define spnInvalidDeviceId ((int)-2)

typedef struct spnUUID_t {
  char bytes[16];
} spnUUID_t;

/// Who may use a device.
typedef enum spnComputeMode {
  spnComputeModeDefault = 0,
  spnComputeModeExclusive = 1,
  spnComputeModeProhibited = 2,
  spnComputeModeExclusiveProcess = 3,
} spnComputeMode;

/// A limit of the device; sizes in bytes.
typedef enum spnLimit {
  spnLimitStackSize = 0,
  spnLimitPrintfFifoSize = 1,
  spnLimitMallocHeapSize = 2,
  spnLimitDevRuntimeSyncDepth = 3,
  spnLimitDevRuntimePendingLaunchCount = 4,
  spnLimitMaxL2FetchGranularity = 5,
  spnLimitPersistingL2CacheSize = 6,
} spnLimit;

/// Preference between L1 cache and shared memory; a hint.
typedef enum spnFuncCache {
  spnFuncCachePreferNone = 0,
  spnFuncCachePreferShared = 1,
  spnFuncCachePreferL1 = 2,
  spnFuncCachePreferEqual = 3,
} spnFuncCache;

/// Bank width of shared memory; a hint.
typedef enum spnSharedMemConfig {
  spnSharedMemBankSizeDefault = 0,
  spnSharedMemBankSizeFourByte = 1,
  spnSharedMemBankSizeEightByte = 2,
} spnSharedMemConfig;

/// Shared memory preference in percent; a hint.
typedef enum spnSharedCarveout {
  spnSharedmemCarveoutDefault = -1,
  spnSharedmemCarveoutMaxShared = 100,
  spnSharedmemCarveoutMaxL1 = 0,
} spnSharedCarveout;

typedef enum spnFlushGPUDirectRDMAWritesOptions {
  spnFlushGPUDirectRDMAWritesOptionHost = 1,
  spnFlushGPUDirectRDMAWritesOptionMemOps = 2,
} spnFlushGPUDirectRDMAWritesOptions;

typedef enum spnGPUDirectRDMAWritesOrdering {
  spnGPUDirectRDMAWritesOrderingNone = 0,
  spnGPUDirectRDMAWritesOrderingOwner = 100,
  spnGPUDirectRDMAWritesOrderingAllDevices = 200,
} spnGPUDirectRDMAWritesOrdering;

typedef enum spnFlushGPUDirectRDMAWritesScope {
  spnFlushGPUDirectRDMAWritesToOwner = 100,
  spnFlushGPUDirectRDMAWritesToAllDevices = 200,
} spnFlushGPUDirectRDMAWritesScope;

typedef enum spnFlushGPUDirectRDMAWritesTarget {
  spnFlushGPUDirectRDMAWritesTargetCurrentDevice = 0,
} spnFlushGPUDirectRDMAWritesTarget;

/// Properties of a device. Unlike CUDA's, the layout is no ABI: it has the members of all versions.
typedef struct spnDeviceProp {
  char name[256];
  spnUUID_t uuid;
  char luid[8];
  unsigned int luidDeviceNodeMask;
  size_t totalGlobalMem;    ///< bytes
  size_t sharedMemPerBlock; ///< bytes
  int regsPerBlock;
  int warpSize;
  size_t memPitch; ///< bytes; largest pitch of a 2D copy
  int maxThreadsPerBlock;
  int maxThreadsDim[3];
  int maxGridSize[3];
  size_t totalConstMem; ///< bytes
  int major;            ///< of the compute capability
  int minor;
  size_t textureAlignment; ///< bytes
  size_t texturePitchAlignment;
  int multiProcessorCount;
  int integrated;
  int canMapHostMemory;
  int maxTexture1D;
  int maxTexture1DMipmap;
  int maxTexture2D[2];
  int maxTexture2DMipmap[2];
  int maxTexture2DLinear[3];
  int maxTexture2DGather[2];
  int maxTexture3D[3];
  int maxTexture3DAlt[3];
  int maxTextureCubemap;
  int maxTexture1DLayered[2];
  int maxTexture2DLayered[3];
  int maxTextureCubemapLayered[2];
  int maxSurface1D;
  int maxSurface2D[2];
  int maxSurface3D[3];
  int maxSurface1DLayered[2];
  int maxSurface2DLayered[3];
  int maxSurfaceCubemap;
  int maxSurfaceCubemapLayered[2];
  size_t surfaceAlignment;
  int concurrentKernels;
  int ECCEnabled;
  int pciBusID;
  int pciDeviceID;
  int pciDomainID;
  int tccDriver;
  int asyncEngineCount;
  int unifiedAddressing;
  int memoryBusWidth; ///< bits
  int l2CacheSize;    ///< bytes
  int persistingL2CacheMaxSize;
  int maxThreadsPerMultiProcessor;
  int streamPrioritiesSupported;
  int globalL1CacheSupported;
  int localL1CacheSupported;
  size_t sharedMemPerMultiprocessor; ///< bytes
  int regsPerMultiprocessor;
  int managedMemory;
  int isMultiGpuBoard;
  int multiGpuBoardGroupID;
  int hostNativeAtomicSupported;
  int pageableMemoryAccess;
  int concurrentManagedAccess;
  int computePreemptionSupported;
  int canUseHostPointerForRegisteredMem;
  int cooperativeLaunch;
  size_t sharedMemPerBlockOptin; ///< bytes, after spnFuncSetAttribute
  int pageableMemoryAccessUsesHostPageTables;
  int directManagedMemAccessFromHost;
  int maxBlocksPerMultiProcessor;
  int accessPolicyMaxWindowSize;
  size_t reservedSharedMemPerBlock;
  int hostRegisterSupported;
  int sparseCudaArraySupported;
  int hostRegisterReadOnlySupported;
  int timelineSemaphoreInteropSupported;
  int memoryPoolsSupported;
  int gpuDirectRDMASupported;
  unsigned int gpuDirectRDMAFlushWritesOptions;
  int gpuDirectRDMAWritesOrdering;
  unsigned int memoryPoolSupportedHandleTypes;
  int deferredMappingCudaArraySupported;
  int ipcEventSupported;
  int clusterLaunch;
  int unifiedFunctionPointers;
  int deviceNumaConfig;
  int deviceNumaId;
  int mpsEnabled;
  int hostNumaId;
  unsigned int gpuPciDeviceID;
  unsigned int gpuPciSubsystemID;
  int hostNumaMultinodeIpcSupported;
  // Members that newer CUDA versions dropped; older programs still read them.
  int clockRate;       ///< kHz
  int memoryClockRate; ///< kHz
  int computeMode;     ///< an spnComputeMode
  int deviceOverlap;
  int kernelExecTimeoutEnabled;
  int singleToDoublePrecisionPerfRatio;
  int cooperativeMultiDeviceLaunch;
  int maxTexture1DLinear;
} spnDeviceProp;

#endif
