// SPDX-License-Identifier: Apache-2.0
// What the second closure of a kernel is made of: the block form, in which all threads of a block
// run as loops. The compile driver writes it after the closure that runs one thread; see
// detail/launch.h. A block is walked row by row, because threadIdx.x is what neighbouring memory
// goes by and what a compiler can make vectors of.
//
//   SPN_KERNEL_BLOCK SPN_BLOCK_HEAD
//   for (Rows spn_r(blockDim); spn_r.more(); spn_r.next())
//     for (int spn_k = 0; spn_k < spn_r.width; ++spn_k) { ... }
#pragma once

#include "sampan/detail/arena_values.h"
#include "sampan/detail/execution.h"
#include "sampan/detail/lane_collectives.h"
#include "sampan/detail/lanes.h"
#include "sampan/detail/pair_batches.h"
#include "sampan/detail/prefix_values.h"
#include "sampan/detail/row_bounds.h"
#include "sampan/detail/thread_values.h"
#include "sampan/detail/warp_values.h"
#include "sampan/vector_types.h"

#include <cstddef>
#include <type_traits>

/// Indices of the block and sizes are read once: as locals they stay in registers.
#define SPN_BLOCK_HEAD                                                                             \
  const uint3 blockIdx __attribute__((unused)) = ::blockIdx;                                       \
  const dim3 blockDim = ::blockDim, gridDim __attribute__((unused)) = ::gridDim;
/// The same in a device function.
#define SPN_CALLEE_HEAD                                                                            \
  const uint3 blockIdx __attribute__((unused)) = ::blockIdx;                                       \
  const dim3 blockDim = spn_in.blockDim, gridDim __attribute__((unused)) = ::gridDim;
/// Without this a region's closure would be a call per thread.
#define SPN_ALWAYS_INLINE __attribute__((always_inline))
/// Compilers do not agree on where the attribute stands.
#if defined(__clang__)
#define SPN_INLINED_MUTABLE SPN_ALWAYS_INLINE mutable
#else
#define SPN_INLINED_MUTABLE mutable SPN_ALWAYS_INLINE
#endif
/// A device function for all threads of a block: part of the block form that calls it.
#define SPN_BLOCK_FUNCTION inline __attribute__((always_inline))
/// One with so many values that callers better have them on their stack only while it runs.
#define SPN_BLOCK_FUNCTION_APART inline __attribute__((noinline))
/// Keeps the compiler from knowing the value of a number.
#define SPN_HIDE(number) __asm__("" : "+r"(number))
/// The thread number spn_k of the stretch of a row that begins at spn_x0.
#define SPN_ROW_THREAD                                                                             \
  const uint3 threadIdx = {static_cast<unsigned>(spn_x0 + spn_k), spn_r.y, spn_r.z};               \
  (void)threadIdx;
/// Threads between two barriers must not race, so a vector of them may run together.
#if defined(__clang__)
#define SPN_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define SPN_INDEPENDENT _Pragma("GCC ivdep")
#endif
/// A loop over threads that run one after the other: g++ would write all of a small block's out.
#if defined(__clang__)
#define SPN_ONE_BY_ONE
#else
#define SPN_ONE_BY_ONE _Pragma("GCC unroll 1")
#endif
/// A loop over a batch of copies: g++ would write out its few rounds before it looks for vectors.
#if defined(__clang__)
#define SPN_BATCHED SPN_INDEPENDENT
#else
#define SPN_BATCHED _Pragma("GCC unroll 1")
#endif

namespace spn {
namespace detail {

/// What an array holds, or what a pointer points at.
template <class Array>
using ElementOf = typename std::remove_cv<
    typename std::remove_pointer<typename std::decay<Array>::type>::type>::type;
/// Whether the places 2 * x - (x & mask), and those with `distance` added, differ for all x.
template <class T, class U> inline bool arePairsApart(T mask, U distance) {
  const long long low = static_cast<long long>(mask), step = static_cast<long long>(distance);
  return step > 0 && low == step - 1 && (low & step) == 0;
}

/// Walks the rows of a block: the threads that differ in threadIdx.x only.
struct Rows {
  const int width;
  unsigned y = 0, z = 0;
  int first = 0; ///< linear index of the row's thread 0

  explicit Rows(const dim3 &block)
      : width(static_cast<int>(block.x)), rowsPerLayer(block.y), layers(block.z) {}
  bool more() const { return z < layers; }
  void next() {
    first += width;
    if (++y == rowsPerLayer) {
      y = 0;
      ++z;
    }
  }

private:
  unsigned rowsPerLayer, layers;
};

inline int threadsOf(const dim3 &block) { return static_cast<int>(block.x * block.y * block.z); }

inline uint3 indexOf(const dim3 &block, int linear) {
  const unsigned thread = static_cast<unsigned>(linear);
  if (thread < block.x)
    return uint3{thread, 0, 0};
  const unsigned row = thread / block.x;
  return uint3{thread % block.x, row % block.y, row / block.y};
}

/// Runs `part` for the threads of [low, high), of which those may run twice that the last vector
/// and the one before it have in common. g++ has shorter vectors for what is left of a loop.
template <class Part>
__attribute__((always_inline)) inline void inVectors(int low, int high, const Part &part) {
#if defined(__clang__)
  constexpr int lanes = 8;
  int end = high - low < lanes ? high : low + (high - low) / lanes * lanes;
  for (;;) {
    part(low, end);
    if (end >= high)
      return;
    low = high - lanes;
    end = high;
  }
#else
  part(low, high);
#endif
}

/// The place in the block of the thread of this index.
inline unsigned linearOf(const uint3 &index, const dim3 &block) {
  return index.x + block.x * (index.y + block.y * index.z);
}
inline unsigned long long sizeOfGrid(unsigned threads, const dim3 &grid) {
  return static_cast<unsigned long long>(grid.x) * grid.y * grid.z * threads;
}
/// The place in the grid of the thread of this place in its block.
inline unsigned long long rankInGrid(unsigned thread, unsigned threads, const uint3 &block,
                                     const dim3 &grid) {
  return (block.x + static_cast<unsigned long long>(grid.x) *
                        (block.y + static_cast<unsigned long long>(grid.y) * block.z)) *
             threads +
         thread;
}
/// Of `count` neighbours, the first of which is `thread`: how many belong to its tile.
inline int roomInTile(unsigned thread, unsigned tile, int count) {
  return lesserOf(count, static_cast<int>(tile - thread % tile));
}

/// Whether what `place` gives goes up by one from thread to thread in [from, to), given that its
/// type's arithmetic does; then it is base + thread.
template <class Place>
__attribute__((always_inline)) inline bool goesByOne(const Place &place, int from, int to,
                                                     long &base) {
  base = 0;
  if (from >= to)
    return true;
  const long first = static_cast<long>(place(from)), last = static_cast<long>(place(to - 1));
  base = first - from;
  return last - first == to - 1 - from;
}

/// The threads of [0, count) from the last one down, or up: `part` for those in [low, high), so
/// many at a time that what they read stays in registers, and `rest` for the others.
template <class Part, class Rest>
__attribute__((always_inline)) inline void goRound(int low, int high, int count, bool down,
                                                   const Part &part, const Rest &rest) {
  constexpr int lanes = roundLanes;
  const int end = (high - low) % lanes, step = down ? -lanes : lanes;
  rest(down ? high : 0, down ? count : low);
  int at = down ? high - lanes : low;
  for (int left = (high - low) / lanes; left > 0; --left, at += step)
    part(at, at + lanes);
  if (end)
    part(down ? low : high - end, down ? low + end : high);
  rest(down ? 0 : high, down ? low : count);
}

/// Asks for the memory of `count` elements that will be used soon.
template <class T>
__attribute__((always_inline)) inline void readAhead(const volatile T *from, int count) {
  constexpr long line = 64;
  const char *const at = reinterpret_cast<const char *>(const_cast<const T *>(from));
  const long bytes = count * static_cast<long>(sizeof(T));
  for (long place = 0; place < bytes; place += line)
    __builtin_prefetch(at + place);
}

/// Has `ask` ask for what a block reads that comes after `at`: so much later that it has come by
/// then, but is not yet thrown out again. What a small grid reads is near anyway.
template <class Ask>
__attribute__((always_inline)) inline void ofLaterBlock(uint3 at, const dim3 &block,
                                                        const dim3 &grid, const Ask &ask) {
  constexpr unsigned ahead = 512, few = 1u << 18; // threads
  const unsigned threads = static_cast<unsigned>(threadsOf(block));
  const unsigned blocks = threads < ahead ? ahead / threads : 1;
  const unsigned long long all = 1ull * threads * grid.x * grid.y * grid.z;
  if (all < few || at.x + blocks >= grid.x)
    return;
  at.x += blocks;
  ask(at);
}

/// For functions that look at the indices themselves.
inline void enterThread(const uint3 &index, int thread) {
  ::threadIdx = index;
  threadState.thread = static_cast<unsigned>(thread);
}

/// Initialises what is kept for a thread.
template <class To, class From> inline void keep(To &to, From &from) {
  static_assert(sizeof(To) == sizeof(From), "the same type but for const");
  __builtin_memcpy(static_cast<void *>(&to), &from, sizeof to);
}

/// Where a thread's value lies, for a function that changes it for all threads.
template <class T> using Place = T *;
template <class T> inline T *placeOf(T &value) { return __builtin_addressof(value); }
template <class T> inline const T *fixedPlaceOf(const T &value) {
  return __builtin_addressof(value);
}

/// A pointer through which nothing is changed.
template <class T> inline const T *fixed(const T *pointer) { return pointer; }

template <class T> inline T copyOf(const T &value) { return value; }

// Two closures behind one '=': `Kernel(name) = thread | BlockForm() << block`.

template <class Block> struct BlockClosure {
  Block block;
};
struct BlockForm {
  template <class Block> BlockClosure<Block> operator<<(const Block &block) const {
    return {block};
  }
};
template <class Thread, class Block> struct Forms {
  Thread thread;
  Block block;
};
template <class Thread, class Block>
inline Forms<Thread, Block> operator|(const Thread &thread, const BlockClosure<Block> &form) {
  return {thread, form.block};
}

} // namespace detail
} // namespace spn
