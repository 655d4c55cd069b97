// SPDX-License-Identifier: Apache-2.0
// The handle of the linear algebra library, and how each call finds it and queues its work.
#pragma once

#include "libs/blas/ascend/call.h"
#include "libs/blas/values.h"
#include "sampan/blas.h"
#include "src/stream_state.h"

#include <cstring>
#include <memory>
#include <mutex>

struct spnblasContext {
  std::mutex mutex; ///< guards what follows
  spnStream_t stream = nullptr;
  spnblasPointerMode_t pointerMode = SPNBLAS_POINTER_MODE_HOST;
  spnblasAtomicsMode_t atomicsMode = SPNBLAS_ATOMICS_NOT_ALLOWED;
  spnblasMath_t mathMode = SPNBLAS_DEFAULT_MATH;
  std::shared_ptr<spn::blas::ascend::Scratch> scratch; ///< on Ascend
};

namespace spn::blas {

/// What a call needs of its handle.
struct Settings {
  std::shared_ptr<spnblasContext> owner; ///< null: no such handle
  spnStream_t stream = nullptr;
  bool onDevice = false; ///< scalars and results
  bool lowPrecision = false;
};
Settings settingsOf(spnblasHandle_t handle);

/// Whether programs run on Ascend.
bool onAscend();
/// Says once per function why it does not exist on this device.
spnblasStatus_t refuse(const char *function, const char *why);
/// The status that stands for an error of the runtime.
spnblasStatus_t statusOf(spnError_t error);

/// Queues work in the handle's stream. `Op` has
///   static constexpr const char *name
///   unsigned blocks() const             parts that host threads may do at the same time
///   void host(unsigned block) const
///   spnError_t ascend(ascend::Call &) const
template <class Op> struct Task {
  Op op;
  std::shared_ptr<ascend::Scratch> scratch;
  bool lowPrecision = false;
};

template <class Op> struct TaskBody {
  using Closure = Task<Op>;
  static void copy(void *to, const void *from) {
    ::new (to) Closure(*static_cast<const Closure *>(from));
  }
  static void destroy(void *task) { static_cast<Closure *>(task)->~Closure(); }
  static void onHost(const void *task) {
    while (detail::nextThread())
      static_cast<const Closure *>(task)->op.host(blockIdx.x);
  }
  static void onDevice(const void *task, const detail::NativeLaunch &launch) {
    const auto &closure = *static_cast<const Closure *>(task);
    ascend::Call call(*closure.scratch, launch.stream, closure.lowPrecision);
    call.finish(closure.op.ascend(call));
  }
  static const detail::KernelBody &table() {
    // A body with a native launch runs by nothing else.
    static const detail::KernelBody body = {
        Op::name, sizeof(Closure), alignof(Closure), &copy,
        &destroy, &onHost,         nullptr,          onAscend() ? &onDevice : nullptr,
        0};
    return body;
  }
};

/// `wait`: the result goes to the host.
template <class Op> spnblasStatus_t enqueue(const Settings &settings, const Op &op, bool wait) {
  const std::shared_ptr<spnStream> stream = rt::resolve(settings.stream);
  if (!stream)
    return SPNBLAS_STATUS_EXECUTION_FAILED;
  const Task<Op> task = {op, settings.owner->scratch, settings.lowPrecision};
  rt::KernelCall call;
  call.body = &TaskBody<Op>::table();
  call.closure = rt::copyClosure(*call.body, &task);
  call.grid = dim3(onAscend() ? 1 : op.blocks());
  call.block = dim3(1);
  return statusOf(wait ? rt::submitAndWait(*stream, std::move(call))
                       : rt::submit(*stream, std::move(call)));
}

} // namespace spn::blas
