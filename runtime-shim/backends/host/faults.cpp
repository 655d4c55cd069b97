// SPDX-License-Identifier: Apache-2.0
#include "faults.h"

#include "worker.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <errno.h>
#include <mutex>
#include <sys/mman.h>
#include <unistd.h>

namespace spn {
namespace host {
namespace {

constexpr int guarded[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
struct sigaction previous[std::size(guarded)];

/// A message built without anything that a signal handler must not call.
class Message {
public:
  Message &operator<<(const char *text) {
    while (*text && length_ < sizeof text_)
      text_[length_++] = *text++;
    return *this;
  }
  Message &operator<<(unsigned number) {
    char digits[12];
    char *digit = digits + sizeof digits;
    *--digit = 0;
    do
      *--digit = static_cast<char>('0' + number % 10);
    while (number /= 10);
    return *this << digit;
  }
  Message &operator<<(const uint3 &index) {
    return *this << "(" << index.x << "," << index.y << "," << index.z << ")";
  }
  void send() const {
    if (write(STDERR_FILENO, text_, length_) < 0)
      return; // nowhere to say so
  }

private:
  char text_[2048];
  std::size_t length_ = 0;
};

const char *reason(int signal, const Worker &worker, const void *address) {
  const Fibre &fibre = *worker.current;
  const char *fault = static_cast<const char *>(address);
  switch (signal) {
  case SIGFPE:
    return "integer division by zero or overflow";
  case SIGILL:
    return "illegal instruction";
  default:
    if (&fibre != &worker.root && fault < fibre.stackLow && fault >= fibre.stackLow - 65536)
      return "stack overflow (cudaLimitStackSize or SAMPAN_FIBRE_STACK enlarges the stack)";
    return "invalid memory access";
  }
}

void locate(int signal, const siginfo_t *info) {
  const Worker *worker = workerOrNull();
  if (!detail::threadState.count || !worker || !worker->job)
    return;
  static std::atomic<bool> reported{false};
  if (reported.exchange(true))
    return;
  Message message;
  message << "sampan: " << reason(signal, *worker, info->si_addr) << " in kernel '"
          << worker->job->launch->body->name << "', block " << blockIdx << ", thread " << threadIdx
          << "\n";
  message.send();
}

void handle(int signal, siginfo_t *info, void *context) {
  const int error = errno;
  locate(signal, info);
  std::size_t slot = 0;
  while (guarded[slot] != signal)
    ++slot;
  const struct sigaction &before = previous[slot];
  if (before.sa_flags & SA_SIGINFO)
    before.sa_sigaction(signal, info, context);
  else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN)
    before.sa_handler(signal);
  else {
    // The instruction faults again, now with its default effect; a signal that was sent does not.
    sigaction(signal, &before, nullptr);
    if (info->si_code <= 0)
      raise(signal);
  }
  errno = error;
}

void install() {
  for (std::size_t slot = 0; slot < std::size(guarded); ++slot) {
    struct sigaction action = {};
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    sigaction(guarded[slot], &action, &previous[slot]);
  }
}

/// A stack for handlers, since the one that overflowed is of no use.
class AlternateStack {
public:
  AlternateStack() {
    stack_t old;
    if (sigaltstack(nullptr, &old) != 0 || !(old.ss_flags & SS_DISABLE))
      return;
    memory_ = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory_ == MAP_FAILED)
      return;
    stack_t fresh = {};
    fresh.ss_sp = memory_;
    fresh.ss_size = bytes;
    sigaltstack(&fresh, nullptr);
  }
  ~AlternateStack() {
    if (memory_ == MAP_FAILED)
      return;
    stack_t now;
    if (sigaltstack(nullptr, &now) == 0 && now.ss_sp == memory_) {
      stack_t none = {};
      none.ss_flags = SS_DISABLE;
      sigaltstack(&none, nullptr);
    }
    munmap(memory_, bytes);
  }
  AlternateStack(const AlternateStack &) = delete;
  AlternateStack &operator=(const AlternateStack &) = delete;

private:
  static constexpr std::size_t bytes = 128 * 1024;
  void *memory_ = MAP_FAILED;
};

} // namespace

void guardSignals() {
  static SPN_THREAD_LOCAL bool done = false;
  if (done)
    return;
  done = true;
  static std::once_flag once;
  std::call_once(once, install);
  static thread_local AlternateStack stack;
  (void)stack;
}

} // namespace host

void detail::trapThread() {
  if (!threadState.count)
    std::abort();
  using namespace host;
  abandon(thisWorker(), Fault::trap);
}

} // namespace spn
