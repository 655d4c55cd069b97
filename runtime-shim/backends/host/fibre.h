// SPDX-License-Identifier: Apache-2.0
// Stacks on which kernel threads wait for each other, and the switch between them. Knows nothing of
// blocks or warps. Address and thread sanitizers are told of every switch.
#pragma once

#include "sampan/vector_types.h"
#include "sanitizers.h"

#include <cstddef>

extern "C" {
void spnFibreSwitch(void **saved, void *target);
void spnFibreJump(void **saved, void *target);
void spnFibreEnter(void **exitPoint, void (*function)(void *), void *argument);
[[noreturn]] void spnFibreLeave(void *exitPoint);
void spnFibreStart();
}

namespace spn::host {

/// What a suspended thread waits for; only for messages and stall resolution.
enum class Wait : unsigned char {
  nothing,
  blockBarrier,
  namedBarrier,
  splitBarrier,
  gridBarrier,
  warpOperation,
  groupOperation,
  convergence,
  spin,
};

constexpr unsigned noThread = ~0u;

struct Fibre {
  void *sp = nullptr;
  Fibre *next = nullptr; ///< in whatever queue it stands
  unsigned thread = noThread;
  uint3 index = {0, 0, 0};
  Wait wait = Wait::nothing;
  const void *site = nullptr; ///< code address of the wait
  unsigned detail = 0;        ///< mask or barrier number of the wait

  char *stackLow = nullptr; ///< above the guard page
  std::size_t stackSize = 0;
  unsigned number = 0; ///< in its worker; colours the stack
  void *asanFakeStack = nullptr;
  void *tsanFibre = nullptr;
};

/// Bytes of a fibre stack: SAMPAN_FIBRE_STACK, or what setFibreStackSize() asked for.
std::size_t fibreStackSize();
void setFibreStackSize(std::size_t bytes);

/// Fibres that this process may have: each takes two of the mappings that the system grants.
std::size_t mostFibres();
/// Fibres that this process has.
std::size_t fibreCount();

/// Null when memory is exhausted. `entry(argument)` must not return.
Fibre *createFibre(unsigned number);
void destroyFibre(Fibre *fibre);
/// Forgets what the fibre was doing, without unwinding, so that it starts with `entry` again.
void resetFibre(Fibre &fibre, void (*entry)(void *), void *argument);
/// Makes `root` stand for the stack of the calling OS thread.
void adoptStack(Fibre &root);

/// First thing that entry functions do.
void fibreStarted(Fibre &self);

inline void *fibreStackTop(const Fibre &fibre) { return fibre.stackLow + fibre.stackSize; }

void switchFibreSlowly(Fibre &from, Fibre &to);
inline void switchFibre(Fibre &from, Fibre &to) {
#if defined(SPN_ASAN) || defined(SPN_TSAN)
  switchFibreSlowly(from, to);
#else
  // Two that wait return alike. One that starts or has ended predicts better as a jump.
  if (from.wait != Wait::nothing && to.wait != Wait::nothing)
    spnFibreSwitch(&from.sp, to.sp);
  else
    spnFibreJump(&from.sp, to.sp);
#endif
}

/// Jumps out to where `root`'s OS thread called spnFibreEnter, from any of its fibres.
[[noreturn]] void leaveFibres(Fibre &current, Fibre &root, void *exitPoint);

} // namespace spn::host
