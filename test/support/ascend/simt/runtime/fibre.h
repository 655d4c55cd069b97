// SPDX-License-Identifier: Apache-2.0
// Stacks for device threads that wait, and the switch between them.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace ascend_emulator {

struct Fibre {
  void *context =
      nullptr;           ///< saved stack pointer, or ucontext where there is no switch in assembly
  char *stack = nullptr; ///< lowest address above the guard page
};

std::size_t stackBytes();
/// Ends the program with a message when memory is exhausted.
Fibre *makeFibre();
/// `entry` starts on the fibre's stack at the next switch to it; it must not return.
void prepareFibre(Fibre &fibre, void (*entry)());
void switchFibre(Fibre &from, Fibre &to);

} // namespace ascend_emulator
