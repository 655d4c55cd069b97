// SPDX-License-Identifier: Apache-2.0
// Kernels: those that the emulator's programs register, binaries (shared libraries made by the
// emulator's compiler), launches through AscendCL and by <<<>>>.
#include "double.h"

#include "ascend_emulator/double_hooks.h"

#include <dlfcn.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

using namespace ascend_double;

namespace {

using Invoke = void (*)(void *kernel, void **arguments);
using Configure = void (*)(dim3 grid, dim3 block, size_t ubufBytes, void *stream);

struct Function {
  std::string name;
  void *kernel = nullptr;
  Invoke invoke = nullptr;
  Configure configure = nullptr;
  unsigned binary = 0; ///< that registered it; 0 for the program itself
};

struct Binary {
  unsigned number = 0;
  void *library = nullptr;
};

struct Registry {
  std::mutex mutex;
  std::map<void *, std::unique_ptr<Function>> functions; ///< by kernel
  std::set<Binary *> binaries;
  unsigned loading = 0, count = 0;
};
Registry &registry() {
  static auto *all = new Registry;
  return *all;
}

/// By address of the kernel, or by the handle that the double gave out.
Function *functionOf(void *handle) {
  std::lock_guard lock(registry().mutex);
  auto it = registry().functions.find(handle);
  if (it != registry().functions.end())
    return it->second.get();
  for (auto &[kernel, function] : registry().functions)
    if (function.get() == handle)
      return function.get();
  return nullptr;
}

Binary *binaryOf(aclrtBinHandle handle) {
  std::lock_guard lock(registry().mutex);
  auto *binary = static_cast<Binary *>(handle);
  return registry().binaries.count(binary) ? binary : nullptr;
}

aclError load(const char *path, aclrtBinHandle *handle) {
  auto binary = std::make_unique<Binary>();
  Registry &all = registry();
  static std::mutex one;
  std::lock_guard lock(one);
  binary->number = all.loading = ++all.count;
  binary->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  all.loading = 0;
  ASCEND_REQUIRE(binary->library, ACL_ERROR_INVALID_FILE, "%s", dlerror());
  std::lock_guard guard(all.mutex);
  *handle = *all.binaries.insert(binary.release()).first;
  return ACL_SUCCESS;
}

} // namespace

extern "C" {

ACL_FUNC_VISIBILITY void ascendDoubleRegisterKernel(const char *name, void *kernel, Invoke invoke,
                                                    Configure configure) {
  Registry &all = registry();
  std::lock_guard lock(all.mutex);
  auto function = std::make_unique<Function>();
  *function = {name, kernel, invoke, configure, all.loading};
  all.functions[kernel] = std::move(function);
}

ACL_FUNC_VISIBILITY void ascendDoubleEnqueueKernel(void *handle, const char *name,
                                                   int (*run)(void *), void (*drop)(void *),
                                                   void *data) {
  aclError error = notReady();
  Stream *stream = error ? nullptr : streamOf(handle, error);
  if (!stream) {
    std::fprintf(stderr, "ascendcl double: %s is not launched: %s\n", name,
                 thisThread().message.c_str());
    drop(data);
    return;
  }
  Device &device = stream->context.device;
  stream->enqueue([=, &device]() -> aclError {
    if (device.failure) { // the device has stopped
      drop(data);
      return ACL_SUCCESS;
    }
    DeviceAccess access;
    return run(data);
  });
}

aclError aclrtBinaryLoadFromData(const void *data, size_t length, const aclrtBinaryLoadOptions *,
                                 aclrtBinHandle *binHandle) {
  if (aclError error = notReady())
    return error;
  ASCEND_REQUIRE(data && length && binHandle, ACL_ERROR_RT_PARAM_INVALID, "null");
  std::string path = std::filesystem::temp_directory_path() / "ascend-double-XXXXXX";
  const int file = mkstemp(path.data());
  ASCEND_REQUIRE(file >= 0, ACL_ERROR_INVALID_FILE, "cannot create %s", path.c_str());
  const bool written = write(file, data, length) == static_cast<ssize_t>(length);
  close(file);
  const aclError error = written ? load(path.c_str(), binHandle)
                                 : fail(ACL_ERROR_INVALID_FILE, "cannot write %s", path.c_str());
  unlink(path.c_str());
  return error;
}

aclError aclrtBinaryLoadFromFile(const char *binPath, aclrtBinaryLoadOptions *,
                                 aclrtBinHandle *binHandle) {
  if (aclError error = notReady())
    return error;
  ASCEND_REQUIRE(binPath && binHandle, ACL_ERROR_RT_PARAM_INVALID, "null");
  // A copy: the loader would not run the registrations of one file twice.
  std::ifstream in(binPath, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  ASCEND_REQUIRE(in && !bytes.empty(), ACL_ERROR_INVALID_FILE, "cannot read %s", binPath);
  return aclrtBinaryLoadFromData(bytes.data(), bytes.size(), nullptr, binHandle);
}

aclError aclrtBinaryUnLoad(aclrtBinHandle binHandle) {
  if (aclError error = notReady())
    return error;
  Binary *binary = binaryOf(binHandle);
  if (!binary)
    return misuse(ACL_ERROR_RT_INVALID_HANDLE, "unloaded a binary that is not loaded");
  thisThread().context->drain();
  Registry &all = registry();
  std::lock_guard lock(all.mutex);
  for (auto it = all.functions.begin(); it != all.functions.end();)
    it = it->second->binary == binary->number ? all.functions.erase(it) : std::next(it);
  all.binaries.erase(binary);
  dlclose(binary->library);
  delete binary;
  return ACL_SUCCESS;
}

aclError aclrtBinaryGetFunction(const aclrtBinHandle binHandle, const char *kernelName,
                                aclrtFuncHandle *funcHandle) {
  if (aclError error = notReady())
    return error;
  Binary *binary = binaryOf(binHandle);
  ASCEND_REQUIRE(binary && kernelName && funcHandle, ACL_ERROR_RT_PARAM_INVALID,
                 "no such binary, or no name");
  std::lock_guard lock(registry().mutex);
  for (auto &[kernel, function] : registry().functions)
    if (function->binary == binary->number && function->name == kernelName) {
      *funcHandle = function.get();
      return ACL_SUCCESS;
    }
  return fail(ACL_ERROR_RT_KERNEL_LOOKUP, "the binary has no kernel '%s'", kernelName);
}

aclError aclrtBinaryGetGlobal(aclrtBinHandle binHandle, const char *name, void **dptr,
                              size_t *size) {
  if (aclError error = notReady())
    return error;
  Binary *binary = binaryOf(binHandle);
  ASCEND_REQUIRE(binary && name && dptr, ACL_ERROR_RT_PARAM_INVALID, "no such binary, or no name");
  *dptr = dlsym(binary->library, name);
  ASCEND_REQUIRE(*dptr, ACL_ERROR_RT_SYMBOL_NOT_FOUND, "the binary has no variable '%s'", name);
  if (size)
    *size = 0;
  return ACL_SUCCESS;
}

aclError aclrtGetFuncBySymbol(const void *symbol, aclrtFuncHandle *funcHandle) {
  if (aclError error = notReady())
    return error;
  Function *function = functionOf(const_cast<void *>(symbol));
  ASCEND_REQUIRE(function && funcHandle, ACL_ERROR_RT_INVALID_DEVICE_FUNCTION, "%p is not a kernel",
                 symbol);
  *funcHandle = function;
  return ACL_SUCCESS;
}

aclError aclrtLaunchSIMTKernelWithArgsArray(void *func, aclrtDim3 grid, aclrtDim3 block,
                                            size_t dynUbufSize, aclrtStream handle,
                                            aclrtLaunchKernelCfg *, void **args) {
  if (aclError error = notReady())
    return error;
  Function *function = functionOf(func);
  ASCEND_REQUIRE(function, ACL_ERROR_RT_INVALID_DEVICE_FUNCTION, "%p is not a kernel", func);
  aclError error = ACL_SUCCESS;
  if (!streamOf(handle, error))
    return error;
  const aclError before = thisThread().lastError;
  thisThread().lastError = ACL_SUCCESS;
  function->configure(dim3(grid.x, grid.y, grid.z), dim3(block.x, block.y, block.z), dynUbufSize,
                      handle);
  function->invoke(function->kernel, args);
  error = thisThread().lastError;
  if (!error)
    thisThread().lastError = before;
  return error;
}

} // extern "C"
