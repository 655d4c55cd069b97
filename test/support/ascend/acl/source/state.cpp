// SPDX-License-Identifier: Apache-2.0
// Initialisation, devices, contexts, the state of threads, errors.
#include "double.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>

namespace ascend_double {
namespace {

std::atomic<bool> ready{false};
std::atomic<unsigned> misuses{0};

template <class T> struct Living {
  std::mutex mutex;
  std::set<const T *> handles;
};
template <class T> Living<T> &living() {
  static auto *all = new Living<T>;
  return *all;
}
template <class T> bool isAlive(const T *handle) {
  std::lock_guard lock(living<T>().mutex);
  return living<T>().handles.count(handle);
}
template <class T> void add(const T *handle) {
  std::lock_guard lock(living<T>().mutex);
  living<T>().handles.insert(handle);
}
template <class T> void remove(const T *handle) {
  std::lock_guard lock(living<T>().mutex);
  living<T>().handles.erase(handle);
}

aclError note(aclError error, const char *format, va_list arguments, bool loud) {
  char text[512];
  std::vsnprintf(text, sizeof text, format, arguments);
  thisThread().lastError = error;
  thisThread().message = text;
  if (loud) {
    ++misuses;
    std::fprintf(stderr, "ascendcl double: misuse: %s\n", text);
  }
  return error;
}

} // namespace

bool alive(const Stream *stream) { return isAlive(stream); }
bool alive(const Event *event) { return isAlive(event); }
bool alive(const Context *context) { return isAlive(context); }
void born(Stream *stream) { add(stream); }
void born(Event *event) { add(event); }
void born(Context *context) { add(context); }
void gone(Stream *stream) { remove(stream); }
void gone(Event *event) { remove(event); }
void gone(Context *context) { remove(context); }

Thread &thisThread() {
  static thread_local Thread thread;
  return thread;
}

Device &device(int number) {
  static auto *all = new Device[deviceCount()];
  all[number].number = number;
  return all[number];
}

aclError fail(aclError error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  note(error, format, arguments, false);
  va_end(arguments);
  return error;
}

aclError misuse(aclError error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  note(error, format, arguments, true);
  va_end(arguments);
  return error;
}

bool initialised() { return ready; }
void initialised(bool now) { ready = now; }

aclError notReady(bool needsContext) {
  if (!ready)
    return fail(ACL_ERROR_UNINITIALIZE, "aclInit has not been called");
  if (thisThread().inCallback)
    return misuse(ACL_ERROR_RT_FEATURE_NOT_SUPPORT, "a host function called AscendCL");
  if (needsContext && !alive(thisThread().context))
    return fail(ACL_ERROR_RT_CONTEXT_NULL, "this thread has not called aclrtSetDevice");
  return ACL_SUCCESS;
}

void Context::drain() {
  std::vector<Stream *> all;
  {
    std::lock_guard lock(mutex);
    all.assign(streams.begin(), streams.end());
    if (defaultStream)
      all.push_back(defaultStream.get());
  }
  for (Stream *stream : all)
    stream->drain();
}

} // namespace ascend_double

using namespace ascend_double;

extern "C" {

ACL_FUNC_VISIBILITY unsigned ascendDoubleMisuses() { return misuses; }

ACL_FUNC_VISIBILITY void ascendDoubleNoteError(int error) {
  fail(error, "a kernel could not be launched");
}

aclError aclInit(const char *) {
  ASCEND_REQUIRE(!initialised(), ACL_ERROR_REPEAT_INITIALIZE, "aclInit was called before");
  initialised(true);
  return ACL_SUCCESS;
}

aclError aclFinalize(void) {
  ASCEND_REQUIRE(initialised(), ACL_ERROR_UNINITIALIZE, "aclInit has not been called");
  for (int i = 0; i < deviceCount(); ++i)
    if (Context *context = device(i).primary.get())
      context->drain();
  initialised(false);
  return ACL_SUCCESS;
}

const char *aclGetRecentErrMsg(void) {
  static thread_local std::string shown;
  shown = std::move(thisThread().message);
  thisThread().message.clear();
  return shown.empty() ? nullptr : shown.c_str();
}

const char *aclrtGetSocName(void) { return initialised() ? "Ascend950PR_9599" : nullptr; }

aclError aclrtGetVersion(int32_t *majorVersion, int32_t *minorVersion, int32_t *patchVersion) {
  ASCEND_REQUIRE(majorVersion && minorVersion && patchVersion, ACL_ERROR_RT_PARAM_INVALID, "null");
  *majorVersion = 1;
  *minorVersion = 17;
  *patchVersion = 0;
  return ACL_SUCCESS;
}

aclError aclrtPeekAtLastError(aclrtLastErrLevel) { return thisThread().lastError; }
aclError aclrtGetLastError(aclrtLastErrLevel) {
  const aclError error = thisThread().lastError;
  thisThread().lastError = 0;
  return error;
}

aclError aclrtSetDevice(int32_t number) {
  if (aclError error = notReady(false))
    return error;
  ASCEND_REQUIRE(number >= 0 && number < deviceCount(), ACL_ERROR_RT_INVALID_DEVICEID,
                 "there is no device %d", number);
  static std::mutex mutex;
  std::lock_guard lock(mutex);
  Device &chosen = device(number);
  if (!chosen.primary) {
    chosen.primary = std::make_unique<Context>(chosen);
    born(chosen.primary.get());
  }
  ++chosen.users;
  thisThread().context = chosen.primary.get();
  return ACL_SUCCESS;
}

aclError aclrtResetDeviceForce(int32_t number) {
  if (aclError error = notReady(false))
    return error;
  ASCEND_REQUIRE(number >= 0 && number < deviceCount(), ACL_ERROR_RT_INVALID_DEVICEID,
                 "there is no device %d", number);
  Device &chosen = device(number);
  if (!chosen.primary)
    return ACL_SUCCESS;
  chosen.primary->drain();
  for (Stream *stream : std::set<Stream *>(chosen.primary->streams)) {
    gone(stream);
    delete stream;
  }
  gone(chosen.primary.get());
  chosen.primary.reset();
  chosen.users = 0;
  chosen.failure = 0;
  releaseAll(number);
  return ACL_SUCCESS;
}

aclError aclrtResetDevice(int32_t number) {
  if (aclError error = notReady(false))
    return error;
  ASCEND_REQUIRE(number >= 0 && number < deviceCount() && device(number).users > 0,
                 ACL_ERROR_RT_INVALID_DEVICEID, "device %d is not in use", number);
  return --device(number).users ? ACL_SUCCESS : aclrtResetDeviceForce(number);
}

aclError aclrtGetDevice(int32_t *number) {
  if (aclError error = notReady())
    return error;
  ASCEND_REQUIRE(number, ACL_ERROR_RT_PARAM_INVALID, "null");
  *number = thisThread().context->device.number;
  return ACL_SUCCESS;
}

aclError aclrtGetDeviceCount(uint32_t *count) {
  if (aclError error = notReady(false))
    return error;
  ASCEND_REQUIRE(count, ACL_ERROR_RT_PARAM_INVALID, "null");
  *count = deviceCount();
  return ACL_SUCCESS;
}

aclError aclrtSynchronizeDevice(void) {
  if (aclError error = notReady())
    return error;
  thisThread().context->drain();
  const aclError failure = thisThread().context->device.failure;
  return failure ? fail(failure, "a kernel failed") : ACL_SUCCESS;
}

aclError aclrtCreateContext(aclrtContext *context, int32_t number) {
  if (aclError error = notReady(false))
    return error;
  ASCEND_REQUIRE(context && number >= 0 && number < deviceCount(), ACL_ERROR_RT_INVALID_DEVICEID,
                 "there is no device %d", number);
  auto *made = new Context(device(number));
  born(made);
  *context = thisThread().context = made;
  return ACL_SUCCESS;
}

aclError aclrtDestroyContext(aclrtContext handle) {
  if (aclError error = notReady(false))
    return error;
  auto *context = static_cast<Context *>(handle);
  if (!alive(context))
    return misuse(ACL_ERROR_RT_INVALID_HANDLE, "destroyed a context that does not exist");
  context->drain();
  gone(context);
  delete context;
  return ACL_SUCCESS;
}

aclError aclrtSetCurrentContext(aclrtContext handle) {
  if (aclError error = notReady(false))
    return error;
  auto *context = static_cast<Context *>(handle);
  ASCEND_REQUIRE(alive(context), ACL_ERROR_RT_CONTEXT_NULL, "there is no such context");
  thisThread().context = context;
  return ACL_SUCCESS;
}

aclError aclrtGetCurrentContext(aclrtContext *context) {
  if (aclError error = notReady())
    return error;
  ASCEND_REQUIRE(context, ACL_ERROR_RT_PARAM_INVALID, "null");
  *context = thisThread().context;
  return ACL_SUCCESS;
}

} // extern "C"
