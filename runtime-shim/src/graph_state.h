// SPDX-License-Identifier: Apache-2.0
// Graphs: nodes with operations, and edges. An executable graph is a copy of a graph with its nodes
// in an order that respects the edges.
#pragma once

#include "work.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

struct spnGraphNode {
  spn::rt::GraphImage *graph = nullptr;
  spnGraphNodeType type = spnGraphNodeTypeEmpty;
  spn::rt::Work work;
  std::vector<spnGraphNode *> before, after;
  spnGraphNode *original = nullptr; ///< in the graph that this one's graph was copied from
  bool enabled = true;
  std::map<int, spnKernelNodeAttrValue> attributes;
};

struct spnUserObject;

namespace spn::rt {

struct GraphImage {
  std::vector<std::unique_ptr<spnGraphNode>> nodes;
  std::vector<std::pair<std::shared_ptr<spnUserObject>, unsigned>> userObjects;

  GraphImage() = default;
  ~GraphImage();
  GraphImage(const GraphImage &) = delete;
  GraphImage &operator=(const GraphImage &) = delete;

  spnGraphNode *add(Work work, const spnGraphNode_t *dependencies, std::size_t count);
  bool owns(const spnGraphNode *node) const;
  /// False when the edges form a circle.
  bool order(std::vector<spnGraphNode *> &result) const;
  std::shared_ptr<GraphImage> clone() const;
};

spnGraphNodeType typeOf(const Work &work);
void connect(spnGraphNode *from, spnGraphNode *to);

} // namespace spn::rt

struct spnGraph {
  std::shared_ptr<spn::rt::GraphImage> image = std::make_shared<spn::rt::GraphImage>();
  spnGraph *parent = nullptr; ///< of a child graph that a node owns: not the program's to destroy
};

struct spnGraphExec {
  std::shared_ptr<spn::rt::GraphImage> image;
  std::vector<spnGraphNode *> ordered;
  unsigned long long flags = 0;
  int device = 0;
};
