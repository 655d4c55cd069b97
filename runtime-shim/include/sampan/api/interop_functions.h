// SPDX-License-Identifier: Apache-2.0
// Sharing with other processes, other APIs and the CUDA driver API. There is nothing to share with
// on a host device, so these functions answer spnErrorNotSupported: programs that ask first, as
// most do, go on without. runtime_api.h includes this header.
#ifndef SAMPAN_API_INTEROP_FUNCTIONS_H
#define SAMPAN_API_INTEROP_FUNCTIONS_H

#include "sampan/runtime_api.h"

SPN_API spnError_t spnIpcGetEventHandle(spnIpcEventHandle_t *handle, spnEvent_t event);
SPN_API spnError_t spnIpcOpenEventHandle(spnEvent_t *event, spnIpcEventHandle_t handle);
SPN_API spnError_t spnIpcGetMemHandle(spnIpcMemHandle_t *handle, void *pointer);
SPN_API spnError_t spnIpcOpenMemHandle(void **pointer, spnIpcMemHandle_t handle,
                                       unsigned int flags);
SPN_API spnError_t spnIpcCloseMemHandle(void *pointer);

SPN_API spnError_t spnGraphicsUnregisterResource(spnGraphicsResource_t resource);
SPN_API spnError_t spnGraphicsResourceSetMapFlags(spnGraphicsResource_t resource,
                                                  unsigned int flags);
SPN_API spnError_t spnGraphicsMapResources(int count, spnGraphicsResource_t *resources,
                                           spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnGraphicsUnmapResources(int count, spnGraphicsResource_t *resources,
                                             spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnGraphicsResourceGetMappedPointer(void **pointer, size_t *bytes,
                                                       spnGraphicsResource_t resource);
SPN_API spnError_t spnGraphicsSubResourceGetMappedArray(spnArray_t *array,
                                                        spnGraphicsResource_t resource,
                                                        unsigned int index, unsigned int level);
SPN_API spnError_t spnGraphicsResourceGetMappedMipmappedArray(spnMipmappedArray_t *array,
                                                              spnGraphicsResource_t resource);
SPN_API spnError_t spnGraphicsGLRegisterBuffer(spnGraphicsResource_t *resource, unsigned int buffer,
                                               unsigned int flags);
SPN_API spnError_t spnGraphicsGLRegisterImage(spnGraphicsResource_t *resource, unsigned int image,
                                              unsigned int target, unsigned int flags);
SPN_API spnError_t spnGLGetDevices(unsigned int *count, int *devices, unsigned int capacity,
                                   int list);
SPN_API spnError_t spnGLSetGLDevice(int device);
SPN_API spnError_t spnGLRegisterBufferObject(unsigned int buffer);
SPN_API spnError_t spnGLUnregisterBufferObject(unsigned int buffer);
SPN_API spnError_t spnGLMapBufferObject(void **pointer, unsigned int buffer);
SPN_API spnError_t spnGLUnmapBufferObject(unsigned int buffer);

SPN_API spnError_t spnImportExternalMemory(spnExternalMemory_t *memory,
                                           const spnExternalMemoryHandleDesc *handle);
SPN_API spnError_t spnExternalMemoryGetMappedBuffer(void **pointer, spnExternalMemory_t memory,
                                                    const spnExternalMemoryBufferDesc *buffer);
SPN_API spnError_t
spnExternalMemoryGetMappedMipmappedArray(spnMipmappedArray_t *array, spnExternalMemory_t memory,
                                         const spnExternalMemoryMipmappedArrayDesc *description);
SPN_API spnError_t spnDestroyExternalMemory(spnExternalMemory_t memory);
SPN_API spnError_t spnImportExternalSemaphore(spnExternalSemaphore_t *semaphore,
                                              const spnExternalSemaphoreHandleDesc *handle);
SPN_API spnError_t spnSignalExternalSemaphoresAsync(const spnExternalSemaphore_t *semaphores,
                                                    const spnExternalSemaphoreSignalParams *params,
                                                    unsigned int count,
                                                    spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnWaitExternalSemaphoresAsync(const spnExternalSemaphore_t *semaphores,
                                                  const spnExternalSemaphoreWaitParams *params,
                                                  unsigned int count,
                                                  spnStream_t stream SPN_DEFAULT(0));
SPN_API spnError_t spnDestroyExternalSemaphore(spnExternalSemaphore_t semaphore);
SPN_API spnError_t spnDeviceGetNvSciSyncAttributes(void *attributes, int device, int flags);

/// Address of a driver API function that the program links, found by its name.
SPN_API spnError_t spnGetDriverEntryPoint(const char *symbol, void **function,
                                          unsigned long long flags,
                                          spnDriverEntryPointQueryResult *status SPN_DEFAULT(0));
SPN_API spnError_t spnGetDriverEntryPointByVersion(
    const char *symbol, void **function, unsigned int version, unsigned long long flags,
    spnDriverEntryPointQueryResult *status SPN_DEFAULT(0));

#endif
