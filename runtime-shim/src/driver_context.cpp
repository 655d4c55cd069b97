// SPDX-License-Identifier: Apache-2.0
// Contexts of the driver API. All contexts of a device share its memory and its streams, so a
// context is no more than a handle that makes its device the thread's current one.
#include "driver_state.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <vector>

struct spnDrvContextImpl {
  int device = 0;
  bool isPrimary = false;
};

namespace spn::rt {
namespace {

struct Contexts {
  std::mutex mutex;
  std::vector<std::unique_ptr<spnDrvContextImpl>> live;
};

/// Never destroyed: destructors of the program's static objects may still use the API.
Contexts &contexts() {
  static Contexts &all = *new Contexts;
  return all;
}

std::atomic<bool> &initialised() {
  static std::atomic<bool> value{false};
  return value;
}

/// Contexts of this thread, the current one last.
std::vector<spnDrvContext> &threadStack() {
  static thread_local std::vector<spnDrvContext> stack;
  return stack;
}

bool isLive(spnDrvContext context) {
  std::lock_guard lock(contexts().mutex);
  return std::ranges::any_of(contexts().live, [&](auto &one) { return one.get() == context; });
}

spnDrvContext makeContext(int device, bool isPrimary) {
  std::lock_guard lock(contexts().mutex);
  if (isPrimary)
    for (auto &one : contexts().live)
      if (one->isPrimary && one->device == device)
        return one.get();
  contexts().live.push_back(std::make_unique<spnDrvContextImpl>());
  *contexts().live.back() = {device, isPrimary};
  return contexts().live.back().get();
}

/// The one on top of the stack; the primary context when the thread has used the runtime API only.
spnDrvContext currentContext() {
  std::vector<spnDrvContext> &stack = threadStack();
  if (!stack.empty())
    return stack.back();
  const HostThread &thread = hostThread();
  return thread.hasPrimaryContext ? makeContext(thread.device, true) : nullptr;
}

spnDrvResult enter(spnDrvContext context) {
  if (!isLive(context))
    return spnDrvErrorInvalidContext;
  hostThread().device = context->device;
  device(context->device);
  return spnDrvSuccess;
}

} // namespace

spnDrvResult checkInitialised() noexcept {
  return initialised() || existingDevice(hostThread().device) ? spnDrvSuccess
                                                              : spnDrvErrorNotInitialized;
}

spnDrvResult checkContext() noexcept {
  if (spnDrvResult ready = checkInitialised(); ready != spnDrvSuccess)
    return ready;
  const spnDrvContext context = currentContext();
  if (!context)
    return spnDrvErrorInvalidContext;
  return threadStack().empty() ? spnDrvSuccess : enter(context);
}

} // namespace spn::rt

using namespace spn::rt;

extern "C" {

spnDrvResult spnDrvInit(unsigned int flags) {
  if (flags != 0)
    return spnDrvErrorInvalidValue;
  if (deviceCount() == 0)
    return spnDrvErrorNoDevice;
  initialised() = true;
  return spnDrvSuccess;
}

spnDrvResult spnDrvCtxCreate(spnDrvContext *context, unsigned int, spnDrvDevice device) {
  if (spnDrvResult ready = checkInitialised(); ready != spnDrvSuccess)
    return ready;
  if (!context)
    return spnDrvErrorInvalidValue;
  if (!isDevice(device))
    return spnDrvErrorInvalidDevice;
  *context = makeContext(device, false);
  return spnDrvCtxPushCurrent(*context);
}

spnDrvResult spnDrvCtxDestroy(spnDrvContext context) {
  if (!isLive(context) || context->isPrimary)
    return spnDrvErrorInvalidContext;
  const int before = hostThread().device;
  hostThread().device = context->device;
  const spnDrvResult waited = withRuntime([] { return spnDeviceSynchronize(); });
  hostThread().device = before;
  std::erase(threadStack(), context);
  std::lock_guard lock(contexts().mutex);
  std::erase_if(contexts().live, [&](auto &one) { return one.get() == context; });
  return waited;
}

spnDrvResult spnDrvCtxGetCurrent(spnDrvContext *context) {
  if (spnDrvResult ready = checkInitialised(); ready != spnDrvSuccess)
    return ready;
  if (!context)
    return spnDrvErrorInvalidValue;
  *context = currentContext();
  return spnDrvSuccess;
}

spnDrvResult spnDrvCtxPushCurrent(spnDrvContext context) {
  if (spnDrvResult entered = enter(context); entered != spnDrvSuccess)
    return entered;
  threadStack().push_back(context);
  return spnDrvSuccess;
}

spnDrvResult spnDrvCtxSetCurrent(spnDrvContext context) {
  if (context && !isLive(context))
    return spnDrvErrorInvalidContext;
  if (!threadStack().empty())
    threadStack().pop_back();
  return context ? spnDrvCtxPushCurrent(context) : spnDrvSuccess;
}

spnDrvResult spnDrvCtxPopCurrent(spnDrvContext *context) {
  std::vector<spnDrvContext> &stack = threadStack();
  if (stack.empty())
    return spnDrvErrorInvalidContext;
  if (context)
    *context = stack.back();
  stack.pop_back();
  return stack.empty() ? spnDrvSuccess : enter(stack.back());
}

spnDrvResult spnDrvCtxGetDevice(spnDrvDevice *device) {
  if (spnDrvResult ready = checkContext(); ready != spnDrvSuccess)
    return ready;
  if (!device)
    return spnDrvErrorInvalidValue;
  *device = currentContext()->device;
  return spnDrvSuccess;
}

spnDrvResult spnDrvCtxSynchronize() {
  return driverCall([] { return spnDeviceSynchronize(); });
}

spnDrvResult spnDrvDevicePrimaryCtxRetain(spnDrvContext *context, spnDrvDevice device) {
  if (spnDrvResult ready = checkInitialised(); ready != spnDrvSuccess)
    return ready;
  if (!context)
    return spnDrvErrorInvalidValue;
  if (!isDevice(device))
    return spnDrvErrorInvalidDevice;
  *context = makeContext(device, true);
  return spnDrvSuccess;
}

spnDrvResult spnDrvDevicePrimaryCtxRelease(spnDrvDevice device) {
  if (spnDrvResult ready = checkInitialised(); ready != spnDrvSuccess)
    return ready;
  return isDevice(device) ? spnDrvSuccess : spnDrvErrorInvalidDevice;
}

} // extern "C"
