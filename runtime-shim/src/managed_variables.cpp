// SPDX-License-Identifier: Apache-2.0
#include "managed_variables.h"

#include "sampan/detail/kernel_body.h"

#include <atomic>
#include <mutex>

namespace spn {
namespace {

struct Registry {
  std::mutex mutex;
  std::vector<rt::ManagedVariable> all;
  std::atomic<std::size_t> count{0};
};
Registry &registry() {
  static auto *one = new Registry; // constructors of the program come before ours
  return *one;
}

} // namespace

std::size_t rt::managedVariableCount() { return registry().count; }

std::vector<rt::ManagedVariable> rt::managedVariables() {
  std::lock_guard lock(registry().mutex);
  return registry().all;
}

void detail::registerManagedVariable(void *host, const void *device, std::size_t bytes) {
  std::lock_guard lock(registry().mutex);
  registry().all.push_back({host, device, bytes});
  registry().count = registry().all.size();
}

} // namespace spn
