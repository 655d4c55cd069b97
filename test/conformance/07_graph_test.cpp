// SPDX-License-Identifier: Apache-2.0
// Graphs: built by hand and by capture, launched, updated, cloned, asked.
#include "device_list.h"
#include "rerun.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using Ints = std::vector<int>;

struct KernelNode {
  KernelNode(int *list, int value) : list(list), value(value) {
    params.func = const_cast<void *>(spn::kernelHandle(append));
    params.gridDim = params.blockDim = dim3(1);
    params.kernelParams = args;
  }
  int *list;
  int value;
  void *args[2] = {&list, &value};
  spnKernelNodeParams params = {};
};

spnGraphNode_t addAppend(spnGraph_t graph, List &list, int value,
                         const std::vector<spnGraphNode_t> &after = {}) {
  KernelNode node(list.data, value);
  spnGraphNode_t handle = nullptr;
  EXPECT_EQ(spnSuccess,
            spnGraphAddKernelNode(&handle, graph, after.data(), after.size(), &node.params));
  return handle;
}

void launch(spnGraphExec_t exec) {
  EXPECT_EQ(spnSuccess, spnGraphLaunch(exec, nullptr));
  EXPECT_EQ(spnSuccess, spnDeviceSynchronize());
}

TEST(Graph, RunsInOrderOfEdges) {
  List list;
  spnGraph_t graph = nullptr;
  ASSERT_EQ(spnSuccess, spnGraphCreate(&graph, 0));
  spnGraphNode_t last = addAppend(graph, list, 3);
  spnGraphNode_t first = addAppend(graph, list, 1);
  spnGraphNode_t middle = addAppend(graph, list, 2, {first});
  ASSERT_EQ(spnSuccess, spnGraphAddDependencies(graph, &middle, &last, 1));
  EXPECT_EQ(spnErrorInvalidValue, spnGraphAddDependencies(graph, &middle, &last, 1));
  spnGraphExec_t exec = nullptr;
  ASSERT_EQ(spnSuccess, spnGraphInstantiate(&exec, graph, nullptr, nullptr, 0));
  EXPECT_EQ(spnSuccess, spnGraphDestroy(graph));
  launch(exec);
  launch(exec);
  EXPECT_EQ((Ints{1, 2, 3, 1, 2, 3}), list.values());
  EXPECT_EQ(spnSuccess, spnGraphExecDestroy(exec));
  EXPECT_EQ(spnErrorInvalidValue, spnGraphLaunch(exec, nullptr));
  spnGetLastError();
}

TEST(Graph, CircleIsAnError) {
  List list;
  spnGraph_t graph = nullptr;
  ASSERT_EQ(spnSuccess, spnGraphCreate(&graph, 0));
  spnGraphNode_t a = addAppend(graph, list, 1), b = addAppend(graph, list, 2, {a});
  ASSERT_EQ(spnSuccess, spnGraphAddDependencies(graph, &b, &a, 1));
  spnGraphExec_t exec = nullptr;
  EXPECT_EQ(spnErrorInvalidValue, spnGraphInstantiate(&exec, graph));
  EXPECT_EQ(spnSuccess, spnGraphDestroy(graph));
  spnGetLastError();
}

TEST(Graph, AllKindsOfNodes) {
  int *memory = nullptr, result[4] = {};
  ASSERT_EQ(spnSuccess, spnMalloc(&memory, sizeof result));
  spnGraph_t graph = nullptr, child = nullptr;
  ASSERT_EQ(spnSuccess, spnGraphCreate(&graph, 0));
  ASSERT_EQ(spnSuccess, spnGraphCreate(&child, 0));
  spnGraphNode_t fill, copy, host, nested, empty, record, wait;
  spnMemsetParams set = {memory, 16, 0x01020304, 4, 4, 1};
  ASSERT_EQ(spnSuccess, spnGraphAddMemsetNode(&fill, child, nullptr, 0, &set));
  ASSERT_EQ(spnSuccess, spnGraphAddChildGraphNode(&nested, graph, nullptr, 0, child));
  ASSERT_EQ(spnSuccess, spnGraphAddMemcpyNode1D(&copy, graph, &nested, 1, result, memory, 16,
                                                spnMemcpyDeviceToHost));
  spnHostNodeParams function = {[](void *data) { static_cast<int *>(data)[3] = 9; }, result};
  ASSERT_EQ(spnSuccess, spnGraphAddHostNode(&host, graph, &copy, 1, &function));
  ASSERT_EQ(spnSuccess, spnGraphAddEmptyNode(&empty, graph, &host, 1));
  spnEvent_t event = nullptr;
  ASSERT_EQ(spnSuccess, spnEventCreate(&event));
  ASSERT_EQ(spnSuccess, spnGraphAddEventRecordNode(&record, graph, &empty, 1, event));
  ASSERT_EQ(spnSuccess, spnGraphAddEventWaitNode(&wait, graph, &record, 1, event));
  spnGraphExec_t exec = nullptr;
  ASSERT_EQ(spnSuccess, spnGraphInstantiate(&exec, graph));
  launch(exec);
  EXPECT_EQ(0x01020304, result[0]);
  EXPECT_EQ(9, result[3]);
  EXPECT_EQ(spnSuccess, spnEventSynchronize(event));
  size_t count = 0, edges = 0;
  EXPECT_EQ(spnSuccess, spnGraphGetNodes(graph, nullptr, &count));
  EXPECT_EQ(6u, count);
  EXPECT_EQ(spnSuccess, spnGraphGetEdges(graph, nullptr, nullptr, &edges));
  EXPECT_EQ(5u, edges);
  spnGraphNodeType type;
  EXPECT_EQ(spnSuccess, spnGraphNodeGetType(copy, &type));
  EXPECT_EQ(spnGraphNodeTypeMemcpy, type);
  EXPECT_EQ(spnSuccess, spnGraphExecDestroy(exec));
  EXPECT_EQ(spnSuccess, spnGraphDestroy(graph));
  EXPECT_EQ(spnSuccess, spnGraphDestroy(child));
  EXPECT_EQ(spnSuccess, spnEventDestroy(event));
  EXPECT_EQ(spnSuccess, spnFree(memory));
}

TEST(Graph, ParametersChange) {
  List list;
  spnGraph_t graph = nullptr, clone = nullptr;
  ASSERT_EQ(spnSuccess, spnGraphCreate(&graph, 0));
  spnGraphNode_t node = addAppend(graph, list, 1), twin = nullptr;
  spnGraphExec_t exec = nullptr;
  ASSERT_EQ(spnSuccess, spnGraphInstantiate(&exec, graph));
  KernelNode second(list.data, 2), third(list.data, 3);
  ASSERT_EQ(spnSuccess, spnGraphExecKernelNodeSetParams(exec, node, &second.params));
  launch(exec);
  ASSERT_EQ(spnSuccess, spnGraphClone(&clone, graph));
  ASSERT_EQ(spnSuccess, spnGraphNodeFindInClone(&twin, node, clone));
  ASSERT_EQ(spnSuccess, spnGraphKernelNodeSetParams(twin, &third.params));
  spnGraphExecUpdateResultInfo info = {};
  ASSERT_EQ(spnSuccess, spnGraphExecUpdate(exec, clone, &info));
  launch(exec);
  ASSERT_EQ(spnSuccess, spnGraphNodeSetEnabled(exec, node, 0));
  launch(exec);
  EXPECT_EQ((Ints{2, 3}), list.values());
  addAppend(clone, list, 4);
  EXPECT_EQ(spnErrorGraphExecUpdateFailure, spnGraphExecUpdate(exec, clone, &info));
  EXPECT_EQ(spnGraphExecUpdateErrorTopologyChanged, info.result);
  spnKernelNodeParams params = {};
  ASSERT_EQ(spnSuccess, spnGraphKernelNodeGetParams(twin, &params));
  EXPECT_EQ(third.params.func, params.func);
  EXPECT_EQ(3, *static_cast<int *>(params.kernelParams[1]));
  EXPECT_EQ(spnSuccess, spnGraphDestroy(graph));
  EXPECT_EQ(spnSuccess, spnGraphDestroy(clone));
  EXPECT_EQ(spnSuccess, spnGraphExecDestroy(exec));
  spnGetLastError();
}

TEST(Graph, MemoryNodes) {
  spnGraph_t graph = nullptr;
  ASSERT_EQ(spnSuccess, spnGraphCreate(&graph, 0));
  spnMemAllocNodeParams alloc = {};
  alloc.poolProps.allocType = spnMemAllocationTypePinned;
  alloc.poolProps.location = {spnMemLocationTypeDevice, 0};
  alloc.bytesize = 1000;
  spnGraphNode_t made, filled, freed;
  ASSERT_EQ(spnSuccess, spnGraphAddMemAllocNode(&made, graph, nullptr, 0, &alloc));
  ASSERT_NE(nullptr, alloc.dptr);
  spnMemsetParams set = {alloc.dptr, 1000, 1, 1, 1000, 1};
  ASSERT_EQ(spnSuccess, spnGraphAddMemsetNode(&filled, graph, &made, 1, &set));
  ASSERT_EQ(spnSuccess, spnGraphAddMemFreeNode(&freed, graph, &filled, 1, alloc.dptr));
  spnGraphExec_t exec = nullptr;
  ASSERT_EQ(spnSuccess, spnGraphInstantiate(&exec, graph));
  launch(exec);
  launch(exec);
  unsigned long long used = 1;
  EXPECT_EQ(spnSuccess, spnDeviceGetGraphMemAttribute(0, spnGraphMemAttrUsedMemCurrent, &used));
  EXPECT_EQ(0u, used);
  EXPECT_EQ(spnSuccess, spnGraphExecDestroy(exec));
  EXPECT_EQ(spnSuccess, spnGraphDestroy(graph));
  EXPECT_EQ(spnSuccess, spnDeviceGetGraphMemAttribute(0, spnGraphMemAttrReservedMemCurrent, &used));
  EXPECT_EQ(0u, used);
}

TEST(Capture, OneStream) {
  List list;
  spnStream_t stream = nullptr;
  ASSERT_EQ(spnSuccess, spnStreamCreate(&stream));
  ASSERT_EQ(spnSuccess, spnStreamBeginCapture(stream, spnStreamCaptureModeGlobal));
  spnLaunch(append, 1, 1, 0, stream, list.data, 1);
  spnLaunch(append, 1, 1, 0, stream, list.data, 2);
  spnStreamCaptureStatus status;
  EXPECT_EQ(spnSuccess, spnStreamIsCapturing(stream, &status));
  EXPECT_EQ(spnStreamCaptureStatusActive, status);
  spnGraph_t graph = nullptr;
  ASSERT_EQ(spnSuccess, spnStreamEndCapture(stream, &graph));
  EXPECT_EQ(Ints(), list.values()); // captured, not run
  spnGraphExec_t exec = nullptr;
  ASSERT_EQ(spnSuccess, spnGraphInstantiate(&exec, graph));
  launch(exec);
  EXPECT_EQ((Ints{1, 2}), list.values());
  EXPECT_EQ(spnSuccess, spnGraphExecDestroy(exec));
  EXPECT_EQ(spnSuccess, spnGraphDestroy(graph));
  EXPECT_EQ(spnSuccess, spnStreamDestroy(stream));
}

TEST(Capture, ForkAndJoin) {
  List list;
  spnStream_t a = nullptr, b = nullptr;
  spnEvent_t fork = nullptr, join = nullptr;
  ASSERT_EQ(spnSuccess, spnStreamCreate(&a));
  ASSERT_EQ(spnSuccess, spnStreamCreate(&b));
  ASSERT_EQ(spnSuccess, spnEventCreate(&fork));
  ASSERT_EQ(spnSuccess, spnEventCreate(&join));
  for (bool joined : {true, false}) {
    ASSERT_EQ(spnSuccess, spnStreamBeginCapture(a, spnStreamCaptureModeGlobal));
    spnLaunch(append, 1, 1, 0, a, list.data, 1);
    ASSERT_EQ(spnSuccess, spnEventRecord(fork, a));
    ASSERT_EQ(spnSuccess, spnStreamWaitEvent(b, fork));
    spnLaunch(append, 1, 1, 0, b, list.data, 2);
    ASSERT_EQ(spnSuccess, spnEventRecord(join, b));
    if (joined) {
      ASSERT_EQ(spnSuccess, spnStreamWaitEvent(a, join));
    }
    spnLaunch(append, 1, 1, 0, a, list.data, 3);
    spnGraph_t graph = nullptr;
    EXPECT_EQ(joined ? spnSuccess : spnErrorStreamCaptureUnjoined, spnStreamEndCapture(a, &graph));
    if (!graph)
      continue;
    spnGraphExec_t exec = nullptr;
    ASSERT_EQ(spnSuccess, spnGraphInstantiate(&exec, graph));
    launch(exec);
    EXPECT_EQ((Ints{1, 2, 3}), list.values());
    EXPECT_EQ(spnSuccess, spnGraphExecDestroy(exec));
    EXPECT_EQ(spnSuccess, spnGraphDestroy(graph));
  }
  EXPECT_EQ(spnErrorCapturedEvent, spnEventQuery(fork));
  for (spnEvent_t event : {fork, join})
    EXPECT_EQ(spnSuccess, spnEventDestroy(event));
  for (spnStream_t stream : {a, b})
    EXPECT_EQ(spnSuccess, spnStreamDestroy(stream));
  spnGetLastError();
}

TEST(Capture, WaitingInvalidates) {
  spnStream_t stream = nullptr;
  spnGraph_t graph = nullptr;
  ASSERT_EQ(spnSuccess, spnStreamCreate(&stream));
  EXPECT_EQ(spnErrorStreamCaptureUnsupported,
            spnStreamBeginCapture(nullptr, spnStreamCaptureModeGlobal));
  ASSERT_EQ(spnSuccess, spnStreamBeginCapture(stream, spnStreamCaptureModeGlobal));
  EXPECT_EQ(spnErrorIllegalState, spnStreamBeginCapture(stream, spnStreamCaptureModeGlobal));
  EXPECT_EQ(spnErrorStreamCaptureUnsupported, spnStreamSynchronize(stream));
  EXPECT_EQ(spnErrorStreamCaptureInvalidated, spnStreamEndCapture(stream, &graph));
  EXPECT_EQ(nullptr, graph);
  EXPECT_EQ(spnSuccess, spnStreamSynchronize(stream));
  EXPECT_EQ(spnSuccess, spnStreamDestroy(stream));
  spnGetLastError();
}

TEST(UserObject, LivesAsLongAsGraphs) {
  static int destroyed;
  destroyed = 0;
  spnUserObject_t object = nullptr;
  spnGraph_t graph = nullptr;
  ASSERT_EQ(spnSuccess,
            spnUserObjectCreate(
                &object, nullptr, [](void *) { ++destroyed; }, 1, spnUserObjectNoDestructorSync));
  ASSERT_EQ(spnSuccess, spnGraphCreate(&graph, 0));
  ASSERT_EQ(spnSuccess, spnGraphRetainUserObject(graph, object, 1, spnGraphUserObjectMove));
  spnGraphExec_t exec = nullptr;
  ASSERT_EQ(spnSuccess, spnGraphInstantiate(&exec, graph));
  EXPECT_EQ(spnSuccess, spnGraphDestroy(graph));
  EXPECT_EQ(0, destroyed);
  EXPECT_EQ(spnSuccess, spnGraphExecDestroy(exec));
  EXPECT_EQ(1, destroyed);
}

TEST(GraphModes, TheSameWithThreads) {
  if (deviceWorksByItself())
    GTEST_SKIP() << "streams are queues of the device";
  const Rerun result = rerun("SAMPAN_STREAMS=threads", "Graph.*:Capture.*");
  EXPECT_EQ(0, result.status) << result.output;
}

} // namespace
