// SPDX-License-Identifier: Apache-2.0
// The blocks of device memory.
#pragma once

#include "double.h"

namespace ascend_double {

void *allocateBlock(int device, std::size_t bytes);
enum class FreeResult { done, unknown, again };
FreeResult freeBlock(const void *pointer);
std::size_t freeBytes(int device);
std::size_t totalBytes();
/// False if no device memory is or was at `pointer`.
bool findBlock(const void *pointer, std::size_t bytes, Block &block, bool &freed, bool &inside);

} // namespace ascend_double
