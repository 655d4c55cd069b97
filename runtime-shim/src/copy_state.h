// SPDX-License-Identifier: Apache-2.0
// From the parameters of copy functions to CopyCall, with the checks that CUDA makes.
#pragma once

#include "stream_state.h"

struct spnArray;

namespace spn::rt {

bool isDirection(spnMemcpyKind kind);

/// Rows of plain memory.
spnError_t makeCopy(void *dst, std::size_t dstPitch, const void *src, std::size_t srcPitch,
                    std::size_t width, std::size_t height, spnMemcpyKind kind, CopyCall &copy);
spnError_t makeCopy(const spnMemcpy3DParms &params, CopyCall &copy);
spnError_t makeFill(void *pointer, std::size_t pitch, std::size_t slice, unsigned value,
                    unsigned elementSize, std::size_t width, std::size_t height, std::size_t depth,
                    FillCall &fill);

/// Where a __device__ or __constant__ variable is on the current device.
spnError_t symbolPlace(const void *symbol, std::size_t offset, char **place);

/// Submits. Waits if `waits`, or if memory takes part that the host may reuse on return.
spnError_t submitCopy(const char *function, spnStream_t stream, CopyCall copy, bool waits);
spnError_t submitFill(const char *function, spnStream_t stream, FillCall fill, bool waits);

/// Debug mode: whether the program may access what the operation touches.
spnError_t checkCopy(const char *function, const CopyCall &copy);
spnError_t checkFill(const char *function, const FillCall &fill);

} // namespace spn::rt
