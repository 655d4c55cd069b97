// SPDX-License-Identifier: Apache-2.0
// From a launch to a kernel that runs: checks of the configuration, then either the stream of the
// AscendCL double that is linked to the program, or at once.
#include "ascend_emulator/double_hooks.h"
#include "block.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

namespace ascend_emulator {
namespace {

constexpr int parameterInvalid = 107000;

struct Configuration {
  dim3 grid, block;
  std::size_t ubufBytes;
  void *stream;
};
thread_local std::vector<Configuration> pending;

/// Same text for the reader, a code for the program.
void refuse(const char *kernel, const std::string &why) {
  std::fprintf(stderr, "ascend emulator: error: launch of %s: %s\n", kernel, why.c_str());
  if (ascendDoubleNoteError)
    ascendDoubleNoteError(parameterInvalid);
  else
    std::exit(70);
}

std::string wrong(const Configuration &configuration, unsigned bounds) {
  const dim3 &grid = configuration.grid, &block = configuration.block;
  if (!grid.x || !grid.y || !grid.z || !block.x || !block.y || !block.z)
    return "no dimension may be 0";
  const unsigned __int128 blocks = static_cast<unsigned __int128>(grid.x) * grid.y * grid.z;
  const unsigned __int128 threads = static_cast<unsigned __int128>(block.x) * block.y * block.z;
  if (blocks > mostBlocks)
    return "a grid has at most 65535 blocks in all";
  if (threads > bounds)
    return "a block has more threads than __launch_bounds__ allows (" + std::to_string(bounds) +
           "; 1024 if there is none)";
  if (configuration.ubufBytes > mostUbufBytes)
    return "a kernel has at most 221184 bytes of unified buffer";
  return {};
}

struct Task {
  Launch launch;
  std::unique_ptr<char[]> storage;
  void *closure = nullptr;
  ~Task() { launch.code->destroy(closure); }
};

int runTask(void *data) {
  std::unique_ptr<Task> task(static_cast<Task *>(data));
  const int error = Grid(task->launch, task->closure).run();
  std::fflush(stdout); // what the kernel printed comes with the synchronisation at the latest
  return error;
}

void dropTask(void *data) { delete static_cast<Task *>(data); }

} // namespace

void configure(dim3 grid, dim3 block, std::size_t ubufBytes, void *stream) {
  pending.push_back({grid, block, ubufBytes, stream});
}

void launch(const KernelCode &code, const void *closure) {
  if (pending.empty()) {
    std::fprintf(stderr, "ascend emulator: error: %s is called like a function\n", code.name);
    std::abort();
  }
  const Configuration configuration = pending.back();
  pending.pop_back();
  if (std::string why = wrong(configuration, code.bounds); !why.empty())
    return refuse(code.name, why);
  auto task = std::make_unique<Task>();
  task->launch = {&code, configuration.grid, configuration.block, configuration.ubufBytes};
  task->storage = std::make_unique<char[]>(code.size + code.alignment);
  const auto address = reinterpret_cast<std::uintptr_t>(task->storage.get());
  task->closure =
      reinterpret_cast<void *>((address + code.alignment - 1) / code.alignment * code.alignment);
  code.copy(task->closure, closure);
  // For programs that bring no AscendCL into play, such as kernels under a host runtime.
  static const bool standalone = std::getenv("ASCEND_EMULATOR_STANDALONE");
  if (ascendDoubleEnqueueKernel && !standalone) {
    ascendDoubleEnqueueKernel(configuration.stream, code.name, &runTask, &dropTask, task.release());
  } else if (configuration.stream) {
    refuse(code.name, "there is a stream, but libascendcl.so is not linked");
  } else if (runTask(task.release())) {
    std::exit(70);
  }
}

void Registered::add(const char *name, void *kernel, Invoke invoke) {
  if (ascendDoubleRegisterKernel)
    ascendDoubleRegisterKernel(name, kernel, invoke, &configure);
}

RegisteredVariable::RegisteredVariable(const void *variable, std::size_t bytes) {
  if (ascendDoubleRegisterVariable)
    ascendDoubleRegisterVariable(variable, bytes);
}

unsigned linearThread() noexcept { return Core::current()->thread(); }
bool insideKernel() noexcept { return Core::current() != nullptr; }

void *staticUbufBytes(const void *site, std::size_t bytes, std::size_t alignment,
                      const char *name) {
  return Core::current()->ubuf.variable(site, bytes, alignment, name);
}
void *dynamicUbuf() { return Core::current()->ubuf.dynamic(); }
bool isUbuf(const void *pointer) noexcept {
  return insideKernel() && Core::current()->ubuf.contains(pointer);
}
bool isLocal(const void *pointer) noexcept {
  return insideKernel() && Core::current()->onStack(pointer);
}

void blockBarrier() { Core::current()->barrier(); }
void meetWarp(WarpOp &op) { Core::current()->meet(op, __builtin_return_address(0)); }

void giveWay() {
  if (insideKernel())
    Core::current()->yield();
}

void mayWait() {
  static thread_local unsigned calls = 0;
  if ((++calls & 255) == 0 && insideKernel())
    Core::current()->yield();
}

void fault(const char *format, ...) {
  char message[512];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  Core::current()->fail(message);
}

void assertionFailed(const char *condition, const char *file, unsigned line) {
  Core::current()->fail(std::string(file) + ':' + std::to_string(line) + ": assertion '" +
                            condition + "' failed",
                        vectorCoreTrap);
}

void trap() { Core::current()->fail("__trap()", vectorCoreTrap); }

} // namespace ascend_emulator
