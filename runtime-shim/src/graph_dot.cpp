// SPDX-License-Identifier: Apache-2.0
// A graph as text in the DOT language, for people to look at.
#include "graph_state.h"
#include "handle_table.h"
#include "host_thread.h"

#include <cstdio>
#include <memory>
#include <string>
#include <unordered_map>

using namespace spn::rt;

namespace {

const char *nameOf(spnGraphNodeType type) {
  static const char *const names[] = {"kernel", "memcpy", "memset",     "host",
                                      "graph",  "empty",  "event wait", "event record",
                                      "signal", "wait",   "mem alloc",  "mem free"};
  return type < 12 ? names[type] : "node";
}

std::string labelOf(const spnGraphNode &node) {
  std::string label = nameOf(node.type);
  if (auto *kernel = std::get_if<KernelCall>(&node.work)) {
    label += "\\n";
    for (const char *c = kernel->body->name; *c; ++c)
      label += *c == '"' || *c == '\\' ? ' ' : *c;
  } else if (auto *copy = std::get_if<CopyCall>(&node.work)) {
    label += "\\n" + std::to_string(copy->width * copy->height * copy->depth) + " bytes";
  }
  return label;
}

} // namespace

extern "C" spnError_t spnGraphDebugDotPrint(spnGraph_t handle, const char *path, unsigned int) {
  return call(__func__, [&] {
    const std::shared_ptr<spnGraph> graph = handles<spnGraph>().find(handle);
    if (!graph || !path)
      return spnErrorInvalidValue;
    const std::unique_ptr<std::FILE, int (*)(std::FILE *)> file(std::fopen(path, "w"), std::fclose);
    if (!file)
      return spnErrorOperatingSystem;
    std::unordered_map<const spnGraphNode *, std::size_t> numbers;
    std::fprintf(file.get(), "digraph sampan {\n");
    for (const auto &node : graph->image->nodes) {
      const std::size_t number = numbers.emplace(node.get(), numbers.size()).first->second;
      std::fprintf(file.get(), "  n%zu [shape=box, label=\"%s\"];\n", number,
                   labelOf(*node).c_str());
    }
    for (const auto &node : graph->image->nodes)
      for (const spnGraphNode *next : node->after)
        std::fprintf(file.get(), "  n%zu -> n%zu;\n", numbers[node.get()], numbers[next]);
    std::fprintf(file.get(), "}\n");
    return spnSuccess;
  });
}
