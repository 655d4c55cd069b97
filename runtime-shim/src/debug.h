// SPDX-License-Identifier: Apache-2.0
// SAMPAN_DEBUG=memory: checks of the pointers that a program passes, with messages that name the
// allocation. Off, each check is one test of a flag.
#pragma once

#include "memory_state.h"

#include <functional>

namespace spn::rt {

/// Whether SAMPAN_DEBUG names memory (or all). The first call that finds it on also arranges the
/// report of leaks at exit.
bool debugsMemory();

/// A free of something that can't be freed that way. Prints only in debug mode.
void reportBadFree(const void *pointer, const Allocation *found, bool hostMemory);
/// Keeps a freed allocation in mind, until its addresses are used again.
void rememberFreed(const Allocation &allocation);
void forgetFreed(const void *pointer, std::size_t bytes);

/// Whether `function` may access the range. `mustBeDevice`: the copy's direction says that this is
/// device memory. Prints a message and returns spnErrorInvalidValue if not.
spnError_t checkRange(const char *function, const void *pointer, std::size_t bytes,
                      bool mustBeDevice, bool writes);

void forEachAllocation(const std::function<void(const Allocation &)> &visit);

} // namespace spn::rt
