// SPDX-License-Identifier: Apache-2.0
// Arrays, channel formats, and the types that describe textures and surfaces.
#ifndef SAMPAN_API_ARRAY_H
#define SAMPAN_API_ARRAY_H

#include <stddef.h>

#define spnArrayDefault 0x00
#define spnArrayLayered 0x01
#define spnArraySurfaceLoadStore 0x02
#define spnArrayCubemap 0x04
#define spnArrayTextureGather 0x08
#define spnArrayColorAttachment 0x20
#define spnArraySparse 0x40
#define spnArrayDeferredMapping 0x80
#define spnArraySparsePropertiesSingleMipTail 0x1

/// What the channels of a texel hold.
typedef enum spnChannelFormatKind {
  spnChannelFormatKindSigned = 0,
  spnChannelFormatKindUnsigned = 1,
  spnChannelFormatKindFloat = 2,
  spnChannelFormatKindNone = 3,
  spnChannelFormatKindNV12 = 4,
  spnChannelFormatKindUnsignedNormalized8X1 = 5,
  spnChannelFormatKindUnsignedNormalized8X2 = 6,
  spnChannelFormatKindUnsignedNormalized8X4 = 7,
  spnChannelFormatKindUnsignedNormalized16X1 = 8,
  spnChannelFormatKindUnsignedNormalized16X2 = 9,
  spnChannelFormatKindUnsignedNormalized16X4 = 10,
  spnChannelFormatKindSignedNormalized8X1 = 11,
  spnChannelFormatKindSignedNormalized8X2 = 12,
  spnChannelFormatKindSignedNormalized8X4 = 13,
  spnChannelFormatKindSignedNormalized16X1 = 14,
  spnChannelFormatKindSignedNormalized16X2 = 15,
  spnChannelFormatKindSignedNormalized16X4 = 16,
  spnChannelFormatKindUnsignedBlockCompressed1 = 17,
  spnChannelFormatKindUnsignedBlockCompressed1SRGB = 18,
  spnChannelFormatKindUnsignedBlockCompressed2 = 19,
  spnChannelFormatKindUnsignedBlockCompressed2SRGB = 20,
  spnChannelFormatKindUnsignedBlockCompressed3 = 21,
  spnChannelFormatKindUnsignedBlockCompressed3SRGB = 22,
  spnChannelFormatKindUnsignedBlockCompressed4 = 23,
  spnChannelFormatKindSignedBlockCompressed4 = 24,
  spnChannelFormatKindUnsignedBlockCompressed5 = 25,
  spnChannelFormatKindSignedBlockCompressed5 = 26,
  spnChannelFormatKindUnsignedBlockCompressed6H = 27,
  spnChannelFormatKindSignedBlockCompressed6H = 28,
  spnChannelFormatKindUnsignedBlockCompressed7 = 29,
  spnChannelFormatKindUnsignedBlockCompressed7SRGB = 30,
  spnChannelFormatKindUnsignedNormalized1010102 = 31,
} spnChannelFormatKind;

/// Bits of each channel, and their kind.
typedef struct spnChannelFormatDesc {
  int x, y, z, w;
  spnChannelFormatKind f;
} spnChannelFormatDesc;

typedef struct spnArray *spnArray_t;
typedef const struct spnArray *spnArray_const_t;
typedef struct spnMipmappedArray *spnMipmappedArray_t;
typedef const struct spnMipmappedArray *spnMipmappedArray_const_t;

typedef struct spnArraySparseProperties {
  struct {
    unsigned int width, height, depth;
  } tileExtent;
  unsigned int miptailFirstLevel;
  unsigned long long miptailSize;
  unsigned int flags;
  unsigned int reserved[4];
} spnArraySparseProperties;

typedef struct spnArrayMemoryRequirements {
  size_t size;      ///< bytes
  size_t alignment; ///< bytes
  unsigned int reserved[4];
} spnArrayMemoryRequirements;

/// What a texture or surface reads from.
typedef enum spnResourceType {
  spnResourceTypeArray = 0,
  spnResourceTypeMipmappedArray = 1,
  spnResourceTypeLinear = 2,
  spnResourceTypePitch2D = 3,
} spnResourceType;

/// How a resource view reinterprets texels.
typedef enum spnResourceViewFormat {
  spnResViewFormatNone = 0,
  spnResViewFormatUnsignedChar1 = 1,
  spnResViewFormatUnsignedChar2 = 2,
  spnResViewFormatUnsignedChar4 = 3,
  spnResViewFormatSignedChar1 = 4,
  spnResViewFormatSignedChar2 = 5,
  spnResViewFormatSignedChar4 = 6,
  spnResViewFormatUnsignedShort1 = 7,
  spnResViewFormatUnsignedShort2 = 8,
  spnResViewFormatUnsignedShort4 = 9,
  spnResViewFormatSignedShort1 = 10,
  spnResViewFormatSignedShort2 = 11,
  spnResViewFormatSignedShort4 = 12,
  spnResViewFormatUnsignedInt1 = 13,
  spnResViewFormatUnsignedInt2 = 14,
  spnResViewFormatUnsignedInt4 = 15,
  spnResViewFormatSignedInt1 = 16,
  spnResViewFormatSignedInt2 = 17,
  spnResViewFormatSignedInt4 = 18,
  spnResViewFormatHalf1 = 19,
  spnResViewFormatHalf2 = 20,
  spnResViewFormatHalf4 = 21,
  spnResViewFormatFloat1 = 22,
  spnResViewFormatFloat2 = 23,
  spnResViewFormatFloat4 = 24,
  spnResViewFormatUnsignedBlockCompressed1 = 25,
  spnResViewFormatUnsignedBlockCompressed2 = 26,
  spnResViewFormatUnsignedBlockCompressed3 = 27,
  spnResViewFormatUnsignedBlockCompressed4 = 28,
  spnResViewFormatSignedBlockCompressed4 = 29,
  spnResViewFormatUnsignedBlockCompressed5 = 30,
  spnResViewFormatSignedBlockCompressed5 = 31,
  spnResViewFormatUnsignedBlockCompressed6H = 32,
  spnResViewFormatSignedBlockCompressed6H = 33,
  spnResViewFormatUnsignedBlockCompressed7 = 34,
} spnResourceViewFormat;

/// Memory behind a texture or surface object. Sizes in bytes, widths in texels.
typedef struct spnResourceDesc {
  spnResourceType resType;
  union {
    struct {
      spnArray_t array;
    } array;
    struct {
      spnMipmappedArray_t mipmap;
    } mipmap;
    struct {
      void *devPtr;
      spnChannelFormatDesc desc;
      size_t sizeInBytes;
    } linear;
    struct {
      void *devPtr;
      spnChannelFormatDesc desc;
      size_t width;
      size_t height;
      size_t pitchInBytes;
    } pitch2D;
    struct {
      int reserved[32];
    } reserved;
  } res;
  unsigned int flags;
} spnResourceDesc;

typedef struct spnResourceViewDesc {
  spnResourceViewFormat format;
  size_t width, height, depth;
  unsigned int firstMipmapLevel, lastMipmapLevel;
  unsigned int firstLayer, lastLayer;
  unsigned int reserved[16];
} spnResourceViewDesc;

/// What a coordinate outside the texture reads.
typedef enum spnTextureAddressMode {
  spnAddressModeWrap = 0,
  spnAddressModeClamp = 1,
  spnAddressModeMirror = 2,
  spnAddressModeBorder = 3,
} spnTextureAddressMode;

typedef enum spnTextureFilterMode {
  spnFilterModePoint = 0,
  spnFilterModeLinear = 1,
} spnTextureFilterMode;

/// Whether integers are returned as they are or scaled to [0,1] or [-1,1].
typedef enum spnTextureReadMode {
  spnReadModeElementType = 0,
  spnReadModeNormalizedFloat = 1,
} spnTextureReadMode;

/// What a surface access outside does.
typedef enum spnSurfaceBoundaryMode {
  spnBoundaryModeZero = 0,
  spnBoundaryModeClamp = 1,
  spnBoundaryModeTrap = 2,
} spnSurfaceBoundaryMode;

typedef enum spnSurfaceFormatMode {
  spnFormatModeForced = 0,
  spnFormatModeAuto = 1,
} spnSurfaceFormatMode;

typedef struct spnTextureDesc {
  spnTextureAddressMode addressMode[3];
  spnTextureFilterMode filterMode;
  spnTextureReadMode readMode;
  int sRGB;
  float borderColor[4];
  int normalizedCoords;
  unsigned int maxAnisotropy;
  spnTextureFilterMode mipmapFilterMode;
  float mipmapLevelBias;
  float minMipmapLevelClamp;
  float maxMipmapLevelClamp;
  int disableTrilinearOptimization;
  int seamlessCubemap;
} spnTextureDesc;

/// Address of what texture_detail/object.h describes; 0 is no object.
typedef unsigned long long spnTextureObject_t;
typedef unsigned long long spnSurfaceObject_t;

/// Untyped part of a legacy texture reference (`texture<float, 2> t;`). The program sets the public
/// members before binding; `object` is what binding makes and fetches read through.
struct textureReference {
  int normalized;
  spnTextureFilterMode filterMode;
  spnTextureAddressMode addressMode[3];
  spnChannelFormatDesc channelDesc;
  int sRGB;
  unsigned int maxAnisotropy;
  spnTextureFilterMode mipmapFilterMode;
  float mipmapLevelBias;
  float minMipmapLevelClamp;
  float maxMipmapLevelClamp;
  int disableTrilinearOptimization;
  spnTextureReadMode readMode;
  spnTextureObject_t object;
};

/// Untyped part of a legacy surface reference.
struct surfaceReference {
  spnChannelFormatDesc channelDesc;
  spnSurfaceObject_t object;
};

#endif
