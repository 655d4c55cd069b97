// SPDX-License-Identifier: Apache-2.0
// From node parameters of the API to operations and back. Used where nodes are added, changed,
// asked, and changed in executable graphs.
#pragma once

#include "graph_state.h"

namespace spn::rt {

spnError_t makeWork(const spnKernelNodeParams &params, Work &work);
spnError_t makeWork(const spnMemcpy3DParms &params, Work &work);
spnError_t makeWork(const spnMemsetParams &params, Work &work);
spnError_t makeWork(const spnHostNodeParams &params, Work &work);
/// Plain memory in one dimension.
spnError_t makeWork(void *dst, const void *src, std::size_t bytes, spnMemcpyKind kind, Work &work);
spnError_t makeRecordWork(spnEvent_t event, Work &work);
spnError_t makeWaitWork(spnEvent_t event, Work &work);
/// Allocates; the address is in params.dptr then.
spnError_t makeWork(spnMemAllocNodeParams &params, Work &work);
/// Copies the child graph.
spnError_t makeChildWork(spnGraph_t child, Work &work);
/// By type. Not for allocations, which have a result.
spnError_t makeWork(spnGraphNodeParams &params, Work &work);

/// Replaces the operation of a node by one of the same type.
spnError_t replaceWork(spnGraphNode &node, Work work);

/// The node of the executable graph that stands for `node`. Null if there is none.
spnGraphNode *nodeIn(const spnGraphExec &exec, const spnGraphNode *node);

/// Copies to and from a __device__ or __constant__ variable.
spnError_t makeToSymbolWork(const void *symbol, const void *src, std::size_t bytes,
                            std::size_t offset, spnMemcpyKind kind, Work &work);
spnError_t makeFromSymbolWork(void *dst, const void *symbol, std::size_t bytes, std::size_t offset,
                              spnMemcpyKind kind, Work &work);

} // namespace spn::rt
