// SPDX-License-Identifier: Apache-2.0
// State of the AscendCL double and the checks that every function begins with.
#pragma once

#include "acl/acl.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace ascend_double {

/// One recording of an event.
struct Moment {
  std::mutex mutex;
  std::condition_variable changed;
  bool reached = false;
  std::int64_t nanoseconds = 0;
  void reach();
  void wait();
};

struct Event {
  std::uint32_t flags = 0;
  int device = 0;
  std::mutex mutex;
  std::shared_ptr<Moment> latest;
};

struct Context;

/// A queue with a thread of its own. No order between streams but by events.
class Stream {
public:
  explicit Stream(Context &owner);
  ~Stream();
  /// The task's result other than 0 stops the device.
  std::uint64_t enqueue(std::function<aclError()> task);
  void drain();
  bool drainFor(int milliseconds);
  bool idle();

  Context &context;

private:
  void run();
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<aclError()>> tasks;
  std::uint64_t submitted = 0, completed = 0;
  bool stopping = false;
  std::thread worker;
};

struct Device;

struct Context {
  explicit Context(Device &owner) : device(owner) {}
  Device &device;
  std::mutex mutex; ///< guards what follows
  std::set<Stream *> streams;
  std::unique_ptr<Stream> defaultStream;
  void drain();
};

struct Device {
  int number = 0;
  std::atomic<aclError> failure{0}; ///< of a kernel; stays until a reset
  std::unique_ptr<Context> primary;
  int users = 0; ///< calls of aclrtSetDevice not reset
};

struct Thread {
  Context *context = nullptr;
  aclError lastError = 0;
  std::string message;
  bool inCallback = false;
};
Thread &thisThread();

constexpr int deviceCount() { return 2; }
Device &device(int number);

/// Handles that exist; others are refused.
bool alive(const Stream *stream);
bool alive(const Event *event);
bool alive(const Context *context);
void born(Stream *);
void born(Event *);
void born(Context *);
void gone(Stream *);
void gone(Event *);
void gone(Context *);

/// Keeps the error and its text for the thread, and returns it.
__attribute__((format(printf, 2, 3))) aclError fail(aclError error, const char *format, ...);
/// For what no correct program does: said on stderr too, and counted.
__attribute__((format(printf, 2, 3))) aclError misuse(aclError error, const char *format, ...);

/// 0, or why no function may be called now: not initialised, in a callback; with `context`, no
/// device chosen in this thread.
aclError notReady(bool needsContext = true);
bool initialised();
void initialised(bool now);

/// The stream behind a handle for the current thread. Null after an error, which is in `error`.
Stream *streamOf(aclrtStream handle, aclError &error);

/// Calls body(stream) for it, if the thread may call AscendCL at all.
template <class Body> aclError withStream(aclrtStream handle, Body body) {
  if (aclError error = notReady())
    return error;
  aclError error = ACL_SUCCESS;
  Stream *stream = streamOf(handle, error);
  return stream ? body(*stream) : error;
}

// --- memory ---

struct Block {
  char *start = nullptr;
  std::size_t bytes = 0;
  int device = 0;
};
enum class Where { pageable, pinned, device, freed };
/// What lies at [pointer, pointer + bytes). `block` is the device block, if it is one.
Where locate(const void *pointer, std::size_t bytes, Block *block, bool *inside);

/// Bytes of the variable of the program at `symbol`, 0 if there is none.
std::size_t variableBytes(const void *symbol);

/// While one exists, code of this process may touch device memory. At other times, touching it ends
/// the program.
class DeviceAccess {
public:
  DeviceAccess();
  ~DeviceAccess();
};
void releaseAll(int device);

} // namespace ascend_double

#define ASCEND_REQUIRE(condition, error, ...)                                                      \
  do {                                                                                             \
    if (!(condition))                                                                              \
      return ::ascend_double::fail(error, __VA_ARGS__);                                            \
  } while (false)
