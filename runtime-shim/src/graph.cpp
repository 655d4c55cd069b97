// SPDX-License-Identifier: Apache-2.0
// Graphs: creation, copies, adding nodes and edges, and questions about their shape.
#include "graph_work.h"
#include "handle_table.h"
#include "host_thread.h"
#include "memory_state.h"

#include <algorithm>
#include <functional>

using namespace spn::rt;

namespace {

/// Adds a node with the operation that `make` makes.
template <class Make>
spnError_t addNode(const char *function, spnGraphNode_t *node, spnGraph_t handle,
                   const spnGraphNode_t *dependencies, std::size_t count, Make make) {
  return call(function, [&]() -> spnError_t {
    const std::shared_ptr<spnGraph> graph = handles<spnGraph>().find(handle);
    if (!node || !graph || (count && !dependencies))
      return spnErrorInvalidValue;
    for (std::size_t i = 0; i < count; ++i)
      if (!graph->image->owns(dependencies[i]) ||
          std::find(dependencies, dependencies + i, dependencies[i]) != dependencies + i)
        return spnErrorInvalidValue;
    Work work;
    if (spnError_t error = make(work))
      return error;
    *node = graph->image->add(std::move(work), dependencies, count);
    return spnSuccess;
  });
}

/// Gives a list in the way of all queries: the count, and as many entries as there is place for.
spnError_t giveNodes(const std::vector<spnGraphNode *> &found, spnGraphNode_t *nodes,
                     std::size_t *count) {
  if (!count)
    return spnErrorInvalidValue;
  if (!nodes) {
    *count = found.size();
    return spnSuccess;
  }
  for (std::size_t i = 0; i < *count; ++i)
    nodes[i] = i < found.size() ? found[i] : nullptr;
  *count = std::min(*count, found.size());
  return spnSuccess;
}

void disconnect(std::vector<spnGraphNode *> &list, spnGraphNode *node) {
  list.erase(std::remove(list.begin(), list.end(), node), list.end());
}

bool connected(const spnGraphNode *from, const spnGraphNode *to) {
  return std::find(from->after.begin(), from->after.end(), to) != from->after.end();
}

/// Body of the functions on edges.
template <class Change>
spnError_t changeEdges(const char *function, spnGraph_t handle, const spnGraphNode_t *from,
                       const spnGraphNode_t *to, std::size_t count, bool present, Change change) {
  return call(function, [&]() -> spnError_t {
    const std::shared_ptr<spnGraph> graph = handles<spnGraph>().find(handle);
    if (!graph || (count && (!from || !to)))
      return spnErrorInvalidValue;
    for (std::size_t i = 0; i < count; ++i)
      if (!graph->image->owns(from[i]) || !graph->image->owns(to[i]) || from[i] == to[i] ||
          connected(from[i], to[i]) != present)
        return spnErrorInvalidValue;
    for (std::size_t i = 0; i < count; ++i)
      change(from[i], to[i]);
    return spnSuccess;
  });
}

} // namespace

extern "C" {

spnError_t spnGraphCreate(spnGraph_t *graph, unsigned int flags) {
  return call(__func__, [&] {
    if (!graph || flags)
      return spnErrorInvalidValue;
    *graph = handles<spnGraph>().add(std::make_shared<spnGraph>());
    return spnSuccess;
  });
}

spnError_t spnGraphClone(spnGraph_t *clone, spnGraph_t handle) {
  return call(__func__, [&] {
    const std::shared_ptr<spnGraph> graph = handles<spnGraph>().find(handle);
    if (!clone || !graph)
      return spnErrorInvalidValue;
    auto made = std::make_shared<spnGraph>();
    made->image = graph->image->clone();
    *clone = handles<spnGraph>().add(std::move(made));
    return spnSuccess;
  });
}

spnError_t spnGraphDestroy(spnGraph_t handle) {
  return call(__func__, [&] {
    const std::shared_ptr<spnGraph> graph = handles<spnGraph>().find(handle);
    if (!graph || graph->parent)
      return spnErrorInvalidValue;
    handles<spnGraph>().remove(handle);
    return spnSuccess;
  });
}

spnError_t spnGraphAddNode(spnGraphNode_t *node, spnGraph_t graph,
                           const spnGraphNode_t *dependencies, size_t count,
                           spnGraphNodeParams *params) {
  return addNode(__func__, node, graph, dependencies, count, [&](Work &work) {
    return params ? makeWork(*params, work) : spnErrorInvalidValue;
  });
}

spnError_t spnGraphAddKernelNode(spnGraphNode_t *node, spnGraph_t graph,
                                 const spnGraphNode_t *dependencies, size_t count,
                                 const spnKernelNodeParams *params) {
  return addNode(__func__, node, graph, dependencies, count, [&](Work &work) {
    return params ? makeWork(*params, work) : spnErrorInvalidValue;
  });
}

spnError_t spnGraphAddMemcpyNode(spnGraphNode_t *node, spnGraph_t graph,
                                 const spnGraphNode_t *dependencies, size_t count,
                                 const spnMemcpy3DParms *params) {
  return addNode(__func__, node, graph, dependencies, count, [&](Work &work) {
    return params ? makeWork(*params, work) : spnErrorInvalidValue;
  });
}

spnError_t spnGraphAddMemcpyNode1D(spnGraphNode_t *node, spnGraph_t graph,
                                   const spnGraphNode_t *dependencies, size_t count, void *dst,
                                   const void *src, size_t bytes, spnMemcpyKind kind) {
  return addNode(__func__, node, graph, dependencies, count,
                 [&](Work &work) { return makeWork(dst, src, bytes, kind, work); });
}

spnError_t spnGraphAddMemcpyNodeToSymbol(spnGraphNode_t *node, spnGraph_t graph,
                                         const spnGraphNode_t *dependencies, size_t count,
                                         const void *symbol, const void *src, size_t bytes,
                                         size_t offset, spnMemcpyKind kind) {
  return addNode(__func__, node, graph, dependencies, count, [&](Work &work) {
    return makeToSymbolWork(symbol, src, bytes, offset, kind, work);
  });
}

spnError_t spnGraphAddMemcpyNodeFromSymbol(spnGraphNode_t *node, spnGraph_t graph,
                                           const spnGraphNode_t *dependencies, size_t count,
                                           void *dst, const void *symbol, size_t bytes,
                                           size_t offset, spnMemcpyKind kind) {
  return addNode(__func__, node, graph, dependencies, count, [&](Work &work) {
    return makeFromSymbolWork(dst, symbol, bytes, offset, kind, work);
  });
}

spnError_t spnGraphAddMemsetNode(spnGraphNode_t *node, spnGraph_t graph,
                                 const spnGraphNode_t *dependencies, size_t count,
                                 const spnMemsetParams *params) {
  return addNode(__func__, node, graph, dependencies, count, [&](Work &work) {
    return params ? makeWork(*params, work) : spnErrorInvalidValue;
  });
}

spnError_t spnGraphAddHostNode(spnGraphNode_t *node, spnGraph_t graph,
                               const spnGraphNode_t *dependencies, size_t count,
                               const spnHostNodeParams *params) {
  return addNode(__func__, node, graph, dependencies, count, [&](Work &work) {
    return params ? makeWork(*params, work) : spnErrorInvalidValue;
  });
}

spnError_t spnGraphAddChildGraphNode(spnGraphNode_t *node, spnGraph_t graph,
                                     const spnGraphNode_t *dependencies, size_t count,
                                     spnGraph_t child) {
  return addNode(__func__, node, graph, dependencies, count,
                 [&](Work &work) { return makeChildWork(child, work); });
}

spnError_t spnGraphAddEmptyNode(spnGraphNode_t *node, spnGraph_t graph,
                                const spnGraphNode_t *dependencies, size_t count) {
  return addNode(__func__, node, graph, dependencies, count, [](Work &) { return spnSuccess; });
}

spnError_t spnGraphAddEventRecordNode(spnGraphNode_t *node, spnGraph_t graph,
                                      const spnGraphNode_t *dependencies, size_t count,
                                      spnEvent_t event) {
  return addNode(__func__, node, graph, dependencies, count,
                 [&](Work &work) { return makeRecordWork(event, work); });
}

spnError_t spnGraphAddEventWaitNode(spnGraphNode_t *node, spnGraph_t graph,
                                    const spnGraphNode_t *dependencies, size_t count,
                                    spnEvent_t event) {
  return addNode(__func__, node, graph, dependencies, count,
                 [&](Work &work) { return makeWaitWork(event, work); });
}

spnError_t spnGraphAddMemAllocNode(spnGraphNode_t *node, spnGraph_t graph,
                                   const spnGraphNode_t *dependencies, size_t count,
                                   spnMemAllocNodeParams *params) {
  return addNode(__func__, node, graph, dependencies, count, [&](Work &work) {
    return params ? makeWork(*params, work) : spnErrorInvalidValue;
  });
}

spnError_t spnGraphAddMemFreeNode(spnGraphNode_t *node, spnGraph_t graph,
                                  const spnGraphNode_t *dependencies, size_t count, void *pointer) {
  return addNode(__func__, node, graph, dependencies, count, [&](Work &work) {
    work = FreeCall{pointer};
    return pointer ? spnSuccess : spnErrorInvalidValue;
  });
}

spnError_t spnGraphAddDependencies(spnGraph_t graph, const spnGraphNode_t *from,
                                   const spnGraphNode_t *to, size_t count) {
  return changeEdges(__func__, graph, from, to, count, false, connect);
}

spnError_t spnGraphRemoveDependencies(spnGraph_t graph, const spnGraphNode_t *from,
                                      const spnGraphNode_t *to, size_t count) {
  return changeEdges(__func__, graph, from, to, count, true,
                     [](spnGraphNode *first, spnGraphNode *second) {
                       disconnect(first->after, second);
                       disconnect(second->before, first);
                     });
}

spnError_t spnGraphDestroyNode(spnGraphNode_t node) {
  return call(__func__, [&] {
    if (!node || !node->graph->owns(node))
      return spnErrorInvalidValue;
    for (spnGraphNode *other : node->before)
      disconnect(other->after, node);
    for (spnGraphNode *other : node->after)
      disconnect(other->before, node);
    if (auto *child = std::get_if<GraphCall>(&node->work); child && child->handle)
      handles<spnGraph>().remove(child->handle);
    auto &nodes = node->graph->nodes;
    nodes.erase(std::find_if(nodes.begin(), nodes.end(),
                             [node](const auto &known) { return known.get() == node; }));
    return spnSuccess;
  });
}

spnError_t spnGraphGetNodes(spnGraph_t handle, spnGraphNode_t *nodes, size_t *count) {
  return call(__func__, [&] {
    const std::shared_ptr<spnGraph> graph = handles<spnGraph>().find(handle);
    if (!graph)
      return spnErrorInvalidValue;
    std::vector<spnGraphNode *> found;
    for (const auto &node : graph->image->nodes)
      found.push_back(node.get());
    return giveNodes(found, nodes, count);
  });
}

spnError_t spnGraphGetRootNodes(spnGraph_t handle, spnGraphNode_t *nodes, size_t *count) {
  return call(__func__, [&] {
    const std::shared_ptr<spnGraph> graph = handles<spnGraph>().find(handle);
    if (!graph)
      return spnErrorInvalidValue;
    std::vector<spnGraphNode *> found;
    for (const auto &node : graph->image->nodes)
      if (node->before.empty())
        found.push_back(node.get());
    return giveNodes(found, nodes, count);
  });
}

spnError_t spnGraphGetEdges(spnGraph_t handle, spnGraphNode_t *from, spnGraphNode_t *to,
                            size_t *count) {
  return call(__func__, [&] {
    const std::shared_ptr<spnGraph> graph = handles<spnGraph>().find(handle);
    if (!graph || !from != !to)
      return spnErrorInvalidValue;
    std::vector<spnGraphNode *> starts, ends;
    for (const auto &node : graph->image->nodes)
      for (spnGraphNode *next : node->after) {
        starts.push_back(node.get());
        ends.push_back(next);
      }
    size_t copy = count ? *count : 0;
    if (spnError_t error = giveNodes(starts, from, count))
      return error;
    return giveNodes(ends, to, &copy);
  });
}

spnError_t spnGraphNodeGetDependencies(spnGraphNode_t node, spnGraphNode_t *nodes, size_t *count) {
  return call(__func__,
              [&] { return node ? giveNodes(node->before, nodes, count) : spnErrorInvalidValue; });
}

spnError_t spnGraphNodeGetDependentNodes(spnGraphNode_t node, spnGraphNode_t *nodes,
                                         size_t *count) {
  return call(__func__,
              [&] { return node ? giveNodes(node->after, nodes, count) : spnErrorInvalidValue; });
}

spnError_t spnGraphNodeGetType(spnGraphNode_t node, spnGraphNodeType *type) {
  return call(__func__, [&] {
    if (!node || !type)
      return spnErrorInvalidValue;
    *type = node->type;
    return spnSuccess;
  });
}

spnError_t spnGraphNodeFindInClone(spnGraphNode_t *node, spnGraphNode_t original,
                                   spnGraph_t handle) {
  return call(__func__, [&] {
    const std::shared_ptr<spnGraph> clone = handles<spnGraph>().find(handle);
    if (!node || !original || !clone)
      return spnErrorInvalidValue;
    for (const auto &candidate : clone->image->nodes)
      if (candidate->original == original) {
        *node = candidate.get();
        return spnSuccess;
      }
    return spnErrorInvalidValue;
  });
}

// A loop in a graph would need a value that kernels set; no back end has one.
spnError_t spnGraphConditionalHandleCreate(spnGraphConditionalHandle *, spnGraph_t, unsigned int,
                                           unsigned int) {
  return call(__func__, [] { return spnErrorNotSupported; });
}

} // extern "C"
