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

/// The stacks of one core. They lie side by side, each behind a closed page, so that one comparison
/// tells whether an address is on one of them.
class Stacks {
public:
  Stacks();
  /// Ends the program with a message when memory is exhausted.
  Fibre *make();
  bool contains(const void *pointer) const {
    const char *address = static_cast<const char *>(pointer);
    return address >= begin && address < begin + used;
  }

private:
  std::size_t page, stride, used = 0;
  char *begin = nullptr;
};

/// `entry` starts on the fibre's stack at the next switch to it; it must not return.
void prepareFibre(Fibre &fibre, void (*entry)());
void switchFibre(Fibre &from, Fibre &to);

} // namespace ascend_emulator
