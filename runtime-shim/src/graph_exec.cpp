// SPDX-License-Identifier: Apache-2.0
// Executable graphs: instantiation, launch, and changes without instantiating anew.
#include "capture.h"
#include "graph_work.h"
#include "handle_table.h"
#include "host_thread.h"
#include "stream_state.h"

#include <algorithm>
#include <unordered_map>

using namespace spn::rt;

namespace {

spnError_t instantiate(spnGraphExec_t *exec, spnGraph_t handle, unsigned long long flags) {
  const std::shared_ptr<spnGraph> graph = handles<spnGraph>().find(handle);
  const unsigned long long known = spnGraphInstantiateFlagAutoFreeOnLaunch |
                                   spnGraphInstantiateFlagUpload |
                                   spnGraphInstantiateFlagUseNodePriority;
  if (!exec || !graph)
    return spnErrorInvalidValue;
  if (flags & ~known)
    return flags & spnGraphInstantiateFlagDeviceLaunch ? spnErrorNotSupported
                                                       : spnErrorInvalidValue;
  auto made = std::make_shared<spnGraphExec>();
  made->image = graph->image->clone();
  made->flags = flags;
  made->device = hostThread().device;
  if (!made->image->order(made->ordered))
    return spnErrorInvalidValue;
  *exec = handles<spnGraphExec>().add(std::move(made));
  return spnSuccess;
}

/// Replaces the operation of the executable graph's copy of `node`.
template <class Make>
spnError_t changeExecNode(const char *function, spnGraphExec_t handle, spnGraphNode_t node,
                          const void *params, Make make) {
  return call(function, [&]() -> spnError_t {
    const std::shared_ptr<spnGraphExec> exec = handles<spnGraphExec>().find(handle);
    spnGraphNode *copy = exec && node ? nodeIn(*exec, node) : nullptr;
    if (!copy || !params)
      return spnErrorInvalidValue;
    Work work;
    if (spnError_t error = make(work))
      return error;
    return replaceWork(*copy, std::move(work));
  });
}

using Positions = std::unordered_map<const spnGraphNode *, std::size_t>;

Positions positionsOf(const GraphImage &image) {
  Positions positions;
  for (std::size_t i = 0; i < image.nodes.size(); ++i)
    positions[image.nodes[i].get()] = i;
  return positions;
}

std::vector<std::size_t> predecessors(const spnGraphNode &node, const Positions &positions) {
  std::vector<std::size_t> result;
  for (const spnGraphNode *before : node.before)
    result.push_back(positions.at(before));
  std::sort(result.begin(), result.end());
  return result;
}

/// Whether `graph` differs from what the executable graph was made from in parameters only.
spnGraphExecUpdateResult compare(const GraphImage &exec, const GraphImage &graph,
                                 spnGraphNode_t &differing) {
  if (exec.nodes.size() != graph.nodes.size())
    return spnGraphExecUpdateErrorTopologyChanged;
  const Positions ours = positionsOf(exec), theirs = positionsOf(graph);
  for (std::size_t i = 0; i < exec.nodes.size(); ++i) {
    differing = graph.nodes[i].get();
    if (exec.nodes[i]->type != graph.nodes[i]->type)
      return spnGraphExecUpdateErrorNodeTypeChanged;
    if (predecessors(*exec.nodes[i], ours) != predecessors(*graph.nodes[i], theirs))
      return spnGraphExecUpdateErrorTopologyChanged;
    auto *oldChild = std::get_if<GraphCall>(&exec.nodes[i]->work);
    auto *newChild = std::get_if<GraphCall>(&graph.nodes[i]->work);
    spnGraphNode_t inner = nullptr;
    if (oldChild && newChild)
      if (auto result = compare(*oldChild->graph, *newChild->graph, inner))
        return result;
  }
  differing = nullptr;
  return spnGraphExecUpdateSuccess;
}

} // namespace

extern "C" {

spnError_t spnGraphInstantiate(spnGraphExec_t *exec, spnGraph_t graph, unsigned long long flags) {
  return call(__func__, [&] { return instantiate(exec, graph, flags); });
}

spnError_t spnGraphInstantiateWithFlags(spnGraphExec_t *exec, spnGraph_t graph,
                                        unsigned long long flags) {
  return call(__func__, [&] { return instantiate(exec, graph, flags); });
}

spnError_t spnGraphInstantiateWithParams(spnGraphExec_t *exec, spnGraph_t graph,
                                         spnGraphInstantiateParams *params) {
  return call(__func__, [&] {
    if (!params)
      return spnErrorInvalidValue;
    const spnError_t error = instantiate(exec, graph, params->flags);
    params->errNode_out = nullptr;
    params->result_out =
        error == spnSuccess ? spnGraphInstantiateSuccess : spnGraphInstantiateInvalidStructure;
    return error;
  });
}

spnError_t spnGraphExecGetFlags(spnGraphExec_t handle, unsigned long long *flags) {
  return call(__func__, [&] {
    const std::shared_ptr<spnGraphExec> exec = handles<spnGraphExec>().find(handle);
    if (!exec || !flags)
      return spnErrorInvalidValue;
    *flags = exec->flags;
    return spnSuccess;
  });
}

// Nothing has to be sent anywhere.
spnError_t spnGraphUpload(spnGraphExec_t exec, spnStream_t stream) {
  return call(__func__, [&] {
    return handles<spnGraphExec>().find(exec) && resolve(stream) ? spnSuccess
                                                                 : spnErrorInvalidValue;
  });
}

spnError_t spnGraphLaunch(spnGraphExec_t handle, spnStream_t streamHandle) {
  return call(__func__, [&] {
    const std::shared_ptr<spnGraphExec> exec = handles<spnGraphExec>().find(handle);
    if (!exec)
      return spnErrorInvalidValue;
    const std::shared_ptr<spnStream> stream = resolve(streamHandle);
    if (!stream)
      return spnErrorInvalidResourceHandle;
    // A queued or captured launch is of the graph as it is now.
    const bool later = asynchronous() || stream->capturing;
    return submit(*stream, GraphCall{later ? exec->image->clone() : exec->image, nullptr});
  });
}

spnError_t spnGraphExecDestroy(spnGraphExec_t handle) {
  return call(__func__, [&] {
    return handles<spnGraphExec>().remove(handle) ? spnSuccess : spnErrorInvalidValue;
  });
}

spnError_t spnGraphExecUpdate(spnGraphExec_t handle, spnGraph_t graphHandle,
                              spnGraphExecUpdateResultInfo *result) {
  return call(__func__, [&] {
    const std::shared_ptr<spnGraphExec> exec = handles<spnGraphExec>().find(handle);
    const std::shared_ptr<spnGraph> graph = handles<spnGraph>().find(graphHandle);
    if (!exec || !graph)
      return spnErrorInvalidValue;
    spnGraphNode_t differing = nullptr;
    const spnGraphExecUpdateResult outcome = compare(*exec->image, *graph->image, differing);
    if (result)
      *result = {outcome, differing, nullptr};
    if (outcome != spnGraphExecUpdateSuccess)
      return spnErrorGraphExecUpdateFailure;
    std::shared_ptr<GraphImage> image = graph->image->clone();
    // Nodes go on to be found by those that the executable graph was made from.
    for (std::size_t i = 0; i < image->nodes.size(); ++i) {
      image->nodes[i]->original = exec->image->nodes[i]->original;
      image->nodes[i]->enabled = exec->image->nodes[i]->enabled;
    }
    exec->image = std::move(image);
    exec->image->order(exec->ordered);
    return spnSuccess;
  });
}

spnError_t spnGraphExecNodeSetParams(spnGraphExec_t exec, spnGraphNode_t node,
                                     spnGraphNodeParams *params) {
  return changeExecNode(__func__, exec, node, params,
                        [&](Work &work) { return makeWork(*params, work); });
}

spnError_t spnGraphExecKernelNodeSetParams(spnGraphExec_t exec, spnGraphNode_t node,
                                           const spnKernelNodeParams *params) {
  return changeExecNode(__func__, exec, node, params,
                        [&](Work &work) { return makeWork(*params, work); });
}

spnError_t spnGraphExecMemcpyNodeSetParams(spnGraphExec_t exec, spnGraphNode_t node,
                                           const spnMemcpy3DParms *params) {
  return changeExecNode(__func__, exec, node, params,
                        [&](Work &work) { return makeWork(*params, work); });
}

spnError_t spnGraphExecMemcpyNodeSetParams1D(spnGraphExec_t exec, spnGraphNode_t node, void *dst,
                                             const void *src, size_t bytes, spnMemcpyKind kind) {
  return changeExecNode(__func__, exec, node, dst,
                        [&](Work &work) { return makeWork(dst, src, bytes, kind, work); });
}

spnError_t spnGraphExecMemcpyNodeSetParamsToSymbol(spnGraphExec_t exec, spnGraphNode_t node,
                                                   const void *symbol, const void *src,
                                                   size_t bytes, size_t offset,
                                                   spnMemcpyKind kind) {
  return changeExecNode(__func__, exec, node, symbol, [&](Work &work) {
    return makeToSymbolWork(symbol, src, bytes, offset, kind, work);
  });
}

spnError_t spnGraphExecMemcpyNodeSetParamsFromSymbol(spnGraphExec_t exec, spnGraphNode_t node,
                                                     void *dst, const void *symbol, size_t bytes,
                                                     size_t offset, spnMemcpyKind kind) {
  return changeExecNode(__func__, exec, node, symbol, [&](Work &work) {
    return makeFromSymbolWork(dst, symbol, bytes, offset, kind, work);
  });
}

spnError_t spnGraphExecMemsetNodeSetParams(spnGraphExec_t exec, spnGraphNode_t node,
                                           const spnMemsetParams *params) {
  return changeExecNode(__func__, exec, node, params,
                        [&](Work &work) { return makeWork(*params, work); });
}

spnError_t spnGraphExecHostNodeSetParams(spnGraphExec_t exec, spnGraphNode_t node,
                                         const spnHostNodeParams *params) {
  return changeExecNode(__func__, exec, node, params,
                        [&](Work &work) { return makeWork(*params, work); });
}

spnError_t spnGraphExecChildGraphNodeSetParams(spnGraphExec_t exec, spnGraphNode_t node,
                                               spnGraph_t child) {
  return changeExecNode(__func__, exec, node, child,
                        [&](Work &work) { return makeChildWork(child, work); });
}

spnError_t spnGraphExecEventRecordNodeSetEvent(spnGraphExec_t exec, spnGraphNode_t node,
                                               spnEvent_t event) {
  return changeExecNode(__func__, exec, node, event,
                        [&](Work &work) { return makeRecordWork(event, work); });
}

spnError_t spnGraphExecEventWaitNodeSetEvent(spnGraphExec_t exec, spnGraphNode_t node,
                                             spnEvent_t event) {
  return changeExecNode(__func__, exec, node, event,
                        [&](Work &work) { return makeWaitWork(event, work); });
}

spnError_t spnGraphNodeSetEnabled(spnGraphExec_t handle, spnGraphNode_t node,
                                  unsigned int enabled) {
  return call(__func__, [&] {
    const std::shared_ptr<spnGraphExec> exec = handles<spnGraphExec>().find(handle);
    spnGraphNode *copy = exec && node ? nodeIn(*exec, node) : nullptr;
    if (!copy || copy->type > spnGraphNodeTypeMemset)
      return spnErrorInvalidValue;
    copy->enabled = enabled != 0;
    return spnSuccess;
  });
}

spnError_t spnGraphNodeGetEnabled(spnGraphExec_t handle, spnGraphNode_t node,
                                  unsigned int *enabled) {
  return call(__func__, [&] {
    const std::shared_ptr<spnGraphExec> exec = handles<spnGraphExec>().find(handle);
    const spnGraphNode *copy = exec && node ? nodeIn(*exec, node) : nullptr;
    if (!copy || !enabled)
      return spnErrorInvalidValue;
    *enabled = copy->enabled;
    return spnSuccess;
  });
}

} // extern "C"
