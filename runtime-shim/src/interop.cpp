// SPDX-License-Identifier: Apache-2.0
// Sharing with other processes and graphics systems: not supported, said so. And the search for a
// driver API function by name.
#include "host_thread.h"

#include <dlfcn.h>

using namespace spn::rt;

#define NOT_SUPPORTED(name, ...)                                                                   \
  spnError_t name(__VA_ARGS__) {                                                                   \
    return call(__func__, [] { return spnErrorNotSupported; });                                    \
  }

extern "C" {

NOT_SUPPORTED(spnIpcGetEventHandle, spnIpcEventHandle_t *, spnEvent_t)
NOT_SUPPORTED(spnIpcOpenEventHandle, spnEvent_t *, spnIpcEventHandle_t)
NOT_SUPPORTED(spnIpcGetMemHandle, spnIpcMemHandle_t *, void *)
NOT_SUPPORTED(spnIpcOpenMemHandle, void **, spnIpcMemHandle_t, unsigned int)
NOT_SUPPORTED(spnIpcCloseMemHandle, void *)

NOT_SUPPORTED(spnGraphicsUnregisterResource, spnGraphicsResource_t)
NOT_SUPPORTED(spnGraphicsResourceSetMapFlags, spnGraphicsResource_t, unsigned int)
NOT_SUPPORTED(spnGraphicsMapResources, int, spnGraphicsResource_t *, spnStream_t)
NOT_SUPPORTED(spnGraphicsUnmapResources, int, spnGraphicsResource_t *, spnStream_t)
NOT_SUPPORTED(spnGraphicsResourceGetMappedPointer, void **, size_t *, spnGraphicsResource_t)
NOT_SUPPORTED(spnGraphicsSubResourceGetMappedArray, spnArray_t *, spnGraphicsResource_t,
              unsigned int, unsigned int)
NOT_SUPPORTED(spnGraphicsResourceGetMappedMipmappedArray, spnMipmappedArray_t *,
              spnGraphicsResource_t)
NOT_SUPPORTED(spnGraphicsGLRegisterBuffer, spnGraphicsResource_t *, unsigned int, unsigned int)
NOT_SUPPORTED(spnGraphicsGLRegisterImage, spnGraphicsResource_t *, unsigned int, unsigned int,
              unsigned int)
NOT_SUPPORTED(spnGLGetDevices, unsigned int *, int *, unsigned int, int)
NOT_SUPPORTED(spnGLSetGLDevice, int)
NOT_SUPPORTED(spnGLRegisterBufferObject, unsigned int)
NOT_SUPPORTED(spnGLUnregisterBufferObject, unsigned int)
NOT_SUPPORTED(spnGLMapBufferObject, void **, unsigned int)
NOT_SUPPORTED(spnGLUnmapBufferObject, unsigned int)

NOT_SUPPORTED(spnImportExternalMemory, spnExternalMemory_t *, const spnExternalMemoryHandleDesc *)
NOT_SUPPORTED(spnExternalMemoryGetMappedBuffer, void **, spnExternalMemory_t,
              const spnExternalMemoryBufferDesc *)
NOT_SUPPORTED(spnExternalMemoryGetMappedMipmappedArray, spnMipmappedArray_t *, spnExternalMemory_t,
              const spnExternalMemoryMipmappedArrayDesc *)
NOT_SUPPORTED(spnDestroyExternalMemory, spnExternalMemory_t)
NOT_SUPPORTED(spnImportExternalSemaphore, spnExternalSemaphore_t *,
              const spnExternalSemaphoreHandleDesc *)
NOT_SUPPORTED(spnSignalExternalSemaphoresAsync, const spnExternalSemaphore_t *,
              const spnExternalSemaphoreSignalParams *, unsigned int, spnStream_t)
NOT_SUPPORTED(spnWaitExternalSemaphoresAsync, const spnExternalSemaphore_t *,
              const spnExternalSemaphoreWaitParams *, unsigned int, spnStream_t)
NOT_SUPPORTED(spnDestroyExternalSemaphore, spnExternalSemaphore_t)
NOT_SUPPORTED(spnDeviceGetNvSciSyncAttributes, void *, int, int)

spnError_t spnGetDriverEntryPointByVersion(const char *symbol, void **function, unsigned int,
                                           unsigned long long,
                                           spnDriverEntryPointQueryResult *status) {
  return call(__func__, [&] {
    if (!symbol || !function)
      return spnErrorInvalidValue;
    *function = dlsym(RTLD_DEFAULT, symbol);
    if (status)
      *status = *function ? spnDriverEntryPointSuccess : spnDriverEntryPointSymbolNotFound;
    return *function || status ? spnSuccess : spnErrorSymbolNotFound;
  });
}

spnError_t spnGetDriverEntryPoint(const char *symbol, void **function, unsigned long long flags,
                                  spnDriverEntryPointQueryResult *status) {
  return spnGetDriverEntryPointByVersion(symbol, function, SPN_CUDART_VERSION, flags, status);
}

} // extern "C"
