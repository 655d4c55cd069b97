// SPDX-License-Identifier: Apache-2.0
// Types of task graphs.
#ifndef SAMPAN_API_GRAPH_H
#define SAMPAN_API_GRAPH_H

#include "sampan/api/interop.h"
#include "sampan/api/launch.h"
#include "sampan/api/memory.h"

#define spnGraphKernelNodePortDefault 0
#define spnGraphKernelNodePortProgrammatic 1
#define spnGraphKernelNodePortLaunchCompletion 2

typedef struct spnGraph *spnGraph_t;
typedef struct spnGraphNode *spnGraphNode_t;
typedef struct spnGraphExec *spnGraphExec_t;
typedef struct spnUserObject *spnUserObject_t;
typedef unsigned long long spnGraphConditionalHandle;

typedef enum spnGraphNodeType {
  spnGraphNodeTypeKernel = 0,
  spnGraphNodeTypeMemcpy = 1,
  spnGraphNodeTypeMemset = 2,
  spnGraphNodeTypeHost = 3,
  spnGraphNodeTypeGraph = 4,
  spnGraphNodeTypeEmpty = 5,
  spnGraphNodeTypeWaitEvent = 6,
  spnGraphNodeTypeEventRecord = 7,
  spnGraphNodeTypeExtSemaphoreSignal = 8,
  spnGraphNodeTypeExtSemaphoreWait = 9,
  spnGraphNodeTypeMemAlloc = 10,
  spnGraphNodeTypeMemFree = 11,
  spnGraphNodeTypeConditional = 13,
  spnGraphNodeTypeCount = 14,
} spnGraphNodeType;

/// Byte counts, 64 bits.
typedef enum spnGraphMemAttributeType {
  spnGraphMemAttrUsedMemCurrent = 0,
  spnGraphMemAttrUsedMemHigh = 1,
  spnGraphMemAttrReservedMemCurrent = 2,
  spnGraphMemAttrReservedMemHigh = 3,
} spnGraphMemAttributeType;

typedef enum spnUserObjectFlags {
  spnUserObjectNoDestructorSync = 1,
} spnUserObjectFlags;

typedef enum spnUserObjectRetainFlags {
  spnGraphUserObjectMove = 1,
} spnUserObjectRetainFlags;

typedef enum spnGraphConditionalHandleFlags {
  spnGraphCondAssignDefault = 1,
} spnGraphConditionalHandleFlags;

typedef enum spnGraphConditionalNodeType {
  spnGraphCondTypeIf = 0,
  spnGraphCondTypeWhile = 1,
  spnGraphCondTypeSwitch = 2,
} spnGraphConditionalNodeType;

typedef enum spnGraphChildGraphNodeOwnership {
  spnGraphChildGraphOwnershipClone = 0,
  spnGraphChildGraphOwnershipMove = 1,
} spnGraphChildGraphNodeOwnership;

typedef enum spnGraphDependencyType {
  spnGraphDependencyTypeDefault = 0,
  spnGraphDependencyTypeProgrammatic = 1,
} spnGraphDependencyType;

typedef enum spnGraphExecUpdateResult {
  spnGraphExecUpdateSuccess = 0,
  spnGraphExecUpdateError = 1,
  spnGraphExecUpdateErrorTopologyChanged = 2,
  spnGraphExecUpdateErrorNodeTypeChanged = 3,
  spnGraphExecUpdateErrorFunctionChanged = 4,
  spnGraphExecUpdateErrorParametersChanged = 5,
  spnGraphExecUpdateErrorNotSupported = 6,
  spnGraphExecUpdateErrorUnsupportedFunctionChange = 7,
  spnGraphExecUpdateErrorAttributesChanged = 8,
} spnGraphExecUpdateResult;

typedef enum spnGraphInstantiateResult {
  spnGraphInstantiateSuccess = 0,
  spnGraphInstantiateError = 1,
  spnGraphInstantiateInvalidStructure = 2,
  spnGraphInstantiateNodeOperationNotSupported = 3,
  spnGraphInstantiateMultipleDevicesNotSupported = 4,
  spnGraphInstantiateConditionalHandleUnused = 5,
} spnGraphInstantiateResult;

typedef enum spnGraphInstantiateFlags {
  spnGraphInstantiateFlagAutoFreeOnLaunch = 1,
  spnGraphInstantiateFlagUpload = 2,
  spnGraphInstantiateFlagDeviceLaunch = 4,
  spnGraphInstantiateFlagUseNodePriority = 8,
} spnGraphInstantiateFlags;

typedef enum spnGraphDebugDotFlags {
  spnGraphDebugDotFlagsVerbose = 1,
  spnGraphDebugDotFlagsKernelNodeParams = 4,
  spnGraphDebugDotFlagsMemcpyNodeParams = 8,
  spnGraphDebugDotFlagsMemsetNodeParams = 16,
  spnGraphDebugDotFlagsHostNodeParams = 32,
  spnGraphDebugDotFlagsEventNodeParams = 64,
  spnGraphDebugDotFlagsExtSemasSignalNodeParams = 128,
  spnGraphDebugDotFlagsExtSemasWaitNodeParams = 256,
  spnGraphDebugDotFlagsKernelNodeAttributes = 512,
  spnGraphDebugDotFlagsHandles = 1024,
  spnGraphDebugDotFlagsConditionalNodeParams = 32768,
} spnGraphDebugDotFlags;

typedef enum spnGraphKernelNodeField {
  spnGraphKernelNodeFieldInvalid = 0,
  spnGraphKernelNodeFieldGridDim = 1,
  spnGraphKernelNodeFieldParam = 2,
  spnGraphKernelNodeFieldEnabled = 3,
} spnGraphKernelNodeField;

typedef struct spnGraphEdgeData {
  unsigned char from_port;
  unsigned char to_port;
  unsigned char type;
  unsigned char reserved[5];
} spnGraphEdgeData;

/// `kernelParams` points to the addresses of the arguments, which are copied.
typedef struct spnKernelNodeParams {
  void *func;
  dim3 gridDim;
  dim3 blockDim;
  unsigned int sharedMemBytes;
  void **kernelParams;
  void **extra;
} spnKernelNodeParams;

/// The same without constructors, for the union in spnGraphNodeParams.
typedef struct spnKernelNodeParamsV2 {
  void *func;
  spnUint3 gridDim;
  spnUint3 blockDim;
  unsigned int sharedMemBytes;
  void **kernelParams;
  void **extra;
} spnKernelNodeParamsV2;

typedef struct spnMemcpyNodeParams {
  int flags;
  int reserved[3];
  spnMemcpy3DParms copyParams;
} spnMemcpyNodeParams;

typedef struct spnHostNodeParams {
  spnHostFn_t fn;
  void *userData;
} spnHostNodeParams;
typedef spnHostNodeParams spnHostNodeParamsV2;

typedef struct spnChildGraphNodeParams {
  spnGraph_t graph;
  spnGraphChildGraphNodeOwnership ownership;
} spnChildGraphNodeParams;

typedef struct spnEventRecordNodeParams {
  spnEvent_t event;
} spnEventRecordNodeParams;

typedef struct spnEventWaitNodeParams {
  spnEvent_t event;
} spnEventWaitNodeParams;

typedef struct spnMemAllocNodeParams {
  spnMemPoolProps poolProps;
  const spnMemAccessDesc *accessDescs;
  size_t accessDescCount;
  size_t bytesize;
  void *dptr;
} spnMemAllocNodeParams;
typedef spnMemAllocNodeParams spnMemAllocNodeParamsV2;

typedef struct spnMemFreeNodeParams {
  void *dptr;
} spnMemFreeNodeParams;

typedef struct spnConditionalNodeParams {
  spnGraphConditionalHandle handle;
  spnGraphConditionalNodeType type;
  unsigned int size;
  spnGraph_t *phGraph_out;
} spnConditionalNodeParams;

typedef struct spnGraphNodeParams {
  spnGraphNodeType type;
  int reserved0[3];
  union {
    long long reserved1[29];
    spnKernelNodeParamsV2 kernel;
    spnMemcpyNodeParams memcpy;
    spnMemsetParams memset;
    spnHostNodeParams host;
    spnChildGraphNodeParams graph;
    spnEventWaitNodeParams eventWait;
    spnEventRecordNodeParams eventRecord;
    spnExternalSemaphoreSignalNodeParams extSemSignal;
    spnExternalSemaphoreWaitNodeParams extSemWait;
    spnMemAllocNodeParams alloc;
    spnMemFreeNodeParams free;
    spnConditionalNodeParams conditional;
  };
  long long reserved2;
} spnGraphNodeParams;

typedef struct spnGraphInstantiateParams {
  unsigned long long flags;
  spnStream_t uploadStream;
  spnGraphNode_t errNode_out;
  spnGraphInstantiateResult result_out;
} spnGraphInstantiateParams;

typedef struct spnGraphExecUpdateResultInfo {
  spnGraphExecUpdateResult result;
  spnGraphNode_t errorNode;
  spnGraphNode_t errorFromNode;
} spnGraphExecUpdateResultInfo;

#endif
