// SPDX-License-Identifier: Apache-2.0
// __managed__ variables of programs whose kernels a vendor's compiler builds: each is one variable
// for host code and another for kernels. They register before main or when a library is loaded.
#pragma once

#include <cstddef>
#include <vector>

namespace spn::rt {

struct ManagedVariable {
  void *host;
  const void *device; ///< its name in kernels; what that means is the back end's
  std::size_t bytes;
};

/// How many there are; cheap, because most programs have none.
std::size_t managedVariableCount();
std::vector<ManagedVariable> managedVariables();

} // namespace spn::rt
