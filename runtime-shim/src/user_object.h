// SPDX-License-Identifier: Apache-2.0
// Objects of the program that graphs keep alive.
#pragma once

#include "sampan/runtime_api.h"

#include <memory>
#include <mutex>

struct spnUserObject {
  std::mutex mutex;
  unsigned long long references = 0;
  spnHostFn_t destroy = nullptr;
  void *data = nullptr;
};

namespace spn::rt {

void retainUserObject(const std::shared_ptr<spnUserObject> &object, unsigned count);
/// Destroys the program's object with the last reference.
void releaseUserObject(const std::shared_ptr<spnUserObject> &object, unsigned count);

} // namespace spn::rt
