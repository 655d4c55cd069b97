// SPDX-License-Identifier: Apache-2.0
// Kinds of memory, copies, advice and memory pools.
#ifndef SAMPAN_API_MEMORY_H
#define SAMPAN_API_MEMORY_H

#include "sampan/api/array.h"

#define spnHostAllocDefault 0x00
#define spnHostAllocPortable 0x01
#define spnHostAllocMapped 0x02
#define spnHostAllocWriteCombined 0x04
#define spnHostRegisterDefault 0x00
#define spnHostRegisterPortable 0x01
#define spnHostRegisterMapped 0x02
#define spnHostRegisterIoMemory 0x04
#define spnHostRegisterReadOnly 0x08
#define spnMemAttachGlobal 0x01
#define spnMemAttachHost 0x02
#define spnMemAttachSingle 0x04
#define spnMemPoolCreateUsageHwDecompress 0x2

/// Who owns the memory behind a pointer.
typedef enum spnMemoryType {
  spnMemoryTypeUnregistered = 0,
  spnMemoryTypeHost = 1,
  spnMemoryTypeDevice = 2,
  spnMemoryTypeManaged = 3,
} spnMemoryType;

/// Direction of a copy. All memory has one address space, so Default always works.
typedef enum spnMemcpyKind {
  spnMemcpyHostToHost = 0,
  spnMemcpyHostToDevice = 1,
  spnMemcpyDeviceToHost = 2,
  spnMemcpyDeviceToDevice = 3,
  spnMemcpyDefault = 4,
} spnMemcpyKind;

/// Memory with rows; pitch, xsize in bytes.
typedef struct spnPitchedPtr {
  void *ptr;
  size_t pitch;
  size_t xsize;
  size_t ysize;
} spnPitchedPtr;

/// Width in bytes for plain memory, in elements where an array takes part.
typedef struct spnExtent {
  size_t width, height, depth;
} spnExtent;

typedef struct spnPos {
  size_t x, y, z;
} spnPos;

typedef struct spnMemcpy3DParms {
  spnArray_t srcArray;
  spnPos srcPos;
  spnPitchedPtr srcPtr;
  spnArray_t dstArray;
  spnPos dstPos;
  spnPitchedPtr dstPtr;
  spnExtent extent;
  spnMemcpyKind kind;
} spnMemcpy3DParms;

typedef struct spnMemcpy3DPeerParms {
  spnArray_t srcArray;
  spnPos srcPos;
  spnPitchedPtr srcPtr;
  int srcDevice;
  spnArray_t dstArray;
  spnPos dstPos;
  spnPitchedPtr dstPtr;
  int dstDevice;
  spnExtent extent;
} spnMemcpy3DPeerParms;

/// Fills `height` rows of `width` elements of 1, 2 or 4 bytes.
typedef struct spnMemsetParams {
  void *dst;
  size_t pitch;
  unsigned int value;
  unsigned int elementSize;
  size_t width;
  size_t height;
} spnMemsetParams;
typedef spnMemsetParams spnMemsetParamsV2;

typedef struct spnPointerAttributes {
  spnMemoryType type;
  int device;
  void *devicePointer;
  void *hostPointer;
  long reserved[8];
} spnPointerAttributes;

/// Advice about managed memory; a hint.
typedef enum spnMemoryAdvise {
  spnMemAdviseSetReadMostly = 1,
  spnMemAdviseUnsetReadMostly = 2,
  spnMemAdviseSetPreferredLocation = 3,
  spnMemAdviseUnsetPreferredLocation = 4,
  spnMemAdviseSetAccessedBy = 5,
  spnMemAdviseUnsetAccessedBy = 6,
} spnMemoryAdvise;

typedef enum spnMemRangeAttribute {
  spnMemRangeAttributeReadMostly = 1,
  spnMemRangeAttributePreferredLocation = 2,
  spnMemRangeAttributeAccessedBy = 3,
  spnMemRangeAttributeLastPrefetchLocation = 4,
  spnMemRangeAttributePreferredLocationType = 5,
  spnMemRangeAttributePreferredLocationId = 6,
  spnMemRangeAttributeLastPrefetchLocationType = 7,
  spnMemRangeAttributeLastPrefetchLocationId = 8,
} spnMemRangeAttribute;

typedef enum spnMemLocationType {
  spnMemLocationTypeInvalid = 0,
  spnMemLocationTypeNone = 0,
  spnMemLocationTypeDevice = 1,
  spnMemLocationTypeHost = 2,
  spnMemLocationTypeHostNuma = 3,
  spnMemLocationTypeHostNumaCurrent = 4,
} spnMemLocationType;

typedef enum spnMemAccessFlags {
  spnMemAccessFlagsProtNone = 0,
  spnMemAccessFlagsProtRead = 1,
  spnMemAccessFlagsProtReadWrite = 3,
} spnMemAccessFlags;

typedef enum spnMemAllocationType {
  spnMemAllocationTypeInvalid = 0,
  spnMemAllocationTypePinned = 1,
  spnMemAllocationTypeManaged = 2,
  spnMemAllocationTypeMax = 0x7fffffff,
} spnMemAllocationType;

typedef enum spnMemAllocationHandleType {
  spnMemHandleTypeNone = 0,
  spnMemHandleTypePosixFileDescriptor = 1,
  spnMemHandleTypeWin32 = 2,
  spnMemHandleTypeWin32Kmt = 4,
  spnMemHandleTypeFabric = 8,
} spnMemAllocationHandleType;

/// Reuse attributes are ints, byte counts are 64 bits.
typedef enum spnMemPoolAttr {
  spnMemPoolReuseFollowEventDependencies = 1,
  spnMemPoolReuseAllowOpportunistic = 2,
  spnMemPoolReuseAllowInternalDependencies = 3,
  spnMemPoolAttrReleaseThreshold = 4,
  spnMemPoolAttrReservedMemCurrent = 5,
  spnMemPoolAttrReservedMemHigh = 6,
  spnMemPoolAttrUsedMemCurrent = 7,
  spnMemPoolAttrUsedMemHigh = 8,
} spnMemPoolAttr;

typedef enum spnMemcpyFlags {
  spnMemcpyFlagDefault = 0,
  spnMemcpyFlagPreferOverlapWithCompute = 1,
} spnMemcpyFlags;

typedef enum spnMemcpySrcAccessOrder {
  spnMemcpySrcAccessOrderInvalid = 0,
  spnMemcpySrcAccessOrderStream = 1,
  spnMemcpySrcAccessOrderDuringApiCall = 2,
  spnMemcpySrcAccessOrderAny = 3,
  spnMemcpySrcAccessOrderMax = 0x7fffffff,
} spnMemcpySrcAccessOrder;

typedef enum spnMemcpy3DOperandType {
  spnMemcpyOperandTypePointer = 1,
  spnMemcpyOperandTypeArray = 2,
  spnMemcpyOperandTypeMax = 0x7fffffff,
} spnMemcpy3DOperandType;

typedef struct spnMemLocation {
  spnMemLocationType type;
  int id;
} spnMemLocation;

typedef struct spnMemAccessDesc {
  spnMemLocation location;
  spnMemAccessFlags flags;
} spnMemAccessDesc;

typedef struct spnMemPoolProps {
  spnMemAllocationType allocType;
  spnMemAllocationHandleType handleTypes;
  spnMemLocation location;
  void *win32SecurityAttributes;
  size_t maxSize;
  unsigned short usage;
  unsigned char reserved[54];
} spnMemPoolProps;

typedef struct spnMemPoolPtrExportData {
  unsigned char reserved[64];
} spnMemPoolPtrExportData;

typedef struct spnMemPool *spnMemPool_t;

typedef struct spnMemcpyAttributes {
  spnMemcpySrcAccessOrder srcAccessOrder;
  spnMemLocation srcLocHint;
  spnMemLocation dstLocHint;
  unsigned int flags;
} spnMemcpyAttributes;

typedef struct spnOffset3D {
  size_t x, y, z;
} spnOffset3D;

typedef struct spnMemcpy3DOperand {
  spnMemcpy3DOperandType type;
  union {
    struct {
      void *ptr;
      size_t rowLength;
      size_t layerHeight;
      spnMemLocation locHint;
    } ptr;
    struct {
      spnArray_t array;
      spnOffset3D offset;
    } array;
  } op;
} spnMemcpy3DOperand;

typedef struct spnMemcpy3DBatchOp {
  spnMemcpy3DOperand src;
  spnMemcpy3DOperand dst;
  spnExtent extent;
  spnMemcpySrcAccessOrder srcAccessOrder;
  unsigned int flags;
} spnMemcpy3DBatchOp;

#endif
