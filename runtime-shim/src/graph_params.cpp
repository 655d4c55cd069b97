// SPDX-License-Identifier: Apache-2.0
// Parameters of graph nodes: reading and changing them.
#include "device_state.h"
#include "graph_work.h"
#include "host_thread.h"
#include "pool_state.h"

using namespace spn::rt;

namespace {

/// Reads the operation of a node, which must be of type Call.
template <class Call, class Read>
spnError_t readNode(const char *function, spnGraphNode_t node, const void *result, Read read) {
  return call(function, [&]() -> spnError_t {
    const Call *work = node ? std::get_if<Call>(&node->work) : nullptr;
    return work && result ? read(*work) : spnErrorInvalidValue;
  });
}

/// Replaces the operation of a node by the one that `make` makes.
template <class Make>
spnError_t changeNode(const char *function, spnGraphNode_t node, const void *params, Make make) {
  return call(function, [&]() -> spnError_t {
    if (!node || !params)
      return spnErrorInvalidValue;
    Work work;
    if (spnError_t error = make(work))
      return error;
    return replaceWork(*node, std::move(work));
  });
}

} // namespace

extern "C" {

spnError_t spnGraphNodeSetParams(spnGraphNode_t node, spnGraphNodeParams *params) {
  return changeNode(__func__, node, params, [&](Work &work) { return makeWork(*params, work); });
}

spnError_t spnGraphKernelNodeGetParams(spnGraphNode_t node, spnKernelNodeParams *params) {
  return readNode<KernelCall>(__func__, node, params, [&](const KernelCall &kernel) {
    params->func = const_cast<void *>(kernel.function);
    params->gridDim = kernel.grid;
    params->blockDim = kernel.block;
    params->sharedMemBytes = static_cast<unsigned>(kernel.sharedBytes);
    params->kernelParams = kernel.argumentPointers ? kernel.argumentPointers->data() : nullptr;
    params->extra = nullptr;
    return spnSuccess;
  });
}

spnError_t spnGraphKernelNodeSetParams(spnGraphNode_t node, const spnKernelNodeParams *params) {
  return changeNode(__func__, node, params, [&](Work &work) { return makeWork(*params, work); });
}

spnError_t spnGraphKernelNodeCopyAttributes(spnGraphNode_t to, spnGraphNode_t from) {
  return call(__func__, [&] {
    if (!to || !from || to->type != spnGraphNodeTypeKernel || from->type != spnGraphNodeTypeKernel)
      return spnErrorInvalidValue;
    to->attributes = from->attributes;
    return spnSuccess;
  });
}

spnError_t spnGraphKernelNodeGetAttribute(spnGraphNode_t node, spnKernelNodeAttrID attribute,
                                          spnKernelNodeAttrValue *value) {
  return readNode<KernelCall>(__func__, node, value, [&](const KernelCall &kernel) {
    *value = {};
    auto it = node->attributes.find(attribute);
    if (it != node->attributes.end())
      *value = it->second;
    else if (attribute == spnLaunchAttributeCooperative)
      value->cooperative = kernel.cooperative;
    return spnSuccess;
  });
}

spnError_t spnGraphKernelNodeSetAttribute(spnGraphNode_t node, spnKernelNodeAttrID attribute,
                                          const spnKernelNodeAttrValue *value) {
  return readNode<KernelCall>(__func__, node, value, [&](const KernelCall &) {
    node->attributes[attribute] = *value;
    if (attribute == spnLaunchAttributeCooperative)
      std::get<KernelCall>(node->work).cooperative = value->cooperative != 0;
    return spnSuccess;
  });
}

spnError_t spnGraphMemcpyNodeGetParams(spnGraphNode_t node, spnMemcpy3DParms *params) {
  return readNode<CopyCall>(__func__, node, params, [&](const CopyCall &copy) {
    if (copy.hasParams) {
      *params = copy.params;
      return spnSuccess;
    }
    *params = {};
    params->dstPtr = {copy.to.base, copy.to.pitch, copy.width, copy.height};
    params->srcPtr = {copy.from.base, copy.from.pitch, copy.width, copy.height};
    params->extent = {copy.width, copy.height, copy.depth};
    params->kind = copy.kind;
    return spnSuccess;
  });
}

spnError_t spnGraphMemcpyNodeSetParams(spnGraphNode_t node, const spnMemcpy3DParms *params) {
  return changeNode(__func__, node, params, [&](Work &work) { return makeWork(*params, work); });
}

spnError_t spnGraphMemcpyNodeSetParams1D(spnGraphNode_t node, void *dst, const void *src,
                                         size_t bytes, spnMemcpyKind kind) {
  return changeNode(__func__, node, dst,
                    [&](Work &work) { return makeWork(dst, src, bytes, kind, work); });
}

spnError_t spnGraphMemcpyNodeSetParamsToSymbol(spnGraphNode_t node, const void *symbol,
                                               const void *src, size_t bytes, size_t offset,
                                               spnMemcpyKind kind) {
  return changeNode(__func__, node, symbol, [&](Work &work) {
    return makeToSymbolWork(symbol, src, bytes, offset, kind, work);
  });
}

spnError_t spnGraphMemcpyNodeSetParamsFromSymbol(spnGraphNode_t node, void *dst, const void *symbol,
                                                 size_t bytes, size_t offset, spnMemcpyKind kind) {
  return changeNode(__func__, node, symbol, [&](Work &work) {
    return makeFromSymbolWork(dst, symbol, bytes, offset, kind, work);
  });
}

spnError_t spnGraphMemsetNodeGetParams(spnGraphNode_t node, spnMemsetParams *params) {
  return readNode<FillCall>(__func__, node, params, [&](const FillCall &fill) {
    *params = {fill.to.base, fill.to.pitch, fill.value, fill.elementSize, fill.width, fill.height};
    return spnSuccess;
  });
}

spnError_t spnGraphMemsetNodeSetParams(spnGraphNode_t node, const spnMemsetParams *params) {
  return changeNode(__func__, node, params, [&](Work &work) { return makeWork(*params, work); });
}

spnError_t spnGraphHostNodeGetParams(spnGraphNode_t node, spnHostNodeParams *params) {
  return readNode<HostCall>(__func__, node, params, [&](const HostCall &host) {
    *params = {host.function, host.data};
    return spnSuccess;
  });
}

spnError_t spnGraphHostNodeSetParams(spnGraphNode_t node, const spnHostNodeParams *params) {
  return changeNode(__func__, node, params, [&](Work &work) { return makeWork(*params, work); });
}

spnError_t spnGraphChildGraphNodeGetGraph(spnGraphNode_t node, spnGraph_t *graph) {
  return readNode<GraphCall>(__func__, node, graph, [&](const GraphCall &child) {
    *graph = child.handle;
    return child.handle ? spnSuccess : spnErrorInvalidValue;
  });
}

spnError_t spnGraphEventRecordNodeGetEvent(spnGraphNode_t node, spnEvent_t *event) {
  return readNode<RecordCall>(__func__, node, event, [&](const RecordCall &record) {
    *event = record.event.get();
    return spnSuccess;
  });
}

spnError_t spnGraphEventRecordNodeSetEvent(spnGraphNode_t node, spnEvent_t event) {
  return changeNode(__func__, node, event, [&](Work &work) { return makeRecordWork(event, work); });
}

spnError_t spnGraphEventWaitNodeGetEvent(spnGraphNode_t node, spnEvent_t *event) {
  return readNode<WaitCall>(__func__, node, event, [&](const WaitCall &wait) {
    *event = wait.event.get();
    return spnSuccess;
  });
}

spnError_t spnGraphEventWaitNodeSetEvent(spnGraphNode_t node, spnEvent_t event) {
  return changeNode(__func__, node, event, [&](Work &work) { return makeWaitWork(event, work); });
}

spnError_t spnGraphMemAllocNodeGetParams(spnGraphNode_t node, spnMemAllocNodeParams *params) {
  return readNode<AllocCall>(__func__, node, params, [&](const AllocCall &alloc) {
    *params = alloc.params;
    params->dptr = alloc.pointer;
    return spnSuccess;
  });
}

spnError_t spnGraphMemFreeNodeGetParams(spnGraphNode_t node, void *pointer) {
  return readNode<FreeCall>(__func__, node, pointer, [&](const FreeCall &free) {
    *static_cast<void **>(pointer) = free.pointer;
    return spnSuccess;
  });
}

spnError_t spnDeviceGraphMemTrim(int number) {
  return call(__func__, [&] { return isDevice(number) ? spnSuccess : spnErrorInvalidDevice; });
}

spnError_t spnDeviceGetGraphMemAttribute(int number, spnGraphMemAttributeType attribute,
                                         void *value) {
  return call(__func__, [&] {
    if (!value || attribute < spnGraphMemAttrUsedMemCurrent ||
        attribute > spnGraphMemAttrReservedMemHigh)
      return spnErrorInvalidValue;
    if (!isDevice(number))
      return spnErrorInvalidDevice;
    GraphMemory &memory = graphMemory(number);
    std::lock_guard lock(memory.mutex);
    const std::uint64_t values[] = {memory.used.now, memory.used.high, memory.reserved.now,
                                    memory.reserved.high};
    *static_cast<std::uint64_t *>(value) = values[attribute];
    return spnSuccess;
  });
}

// High-water marks can be set back to what is in use now, by the value 0.
spnError_t spnDeviceSetGraphMemAttribute(int number, spnGraphMemAttributeType attribute,
                                         void *value) {
  return call(__func__, [&] {
    if (!value || *static_cast<std::uint64_t *>(value) != 0 ||
        (attribute != spnGraphMemAttrUsedMemHigh && attribute != spnGraphMemAttrReservedMemHigh))
      return spnErrorInvalidValue;
    if (!isDevice(number))
      return spnErrorInvalidDevice;
    GraphMemory &memory = graphMemory(number);
    std::lock_guard lock(memory.mutex);
    Counter &counter = attribute == spnGraphMemAttrUsedMemHigh ? memory.used : memory.reserved;
    counter.high = counter.now;
    return spnSuccess;
  });
}

} // extern "C"
