// SPDX-License-Identifier: Apache-2.0
// Handles shared with other processes and graphics systems. A host device has nothing to share with
// either, so the functions that take them answer spnErrorNotSupported; the types let code compile.
#ifndef SAMPAN_API_INTEROP_H
#define SAMPAN_API_INTEROP_H

#include "sampan/api/memory.h"

#define spnIpcMemLazyEnablePeerAccess 0x01
#define spnExternalMemoryDedicated 0x1
#define spnExternalSemaphoreSignalSkipNvSciBufMemSync 0x01
#define spnExternalSemaphoreWaitSkipNvSciBufMemSync 0x02
#define spnNvSciSyncAttrSignal 0x1
#define spnNvSciSyncAttrWait 0x2
#define SPN_IPC_HANDLE_SIZE 64

typedef struct spnIpcEventHandle_t {
  char reserved[SPN_IPC_HANDLE_SIZE];
} spnIpcEventHandle_t;

typedef struct spnIpcMemHandle_t {
  char reserved[SPN_IPC_HANDLE_SIZE];
} spnIpcMemHandle_t;

typedef struct spnGraphicsResource *spnGraphicsResource_t;
typedef struct spnExternalMemory *spnExternalMemory_t;
typedef struct spnExternalSemaphore *spnExternalSemaphore_t;

typedef enum spnGraphicsRegisterFlags {
  spnGraphicsRegisterFlagsNone = 0,
  spnGraphicsRegisterFlagsReadOnly = 1,
  spnGraphicsRegisterFlagsWriteDiscard = 2,
  spnGraphicsRegisterFlagsSurfaceLoadStore = 4,
  spnGraphicsRegisterFlagsTextureGather = 8,
} spnGraphicsRegisterFlags;

typedef enum spnGraphicsMapFlags {
  spnGraphicsMapFlagsNone = 0,
  spnGraphicsMapFlagsReadOnly = 1,
  spnGraphicsMapFlagsWriteDiscard = 2,
} spnGraphicsMapFlags;

typedef enum spnGraphicsCubeFace {
  spnGraphicsCubeFacePositiveX = 0,
  spnGraphicsCubeFaceNegativeX = 1,
  spnGraphicsCubeFacePositiveY = 2,
  spnGraphicsCubeFaceNegativeY = 3,
  spnGraphicsCubeFacePositiveZ = 4,
  spnGraphicsCubeFaceNegativeZ = 5,
} spnGraphicsCubeFace;

typedef enum spnExternalMemoryHandleType {
  spnExternalMemoryHandleTypeOpaqueFd = 1,
  spnExternalMemoryHandleTypeOpaqueWin32 = 2,
  spnExternalMemoryHandleTypeOpaqueWin32Kmt = 3,
  spnExternalMemoryHandleTypeD3D12Heap = 4,
  spnExternalMemoryHandleTypeD3D12Resource = 5,
  spnExternalMemoryHandleTypeD3D11Resource = 6,
  spnExternalMemoryHandleTypeD3D11ResourceKmt = 7,
  spnExternalMemoryHandleTypeNvSciBuf = 8,
} spnExternalMemoryHandleType;

typedef enum spnExternalSemaphoreHandleType {
  spnExternalSemaphoreHandleTypeOpaqueFd = 1,
  spnExternalSemaphoreHandleTypeOpaqueWin32 = 2,
  spnExternalSemaphoreHandleTypeOpaqueWin32Kmt = 3,
  spnExternalSemaphoreHandleTypeD3D12Fence = 4,
  spnExternalSemaphoreHandleTypeD3D11Fence = 5,
  spnExternalSemaphoreHandleTypeNvSciSync = 6,
  spnExternalSemaphoreHandleTypeKeyedMutex = 7,
  spnExternalSemaphoreHandleTypeKeyedMutexKmt = 8,
  spnExternalSemaphoreHandleTypeTimelineSemaphoreFd = 9,
  spnExternalSemaphoreHandleTypeTimelineSemaphoreWin32 = 10,
} spnExternalSemaphoreHandleType;

typedef enum spnGetDriverEntryPointFlags {
  spnEnableDefault = 0,
  spnEnableLegacyStream = 1,
  spnEnablePerThreadDefaultStream = 2,
} spnGetDriverEntryPointFlags;

typedef enum spnDriverEntryPointQueryResult {
  spnDriverEntryPointSuccess = 0,
  spnDriverEntryPointSymbolNotFound = 1,
  spnDriverEntryPointVersionNotSufficent = 2,
} spnDriverEntryPointQueryResult;

typedef struct spnExternalMemoryHandleDesc {
  spnExternalMemoryHandleType type;
  union {
    int fd;
    struct {
      void *handle;
      const void *name;
    } win32;
    const void *nvSciBufObject;
  } handle;
  unsigned long long size;
  unsigned int flags;
  unsigned int reserved[16];
} spnExternalMemoryHandleDesc;

typedef struct spnExternalMemoryBufferDesc {
  unsigned long long offset;
  unsigned long long size;
  unsigned int flags;
  unsigned int reserved[16];
} spnExternalMemoryBufferDesc;

typedef struct spnExternalMemoryMipmappedArrayDesc {
  unsigned long long offset;
  spnChannelFormatDesc formatDesc;
  spnExtent extent;
  unsigned int flags;
  unsigned int numLevels;
  unsigned int reserved[16];
} spnExternalMemoryMipmappedArrayDesc;

typedef struct spnExternalSemaphoreHandleDesc {
  spnExternalSemaphoreHandleType type;
  union {
    int fd;
    struct {
      void *handle;
      const void *name;
    } win32;
    const void *nvSciSyncObj;
  } handle;
  unsigned int flags;
  unsigned int reserved[16];
} spnExternalSemaphoreHandleDesc;

typedef struct spnExternalSemaphoreSignalParams {
  struct {
    struct {
      unsigned long long value;
    } fence;
    union {
      void *fence;
      unsigned long long reserved;
    } nvSciSync;
    struct {
      unsigned long long key;
    } keyedMutex;
    unsigned int reserved[12];
  } params;
  unsigned int flags;
  unsigned int reserved[16];
} spnExternalSemaphoreSignalParams;

typedef struct spnExternalSemaphoreWaitParams {
  struct {
    struct {
      unsigned long long value;
    } fence;
    union {
      void *fence;
      unsigned long long reserved;
    } nvSciSync;
    struct {
      unsigned long long key;
      unsigned int timeoutMs;
    } keyedMutex;
    unsigned int reserved[10];
  } params;
  unsigned int flags;
  unsigned int reserved[16];
} spnExternalSemaphoreWaitParams;

typedef struct spnExternalSemaphoreSignalNodeParams {
  spnExternalSemaphore_t *extSemArray;
  const spnExternalSemaphoreSignalParams *paramsArray;
  unsigned int numExtSems;
} spnExternalSemaphoreSignalNodeParams;

typedef struct spnExternalSemaphoreWaitNodeParams {
  spnExternalSemaphore_t *extSemArray;
  const spnExternalSemaphoreWaitParams *paramsArray;
  unsigned int numExtSems;
} spnExternalSemaphoreWaitNodeParams;

#endif
