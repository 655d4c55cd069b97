// SPDX-License-Identifier: Apache-2.0
// Streams, events, kernel attributes and launch configurations.
#ifndef SAMPAN_API_LAUNCH_H
#define SAMPAN_API_LAUNCH_H

#include "sampan/api/errors.h"
#include "sampan/vector_types.h"
#include <stddef.h>

#define spnStreamDefault 0x00
#define spnStreamNonBlocking 0x01
#define spnStreamLegacy ((spnStream_t)0x1)
#define spnStreamPerThread ((spnStream_t)0x2)
#define spnEventDefault 0x00
#define spnEventBlockingSync 0x01
#define spnEventDisableTiming 0x02
#define spnEventInterprocess 0x04
#define spnEventRecordDefault 0x00
#define spnEventRecordExternal 0x01
#define spnEventWaitDefault 0x00
#define spnEventWaitExternal 0x01
#define spnOccupancyDefault 0x00
#define spnOccupancyDisableCachingOverride 0x01

/* Stands in front of the names of callbacks; a calling convention on Windows, empty elsewhere. */
#define CUDART_CB

typedef struct spnStream *spnStream_t;
typedef struct spnEvent *spnEvent_t;
/// Identifies a kernel: the address of its host function.
typedef struct spnFunction *spnFunction_t;
typedef struct spnKernel *spnKernel_t;
typedef void (*spnHostFn_t)(void *userData);
typedef void (*spnStreamCallback_t)(spnStream_t stream, spnError_t status, void *userData);

typedef enum spnStreamCaptureStatus {
  spnStreamCaptureStatusNone = 0,
  spnStreamCaptureStatusActive = 1,
  spnStreamCaptureStatusInvalidated = 2,
} spnStreamCaptureStatus;

typedef enum spnStreamCaptureMode {
  spnStreamCaptureModeGlobal = 0,
  spnStreamCaptureModeThreadLocal = 1,
  spnStreamCaptureModeRelaxed = 2,
} spnStreamCaptureMode;

typedef enum spnStreamUpdateCaptureDependenciesFlags {
  spnStreamAddCaptureDependencies = 0,
  spnStreamSetCaptureDependencies = 1,
} spnStreamUpdateCaptureDependenciesFlags;

typedef enum spnSynchronizationPolicy {
  spnSyncPolicyAuto = 1,
  spnSyncPolicySpin = 2,
  spnSyncPolicyYield = 3,
  spnSyncPolicyBlockingSync = 4,
} spnSynchronizationPolicy;

typedef enum spnClusterSchedulingPolicy {
  spnClusterSchedulingPolicyDefault = 0,
  spnClusterSchedulingPolicySpread = 1,
  spnClusterSchedulingPolicyLoadBalancing = 2,
} spnClusterSchedulingPolicy;

/// Use of the L2 cache; a hint.
typedef enum spnAccessProperty {
  spnAccessPropertyNormal = 0,
  spnAccessPropertyStreaming = 1,
  spnAccessPropertyPersisting = 2,
} spnAccessProperty;

typedef enum spnFuncAttribute {
  spnFuncAttributeMaxDynamicSharedMemorySize = 8,
  spnFuncAttributePreferredSharedMemoryCarveout = 9,
  spnFuncAttributeClusterDimMustBeSet = 10,
  spnFuncAttributeRequiredClusterWidth = 11,
  spnFuncAttributeRequiredClusterHeight = 12,
  spnFuncAttributeRequiredClusterDepth = 13,
  spnFuncAttributeNonPortableClusterSizeAllowed = 14,
  spnFuncAttributeClusterSchedulingPolicyPreference = 15,
  spnFuncAttributeMax = 16,
} spnFuncAttribute;

typedef struct spnFuncAttributes {
  size_t sharedSizeBytes;
  size_t constSizeBytes;
  size_t localSizeBytes;
  int maxThreadsPerBlock;
  int numRegs;
  int ptxVersion;
  int binaryVersion;
  int cacheModeCA;
  int maxDynamicSharedSizeBytes;
  int preferredShmemCarveout;
  int clusterDimMustBeSet;
  int requiredClusterWidth;
  int requiredClusterHeight;
  int requiredClusterDepth;
  int clusterSchedulingPolicyPreference;
  int nonPortableClusterSizeAllowed;
  int reserved[16];
} spnFuncAttributes;

typedef struct spnAccessPolicyWindow {
  void *base_ptr;
  size_t num_bytes;
  float hitRatio;
  spnAccessProperty hitProp;
  spnAccessProperty missProp;
} spnAccessPolicyWindow;

typedef enum spnLaunchMemSyncDomain {
  spnLaunchMemSyncDomainDefault = 0,
  spnLaunchMemSyncDomainRemote = 1,
} spnLaunchMemSyncDomain;

typedef struct spnLaunchMemSyncDomainMap {
  unsigned char default_;
  unsigned char remote;
} spnLaunchMemSyncDomainMap;

typedef enum spnLaunchAttributeID {
  spnLaunchAttributeIgnore = 0,
  spnLaunchAttributeAccessPolicyWindow = 1,
  spnLaunchAttributeCooperative = 2,
  spnLaunchAttributeSynchronizationPolicy = 3,
  spnLaunchAttributeClusterDimension = 4,
  spnLaunchAttributeClusterSchedulingPolicyPreference = 5,
  spnLaunchAttributeProgrammaticStreamSerialization = 6,
  spnLaunchAttributeProgrammaticEvent = 7,
  spnLaunchAttributePriority = 8,
  spnLaunchAttributeMemSyncDomainMap = 9,
  spnLaunchAttributeMemSyncDomain = 10,
  spnLaunchAttributePreferredClusterDimension = 11,
  spnLaunchAttributeLaunchCompletionEvent = 12,
  spnLaunchAttributeDeviceUpdatableKernelNode = 13,
  spnLaunchAttributePreferredSharedMemoryCarveout = 14,
  spnLaunchAttributeNvlinkUtilCentricScheduling = 16,
} spnLaunchAttributeID;

typedef struct spnGraphDeviceNode *spnGraphDeviceNode_t;

typedef union spnLaunchAttributeValue {
  char pad[64];
  spnAccessPolicyWindow accessPolicyWindow;
  int cooperative;
  spnSynchronizationPolicy syncPolicy;
  struct {
    unsigned int x, y, z;
  } clusterDim;
  spnClusterSchedulingPolicy clusterSchedulingPolicyPreference;
  int programmaticStreamSerializationAllowed;
  struct {
    spnEvent_t event;
    int flags;
    int triggerAtBlockStart;
  } programmaticEvent;
  int priority;
  spnLaunchMemSyncDomainMap memSyncDomainMap;
  spnLaunchMemSyncDomain memSyncDomain;
  struct {
    unsigned int x, y, z;
  } preferredClusterDim;
  struct {
    spnEvent_t event;
    int flags;
  } launchCompletionEvent;
  struct {
    int deviceUpdatable;
    spnGraphDeviceNode_t devNode;
  } deviceUpdatableKernelNode;
  unsigned int sharedMemCarveout;
  unsigned int nvlinkUtilCentricScheduling;
} spnLaunchAttributeValue;

typedef struct spnLaunchAttribute {
  spnLaunchAttributeID id;
  char pad[8 - sizeof(spnLaunchAttributeID)];
  spnLaunchAttributeValue val;
} spnLaunchAttribute;

typedef struct spnLaunchConfig_t {
  dim3 gridDim;
  dim3 blockDim;
  size_t dynamicSmemBytes;
  spnStream_t stream;
  spnLaunchAttribute *attrs;
  unsigned int numAttrs;
} spnLaunchConfig_t;

typedef struct spnLaunchParams {
  void *func;
  dim3 gridDim;
  dim3 blockDim;
  void **args;
  size_t sharedMem;
  spnStream_t stream;
} spnLaunchParams;

typedef spnLaunchAttributeID spnStreamAttrID;
typedef spnLaunchAttributeValue spnStreamAttrValue;
typedef spnLaunchAttributeID spnKernelNodeAttrID;
typedef spnLaunchAttributeValue spnKernelNodeAttrValue;
#define spnStreamAttributeAccessPolicyWindow spnLaunchAttributeAccessPolicyWindow
#define spnStreamAttributeSynchronizationPolicy spnLaunchAttributeSynchronizationPolicy
#define spnStreamAttributeMemSyncDomainMap spnLaunchAttributeMemSyncDomainMap
#define spnStreamAttributeMemSyncDomain spnLaunchAttributeMemSyncDomain
#define spnStreamAttributePriority spnLaunchAttributePriority
#define spnKernelNodeAttributeAccessPolicyWindow spnLaunchAttributeAccessPolicyWindow
#define spnKernelNodeAttributeCooperative spnLaunchAttributeCooperative
#define spnKernelNodeAttributePriority spnLaunchAttributePriority
#define spnKernelNodeAttributeClusterDimension spnLaunchAttributeClusterDimension
#define spnKernelNodeAttributeMemSyncDomainMap spnLaunchAttributeMemSyncDomainMap
#define spnKernelNodeAttributeMemSyncDomain spnLaunchAttributeMemSyncDomain

#endif
