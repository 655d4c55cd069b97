// SPDX-License-Identifier: Apache-2.0
// Kernel launches: the stack of pushed configurations, validation as CUDA does it, and the way from
// a kernel's address to its call.
#include "capture.h"
#include "host_thread.h"
#include "kernel_registry.h"
#include "sampan/detail/execution.h"
#include "stream_state.h"

#include <cstring>

using namespace spn::rt;

namespace spn::rt {
namespace {

spnError_t validate(const detail::LaunchConfig &config, const spnDeviceProp &limits) {
  const dim3 &grid = config.grid, &block = config.block;
  if (!grid.x || !grid.y || !grid.z || !block.x || !block.y || !block.z)
    return spnErrorInvalidConfiguration;
  const unsigned gridSize[] = {grid.x, grid.y, grid.z}, blockSize[] = {block.x, block.y, block.z};
  for (int i = 0; i < 3; ++i)
    if (gridSize[i] > static_cast<unsigned>(limits.maxGridSize[i]) ||
        blockSize[i] > static_cast<unsigned>(limits.maxThreadsDim[i]))
      return spnErrorInvalidConfiguration;
  const unsigned long long threads = 1ull * block.x * block.y * block.z;
  if (threads > static_cast<unsigned long long>(limits.maxThreadsPerBlock))
    return spnErrorInvalidConfiguration;
  if (config.sharedBytes > limits.sharedMemPerBlockOptin)
    return spnErrorInvalidValue;
  if (config.cooperative && 1ull * grid.x * grid.y * grid.z > residentBlocks(limits, config))
    return spnErrorCooperativeLaunchTooLarge;
  return spnSuccess;
}

/// Copies of arguments, for the program to read back. The call itself uses those in the closure.
std::shared_ptr<std::vector<void *>> copyArguments(const detail::KernelSignature &signature,
                                                   void **arguments) {
  std::size_t total = 0;
  for (std::size_t i = 0; i < signature.count; ++i)
    total += (signature.sizes[i] + 15) / 16 * 16;
  struct Copies {
    std::vector<void *> pointers;
    std::unique_ptr<char[]> bytes;
  };
  auto copies = std::make_shared<Copies>();
  copies->bytes = std::make_unique<char[]>(total + 1);
  char *place = copies->bytes.get();
  for (std::size_t i = 0; i < signature.count; ++i) {
    std::memcpy(place, arguments[i], signature.sizes[i]);
    copies->pointers.push_back(place);
    place += (signature.sizes[i] + 15) / 16 * 16;
  }
  return {copies, &copies->pointers};
}

KernelCall makeCall(const detail::LaunchConfig &config, const detail::KernelBody &body,
                    const void *closure) {
  KernelCall call;
  call.body = &body;
  call.closure = copyClosure(body, closure);
  call.grid = config.grid;
  call.block = config.block;
  call.sharedBytes = config.sharedBytes;
  call.cooperative = config.cooperative;
  const HostThread &thread = hostThread();
  if (const detail::KernelSignature *signature = findKernel(thread.function)) {
    call.function = thread.function;
    call.argumentPointers = copyArguments(*signature, thread.arguments);
  }
  return call;
}

/// Caller mode without capture: no copy of the closure is needed.
spnError_t runNow(spnStream &stream, const detail::LaunchConfig &config,
                  const detail::KernelBody &body, const void *closure) {
  GridLaunch launch;
  launch.body = &body;
  launch.closure = closure;
  launch.grid = config.grid;
  launch.block = config.block;
  launch.sharedBytes = config.sharedBytes;
  launch.device = stream.device;
  launch.cooperative = config.cooperative;
  Turn turn(stream);
  Device &owner = device(stream.device);
  if (owner.broken())
    return spnSuccess;
  const spnError_t error = performKernel(launch);
  if (!isFault(error))
    return error;
  fail(owner, error);
  return spnSuccess;
}

/// A kernel launches a kernel: the back end queues it behind the running grid.
spnError_t launchChild(const detail::LaunchConfig &config, const detail::KernelBody &body,
                       const void *closure) {
  GridLaunch launch;
  launch.body = &body;
  launch.closure = closure;
  launch.grid = config.grid;
  launch.block = config.block;
  launch.sharedBytes = config.sharedBytes;
  return backend().run(launch);
}

/// A kernel that a vendor's compiler built has its own bound on the size of a block.
spnError_t validateNative(const detail::LaunchConfig &config, const detail::KernelBody &body) {
  const unsigned long long threads = 1ull * config.block.x * config.block.y * config.block.z;
  return body.maxThreads && threads > body.maxThreads ? spnErrorLaunchOutOfResources : spnSuccess;
}

spnError_t launchConfigured(const detail::LaunchConfig &config, const detail::KernelBody &body,
                            const void *closure) {
  HostThread &thread = hostThread();
  if (!isDevice(thread.device))
    return noDeviceError();
  if (detail::insideKernel()) {
    if (spnError_t error = validate(config, device(0).properties))
      return error;
    return launchChild(config, body, closure);
  }
  if (spnError_t error = stickyError())
    return error;
  const std::shared_ptr<spnStream> stream = resolve(config.stream);
  if (!stream)
    return spnErrorInvalidResourceHandle;
  if (spnError_t error = validate(config, device(stream->device).properties))
    return error;
  if (spnError_t error = validateNative(config, body))
    return error;
  if (thread.sink) {
    *thread.sink = makeCall(config, body, closure);
    return spnSuccess;
  }
  if (asynchronous() || stream->capturing.load(std::memory_order_relaxed))
    return submit(*stream, makeCall(config, body, closure));
  return runNow(*stream, config, body, closure);
}

} // namespace
} // namespace spn::rt

namespace spn::detail {

void pushLaunch(const LaunchConfig &config) {
  HostThread &thread = hostThread();
  if (thread.pending < HostThread::maxPending)
    thread.launches[thread.pending] = config;
  ++thread.pending;
}

spnError_t pushLaunch(const spnLaunchConfig_t *config) {
  if (!config || (config->numAttrs && !config->attrs))
    return note(spnErrorInvalidValue);
  LaunchConfig launch{config->gridDim, config->blockDim, config->dynamicSmemBytes, config->stream,
                      false};
  for (unsigned i = 0; i < config->numAttrs; ++i) {
    const spnLaunchAttribute &attribute = config->attrs[i];
    if (attribute.id == spnLaunchAttributeCooperative)
      launch.cooperative = attribute.val.cooperative != 0;
    // Clusters of one block are all that there is; other attributes are hints.
    if (attribute.id == spnLaunchAttributeClusterDimension &&
        attribute.val.clusterDim.x * attribute.val.clusterDim.y * attribute.val.clusterDim.z > 1)
      return note(spnErrorInvalidClusterSize);
  }
  pushLaunch(launch);
  return spnSuccess;
}

spnError_t lastLaunchResult() { return hostThread().launchResult; }

void launchKernel(const KernelBody &body, const void *closure) {
  HostThread &thread = hostThread();
  spnError_t error = spnErrorMissingConfiguration;
  if (thread.pending > 0) {
    // A copy: the launch may run host functions, which may push.
    const bool kept = --thread.pending < HostThread::maxPending;
    const LaunchConfig config = thread.launches[kept ? thread.pending : 0];
    error = kept ? launchConfigured(config, body, closure) : spnErrorLaunchOutOfResources;
  }
  thread.launchResult = note(error);
  if (logs(logApi))
    logCall("kernel launch", error);
}

void refuseKernel(const char *name, const char *reason) {
  HostThread &thread = hostThread();
  const bool pushed = thread.pending > 0;
  if (pushed)
    --thread.pending;
  thread.launchResult =
      note(pushed ? spnErrorNoKernelImageForDevice : spnErrorMissingConfiguration);
  if (logs(logApi) || logs(logLaunch))
    logLine("launch of %s refused: no code for this target (%s)", name, reason);
}

} // namespace spn::detail

namespace {

/// Calls the kernel after `push` has pushed a configuration.
template <class Push> spnError_t callByAddress(const void *function, void **args, Push push) {
  const spn::detail::KernelSignature *signature = findKernel(function);
  if (!signature)
    return function ? spnErrorInvalidDeviceFunction : spnErrorInvalidValue;
  if (signature->count && !args)
    return spnErrorInvalidValue;
  if (spnError_t error = push())
    return error;
  HostThread &thread = hostThread();
  thread.function = function;
  thread.arguments = args;
  signature->call(function, args);
  thread.function = nullptr;
  return thread.launchResult;
}

spnError_t launchByAddress(const void *function, const spn::detail::LaunchConfig &config,
                           void **args) {
  return callByAddress(function, args, [&] {
    spn::detail::pushLaunch(config);
    return spnSuccess;
  });
}

} // namespace

namespace spn::rt {

spnError_t makeKernelCall(const void *function, const detail::LaunchConfig &config, void **args,
                          KernelCall &call) {
  HostThread &thread = hostThread();
  thread.sink = &call;
  const spnError_t error = launchByAddress(function, config, args);
  thread.sink = nullptr;
  return error;
}

} // namespace spn::rt

extern "C" {

spnError_t spnConfigureCall(dim3 grid, dim3 block, size_t sharedBytes, spnStream_t stream) {
  spn::detail::pushLaunch(spn::detail::LaunchConfig{grid, block, sharedBytes, stream, false});
  return spnSuccess;
}

spnError_t spnLaunchKernel(const void *function, dim3 grid, dim3 block, void **args,
                           size_t sharedBytes, spnStream_t stream) {
  return call(__func__, [&] {
    return launchByAddress(function, {grid, block, sharedBytes, stream, false}, args);
  });
}

spnError_t spnLaunchCooperativeKernel(const void *function, dim3 grid, dim3 block, void **args,
                                      size_t sharedBytes, spnStream_t stream) {
  return call(__func__, [&] {
    return launchByAddress(function, {grid, block, sharedBytes, stream, true}, args);
  });
}

spnError_t spnLaunchCooperativeKernelMultiDevice(spnLaunchParams *, unsigned int, unsigned int) {
  return call(__func__, [] { return spnErrorNotSupported; });
}

spnError_t spnLaunchKernelExC(const spnLaunchConfig_t *config, const void *function, void **args) {
  return call(__func__, [&] {
    return callByAddress(function, args, [&] { return spn::detail::pushLaunch(config); });
  });
}

} // extern "C"
