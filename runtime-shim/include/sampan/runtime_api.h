// SPDX-License-Identifier: Apache-2.0
// The neutral runtime API, for C and C++. Function spnX stands for cudaX: same parameters, same
// errors, same ordering, so that a program keeps its structure when it is ported.
//
// What holds for every function, unless its comment says otherwise:
//  * It may be called from any host thread at any time.
//  * Sizes, widths and pitches are in bytes; heights and depths in rows and slices.
//  * It returns spnErrorInvalidValue for null or senseless arguments and records errors for
//    spnGetLastError; after a fault in a kernel it returns that fault until spnDeviceReset.
//  * A function with a stream parameter returns before the work is done, the others wait.
//
// Types are in sampan/api/, task graphs in sampan/api/graph_functions.h, sharing with other
// processes and graphics systems in sampan/api/interop_functions.h; this header includes them all.
#ifndef SAMPAN_RUNTIME_API_H
#define SAMPAN_RUNTIME_API_H

#ifdef __cplusplus
#define SPN_API extern "C"
#define SPN_DEFAULT(value) = value
#else
#define SPN_API extern
#define SPN_DEFAULT(value)
#endif

#include "sampan/api/array.h"
#include "sampan/api/attributes.h"
#include "sampan/api/device.h"
#include "sampan/api/errors.h"
#include "sampan/api/graph.h"
#include "sampan/api/interop.h"
#include "sampan/api/launch.h"
#include "sampan/api/memory.h"
#include "sampan/vector_types.h"

#include <stddef.h>

/// Version of the CUDA runtime API that this API follows: 1000 * major + 10 * minor.
#define SPN_CUDART_VERSION 12040
#define SPN_CUDA_VERSION_MAJOR 12
#define SPN_CUDA_VERSION_MINOR 4

//===--------------------------------------------------------------------------------------------===
// Errors
//===--------------------------------------------------------------------------------------------===
/// Last error of the calling thread, which becomes spnSuccess again unless it is sticky.
SPN_API spnError_t spnGetLastError(void);
SPN_API spnError_t spnPeekAtLastError(void);
/// "cudaErrorInvalidValue" and so on: CUDA's spelling, since programs print and compare it.
SPN_API const char *spnGetErrorName(spnError_t error);
SPN_API const char *spnGetErrorString(spnError_t error);

//===--------------------------------------------------------------------------------------------===
// Devices
//===--------------------------------------------------------------------------------------------===
SPN_API spnError_t spnGetDeviceCount(int *count);
SPN_API spnError_t spnGetDevice(int *device);
/// Sets the current device of the calling thread. spnErrorInvalidDevice.
SPN_API spnError_t spnSetDevice(int device);
SPN_API spnError_t spnInitDevice(int device, unsigned int deviceFlags, unsigned int flags);
SPN_API spnError_t spnSetValidDevices(int *devices, int count);
SPN_API spnError_t spnChooseDevice(int *device, const spnDeviceProp *wanted);
SPN_API spnError_t spnGetDeviceProperties(spnDeviceProp *properties, int device);
SPN_API spnError_t spnDeviceGetAttribute(int *value, spnDeviceAttr attribute, int device);
SPN_API spnError_t spnDeviceGetP2PAttribute(int *value, spnDeviceP2PAttr attribute, int from,
                                            int to);
SPN_API spnError_t spnDeviceGetPCIBusId(char *busId, int length, int device);
SPN_API spnError_t spnDeviceGetByPCIBusId(int *device, const char *busId);
SPN_API spnError_t spnDeviceGetTexture1DLinearMaxWidth(size_t *elements,
                                                       const spnChannelFormatDesc *format,
                                                       int device);
SPN_API spnError_t spnGetDeviceFlags(unsigned int *flags);
SPN_API spnError_t spnSetDeviceFlags(unsigned int flags);
/// Waits for all work of the current device and returns the errors of its kernels.
SPN_API spnError_t spnDeviceSynchronize(void);
/// Frees everything that the current device holds and clears a sticky error.
SPN_API spnError_t spnDeviceReset(void);
SPN_API spnError_t spnDeviceGetLimit(size_t *value, spnLimit limit);
SPN_API spnError_t spnDeviceSetLimit(spnLimit limit, size_t value);
SPN_API spnError_t spnDeviceGetCacheConfig(spnFuncCache *config);
SPN_API spnError_t spnDeviceSetCacheConfig(spnFuncCache config);
SPN_API spnError_t spnDeviceGetSharedMemConfig(spnSharedMemConfig *config);
SPN_API spnError_t spnDeviceSetSharedMemConfig(spnSharedMemConfig config);
SPN_API spnError_t spnDeviceGetStreamPriorityRange(int *least, int *greatest);
SPN_API spnError_t spnDeviceFlushGPUDirectRDMAWrites(spnFlushGPUDirectRDMAWritesTarget target,
                                                     spnFlushGPUDirectRDMAWritesScope scope);
SPN_API spnError_t spnCtxResetPersistingL2Cache(void);
SPN_API spnError_t spnDriverGetVersion(int *version);
SPN_API spnError_t spnRuntimeGetVersion(int *version);
SPN_API spnError_t spnDeviceCanAccessPeer(int *can, int device, int peer);
/// spnErrorPeerAccessAlreadyEnabled when done before, spnErrorInvalidDevice for the device itself.
SPN_API spnError_t spnDeviceEnablePeerAccess(int peer, unsigned int flags);
/// spnErrorPeerAccessNotEnabled when not enabled before.
SPN_API spnError_t spnDeviceDisablePeerAccess(int peer);
SPN_API spnError_t spnProfilerStart(void);
SPN_API spnError_t spnProfilerStop(void);
// Names of the first CUDA versions; each does what the spnDevice function of that name does.
SPN_API spnError_t spnThreadExit(void);
SPN_API spnError_t spnThreadSynchronize(void);
SPN_API spnError_t spnThreadSetLimit(spnLimit limit, size_t value);
SPN_API spnError_t spnThreadGetLimit(size_t *value, spnLimit limit);
SPN_API spnError_t spnThreadGetCacheConfig(spnFuncCache *config);
SPN_API spnError_t spnThreadSetCacheConfig(spnFuncCache config);

//===--------------------------------------------------------------------------------------------===
// Streams
//===--------------------------------------------------------------------------------------------===
SPN_API spnError_t spnStreamCreate(spnStream_t *stream);
SPN_API spnError_t spnStreamCreateWithFlags(spnStream_t *stream, unsigned int flags);
SPN_API spnError_t spnStreamCreateWithPriority(spnStream_t *stream, unsigned int flags,
                                               int priority);
/// Work already submitted is still done.
SPN_API spnError_t spnStreamDestroy(spnStream_t stream);
SPN_API spnError_t spnStreamSynchronize(spnStream_t stream);
/// spnErrorNotReady while work is left.
SPN_API spnError_t spnStreamQuery(spnStream_t stream);
SPN_API spnError_t spnStreamWaitEvent(spnStream_t stream, spnEvent_t event,
                                      unsigned int flags SPN_DEFAULT(0));
SPN_API spnError_t spnStreamAddCallback(spnStream_t stream, spnStreamCallback_t callback,
                                        void *userData, unsigned int flags);
SPN_API spnError_t spnLaunchHostFunc(spnStream_t stream, spnHostFn_t function, void *userData);
SPN_API spnError_t spnStreamGetFlags(spnStream_t stream, unsigned int *flags);
SPN_API spnError_t spnStreamGetPriority(spnStream_t stream, int *priority);
SPN_API spnError_t spnStreamGetId(spnStream_t stream, unsigned long long *id);
SPN_API spnError_t spnStreamGetDevice(spnStream_t stream, int *device);
SPN_API spnError_t spnStreamCopyAttributes(spnStream_t to, spnStream_t from);
SPN_API spnError_t spnStreamGetAttribute(spnStream_t stream, spnStreamAttrID attribute,
                                         spnStreamAttrValue *value);
SPN_API spnError_t spnStreamSetAttribute(spnStream_t stream, spnStreamAttrID attribute,
                                         const spnStreamAttrValue *value);
SPN_API spnError_t spnStreamAttachMemAsync(spnStream_t stream, void *pointer,
                                           size_t length SPN_DEFAULT(0),
                                           unsigned int flags SPN_DEFAULT(spnMemAttachSingle));

//===--------------------------------------------------------------------------------------------===
// Events
//===--------------------------------------------------------------------------------------------===
SPN_API spnError_t spnEventCreate(spnEvent_t *event);
SPN_API spnError_t spnEventCreateWithFlags(spnEvent_t *event, unsigned int flags);
SPN_API spnError_t spnEventRecord(spnEvent_t event, spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnEventRecordWithFlags(spnEvent_t event, spnStream_t stream SPN_DEFAULT(0),
                                           unsigned int flags SPN_DEFAULT(0));
/// spnErrorNotReady while the work before the record is not done.
SPN_API spnError_t spnEventQuery(spnEvent_t event);
SPN_API spnError_t spnEventSynchronize(spnEvent_t event);
SPN_API spnError_t spnEventDestroy(spnEvent_t event);
/// Milliseconds between two recorded events, to better than a microsecond. spnErrorNotReady when
/// one isn't reached yet, spnErrorInvalidResourceHandle when one wasn't recorded or has no timing.
SPN_API spnError_t spnEventElapsedTime(float *milliseconds, spnEvent_t start, spnEvent_t end);

//===--------------------------------------------------------------------------------------------===
// Kernels. `function` is a kernel's address; runtime.h has forms that take the kernel itself.
//===--------------------------------------------------------------------------------------------===
/// Configuration of the next kernel call of this thread. Errors show at that call.
SPN_API spnError_t spnConfigureCall(dim3 grid, dim3 block, size_t sharedBytes SPN_DEFAULT(0),
                                    spnStream_t stream SPN_DEFAULT(0));
/// spnErrorInvalidDeviceFunction for an address that no typed call has made known.
SPN_API spnError_t spnLaunchKernel(const void *function, dim3 grid, dim3 block, void **args,
                                   size_t sharedBytes SPN_DEFAULT(0),
                                   spnStream_t stream SPN_DEFAULT(0));
/// spnErrorCooperativeLaunchTooLarge when the grid can't be resident at once.
SPN_API spnError_t spnLaunchCooperativeKernel(const void *function, dim3 grid, dim3 block,
                                              void **args, size_t sharedBytes SPN_DEFAULT(0),
                                              spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnLaunchCooperativeKernelMultiDevice(spnLaunchParams *launches,
                                                         unsigned int count,
                                                         unsigned int flags SPN_DEFAULT(0));
SPN_API spnError_t spnLaunchKernelExC(const spnLaunchConfig_t *config, const void *function,
                                      void **args);
SPN_API spnError_t spnFuncGetAttributes(spnFuncAttributes *attributes, const void *function);
SPN_API spnError_t spnFuncSetAttribute(const void *function, spnFuncAttribute attribute, int value);
SPN_API spnError_t spnFuncSetCacheConfig(const void *function, spnFuncCache config);
SPN_API spnError_t spnFuncSetSharedMemConfig(const void *function, spnSharedMemConfig config);
SPN_API spnError_t spnFuncGetName(const char **name, const void *function);
SPN_API spnError_t spnGetFuncBySymbol(spnFunction_t *result, const void *function);
SPN_API spnError_t spnGetKernel(spnKernel_t *result, const void *function);
SPN_API spnError_t spnOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, const void *function,
                                                                int blockSize, size_t sharedBytes);
SPN_API spnError_t spnOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(
    int *blocks, const void *function, int blockSize, size_t sharedBytes, unsigned int flags);
SPN_API spnError_t spnOccupancyAvailableDynamicSMemPerBlock(size_t *bytes, const void *function,
                                                            int blocks, int blockSize);
SPN_API spnError_t spnOccupancyMaxPotentialClusterSize(int *size, const void *function,
                                                       const spnLaunchConfig_t *config);
SPN_API spnError_t spnOccupancyMaxActiveClusters(int *clusters, const void *function,
                                                 const spnLaunchConfig_t *config);

//===--------------------------------------------------------------------------------------------===
// Memory. spnErrorMemoryAllocation when there is none left.
//===--------------------------------------------------------------------------------------------===
SPN_API spnError_t spnMalloc(void **pointer, size_t bytes);
SPN_API spnError_t spnFree(void *pointer);
SPN_API spnError_t spnMallocHost(void **pointer, size_t bytes);
SPN_API spnError_t spnHostAlloc(void **pointer, size_t bytes, unsigned int flags);
SPN_API spnError_t spnFreeHost(void *pointer);
SPN_API spnError_t spnMallocManaged(void **pointer, size_t bytes,
                                    unsigned int flags SPN_DEFAULT(spnMemAttachGlobal));
SPN_API spnError_t spnMallocPitch(void **pointer, size_t *pitch, size_t width, size_t height);
SPN_API spnError_t spnMalloc3D(spnPitchedPtr *pointer, spnExtent extent);
/// spnErrorHostMemoryAlreadyRegistered when the range overlaps one.
SPN_API spnError_t spnHostRegister(void *pointer, size_t bytes, unsigned int flags);
SPN_API spnError_t spnHostUnregister(void *pointer);
SPN_API spnError_t spnHostGetDevicePointer(void **device, void *host, unsigned int flags);
SPN_API spnError_t spnHostGetFlags(unsigned int *flags, void *host);
SPN_API spnError_t spnMemGetInfo(size_t *available, size_t *total);
SPN_API spnError_t spnPointerGetAttributes(spnPointerAttributes *attributes, const void *pointer);
SPN_API spnError_t spnMemAdvise(const void *pointer, size_t bytes, spnMemoryAdvise advice,
                                int device);
SPN_API spnError_t spnMemPrefetchAsync(const void *pointer, size_t bytes, int device,
                                       spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnMemAdvise_v2(const void *pointer, size_t bytes, spnMemoryAdvise advice,
                                   spnMemLocation location);
SPN_API spnError_t spnMemPrefetchAsync_v2(const void *pointer, size_t bytes,
                                          spnMemLocation location, unsigned int flags,
                                          spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnMemRangeGetAttribute(void *data, size_t dataSize,
                                           spnMemRangeAttribute attribute, const void *pointer,
                                           size_t bytes);
SPN_API spnError_t spnMemRangeGetAttributes(void **data, size_t *dataSizes,
                                            spnMemRangeAttribute *attributes, size_t count,
                                            const void *pointer, size_t bytes);
// Stream-ordered allocation.
SPN_API spnError_t spnMallocAsync(void **pointer, size_t bytes, spnStream_t stream);
SPN_API spnError_t spnFreeAsync(void *pointer, spnStream_t stream);
SPN_API spnError_t spnMallocFromPoolAsync(void **pointer, size_t bytes, spnMemPool_t pool,
                                          spnStream_t stream);
SPN_API spnError_t spnMemPoolCreate(spnMemPool_t *pool, const spnMemPoolProps *properties);
SPN_API spnError_t spnMemPoolDestroy(spnMemPool_t pool);
SPN_API spnError_t spnMemPoolTrimTo(spnMemPool_t pool, size_t bytesToKeep);
SPN_API spnError_t spnMemPoolSetAttribute(spnMemPool_t pool, spnMemPoolAttr attribute, void *value);
SPN_API spnError_t spnMemPoolGetAttribute(spnMemPool_t pool, spnMemPoolAttr attribute, void *value);
SPN_API spnError_t spnMemPoolSetAccess(spnMemPool_t pool, const spnMemAccessDesc *accesses,
                                       size_t count);
SPN_API spnError_t spnMemPoolGetAccess(spnMemAccessFlags *flags, spnMemPool_t pool,
                                       spnMemLocation *location);
SPN_API spnError_t spnDeviceGetDefaultMemPool(spnMemPool_t *pool, int device);
SPN_API spnError_t spnDeviceGetMemPool(spnMemPool_t *pool, int device);
SPN_API spnError_t spnDeviceSetMemPool(int device, spnMemPool_t pool);
SPN_API spnError_t spnMemPoolExportToShareableHandle(void *handle, spnMemPool_t pool,
                                                     spnMemAllocationHandleType type,
                                                     unsigned int flags);
SPN_API spnError_t spnMemPoolImportFromShareableHandle(spnMemPool_t *pool, void *handle,
                                                       spnMemAllocationHandleType type,
                                                       unsigned int flags);
SPN_API spnError_t spnMemPoolExportPointer(spnMemPoolPtrExportData *data, void *pointer);
SPN_API spnError_t spnMemPoolImportPointer(void **pointer, spnMemPool_t pool,
                                           spnMemPoolPtrExportData *data);

//===--------------------------------------------------------------------------------------------===
// Copies and fills. A direction that contradicts the pointers is accepted: one address space.
//===--------------------------------------------------------------------------------------------===
SPN_API spnError_t spnMemcpy(void *dst, const void *src, size_t count, spnMemcpyKind kind);
SPN_API spnError_t spnMemcpyAsync(void *dst, const void *src, size_t count, spnMemcpyKind kind,
                                  spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnMemcpyPeer(void *dst, int dstDevice, const void *src, int srcDevice,
                                 size_t count);
SPN_API spnError_t spnMemcpyPeerAsync(void *dst, int dstDevice, const void *src, int srcDevice,
                                      size_t count, spnStream_t stream SPN_DEFAULT(0));
/// spnErrorInvalidPitchValue when a pitch is less than the width.
SPN_API spnError_t spnMemcpy2D(void *dst, size_t dstPitch, const void *src, size_t srcPitch,
                               size_t width, size_t height, spnMemcpyKind kind);
SPN_API spnError_t spnMemcpy2DAsync(void *dst, size_t dstPitch, const void *src, size_t srcPitch,
                                    size_t width, size_t height, spnMemcpyKind kind,
                                    spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnMemcpy3D(const spnMemcpy3DParms *copy);
SPN_API spnError_t spnMemcpy3DAsync(const spnMemcpy3DParms *copy,
                                    spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnMemcpy3DPeer(const spnMemcpy3DPeerParms *copy);
SPN_API spnError_t spnMemcpy3DPeerAsync(const spnMemcpy3DPeerParms *copy,
                                        spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnMemset(void *pointer, int value, size_t count);
SPN_API spnError_t spnMemsetAsync(void *pointer, int value, size_t count,
                                  spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnMemset2D(void *pointer, size_t pitch, int value, size_t width, size_t height);
SPN_API spnError_t spnMemset2DAsync(void *pointer, size_t pitch, int value, size_t width,
                                    size_t height, spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnMemset3D(spnPitchedPtr pointer, int value, spnExtent extent);
SPN_API spnError_t spnMemset3DAsync(spnPitchedPtr pointer, int value, spnExtent extent,
                                    spnStream_t stream SPN_DEFAULT(0));
// A symbol is the address of a __device__ or __constant__ variable; spnErrorInvalidSymbol for null.
SPN_API spnError_t spnMemcpyToSymbol(const void *symbol, const void *src, size_t count,
                                     size_t offset SPN_DEFAULT(0),
                                     spnMemcpyKind kind SPN_DEFAULT(spnMemcpyHostToDevice));
SPN_API spnError_t spnMemcpyFromSymbol(void *dst, const void *symbol, size_t count,
                                       size_t offset SPN_DEFAULT(0),
                                       spnMemcpyKind kind SPN_DEFAULT(spnMemcpyDeviceToHost));
SPN_API spnError_t spnMemcpyToSymbolAsync(const void *symbol, const void *src, size_t count,
                                          size_t offset, spnMemcpyKind kind,
                                          spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnMemcpyFromSymbolAsync(void *dst, const void *symbol, size_t count,
                                            size_t offset, spnMemcpyKind kind,
                                            spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnGetSymbolAddress(void **pointer, const void *symbol);
/// Bytes of a symbol whose size the form in runtime.h has made known; else spnErrorInvalidSymbol.
SPN_API spnError_t spnGetSymbolSize(size_t *bytes, const void *symbol);

// Values of the small structures. Widths in bytes for memory, in elements for arrays.
static inline spnPitchedPtr make_spnPitchedPtr(void *pointer, size_t pitch, size_t width,
                                               size_t height) {
  spnPitchedPtr result = {pointer, pitch, width, height};
  return result;
}
static inline spnExtent make_spnExtent(size_t width, size_t height, size_t depth) {
  spnExtent result = {width, height, depth};
  return result;
}
static inline spnPos make_spnPos(size_t x, size_t y, size_t z) {
  spnPos result = {x, y, z};
  return result;
}

#include "sampan/api/array_functions.h"
#include "sampan/api/graph_functions.h"
#include "sampan/api/interop_functions.h"

#endif
