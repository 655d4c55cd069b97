// SPDX-License-Identifier: Apache-2.0
// Stream capture and task graphs. The conventions of runtime_api.h, which includes this header,
// hold here too. A graph is not thread-safe: two threads may not change the same one at a time.
#ifndef SAMPAN_API_GRAPH_FUNCTIONS_H
#define SAMPAN_API_GRAPH_FUNCTIONS_H

#include "sampan/runtime_api.h"

//===--------------------------------------------------------------------------------------------===
// Capture: what is submitted to the stream becomes graph nodes and isn't done.
//===--------------------------------------------------------------------------------------------===
SPN_API spnError_t spnStreamBeginCapture(spnStream_t stream, spnStreamCaptureMode mode);
SPN_API spnError_t spnStreamBeginCaptureToGraph(spnStream_t stream, spnGraph_t graph,
                                                const spnGraphNode_t *dependencies,
                                                const spnGraphEdgeData *edges, size_t count,
                                                spnStreamCaptureMode mode);
/// spnErrorStreamCaptureInvalidated after a forbidden call, spnErrorStreamCaptureUnjoined when
/// another stream took part and was not joined.
SPN_API spnError_t spnStreamEndCapture(spnStream_t stream, spnGraph_t *graph);
SPN_API spnError_t spnStreamIsCapturing(spnStream_t stream, spnStreamCaptureStatus *status);
SPN_API spnError_t spnStreamGetCaptureInfo(spnStream_t stream, spnStreamCaptureStatus *status,
                                           unsigned long long *id SPN_DEFAULT(0),
                                           spnGraph_t *graph SPN_DEFAULT(0),
                                           const spnGraphNode_t **dependencies SPN_DEFAULT(0),
                                           size_t *count SPN_DEFAULT(0));
SPN_API spnError_t spnStreamUpdateCaptureDependencies(spnStream_t stream,
                                                      spnGraphNode_t *dependencies, size_t count,
                                                      unsigned int flags SPN_DEFAULT(0));
SPN_API spnError_t spnThreadExchangeStreamCaptureMode(spnStreamCaptureMode *mode);

//===--------------------------------------------------------------------------------------------===
// Graphs and their nodes
//===--------------------------------------------------------------------------------------------===
SPN_API spnError_t spnGraphCreate(spnGraph_t *graph, unsigned int flags);
SPN_API spnError_t spnGraphClone(spnGraph_t *clone, spnGraph_t graph);
SPN_API spnError_t spnGraphDestroy(spnGraph_t graph);
SPN_API spnError_t spnGraphAddNode(spnGraphNode_t *node, spnGraph_t graph,
                                   const spnGraphNode_t *dependencies, size_t count,
                                   spnGraphNodeParams *params);
SPN_API spnError_t spnGraphAddKernelNode(spnGraphNode_t *node, spnGraph_t graph,
                                         const spnGraphNode_t *dependencies, size_t count,
                                         const spnKernelNodeParams *params);
SPN_API spnError_t spnGraphAddMemcpyNode(spnGraphNode_t *node, spnGraph_t graph,
                                         const spnGraphNode_t *dependencies, size_t count,
                                         const spnMemcpy3DParms *params);
SPN_API spnError_t spnGraphAddMemcpyNode1D(spnGraphNode_t *node, spnGraph_t graph,
                                           const spnGraphNode_t *dependencies, size_t count,
                                           void *dst, const void *src, size_t bytes,
                                           spnMemcpyKind kind);
SPN_API spnError_t spnGraphAddMemcpyNodeToSymbol(spnGraphNode_t *node, spnGraph_t graph,
                                                 const spnGraphNode_t *dependencies, size_t count,
                                                 const void *symbol, const void *src, size_t bytes,
                                                 size_t offset, spnMemcpyKind kind);
SPN_API spnError_t spnGraphAddMemcpyNodeFromSymbol(spnGraphNode_t *node, spnGraph_t graph,
                                                   const spnGraphNode_t *dependencies, size_t count,
                                                   void *dst, const void *symbol, size_t bytes,
                                                   size_t offset, spnMemcpyKind kind);
SPN_API spnError_t spnGraphAddMemsetNode(spnGraphNode_t *node, spnGraph_t graph,
                                         const spnGraphNode_t *dependencies, size_t count,
                                         const spnMemsetParams *params);
SPN_API spnError_t spnGraphAddHostNode(spnGraphNode_t *node, spnGraph_t graph,
                                       const spnGraphNode_t *dependencies, size_t count,
                                       const spnHostNodeParams *params);
SPN_API spnError_t spnGraphAddChildGraphNode(spnGraphNode_t *node, spnGraph_t graph,
                                             const spnGraphNode_t *dependencies, size_t count,
                                             spnGraph_t child);
SPN_API spnError_t spnGraphAddEmptyNode(spnGraphNode_t *node, spnGraph_t graph,
                                        const spnGraphNode_t *dependencies, size_t count);
SPN_API spnError_t spnGraphAddEventRecordNode(spnGraphNode_t *node, spnGraph_t graph,
                                              const spnGraphNode_t *dependencies, size_t count,
                                              spnEvent_t event);
SPN_API spnError_t spnGraphAddEventWaitNode(spnGraphNode_t *node, spnGraph_t graph,
                                            const spnGraphNode_t *dependencies, size_t count,
                                            spnEvent_t event);
/// The address, in params->dptr, is fixed when the node is added.
SPN_API spnError_t spnGraphAddMemAllocNode(spnGraphNode_t *node, spnGraph_t graph,
                                           const spnGraphNode_t *dependencies, size_t count,
                                           spnMemAllocNodeParams *params);
SPN_API spnError_t spnGraphAddMemFreeNode(spnGraphNode_t *node, spnGraph_t graph,
                                          const spnGraphNode_t *dependencies, size_t count,
                                          void *pointer);
SPN_API spnError_t spnGraphAddDependencies(spnGraph_t graph, const spnGraphNode_t *from,
                                           const spnGraphNode_t *to, size_t count);
SPN_API spnError_t spnGraphRemoveDependencies(spnGraph_t graph, const spnGraphNode_t *from,
                                              const spnGraphNode_t *to, size_t count);
SPN_API spnError_t spnGraphDestroyNode(spnGraphNode_t node);
// Queries fill at most *count entries; without a place for them they only set *count.
SPN_API spnError_t spnGraphGetNodes(spnGraph_t graph, spnGraphNode_t *nodes, size_t *count);
SPN_API spnError_t spnGraphGetRootNodes(spnGraph_t graph, spnGraphNode_t *nodes, size_t *count);
SPN_API spnError_t spnGraphGetEdges(spnGraph_t graph, spnGraphNode_t *from, spnGraphNode_t *to,
                                    size_t *count);
SPN_API spnError_t spnGraphNodeGetDependencies(spnGraphNode_t node, spnGraphNode_t *nodes,
                                               size_t *count);
SPN_API spnError_t spnGraphNodeGetDependentNodes(spnGraphNode_t node, spnGraphNode_t *nodes,
                                                 size_t *count);
SPN_API spnError_t spnGraphNodeGetType(spnGraphNode_t node, spnGraphNodeType *type);
SPN_API spnError_t spnGraphNodeFindInClone(spnGraphNode_t *node, spnGraphNode_t original,
                                           spnGraph_t clone);
SPN_API spnError_t spnGraphNodeSetParams(spnGraphNode_t node, spnGraphNodeParams *params);
SPN_API spnError_t spnGraphKernelNodeGetParams(spnGraphNode_t node, spnKernelNodeParams *params);
SPN_API spnError_t spnGraphKernelNodeSetParams(spnGraphNode_t node,
                                               const spnKernelNodeParams *params);
SPN_API spnError_t spnGraphKernelNodeCopyAttributes(spnGraphNode_t to, spnGraphNode_t from);
SPN_API spnError_t spnGraphKernelNodeGetAttribute(spnGraphNode_t node,
                                                  spnKernelNodeAttrID attribute,
                                                  spnKernelNodeAttrValue *value);
SPN_API spnError_t spnGraphKernelNodeSetAttribute(spnGraphNode_t node,
                                                  spnKernelNodeAttrID attribute,
                                                  const spnKernelNodeAttrValue *value);
SPN_API spnError_t spnGraphMemcpyNodeGetParams(spnGraphNode_t node, spnMemcpy3DParms *params);
SPN_API spnError_t spnGraphMemcpyNodeSetParams(spnGraphNode_t node, const spnMemcpy3DParms *params);
SPN_API spnError_t spnGraphMemcpyNodeSetParams1D(spnGraphNode_t node, void *dst, const void *src,
                                                 size_t bytes, spnMemcpyKind kind);
SPN_API spnError_t spnGraphMemcpyNodeSetParamsToSymbol(spnGraphNode_t node, const void *symbol,
                                                       const void *src, size_t bytes, size_t offset,
                                                       spnMemcpyKind kind);
SPN_API spnError_t spnGraphMemcpyNodeSetParamsFromSymbol(spnGraphNode_t node, void *dst,
                                                         const void *symbol, size_t bytes,
                                                         size_t offset, spnMemcpyKind kind);
SPN_API spnError_t spnGraphMemsetNodeGetParams(spnGraphNode_t node, spnMemsetParams *params);
SPN_API spnError_t spnGraphMemsetNodeSetParams(spnGraphNode_t node, const spnMemsetParams *params);
SPN_API spnError_t spnGraphHostNodeGetParams(spnGraphNode_t node, spnHostNodeParams *params);
SPN_API spnError_t spnGraphHostNodeSetParams(spnGraphNode_t node, const spnHostNodeParams *params);
SPN_API spnError_t spnGraphChildGraphNodeGetGraph(spnGraphNode_t node, spnGraph_t *graph);
SPN_API spnError_t spnGraphEventRecordNodeGetEvent(spnGraphNode_t node, spnEvent_t *event);
SPN_API spnError_t spnGraphEventRecordNodeSetEvent(spnGraphNode_t node, spnEvent_t event);
SPN_API spnError_t spnGraphEventWaitNodeGetEvent(spnGraphNode_t node, spnEvent_t *event);
SPN_API spnError_t spnGraphEventWaitNodeSetEvent(spnGraphNode_t node, spnEvent_t event);
SPN_API spnError_t spnGraphMemAllocNodeGetParams(spnGraphNode_t node,
                                                 spnMemAllocNodeParams *params);
/// `pointer` is the address of a pointer.
SPN_API spnError_t spnGraphMemFreeNodeGetParams(spnGraphNode_t node, void *pointer);
/// Writes the graph in the DOT language.
SPN_API spnError_t spnGraphDebugDotPrint(spnGraph_t graph, const char *path, unsigned int flags);
SPN_API spnError_t spnGraphConditionalHandleCreate(spnGraphConditionalHandle *handle,
                                                   spnGraph_t graph,
                                                   unsigned int initial SPN_DEFAULT(0),
                                                   unsigned int flags SPN_DEFAULT(0));

//===--------------------------------------------------------------------------------------------===
// Executable graphs
//===--------------------------------------------------------------------------------------------===
SPN_API spnError_t spnGraphInstantiate(spnGraphExec_t *exec, spnGraph_t graph,
                                       unsigned long long flags SPN_DEFAULT(0));
SPN_API spnError_t spnGraphInstantiateWithFlags(spnGraphExec_t *exec, spnGraph_t graph,
                                                unsigned long long flags SPN_DEFAULT(0));
SPN_API spnError_t spnGraphInstantiateWithParams(spnGraphExec_t *exec, spnGraph_t graph,
                                                 spnGraphInstantiateParams *params);
SPN_API spnError_t spnGraphExecGetFlags(spnGraphExec_t exec, unsigned long long *flags);
SPN_API spnError_t spnGraphUpload(spnGraphExec_t exec, spnStream_t stream);
SPN_API spnError_t spnGraphLaunch(spnGraphExec_t exec, spnStream_t stream);
SPN_API spnError_t spnGraphExecDestroy(spnGraphExec_t exec);
/// spnErrorGraphExecUpdateFailure when the graphs differ in more than the nodes' parameters.
SPN_API spnError_t spnGraphExecUpdate(spnGraphExec_t exec, spnGraph_t graph,
                                      spnGraphExecUpdateResultInfo *result);
SPN_API spnError_t spnGraphExecNodeSetParams(spnGraphExec_t exec, spnGraphNode_t node,
                                             spnGraphNodeParams *params);
SPN_API spnError_t spnGraphExecKernelNodeSetParams(spnGraphExec_t exec, spnGraphNode_t node,
                                                   const spnKernelNodeParams *params);
SPN_API spnError_t spnGraphExecMemcpyNodeSetParams(spnGraphExec_t exec, spnGraphNode_t node,
                                                   const spnMemcpy3DParms *params);
SPN_API spnError_t spnGraphExecMemcpyNodeSetParams1D(spnGraphExec_t exec, spnGraphNode_t node,
                                                     void *dst, const void *src, size_t bytes,
                                                     spnMemcpyKind kind);
SPN_API spnError_t spnGraphExecMemcpyNodeSetParamsToSymbol(spnGraphExec_t exec, spnGraphNode_t node,
                                                           const void *symbol, const void *src,
                                                           size_t bytes, size_t offset,
                                                           spnMemcpyKind kind);
SPN_API spnError_t spnGraphExecMemcpyNodeSetParamsFromSymbol(spnGraphExec_t exec,
                                                             spnGraphNode_t node, void *dst,
                                                             const void *symbol, size_t bytes,
                                                             size_t offset, spnMemcpyKind kind);
SPN_API spnError_t spnGraphExecMemsetNodeSetParams(spnGraphExec_t exec, spnGraphNode_t node,
                                                   const spnMemsetParams *params);
SPN_API spnError_t spnGraphExecHostNodeSetParams(spnGraphExec_t exec, spnGraphNode_t node,
                                                 const spnHostNodeParams *params);
SPN_API spnError_t spnGraphExecChildGraphNodeSetParams(spnGraphExec_t exec, spnGraphNode_t node,
                                                       spnGraph_t child);
SPN_API spnError_t spnGraphExecEventRecordNodeSetEvent(spnGraphExec_t exec, spnGraphNode_t node,
                                                       spnEvent_t event);
SPN_API spnError_t spnGraphExecEventWaitNodeSetEvent(spnGraphExec_t exec, spnGraphNode_t node,
                                                     spnEvent_t event);
SPN_API spnError_t spnGraphNodeSetEnabled(spnGraphExec_t exec, spnGraphNode_t node,
                                          unsigned int enabled);
SPN_API spnError_t spnGraphNodeGetEnabled(spnGraphExec_t exec, spnGraphNode_t node,
                                          unsigned int *enabled);
SPN_API spnError_t spnDeviceGraphMemTrim(int device);
SPN_API spnError_t spnDeviceGetGraphMemAttribute(int device, spnGraphMemAttributeType attribute,
                                                 void *value);
SPN_API spnError_t spnDeviceSetGraphMemAttribute(int device, spnGraphMemAttributeType attribute,
                                                 void *value);

//===--------------------------------------------------------------------------------------------===
// User objects: reference-counted resources that live as long as the graphs that retain them.
//===--------------------------------------------------------------------------------------------===
SPN_API spnError_t spnUserObjectCreate(spnUserObject_t *object, void *data, spnHostFn_t destroy,
                                       unsigned int references, unsigned int flags);
SPN_API spnError_t spnUserObjectRetain(spnUserObject_t object, unsigned int count SPN_DEFAULT(1));
SPN_API spnError_t spnUserObjectRelease(spnUserObject_t object, unsigned int count SPN_DEFAULT(1));
SPN_API spnError_t spnGraphRetainUserObject(spnGraph_t graph, spnUserObject_t object,
                                            unsigned int count SPN_DEFAULT(1),
                                            unsigned int flags SPN_DEFAULT(0));
SPN_API spnError_t spnGraphReleaseUserObject(spnGraph_t graph, spnUserObject_t object,
                                             unsigned int count SPN_DEFAULT(1));

#endif
