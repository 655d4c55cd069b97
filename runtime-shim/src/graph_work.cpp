// SPDX-License-Identifier: Apache-2.0
// Makes operations from the parameters of graph nodes, with the checks of the direct calls.
#include "graph_work.h"

#include "copy_state.h"
#include "host_thread.h"
#include "kernel_registry.h"
#include "memory_state.h"

namespace spn::rt {

spnError_t makeWork(const spnKernelNodeParams &params, Work &work) {
  KernelCall call;
  const detail::LaunchConfig config{params.gridDim, params.blockDim, params.sharedMemBytes, nullptr,
                                    false};
  // Arguments packed in one buffer have no types to unpack them by.
  if (params.extra)
    return spnErrorNotSupported;
  if (spnError_t error = makeKernelCall(params.func, config, params.kernelParams, call))
    return error;
  work = std::move(call);
  return spnSuccess;
}

spnError_t makeWork(const spnMemcpy3DParms &params, Work &work) {
  CopyCall copy;
  if (spnError_t error = makeCopy(params, copy))
    return error;
  if (spnError_t error = checkCopy("memcpy node", copy))
    return error;
  work = std::move(copy);
  return spnSuccess;
}

spnError_t makeWork(void *dst, const void *src, std::size_t bytes, spnMemcpyKind kind, Work &work) {
  if (!isDirection(kind))
    return spnErrorInvalidMemcpyDirection;
  if (!dst || !src)
    return spnErrorInvalidValue;
  spnMemcpy3DParms params = {};
  params.dstPtr = {dst, bytes, bytes, 1};
  params.srcPtr = {const_cast<void *>(src), bytes, bytes, 1};
  params.extent = {bytes, 1, 1};
  params.kind = kind;
  return makeWork(params, work);
}

spnError_t makeWork(const spnMemsetParams &params, Work &work) {
  FillCall fill;
  if (spnError_t error =
          makeFill(params.dst, params.pitch, params.pitch * params.height, params.value,
                   params.elementSize, params.width, params.height, 1, fill))
    return error;
  if (spnError_t error = checkFill("memset node", fill))
    return error;
  work = fill;
  return spnSuccess;
}

spnError_t makeWork(const spnHostNodeParams &params, Work &work) {
  if (!params.fn)
    return spnErrorInvalidValue;
  work = HostCall{params.fn, nullptr, nullptr, params.userData};
  return spnSuccess;
}

spnError_t makeRecordWork(spnEvent_t handle, Work &work) {
  std::shared_ptr<spnEvent> event = handles<spnEvent>().find(handle);
  if (!event)
    return spnErrorInvalidValue;
  work = RecordCall{std::move(event), nullptr};
  return spnSuccess;
}

spnError_t makeWaitWork(spnEvent_t handle, Work &work) {
  std::shared_ptr<spnEvent> event = handles<spnEvent>().find(handle);
  if (!event)
    return spnErrorInvalidValue;
  work = WaitCall{std::move(event), nullptr};
  return spnSuccess;
}

spnError_t makeWork(spnMemAllocNodeParams &params, Work &work) {
  int number = params.poolProps.location.id;
  if (params.poolProps.location.type != spnMemLocationTypeDevice)
    number = hostThread().device;
  if (!isDevice(number) || !params.bytesize)
    return spnErrorInvalidValue;
  AllocCall alloc;
  if (spnError_t error = makeGraphMemory(number, params.bytesize, &params.dptr, alloc.memory))
    return error;
  alloc.pointer = params.dptr;
  alloc.params = params;
  alloc.params.accessDescs = nullptr;
  alloc.params.accessDescCount = 0;
  work = std::move(alloc);
  return spnSuccess;
}

spnError_t makeChildWork(spnGraph_t handle, Work &work) {
  const std::shared_ptr<spnGraph> graph = handles<spnGraph>().find(handle);
  if (!graph)
    return spnErrorInvalidValue;
  auto child = std::make_shared<spnGraph>();
  child->image = graph->image->clone();
  child->parent = handle;
  GraphCall call;
  call.graph = child->image;
  call.handle = handles<spnGraph>().add(std::move(child));
  work = std::move(call);
  return spnSuccess;
}

spnError_t makeWork(spnGraphNodeParams &params, Work &work) {
  switch (params.type) {
  case spnGraphNodeTypeKernel: {
    const spnKernelNodeParamsV2 &kernel = params.kernel;
    return makeWork(spnKernelNodeParams{kernel.func, kernel.gridDim, kernel.blockDim,
                                        kernel.sharedMemBytes, kernel.kernelParams, kernel.extra},
                    work);
  }
  case spnGraphNodeTypeMemcpy:
    return makeWork(params.memcpy.copyParams, work);
  case spnGraphNodeTypeMemset:
    return makeWork(params.memset, work);
  case spnGraphNodeTypeHost:
    return makeWork(params.host, work);
  case spnGraphNodeTypeGraph:
    return makeChildWork(params.graph.graph, work);
  case spnGraphNodeTypeEmpty:
    work = EmptyCall();
    return spnSuccess;
  case spnGraphNodeTypeWaitEvent:
    return makeWaitWork(params.eventWait.event, work);
  case spnGraphNodeTypeEventRecord:
    return makeRecordWork(params.eventRecord.event, work);
  case spnGraphNodeTypeMemAlloc:
    return makeWork(params.alloc, work);
  case spnGraphNodeTypeMemFree:
    work = FreeCall{params.free.dptr};
    return params.free.dptr ? spnSuccess : spnErrorInvalidValue;
  default: // conditional nodes and external semaphores
    return spnErrorNotSupported;
  }
}

spnError_t replaceWork(spnGraphNode &node, Work work) {
  if (typeOf(work) != node.type)
    return spnErrorInvalidValue;
  if (auto *child = std::get_if<GraphCall>(&node.work); child && child->handle)
    handles<spnGraph>().remove(child->handle);
  node.work = std::move(work);
  return spnSuccess;
}

spnGraphNode *nodeIn(const spnGraphExec &exec, const spnGraphNode *node) {
  for (const auto &candidate : exec.image->nodes)
    if (candidate->original == node)
      return candidate.get();
  return nullptr;
}

spnError_t makeToSymbolWork(const void *symbol, const void *src, std::size_t bytes,
                            std::size_t offset, spnMemcpyKind kind, Work &work) {
  char *place = nullptr;
  if (!symbol)
    return spnErrorInvalidSymbol;
  if (spnError_t error = symbolPlace(symbol, offset, &place))
    return error;
  return makeWork(place, src, bytes, kind, work);
}

spnError_t makeFromSymbolWork(void *dst, const void *symbol, std::size_t bytes, std::size_t offset,
                              spnMemcpyKind kind, Work &work) {
  char *place = nullptr;
  if (!symbol)
    return spnErrorInvalidSymbol;
  if (spnError_t error = symbolPlace(symbol, offset, &place))
    return error;
  return makeWork(dst, place, bytes, kind, work);
}

} // namespace spn::rt
