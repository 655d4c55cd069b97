// SPDX-License-Identifier: Apache-2.0
// The C++ side of the runtime API: forms of runtime_api.h's functions that deduce types, take
// kernels and variables themselves instead of their addresses, or have the parameters that other
// CUDA versions gave them. The conventions of runtime_api.h hold here too.
#pragma once

#include "sampan/detail/kernel_handle.h"
#include "sampan/runtime_api.h"

#include <cstddef>

#define SPN_INLINE inline

namespace spn {
namespace detail {
/// Makes stream 0 of the whole process the per-thread default stream.
void usePerThreadDefaultStream();
/// Remembers the size of a variable for spnGetSymbolSize(const void *).
void registerSymbol(const void *symbol, std::size_t bytes);
} // namespace detail
} // namespace spn

#if defined(CUDA_API_PER_THREAD_DEFAULT_STREAM) && !defined(__SAMPAN_PARSE__)
namespace {
const bool spnPerThreadDefaultStreamChosen = (::spn::detail::usePerThreadDefaultStream(), true);
}
#endif

/// Sets the configuration of the kernel call that follows on this host thread; see detail/launch.h.
/// Errors show in spnGetLastError() after that call.
SPN_INLINE void spnPushLaunch(dim3 grid, dim3 block, std::size_t sharedBytes = 0,
                              spnStream_t stream = 0) {
  ::spn::detail::pushLaunch(::spn::detail::LaunchConfig{grid, block, sharedBytes, stream, false});
}

//===--------------------------------------------------------------------------------------------===
// Memory
//===--------------------------------------------------------------------------------------------===
template <class T> SPN_INLINE spnError_t spnMalloc(T **pointer, size_t bytes) {
  return spnMalloc(reinterpret_cast<void **>(pointer), bytes);
}
template <class T>
SPN_INLINE spnError_t spnMallocHost(T **pointer, size_t bytes, unsigned int flags = 0) {
  return spnHostAlloc(reinterpret_cast<void **>(pointer), bytes, flags);
}
SPN_INLINE spnError_t spnMallocHost(void **pointer, size_t bytes, unsigned int flags) {
  return spnHostAlloc(pointer, bytes, flags);
}
template <class T>
SPN_INLINE spnError_t spnHostAlloc(T **pointer, size_t bytes, unsigned int flags) {
  return spnHostAlloc(reinterpret_cast<void **>(pointer), bytes, flags);
}
template <class T>
SPN_INLINE spnError_t spnHostGetDevicePointer(T **device, void *host, unsigned int flags) {
  return spnHostGetDevicePointer(reinterpret_cast<void **>(device), host, flags);
}
template <class T>
SPN_INLINE spnError_t spnMallocManaged(T **pointer, size_t bytes,
                                       unsigned int flags = spnMemAttachGlobal) {
  return spnMallocManaged(reinterpret_cast<void **>(pointer), bytes, flags);
}
template <class T>
SPN_INLINE spnError_t spnMallocPitch(T **pointer, size_t *pitch, size_t width, size_t height) {
  return spnMallocPitch(reinterpret_cast<void **>(pointer), pitch, width, height);
}
template <class T>
SPN_INLINE spnError_t spnMallocAsync(T **pointer, size_t bytes, spnStream_t stream) {
  return spnMallocAsync(reinterpret_cast<void **>(pointer), bytes, stream);
}
SPN_INLINE spnError_t spnMallocAsync(void **pointer, size_t bytes, spnMemPool_t pool,
                                     spnStream_t stream) {
  return spnMallocFromPoolAsync(pointer, bytes, pool, stream);
}
template <class T>
SPN_INLINE spnError_t spnMallocAsync(T **pointer, size_t bytes, spnMemPool_t pool,
                                     spnStream_t stream) {
  return spnMallocFromPoolAsync(reinterpret_cast<void **>(pointer), bytes, pool, stream);
}
template <class T>
SPN_INLINE spnError_t spnMallocFromPoolAsync(T **pointer, size_t bytes, spnMemPool_t pool,
                                             spnStream_t stream) {
  return spnMallocFromPoolAsync(reinterpret_cast<void **>(pointer), bytes, pool, stream);
}
template <class T>
SPN_INLINE spnError_t spnStreamAttachMemAsync(spnStream_t stream, T *pointer, size_t length = 0,
                                              unsigned int flags = spnMemAttachSingle) {
  return spnStreamAttachMemAsync(stream, static_cast<void *>(pointer), length, flags);
}
SPN_INLINE spnError_t spnMemAdvise(const void *pointer, size_t bytes, spnMemoryAdvise advice,
                                   spnMemLocation location) {
  return spnMemAdvise_v2(pointer, bytes, advice, location);
}
SPN_INLINE spnError_t spnMemPrefetchAsync(const void *pointer, size_t bytes,
                                          spnMemLocation location, unsigned int flags,
                                          spnStream_t stream = 0) {
  return spnMemPrefetchAsync_v2(pointer, bytes, location, flags, stream);
}

//===--------------------------------------------------------------------------------------------===
// Symbols: the variable itself, whatever its type. The host address is the device address.
//===--------------------------------------------------------------------------------------------===
template <class T>
SPN_INLINE spnError_t spnMemcpyToSymbol(const T &symbol, const void *src, size_t count,
                                        size_t offset = 0,
                                        spnMemcpyKind kind = spnMemcpyHostToDevice) {
  return spnMemcpyToSymbol(static_cast<const void *>(&symbol), src, count, offset, kind);
}
template <class T>
SPN_INLINE spnError_t spnMemcpyFromSymbol(void *dst, const T &symbol, size_t count,
                                          size_t offset = 0,
                                          spnMemcpyKind kind = spnMemcpyDeviceToHost) {
  return spnMemcpyFromSymbol(dst, static_cast<const void *>(&symbol), count, offset, kind);
}
template <class T>
SPN_INLINE spnError_t spnMemcpyToSymbolAsync(const T &symbol, const void *src, size_t count,
                                             size_t offset = 0,
                                             spnMemcpyKind kind = spnMemcpyHostToDevice,
                                             spnStream_t stream = 0) {
  return spnMemcpyToSymbolAsync(static_cast<const void *>(&symbol), src, count, offset, kind,
                                stream);
}
template <class T>
SPN_INLINE spnError_t spnMemcpyFromSymbolAsync(void *dst, const T &symbol, size_t count,
                                               size_t offset = 0,
                                               spnMemcpyKind kind = spnMemcpyDeviceToHost,
                                               spnStream_t stream = 0) {
  return spnMemcpyFromSymbolAsync(dst, static_cast<const void *>(&symbol), count, offset, kind,
                                  stream);
}
template <class P, class T>
SPN_INLINE spnError_t spnGetSymbolAddress(P **pointer, const T &symbol) {
  ::spn::detail::registerSymbol(&symbol, sizeof(T));
  return spnGetSymbolAddress(reinterpret_cast<void **>(pointer),
                             static_cast<const void *>(&symbol));
}
template <class T> SPN_INLINE spnError_t spnGetSymbolSize(size_t *bytes, const T &symbol) {
  ::spn::detail::registerSymbol(&symbol, sizeof(T));
  return spnGetSymbolSize(bytes, static_cast<const void *>(&symbol));
}

//===--------------------------------------------------------------------------------------------===
// Launches
//===--------------------------------------------------------------------------------------------===
template <class... P>
SPN_INLINE spnError_t spnLaunchKernel(void (*kernel)(P...), dim3 grid, dim3 block, void **args,
                                      size_t sharedBytes = 0, spnStream_t stream = 0) {
  return spnLaunchKernel(::spn::kernelHandle(kernel), grid, block, args, sharedBytes, stream);
}
template <class... P>
SPN_INLINE spnError_t spnLaunchCooperativeKernel(void (*kernel)(P...), dim3 grid, dim3 block,
                                                 void **args, size_t sharedBytes = 0,
                                                 spnStream_t stream = 0) {
  return spnLaunchCooperativeKernel(::spn::kernelHandle(kernel), grid, block, args, sharedBytes,
                                    stream);
}
template <class... P>
SPN_INLINE spnError_t spnLaunchKernelExC(const spnLaunchConfig_t *config, void (*kernel)(P...),
                                         void **args) {
  return spnLaunchKernelExC(config, ::spn::kernelHandle(kernel), args);
}
template <class... P, class... A>
SPN_INLINE spnError_t spnLaunchKernelEx(const spnLaunchConfig_t *config, void (*kernel)(P...),
                                        A &&...args) {
  spnError_t error = ::spn::detail::pushLaunch(config);
  if (error != spnSuccess)
    return error;
  kernel(static_cast<A &&>(args)...);
  return ::spn::detail::lastLaunchResult();
}

//===--------------------------------------------------------------------------------------------===
// Attributes of kernels
//===--------------------------------------------------------------------------------------------===
template <class... P>
SPN_INLINE spnError_t spnFuncGetAttributes(spnFuncAttributes *attributes, void (*kernel)(P...)) {
  return spnFuncGetAttributes(attributes, ::spn::kernelHandle(kernel));
}
template <class... P>
SPN_INLINE spnError_t spnFuncSetAttribute(void (*kernel)(P...), spnFuncAttribute attribute,
                                          int value) {
  return spnFuncSetAttribute(::spn::kernelHandle(kernel), attribute, value);
}
template <class... P>
SPN_INLINE spnError_t spnFuncSetCacheConfig(void (*kernel)(P...), spnFuncCache config) {
  return spnFuncSetCacheConfig(::spn::kernelHandle(kernel), config);
}
template <class... P>
SPN_INLINE spnError_t spnFuncSetSharedMemConfig(void (*kernel)(P...), spnSharedMemConfig config) {
  return spnFuncSetSharedMemConfig(::spn::kernelHandle(kernel), config);
}
template <class... P>
SPN_INLINE spnError_t spnFuncGetName(const char **name, void (*kernel)(P...)) {
  return spnFuncGetName(name, ::spn::kernelHandle(kernel));
}
template <class... P>
SPN_INLINE spnError_t spnGetFuncBySymbol(spnFunction_t *result, void (*kernel)(P...)) {
  return spnGetFuncBySymbol(result, ::spn::kernelHandle(kernel));
}
template <class... P>
SPN_INLINE spnError_t spnGetKernel(spnKernel_t *result, void (*kernel)(P...)) {
  return spnGetKernel(result, ::spn::kernelHandle(kernel));
}

//===--------------------------------------------------------------------------------------------===
// Errors, events and graphs: parameters of other CUDA versions
//===--------------------------------------------------------------------------------------------===
SPN_INLINE spnError_t spnEventCreate(spnEvent_t *event, unsigned int flags) {
  return spnEventCreateWithFlags(event, flags);
}
SPN_INLINE spnError_t spnGraphInstantiate(spnGraphExec_t *exec, spnGraph_t graph,
                                          spnGraphNode_t *errorNode, char *log, size_t logBytes) {
  if (errorNode)
    *errorNode = nullptr;
  if (log && logBytes)
    *log = 0;
  return spnGraphInstantiate(exec, graph, 0ull);
}
SPN_INLINE spnError_t spnGraphExecUpdate(spnGraphExec_t exec, spnGraph_t graph,
                                         spnGraphNode_t *errorNode,
                                         spnGraphExecUpdateResult *result) {
  spnGraphExecUpdateResultInfo info = {};
  spnError_t error = spnGraphExecUpdate(exec, graph, &info);
  if (errorNode)
    *errorNode = info.errorNode;
  if (result)
    *result = info.result;
  return error;
}
SPN_INLINE spnError_t spnGraphAddNode(spnGraphNode_t *node, spnGraph_t graph,
                                      const spnGraphNode_t *dependencies, const spnGraphEdgeData *,
                                      size_t count, spnGraphNodeParams *params) {
  return spnGraphAddNode(node, graph, dependencies, count, params);
}
SPN_INLINE spnError_t spnGraphAddDependencies(spnGraph_t graph, const spnGraphNode_t *from,
                                              const spnGraphNode_t *to, const spnGraphEdgeData *,
                                              size_t count) {
  return spnGraphAddDependencies(graph, from, to, count);
}
SPN_INLINE spnError_t spnGraphRemoveDependencies(spnGraph_t graph, const spnGraphNode_t *from,
                                                 const spnGraphNode_t *to, const spnGraphEdgeData *,
                                                 size_t count) {
  return spnGraphRemoveDependencies(graph, from, to, count);
}
SPN_INLINE spnError_t spnStreamUpdateCaptureDependencies(spnStream_t stream,
                                                         spnGraphNode_t *dependencies,
                                                         const spnGraphEdgeData *, size_t count,
                                                         unsigned int flags = 0) {
  return spnStreamUpdateCaptureDependencies(stream, dependencies, count, flags);
}

#include "sampan/api/occupancy.h"
#include "sampan/api/texture_binding.h"
