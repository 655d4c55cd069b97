// SPDX-License-Identifier: Apache-2.0
// assert() in kernels. glibc's macro calls __assert_fail; defining that function here gives kernel
// code CUDA's message and CUDA's effect without a change to the source, and leaves the host's
// assertions what they are.
#include "worker.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace spn {
namespace {

/// The body of a kernel is a closure, whose name would tell the user nothing.
const char *functionName(const char *function) {
  if (!std::strstr(function, "<lambda()>") && !std::strstr(function, "operator()() const") &&
      !std::strstr(function, "(anonymous class)::operator()()"))
    return function;
  return host::thisWorker().job->launch->body->name;
}

} // namespace

void detail::assertFailed(const char *condition, const char *file, unsigned line,
                          const char *function) {
  if (threadState.count) {
    using namespace host;
    std::fflush(stdout); // what the kernel printed before comes first
    std::fprintf(stderr,
                 "%s:%u: %s: block: [%u,%u,%u], thread: [%u,%u,%u] Assertion `%s` failed.\n", file,
                 line, functionName(function), blockIdx.x, blockIdx.y, blockIdx.z, threadIdx.x,
                 threadIdx.y, threadIdx.z, condition);
    abandon(thisWorker(), Fault::assertion);
  }
  std::fflush(stdout);
  std::fprintf(stderr, "%s: %s:%u: %s: Assertion `%s' failed.\n", program_invocation_short_name,
               file, line, function, condition);
  std::fflush(nullptr);
  std::abort();
}

} // namespace spn

#ifdef __GLIBC__
extern "C" [[noreturn]] void __assert_fail(const char *condition, const char *file, unsigned line,
                                           const char *function) noexcept {
  spn::detail::assertFailed(condition, file, line, function ? function : "?");
}
#endif
