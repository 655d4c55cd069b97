// SPDX-License-Identifier: Apache-2.0
// Kernels that a program launches by name from a binary file.
#include "sampan/ascend/binary.h"

#include "backends/backend.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>

namespace spn::detail {
namespace {

struct NamedBody {
  std::string name;
  KernelBody body;
};
using Key = std::tuple<std::string, std::string, const void *, unsigned>;

struct Bodies {
  std::mutex mutex;
  std::map<Key, std::unique_ptr<NamedBody>> known;
};
// Never destroyed: what is queued refers to them.
Bodies &bodies() {
  static auto *all = new Bodies;
  return *all;
}

} // namespace

const KernelBody &binaryKernelBody(const char *path, const char *kernel, const KernelBody &shape) {
  Bodies &all = bodies();
  std::lock_guard lock(all.mutex);
  std::unique_ptr<NamedBody> &known = all.known[{
      path, kernel, reinterpret_cast<const void *>(shape.launchNative), shape.maxThreads}];
  if (!known) {
    known = std::make_unique<NamedBody>(NamedBody{kernel, shape});
    known->body.name = known->name.c_str();
  }
  return known->body;
}

spnError_t launchBinaryKernel(const char *path, const char *kernel, const NativeLaunch &launch,
                              void **arguments) {
  return backend().runBinary ? backend().runBinary(path, kernel, launch, arguments)
                             : spnErrorNotSupported;
}

} // namespace spn::detail
