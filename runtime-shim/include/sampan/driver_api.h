// SPDX-License-Identifier: Apache-2.0
// The part of CUDA's driver API that programs of the runtime API use beside it: devices, contexts,
// memory, streams and events. Function spnDrvX stands for cuX. Loading modules is not part of it:
// device code of another instruction set cannot be run here.
//
// What holds for every function, unless its comment says otherwise:
//  * It may be called from any host thread at any time; sizes and pitches are in bytes.
//  * Before spnDrvInit (or a first call of the runtime API) it returns spnDrvErrorNotInitialized,
//    and without a current context spnDrvErrorInvalidContext where CUDA's function does.
//  * It leaves the runtime API's last error alone.
// Contexts of one device share its memory: destroying one frees nothing that it allocated.
#ifndef SAMPAN_DRIVER_API_H
#define SAMPAN_DRIVER_API_H

#include "sampan/runtime_api.h"

typedef enum spnDrvResult {
  spnDrvSuccess = 0,
  spnDrvErrorInvalidValue = 1,
  spnDrvErrorOutOfMemory = 2,
  spnDrvErrorNotInitialized = 3,
  spnDrvErrorDeinitialized = 4,
  spnDrvErrorProfilerDisabled = 5,
  spnDrvErrorNoDevice = 100,
  spnDrvErrorInvalidDevice = 101,
  spnDrvErrorInvalidImage = 200,
  spnDrvErrorInvalidContext = 201,
  spnDrvErrorMapFailed = 205,
  spnDrvErrorNoBinaryForGpu = 209,
  spnDrvErrorEccUncorrectable = 214,
  spnDrvErrorUnsupportedLimit = 215,
  spnDrvErrorPeerAccessUnsupported = 217,
  spnDrvErrorInvalidSource = 300,
  spnDrvErrorFileNotFound = 301,
  spnDrvErrorOperatingSystem = 304,
  spnDrvErrorInvalidHandle = 400,
  spnDrvErrorIllegalState = 401,
  spnDrvErrorNotFound = 500,
  spnDrvErrorNotReady = 600,
  spnDrvErrorIllegalAddress = 700,
  spnDrvErrorLaunchOutOfResources = 701,
  spnDrvErrorLaunchTimeout = 702,
  spnDrvErrorPeerAccessAlreadyEnabled = 704,
  spnDrvErrorPeerAccessNotEnabled = 705,
  spnDrvErrorPrimaryContextActive = 708,
  spnDrvErrorContextIsDestroyed = 709,
  spnDrvErrorAssert = 710,
  spnDrvErrorHostMemoryAlreadyRegistered = 712,
  spnDrvErrorHostMemoryNotRegistered = 713,
  spnDrvErrorHardwareStackError = 714,
  spnDrvErrorIllegalInstruction = 715,
  spnDrvErrorMisalignedAddress = 716,
  spnDrvErrorInvalidAddressSpace = 717,
  spnDrvErrorInvalidPc = 718,
  spnDrvErrorLaunchFailed = 719,
  spnDrvErrorCooperativeLaunchTooLarge = 720,
  spnDrvErrorNotPermitted = 800,
  spnDrvErrorNotSupported = 801,
  spnDrvErrorSystemNotReady = 802,
  spnDrvErrorStreamCaptureUnsupported = 900,
  spnDrvErrorStreamCaptureInvalidated = 901,
  spnDrvErrorStreamCaptureMerge = 902,
  spnDrvErrorStreamCaptureUnmatched = 903,
  spnDrvErrorStreamCaptureUnjoined = 904,
  spnDrvErrorStreamCaptureIsolation = 905,
  spnDrvErrorStreamCaptureImplicit = 906,
  spnDrvErrorCapturedEvent = 907,
  spnDrvErrorStreamCaptureWrongThread = 908,
  spnDrvErrorTimeout = 909,
  spnDrvErrorUnknown = 999
} spnDrvResult;

/// Flags of spnDrvCtxCreate; they choose how a real device waits and change nothing here.
typedef enum spnDrvCtxFlags {
  spnDrvCtxSchedAuto = 0x00,
  spnDrvCtxSchedSpin = 0x01,
  spnDrvCtxSchedYield = 0x02,
  spnDrvCtxSchedBlockingSync = 0x04,
  spnDrvCtxMapHost = 0x08,
  spnDrvCtxLmemResizeToMax = 0x10
} spnDrvCtxFlags;

typedef int spnDrvDevice;
typedef unsigned long long spnDrvPointer;
typedef struct spnDrvContextImpl *spnDrvContext;

//===--------------------------------------------------------------------------------------------===
// Initialisation, errors, devices
//===--------------------------------------------------------------------------------------------===
/// `flags` must be 0.
SPN_API spnDrvResult spnDrvInit(unsigned int flags);
SPN_API spnDrvResult spnDrvDriverGetVersion(int *version);
/// "CUDA_ERROR_INVALID_VALUE" and so on; spnDrvErrorInvalidValue and null for an unknown code.
SPN_API spnDrvResult spnDrvGetErrorName(spnDrvResult error, const char **name);
SPN_API spnDrvResult spnDrvGetErrorString(spnDrvResult error, const char **text);
SPN_API spnDrvResult spnDrvDeviceGet(spnDrvDevice *device, int ordinal);
SPN_API spnDrvResult spnDrvDeviceGetCount(int *count);
/// At most `length` characters with the terminating zero.
SPN_API spnDrvResult spnDrvDeviceGetName(char *name, int length, spnDrvDevice device);
SPN_API spnDrvResult spnDrvDeviceTotalMem(size_t *bytes, spnDrvDevice device);
SPN_API spnDrvResult spnDrvDeviceGetAttribute(int *value, spnDeviceAttr attribute,
                                              spnDrvDevice device);
SPN_API spnDrvResult spnDrvDeviceComputeCapability(int *major, int *minor, spnDrvDevice device);
SPN_API spnDrvResult spnDrvDeviceGetPCIBusId(char *text, int length, spnDrvDevice device);
SPN_API spnDrvResult spnDrvDeviceCanAccessPeer(int *can, spnDrvDevice device, spnDrvDevice peer);

//===--------------------------------------------------------------------------------------------===
// Contexts
//===--------------------------------------------------------------------------------------------===
/// The new context becomes the calling thread's current one, above those that it had.
SPN_API spnDrvResult spnDrvCtxCreate(spnDrvContext *context, unsigned int flags,
                                     spnDrvDevice device);
/// Waits for the device. spnDrvErrorInvalidContext for one that is destroyed already.
SPN_API spnDrvResult spnDrvCtxDestroy(spnDrvContext context);
/// Null when the thread has none.
SPN_API spnDrvResult spnDrvCtxGetCurrent(spnDrvContext *context);
/// Replaces the current context; null leaves the thread without the one on top.
SPN_API spnDrvResult spnDrvCtxSetCurrent(spnDrvContext context);
SPN_API spnDrvResult spnDrvCtxPushCurrent(spnDrvContext context);
SPN_API spnDrvResult spnDrvCtxPopCurrent(spnDrvContext *context);
SPN_API spnDrvResult spnDrvCtxGetDevice(spnDrvDevice *device);
SPN_API spnDrvResult spnDrvCtxSynchronize(void);
/// The context that the runtime API uses on the device.
SPN_API spnDrvResult spnDrvDevicePrimaryCtxRetain(spnDrvContext *context, spnDrvDevice device);
SPN_API spnDrvResult spnDrvDevicePrimaryCtxRelease(spnDrvDevice device);

//===--------------------------------------------------------------------------------------------===
// Memory
//===--------------------------------------------------------------------------------------------===
SPN_API spnDrvResult spnDrvMemGetInfo(size_t *available, size_t *total);
SPN_API spnDrvResult spnDrvMemAlloc(spnDrvPointer *pointer, size_t bytes);
SPN_API spnDrvResult spnDrvMemAllocPitch(spnDrvPointer *pointer, size_t *pitch, size_t width,
                                         size_t height, unsigned int elementBytes);
SPN_API spnDrvResult spnDrvMemAllocManaged(spnDrvPointer *pointer, size_t bytes,
                                           unsigned int flags);
SPN_API spnDrvResult spnDrvMemFree(spnDrvPointer pointer);
SPN_API spnDrvResult spnDrvMemAllocHost(void **pointer, size_t bytes);
SPN_API spnDrvResult spnDrvMemHostAlloc(void **pointer, size_t bytes, unsigned int flags);
SPN_API spnDrvResult spnDrvMemHostGetDevicePointer(spnDrvPointer *pointer, void *host,
                                                   unsigned int flags);
SPN_API spnDrvResult spnDrvMemFreeHost(void *pointer);
SPN_API spnDrvResult spnDrvMemcpy(spnDrvPointer dst, spnDrvPointer src, size_t bytes);
SPN_API spnDrvResult spnDrvMemcpyHtoD(spnDrvPointer dst, const void *src, size_t bytes);
SPN_API spnDrvResult spnDrvMemcpyDtoH(void *dst, spnDrvPointer src, size_t bytes);
SPN_API spnDrvResult spnDrvMemcpyDtoD(spnDrvPointer dst, spnDrvPointer src, size_t bytes);
SPN_API spnDrvResult spnDrvMemcpyAsync(spnDrvPointer dst, spnDrvPointer src, size_t bytes,
                                       spnStream_t stream);
SPN_API spnDrvResult spnDrvMemcpyHtoDAsync(spnDrvPointer dst, const void *src, size_t bytes,
                                           spnStream_t stream);
SPN_API spnDrvResult spnDrvMemcpyDtoHAsync(void *dst, spnDrvPointer src, size_t bytes,
                                           spnStream_t stream);
SPN_API spnDrvResult spnDrvMemcpyDtoDAsync(spnDrvPointer dst, spnDrvPointer src, size_t bytes,
                                           spnStream_t stream);
/// `count` bytes.
SPN_API spnDrvResult spnDrvMemsetD8(spnDrvPointer dst, unsigned char value, size_t count);
/// `count` words of 32 bits; `dst` must be a multiple of 4.
SPN_API spnDrvResult spnDrvMemsetD32(spnDrvPointer dst, unsigned int value, size_t count);
SPN_API spnDrvResult spnDrvMemsetD8Async(spnDrvPointer dst, unsigned char value, size_t count,
                                         spnStream_t stream);

//===--------------------------------------------------------------------------------------------===
// Streams and events
//===--------------------------------------------------------------------------------------------===
SPN_API spnDrvResult spnDrvStreamCreate(spnStream_t *stream, unsigned int flags);
SPN_API spnDrvResult spnDrvStreamDestroy(spnStream_t stream);
SPN_API spnDrvResult spnDrvStreamQuery(spnStream_t stream);
SPN_API spnDrvResult spnDrvStreamSynchronize(spnStream_t stream);
SPN_API spnDrvResult spnDrvStreamWaitEvent(spnStream_t stream, spnEvent_t event,
                                           unsigned int flags);
SPN_API spnDrvResult spnDrvEventCreate(spnEvent_t *event, unsigned int flags);
SPN_API spnDrvResult spnDrvEventDestroy(spnEvent_t event);
SPN_API spnDrvResult spnDrvEventRecord(spnEvent_t event, spnStream_t stream);
SPN_API spnDrvResult spnDrvEventQuery(spnEvent_t event);
SPN_API spnDrvResult spnDrvEventSynchronize(spnEvent_t event);
/// Milliseconds between two events that have happened.
SPN_API spnDrvResult spnDrvEventElapsedTime(float *milliseconds, spnEvent_t start, spnEvent_t end);

#endif
