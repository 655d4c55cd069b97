// SPDX-License-Identifier: Apache-2.0
// The functions of AscendCL that the back end calls, found at run time. Declared here and not
// included: a build needs no Ascend toolkit. Handles are pointers in AscendCL, too.
#pragma once

#include <cstddef>
#include <cstdint>

namespace spn::ascend {

using AclError = int;

/// aclrtDim3: passed by value.
struct AclDim3 {
  std::uint32_t x, y, z;
};

enum AclCopyKind : int { hostToHost, hostToDevice, deviceToHost, deviceToDevice };
enum AclEventFlag : std::uint32_t { eventSync = 1, eventProgress = 2, eventTimeLine = 8 };
enum AclDeviceAttribute : int {
  vectorCoreCount = 201,
  warpSizeOf = 202,
  threadsPerVectorCore = 203,
  ubufPerVectorCore = 204,
  threadsPerBlock = 209,
  globalMemoryBytes = 301,
  l2CacheBytes = 302,
  npuArchitecture = 601,
};
constexpr int mallocHugeFirst = 0, memoryHbm = 1, lastErrorOfThread = 0;
constexpr int streamStatusComplete = 0, eventStatusComplete = 1;
constexpr std::uint32_t hostRegisterPinned = 0x10000000u, hostRegisterMapped = 2;

/// One row per function: return type, name without prefix, parameters. A missing function of the
/// second list only takes away what it is for.
#define SPN_ACL_REQUIRED(F)                                                                        \
  F(AclError, aclInit, (const char *config))                                                       \
  F(AclError, aclFinalize, ())                                                                     \
  F(AclError, aclrtSetDevice, (std::int32_t device))                                               \
  F(AclError, aclrtGetDeviceCount, (std::uint32_t *count))                                         \
  F(AclError, aclrtMalloc, (void **pointer, std::size_t bytes, int policy))                        \
  F(AclError, aclrtFree, (void *pointer))                                                          \
  F(AclError, aclrtMallocHost, (void **pointer, std::size_t bytes))                                \
  F(AclError, aclrtFreeHost, (void *pointer))                                                      \
  F(AclError, aclrtMemcpy,                                                                         \
    (void *to, std::size_t room, const void *from, std::size_t bytes, int kind))                   \
  F(AclError, aclrtMemcpyAsync,                                                                    \
    (void *to, std::size_t room, const void *from, std::size_t bytes, int kind, void *stream))     \
  F(AclError, aclrtMemset, (void *to, std::size_t room, std::int32_t value, std::size_t bytes))    \
  F(AclError, aclrtMemsetAsync,                                                                    \
    (void *to, std::size_t room, std::int32_t value, std::size_t bytes, void *stream))             \
  F(AclError, aclrtCreateStream, (void **stream))                                                  \
  F(AclError, aclrtDestroyStream, (void *stream))                                                  \
  F(AclError, aclrtSynchronizeStream, (void *stream))                                              \
  F(AclError, aclrtStreamQuery, (void *stream, int *status))                                       \
  F(AclError, aclrtStreamWaitEvent, (void *stream, void *event))                                   \
  F(AclError, aclrtLaunchHostFunc, (void *stream, void (*function)(void *), void *data))           \
  F(AclError, aclrtCreateEventExWithFlag, (void **event, std::uint32_t flags))                     \
  F(AclError, aclrtDestroyEvent, (void *event))                                                    \
  F(AclError, aclrtRecordEvent, (void *event, void *stream))                                       \
  F(AclError, aclrtQueryEventStatus, (void *event, int *status))                                   \
  F(AclError, aclrtSynchronizeEvent, (void *event))                                                \
  F(AclError, aclrtEventElapsedTime, (float *milliseconds, void *start, void *end))

#define SPN_ACL_OPTIONAL(F)                                                                        \
  F(AclError, aclrtResetDeviceForce, (std::int32_t device))                                        \
  F(AclError, aclrtFreeWithDevSync, (void *pointer))                                               \
  F(AclError, aclrtHostRegisterV2, (void *pointer, std::uint64_t bytes, std::uint32_t flag))       \
  F(AclError, aclrtHostUnregister, (void *pointer))                                                \
  F(AclError, aclrtHostGetDevicePointer, (void *host, void **device, std::uint32_t flag))          \
  F(AclError, aclrtGetMemInfo, (int kind, std::size_t *available, std::size_t *total))             \
  F(AclError, aclrtCreateStreamWithConfig,                                                         \
    (void **stream, std::uint32_t priority, std::uint32_t flag))                                   \
  F(AclError, aclrtDeviceGetStreamPriorityRange, (std::int32_t *least, std::int32_t *greatest))    \
  F(AclError, aclrtGetDeviceInfo, (std::uint32_t device, int attribute, std::int64_t *value))      \
  F(AclError, aclrtDeviceGetUuid, (std::int32_t device, char (*uuid)[16]))                         \
  F(const char *, aclrtGetSocName, ())                                                             \
  F(const char *, aclGetRecentErrMsg, ())                                                          \
  F(AclError, aclrtGetLastError, (int level))                                                      \
  F(AclError, aclrtDeviceEnablePeerAccess, (std::int32_t peer, std::uint32_t flags))               \
  F(AclError, aclrtDeviceDisablePeerAccess, (std::int32_t peer))                                   \
  F(AclError, aclrtGetSymbolAddress, (const void *symbol, void **address))                         \
  F(AclError, aclrtBinaryLoadFromFile, (const char *path, void *options, void **binary))           \
  F(AclError, aclrtBinaryGetFunction, (void *binary, const char *name, void **function))           \
  F(AclError, aclrtLaunchSIMTKernelWithArgsArray,                                                  \
    (void *function, AclDim3 grid, AclDim3 block, std::size_t ubufBytes, void *stream,             \
     void *configuration, void **arguments))

struct Acl {
#define SPN_ACL_MEMBER(result, name, parameters) result(*name) parameters = nullptr;
  SPN_ACL_REQUIRED(SPN_ACL_MEMBER)
  SPN_ACL_OPTIONAL(SPN_ACL_MEMBER)
#undef SPN_ACL_MEMBER
  bool usable = false; ///< found, and initialised
  int devices = 0;
};

/// Opens the library at the first call, and says on stderr why when that fails.
const Acl &acl();

} // namespace spn::ascend
