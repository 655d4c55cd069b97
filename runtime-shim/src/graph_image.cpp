// SPDX-License-Identifier: Apache-2.0
// Graphs as values: building, ordering, copying and performing them.
#include "graph_state.h"

#include "handle_table.h"
#include "user_object.h"

#include <algorithm>
#include <unordered_map>

namespace spn::rt {

GraphImage::~GraphImage() {
  for (auto &[object, count] : userObjects)
    releaseUserObject(object, count);
  for (const auto &node : nodes)
    if (auto *child = std::get_if<GraphCall>(&node->work); child && child->handle)
      handles<spnGraph>().remove(child->handle);
}

spnGraphNodeType typeOf(const Work &work) {
  static const spnGraphNodeType types[] = {spnGraphNodeTypeEmpty,     spnGraphNodeTypeKernel,
                                           spnGraphNodeTypeMemcpy,    spnGraphNodeTypeMemset,
                                           spnGraphNodeTypeHost,      spnGraphNodeTypeEventRecord,
                                           spnGraphNodeTypeWaitEvent, spnGraphNodeTypeMemAlloc,
                                           spnGraphNodeTypeMemFree,   spnGraphNodeTypeGraph};
  return types[work.index()];
}

void connect(spnGraphNode *from, spnGraphNode *to) {
  from->after.push_back(to);
  to->before.push_back(from);
}

spnGraphNode *GraphImage::add(Work work, const spnGraphNode_t *dependencies, std::size_t count) {
  auto node = std::make_unique<spnGraphNode>();
  node->graph = this;
  node->type = typeOf(work);
  node->work = std::move(work);
  for (std::size_t i = 0; i < count; ++i)
    connect(dependencies[i], node.get());
  nodes.push_back(std::move(node));
  return nodes.back().get();
}

bool GraphImage::owns(const spnGraphNode *node) const {
  return std::any_of(nodes.begin(), nodes.end(),
                     [node](const auto &known) { return known.get() == node; });
}

bool GraphImage::order(std::vector<spnGraphNode *> &result) const {
  std::unordered_map<const spnGraphNode *, std::size_t> missing;
  result.clear();
  for (const auto &node : nodes) {
    missing[node.get()] = node->before.size();
    if (node->before.empty())
      result.push_back(node.get());
  }
  for (std::size_t i = 0; i < result.size(); ++i)
    for (spnGraphNode *next : result[i]->after)
      if (--missing[next] == 0)
        result.push_back(next);
  return result.size() == nodes.size();
}

std::shared_ptr<GraphImage> GraphImage::clone() const {
  auto copy = std::make_shared<GraphImage>();
  std::unordered_map<const spnGraphNode *, spnGraphNode *> twins;
  for (const auto &node : nodes) {
    Work work = node->work;
    if (auto *child = std::get_if<GraphCall>(&work)) {
      child->graph = child->graph->clone();
      child->handle = nullptr;
    }
    spnGraphNode *twin = copy->add(std::move(work), nullptr, 0);
    twin->original = node.get();
    twin->enabled = node->enabled;
    twin->attributes = node->attributes;
    twins[node.get()] = twin;
  }
  for (const auto &node : nodes)
    for (const spnGraphNode *next : node->after)
      connect(twins[node.get()], twins[next]);
  copy->userObjects = userObjects;
  for (auto &[object, count] : copy->userObjects)
    retainUserObject(object, count);
  return copy;
}

spnError_t performGraph(const GraphImage &graph, int device) {
  std::vector<spnGraphNode *> ordered;
  if (!graph.order(ordered))
    return spnErrorInvalidValue;
  for (const spnGraphNode *node : ordered)
    if (node->enabled)
      if (spnError_t error = perform(node->work, device))
        return error;
  return spnSuccess;
}

} // namespace spn::rt
