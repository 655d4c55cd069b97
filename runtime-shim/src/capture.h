// SPDX-License-Identifier: Apache-2.0
// A capture in progress: operations submitted to its streams become nodes of its graph.
#pragma once

#include "graph_state.h"
#include "stream_state.h"

#include <thread>

namespace spn::rt {

struct Capture {
  unsigned long long id = 0;
  std::shared_ptr<GraphImage> graph;
  spnGraph_t target = nullptr; ///< graph of the program that is captured into, or null
  spnStreamCaptureMode mode = spnStreamCaptureModeGlobal;
  std::thread::id thread;
  spnStream *origin = nullptr;
  std::vector<std::weak_ptr<spnStream>> streams; ///< that take part, origin included
  bool invalidated = false;
};

/// Guards all captures. One lock is enough: capture is rare and short.
std::mutex &captureMutex();

/// Adds a node for the operation. The stream is capturing.
spnError_t captureWork(spnStream &stream, Work work);
/// spnStreamWaitEvent when the stream or the event's recording is being captured. `handled` tells
/// whether so.
spnError_t captureWait(spnStream &stream, spnEvent &event, bool &handled);
spnError_t captureRecord(spnStream &stream, spnEvent &event);
/// Number of captures in progress, to keep everything else fast.
bool anyCapture();
/// A call that can't be captured was made on a capturing stream.
void invalidateCapture(spnStream &stream);
/// The stream is destroyed: its capture ends, or goes on without a valid result if it is another's.
void abandonCapture(spnStream &stream);

} // namespace spn::rt
