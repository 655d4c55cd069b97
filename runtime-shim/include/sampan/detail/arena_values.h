// SPDX-License-Identifier: Apache-2.0
// Values of a block's threads that are too large for a block's stack, such as arrays that every
// thread has of its own: as PerThread of thread_values.h, in memory that the OS thread keeps.
#pragma once

#include "sampan/detail/execution.h"
#include "sampan/detail/thread_values.h"

#include <cstddef>

namespace spn {
namespace detail {

template <class T> class ArenaValues {
public:
  explicit ArenaValues(int threads)
      : before(arenaMark()),
        values(static_cast<T *>(takeArena(static_cast<std::size_t>(threads) * sizeof(T)))) {}
  ~ArenaValues() { releaseArena(before); }
  ArenaValues(const ArenaValues &) = delete;
  ArenaValues &operator=(const ArenaValues &) = delete;

  T &operator[](int thread) { return values[thread]; }
  const T &operator[](int thread) const { return values[thread]; }
  T *at(int thread) { return values + thread; }
  template <class Whole = T> Whole get(int thread) const { return values[thread]; }
  template <class Whole = T> void set(int thread, const Whole &value) { values[thread] = value; }

private:
  const ArenaMark before;
  T *const values;
};

} // namespace detail
} // namespace spn
