// SPDX-License-Identifier: Apache-2.0
// Kernel launches on Ascend: through the stub that the toolkit's compiler made of <<<>>>, or by
// name from a binary file.
#include "device.h"
#include "shared_memory.h"

#include "src/log.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

namespace spn::ascend {
namespace {

/// One block per core: the kernel walks over the grid with them.
detail::NativeLaunch nativeOf(const GridLaunch &launch, void *queue) {
  const std::uint64_t blocks = std::uint64_t{launch.grid.x} * launch.grid.y * launch.grid.z;
  detail::NativeLaunch native;
  native.grid = launch.grid;
  native.blocks = dim3(static_cast<unsigned>(
      std::min<std::uint64_t>(blocks, static_cast<std::uint64_t>(coreCount(launch.device)))));
  native.threads = launch.block;
  native.sharedBytes = launch.sharedBytes;
  native.stream = queue;
  return native;
}

/// One place per queue is enough: its launches take turns.
struct Meetings {
  std::mutex mutex;
  std::map<std::pair<int, void *>, void *> places;
};
Meetings &meetings() {
  static auto *all = new Meetings;
  return *all;
}

constexpr std::size_t meetingBytes = 64; // a line of the cache to itself

spnError_t prepareMeeting(int device, void *queue, void **place) {
  {
    Meetings &all = meetings();
    std::lock_guard lock(all.mutex);
    void *&known = all.places[{device, queue}];
    if (!known)
      if (spnError_t error = allocate(device, meetingBytes, &known))
        return error;
    *place = known;
  }
  return SPN_ACL_CALL(aclrtMemsetAsync, *place, meetingBytes, 0, meetingBytes, queue);
}

struct Binaries {
  std::mutex mutex;
  std::map<std::pair<int, std::string>, void *> files;
  std::map<std::tuple<int, std::string, std::string>, void *> functions;
};
Binaries &binaries() {
  static auto *all = new Binaries;
  return *all;
}

/// AscendCL's thread has entered `device`.
spnError_t functionOf(int device, const char *path, const char *kernel, void **function) {
  if (!acl().aclrtBinaryLoadFromFile || !acl().aclrtBinaryGetFunction)
    return spnErrorNotSupported;
  Binaries &all = binaries();
  std::lock_guard lock(all.mutex);
  auto known = all.functions.find({device, path, kernel});
  if (known != all.functions.end()) {
    *function = known->second;
    return spnSuccess;
  }
  void *&file = all.files[{device, path}];
  if (!file)
    if (spnError_t error = SPN_ACL_CALL(aclrtBinaryLoadFromFile, path, nullptr, &file)) {
      rt::logLine("ascend: the kernels in %s cannot be loaded", path);
      return error == spnErrorUnknown ? spnErrorFileNotFound : error;
    }
  if (spnError_t error = SPN_ACL_CALL(aclrtBinaryGetFunction, file, kernel, function))
    return error;
  all.functions[{device, path, kernel}] = *function;
  return spnSuccess;
}

/// Device on whose queue the running launchNative() is to launch, and what came of a kernel that
/// was not launched by <<<>>>.
thread_local int launchingOn = -1;
thread_local spnError_t binaryOutcome = spnSuccess;

AclDim3 aclDim(const dim3 &d) { return {d.x, d.y, d.z}; }

} // namespace

spnError_t runIn(const GridLaunch &launch, void *queue) {
  if (!launch.body->launchNative) {
    rt::logLine("ascend: %s has no code for this device: it was built for the host only",
                launch.body->name);
    return spnErrorNoKernelImageForDevice;
  }
  if (spnError_t error = enter(launch.device))
    return error;
  detail::NativeLaunch native = nativeOf(launch, queue);
  const std::uint64_t wanted = std::uint64_t{launch.grid.x} * launch.grid.y * launch.grid.z;
  if ((launch.body->blocksWait || launch.cooperative) && wanted > native.blocks.x) {
    rt::logLine(
        "ascend: the blocks of %s wait for each other, so each needs a core; there are %llu "
        "blocks and %u cores",
        launch.body->name, static_cast<unsigned long long>(wanted), native.blocks.x);
    return spnErrorCooperativeLaunchTooLarge;
  }
  if (launch.body->blocksWait)
    if (spnError_t error = prepareMeeting(launch.device, queue, &native.meeting))
      return error;
  const Arguments arguments(launch, queue);
  if (arguments.error() != spnSuccess)
    return arguments.error();
  // A launch by <<<>>> returns nothing; what is wrong with it is the thread's last error.
  if (acl().aclrtGetLastError)
    (void)acl().aclrtGetLastError(lastErrorOfThread);
  launchingOn = launch.device;
  binaryOutcome = spnSuccess;
  launch.body->launchNative(arguments.closure(), native);
  launchingOn = -1;
  if (binaryOutcome != spnSuccess || !acl().aclrtGetLastError)
    return binaryOutcome;
  const spnError_t error = translate(acl().aclrtGetLastError(lastErrorOfThread), "kernel launch");
  return error == spnErrorInvalidValue ? spnErrorInvalidConfiguration : error;
}

spnError_t run(const GridLaunch &launch) {
  void *queue = nullptr;
  if (spnError_t error = queues.create(launch.device, 0, &queue))
    return error;
  spnError_t error = runIn(launch, queue);
  if (const spnError_t finished = queues.synchronize(launch.device, queue); !error)
    error = finished;
  queues.destroy(launch.device, queue);
  return error;
}

spnError_t runBinary(const char *path, const char *kernel, const detail::NativeLaunch &launch,
                     void **arguments) {
  binaryOutcome = spnErrorNotSupported;
  if (launchingOn < 0 || !acl().aclrtLaunchSIMTKernelWithArgsArray)
    return binaryOutcome;
  void *function = nullptr;
  binaryOutcome = functionOf(launchingOn, path, kernel, &function);
  if (binaryOutcome == spnSuccess)
    binaryOutcome =
        SPN_ACL_CALL(aclrtLaunchSIMTKernelWithArgsArray, function, aclDim(launch.blocks),
                     aclDim(launch.threads), launch.sharedBytes, launch.stream, nullptr, arguments);
  return binaryOutcome;
}

void forgetMeeting(int device, void *queue) {
  void *place = nullptr;
  {
    Meetings &all = meetings();
    std::lock_guard lock(all.mutex);
    if (auto known = all.places.extract({device, queue}))
      place = known.mapped();
  }
  if (place)
    release(device, place);
}

void noteLaunch(spnError_t error) { binaryOutcome = error; }

void forgetBinaries(int device) {
  Binaries &all = binaries();
  std::lock_guard lock(all.mutex);
  for (auto it = all.files.begin(); it != all.files.end();)
    it = it->first.first == device ? all.files.erase(it) : std::next(it);
  for (auto it = all.functions.begin(); it != all.functions.end();)
    it = std::get<0>(it->first) == device ? all.functions.erase(it) : std::next(it);
}

} // namespace spn::ascend
