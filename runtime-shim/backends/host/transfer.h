// SPDX-License-Identifier: Apache-2.0
// Copies and fills by all OS threads that may work on grids.
#pragma once

#include <cstddef>

namespace spn::host {

/// As memmove(). Large copies are shared out as the blocks of a grid are: one processor does not
/// reach the bandwidth of the machine's memory, and pages that nobody has touched yet come to lie
/// near several processors, not all near the one that asked for the copy.
void copyMemory(void *to, const void *from, std::size_t bytes);
/// As memset(), shared out like a copy.
void fillMemory(void *to, int byte, std::size_t bytes);

} // namespace spn::host
