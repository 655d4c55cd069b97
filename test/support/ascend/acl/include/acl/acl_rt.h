// SPDX-License-Identifier: Apache-2.0
// The part of AscendCL's runtime interface that the double implements, written from the public
// documentation. Values are those of the interface.
#pragma once

#include "acl/acl_base_rt.h"
#include "ascend_emulator/dim3.h"

typedef struct aclrtDim3 {
  uint32_t x, y, z;
} aclrtDim3;

#define ACL_EVENT_SYNC 0x00000001U
#define ACL_EVENT_CAPTURE_STREAM_PROGRESS 0x00000002U
#define ACL_EVENT_TIME_LINE 0x00000008U

#define ACL_STREAM_FAST_LAUNCH 0x00000001U
#define ACL_STREAM_FAST_SYNC 0x00000002U

#define ACL_HOST_REG_MAPPED 0x2UL
#define ACL_HOST_REG_PINNED 0x10000000UL

typedef enum aclrtEventRecordedStatus {
  ACL_EVENT_RECORDED_STATUS_NOT_READY = 0,
  ACL_EVENT_RECORDED_STATUS_COMPLETE = 1,
} aclrtEventRecordedStatus;

typedef enum aclrtStreamStatus {
  ACL_STREAM_STATUS_COMPLETE = 0,
  ACL_STREAM_STATUS_NOT_READY = 1,
} aclrtStreamStatus;

typedef enum aclrtMemcpyKind {
  ACL_MEMCPY_HOST_TO_HOST,
  ACL_MEMCPY_HOST_TO_DEVICE,
  ACL_MEMCPY_DEVICE_TO_HOST,
  ACL_MEMCPY_DEVICE_TO_DEVICE,
  ACL_MEMCPY_DEFAULT,
} aclrtMemcpyKind;

typedef enum aclrtMemMallocPolicy {
  ACL_MEM_MALLOC_HUGE_FIRST,
  ACL_MEM_MALLOC_HUGE_ONLY,
  ACL_MEM_MALLOC_NORMAL_ONLY,
} aclrtMemMallocPolicy;

typedef enum aclrtMemAttr { ACL_DDR_MEM, ACL_HBM_MEM } aclrtMemAttr;

typedef enum aclrtMemLocationType {
  ACL_MEM_LOCATION_TYPE_HOST = 0,
  ACL_MEM_LOCATION_TYPE_DEVICE,
  ACL_MEM_LOCATION_TYPE_UNREGISTERED,
} aclrtMemLocationType;

typedef struct aclrtMemLocation {
  uint32_t id;
  aclrtMemLocationType type;
} aclrtMemLocation;

typedef struct aclrtPtrAttributes {
  aclrtMemLocation location;
  uint32_t pageSize;
  uint32_t rsv[4];
} aclrtPtrAttributes;

typedef struct aclrtUuid {
  char bytes[16];
} aclrtUuid;

typedef enum aclrtDevAttr {
  ACL_DEV_ATTR_AICORE_CORE_NUM = 101,
  ACL_DEV_ATTR_CUBE_CORE_NUM = 102,
  ACL_DEV_ATTR_VECTOR_CORE_NUM = 201,
  ACL_DEV_ATTR_WARP_SIZE = 202,
  ACL_DEV_ATTR_MAX_THREAD_PER_VECTOR_CORE = 203,
  ACL_DEV_ATTR_UBUF_PER_VECTOR_CORE = 204,
  ACL_DEV_ATTR_MAX_GRID_DIM_X = 205,
  ACL_DEV_ATTR_MAX_GRID_DIM_Y = 206,
  ACL_DEV_ATTR_MAX_GRID_DIM_Z = 207,
  ACL_DEV_ATTR_MAX_BLOCK_PER_GRID = 208,
  ACL_DEV_ATTR_MAX_THREADS_PER_BLOCK = 209,
  ACL_DEV_ATTR_MAX_BLOCK_DIM_X = 210,
  ACL_DEV_ATTR_MAX_BLOCK_DIM_Y = 211,
  ACL_DEV_ATTR_MAX_BLOCK_DIM_Z = 212,
  ACL_DEV_ATTR_TOTAL_GLOBAL_MEM_SIZE = 301,
  ACL_DEV_ATTR_L2_CACHE_SIZE = 302,
  ACL_DEV_ATTR_NPU_ARCH = 601,
} aclrtDevAttr;

typedef enum aclrtDeviceLimit {
  ACL_RT_DEV_LIMIT_SIMT_STACK_SIZE = 0,
  ACL_RT_DEV_LIMIT_SIMT_DVG_WARP_STACK_SIZE = 1,
  ACL_RT_DEV_LIMIT_SIMD_STACK_SIZE = 2,
  ACL_RT_DEV_LIMIT_SIMD_PRINTF_FIFO_SIZE_PER_CORE = 3,
  ACL_RT_DEV_LIMIT_SIMT_PRINTF_FIFO_SIZE = 4,
} aclrtDeviceLimit;

typedef enum aclrtLastErrLevel { ACL_RT_THREAD_LEVEL = 0 } aclrtLastErrLevel;

typedef struct aclrtBinaryLoadOptions aclrtBinaryLoadOptions;
typedef struct aclrtLaunchKernelCfg aclrtLaunchKernelCfg;
typedef void (*aclrtHostFunc)(void *args);

#ifdef __cplusplus
extern "C" {
#endif

#define ACL_API ACL_FUNC_VISIBILITY aclError
ACL_API aclInit(const char *configPath);
ACL_API aclFinalize(void);
ACL_FUNC_VISIBILITY const char *aclGetRecentErrMsg(void);
ACL_FUNC_VISIBILITY const char *aclrtGetSocName(void);
ACL_API aclrtGetVersion(int32_t *majorVersion, int32_t *minorVersion, int32_t *patchVersion);
ACL_API aclrtGetLastError(aclrtLastErrLevel level);
ACL_API aclrtPeekAtLastError(aclrtLastErrLevel level);

ACL_API aclrtSetDevice(int32_t deviceId);
ACL_API aclrtResetDevice(int32_t deviceId);
ACL_API aclrtResetDeviceForce(int32_t deviceId);
ACL_API aclrtGetDevice(int32_t *deviceId);
ACL_API aclrtGetDeviceCount(uint32_t *count);
ACL_API aclrtSynchronizeDevice(void);
ACL_API aclrtGetDeviceInfo(uint32_t deviceId, aclrtDevAttr attr, int64_t *value);
ACL_API aclrtDeviceGetUuid(int32_t deviceId, aclrtUuid *uuid);
ACL_API aclrtDeviceSetLimit(aclrtDeviceLimit limit, size_t value);
ACL_API aclrtDeviceGetLimit(aclrtDeviceLimit limit, size_t *value);
ACL_API aclrtDeviceGetStreamPriorityRange(int32_t *leastPriority, int32_t *greatestPriority);
ACL_API aclrtDeviceCanAccessPeer(int32_t *canAccessPeer, int32_t deviceId, int32_t peerDeviceId);
ACL_API aclrtDeviceEnablePeerAccess(int32_t peerDeviceId, uint32_t flags);
ACL_API aclrtDeviceDisablePeerAccess(int32_t peerDeviceId);
ACL_API aclrtCreateContext(aclrtContext *context, int32_t deviceId);
ACL_API aclrtDestroyContext(aclrtContext context);
ACL_API aclrtSetCurrentContext(aclrtContext context);
ACL_API aclrtGetCurrentContext(aclrtContext *context);

ACL_API aclrtMalloc(void **devPtr, size_t size, aclrtMemMallocPolicy policy);
ACL_API aclrtFree(void *devPtr);
ACL_API aclrtFreeWithDevSync(void *devPtr);
#define ACL_HOST_REG_MAPPED 0x2UL
#define ACL_HOST_REG_PINNED 0x10000000UL
ACL_API aclrtMallocHost(void **hostPtr, size_t size);
ACL_API aclrtFreeHost(void *hostPtr);
ACL_API aclrtHostRegisterV2(void *ptr, uint64_t size, uint32_t flag);
ACL_API aclrtHostUnregister(void *ptr);
ACL_API aclrtHostGetDevicePointer(void *pHost, void **pDevice, uint32_t flag);
ACL_API aclrtPointerGetAttributes(const void *ptr, aclrtPtrAttributes *attributes);
ACL_API aclrtGetMemInfo(aclrtMemAttr attr, size_t *free, size_t *total);
ACL_API aclrtMemcpy(void *dst, size_t destMax, const void *src, size_t count, aclrtMemcpyKind kind);
ACL_API aclrtMemcpyAsync(void *dst, size_t destMax, const void *src, size_t count,
                         aclrtMemcpyKind kind, aclrtStream stream);
ACL_API aclrtMemset(void *devPtr, size_t maxCount, int32_t value, size_t count);
ACL_API aclrtMemsetAsync(void *devPtr, size_t maxCount, int32_t value, size_t count,
                         aclrtStream stream);

ACL_API aclrtGetSymbolAddress(const void *symbol, void **devPtr);
ACL_API aclrtGetSymbolSize(const void *symbol, size_t *size);

ACL_API aclrtCreateStream(aclrtStream *stream);
ACL_API aclrtCreateStreamWithConfig(aclrtStream *stream, uint32_t priority, uint32_t flag);
ACL_API aclrtDestroyStream(aclrtStream stream);
ACL_API aclrtDestroyStreamForce(aclrtStream stream);
ACL_API aclrtSynchronizeStream(aclrtStream stream);
ACL_API aclrtSynchronizeStreamWithTimeout(aclrtStream stream, int32_t timeout);
ACL_API aclrtStreamQuery(aclrtStream stream, aclrtStreamStatus *status);
ACL_API aclrtStreamWaitEvent(aclrtStream stream, aclrtEvent event);
ACL_API aclrtCtxGetCurrentDefaultStream(aclrtStream *stream);
ACL_API aclrtLaunchHostFunc(aclrtStream stream, aclrtHostFunc fn, void *args);

ACL_API aclrtCreateEventExWithFlag(aclrtEvent *event, uint32_t flag);
ACL_API aclrtDestroyEvent(aclrtEvent event);
ACL_API aclrtRecordEvent(aclrtEvent event, aclrtStream stream);
ACL_API aclrtQueryEventStatus(aclrtEvent event, aclrtEventRecordedStatus *status);
ACL_API aclrtSynchronizeEvent(aclrtEvent event);
ACL_API aclrtEventElapsedTime(float *ms, aclrtEvent startEvent, aclrtEvent endEvent);

ACL_API aclrtBinaryLoadFromFile(const char *binPath, aclrtBinaryLoadOptions *options,
                                aclrtBinHandle *binHandle);
ACL_API aclrtBinaryLoadFromData(const void *data, size_t length,
                                const aclrtBinaryLoadOptions *options, aclrtBinHandle *binHandle);
ACL_API aclrtBinaryUnLoad(aclrtBinHandle binHandle);
ACL_API aclrtBinaryGetFunction(const aclrtBinHandle binHandle, const char *kernelName,
                               aclrtFuncHandle *funcHandle);
ACL_API aclrtBinaryGetGlobal(aclrtBinHandle binHandle, const char *name, void **dptr, size_t *size);
ACL_API aclrtGetFuncBySymbol(const void *symbol, aclrtFuncHandle *funcHandle);
ACL_API aclrtLaunchSIMTKernelWithArgsArray(void *func, aclrtDim3 gridDim, aclrtDim3 blockDim,
                                           size_t dynUbufSize, aclrtStream stream,
                                           aclrtLaunchKernelCfg *cfg, void **args);
#undef ACL_API

#ifdef __cplusplus
}
#endif
