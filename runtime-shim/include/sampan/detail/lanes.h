// SPDX-License-Identifier: Apache-2.0
// Which threads of a block are where, for block forms of kernels whose threads part: a loop over
// the threads runs over stretches of neighbours that are there, so that nothing is asked per
// thread, and a warp operation sees its lanes as one word.
#pragma once

#include "sampan/detail/execution.h"
#include "sampan/detail/thread_values.h"

#include <cstdint>
#include <cstring>

namespace spn {
namespace detail {

using Flags = PerThread<unsigned char>;

/// The 32 conditions from `flags` on as a word. Each is 0 or 1 where the thread has set it.
inline std::uint32_t packFlags(const unsigned char *flags) {
  std::uint32_t word = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  for (int part = 0; part < 4; ++part) {
    std::uint64_t eight;
    std::memcpy(&eight, flags + 8 * part, 8);
    // The product moves the lowest bit of byte i to bit 56 + i; nothing carries into another.
    const std::uint64_t bits = (eight & 0x0101010101010101ull) * 0x0102040810204080ull >> 56;
    word |= static_cast<std::uint32_t>(bits) << 8 * part;
  }
#else
  for (int i = 0; i < 32; ++i)
    word |= static_cast<std::uint32_t>(flags[i] & 1u) << i;
#endif
  return word;
}

/// A set of threads of the block.
struct LaneSet {
  std::uint32_t words[mostThreads / 32];
  int warps;
  bool whole; ///< known to hold all threads of the block: loops need not look for stretches

  /// All threads of a block of that many.
  explicit LaneSet(int count) : warps((count + 31) / 32), whole(true) {
    for (int i = 0; i < warps; ++i)
      words[i] = ~0u;
    if (count % 32)
      words[warps - 1] = (1u << count % 32) - 1;
  }
  LaneSet(const LaneSet &other) : warps(other.warps), whole(other.whole) {
    for (int i = 0; i < warps; ++i)
      words[i] = other.words[i];
  }
  LaneSet &operator=(const LaneSet &) = delete;

  bool operator[](int thread) const { return words[thread >> 5] >> (thread & 31) & 1; }
  bool any() const {
    if (whole)
      return true;
    std::uint32_t all = 0;
    for (int i = 0; i < warps; ++i)
      all |= words[i];
    return all != 0;
  }
  bool operator==(const LaneSet &other) const {
    std::uint32_t differ = 0;
    for (int i = 0; i < warps; ++i)
      differ |= words[i] ^ other.words[i];
    return differ == 0;
  }
  /// The first that is here; 0 when there is none.
  int first() const {
    for (int i = 0; i < warps; ++i)
      if (words[i])
        return 32 * i + __builtin_ctz(words[i]);
    return 0;
  }
  void leave(int thread) {
    words[thread >> 5] &= ~(1u << (thread & 31));
    whole = false;
  }
  /// The threads in [from, to).
  void leave(int from, int to) {
    if (from >= to)
      return;
    whole = false;
    for (int warp = from >> 5; 32 * warp < to; ++warp) {
      std::uint32_t gone = ~0u;
      if (from > 32 * warp)
        gone &= ~0u << (from & 31);
      if (to < 32 * warp + 32)
        gone &= (1u << (to & 31)) - 1;
      words[warp] &= ~gone;
    }
  }
  void remove(const LaneSet &other) {
    std::uint32_t gone = 0;
    for (int i = 0; i < warps; ++i) {
      gone |= words[i] & other.words[i];
      words[i] &= ~other.words[i];
    }
    whole = whole && !gone;
  }
  /// Those for which the condition holds, which all that are here have set.
  void keep(const Flags &holds) {
    std::uint32_t gone = 0;
    for (int i = 0; i < warps; ++i)
      if (const std::uint32_t before = words[i]) {
        words[i] &= packFlags(holds.values + 32 * i);
        gone |= before ^ words[i];
      }
    whole = whole && !gone;
  }
};

/// The thread goes out of all the sets.
inline void leave(int) {}
template <class... More> inline void leave(int thread, LaneSet &lanes, More &...more) {
  lanes.leave(thread);
  leave(thread, more...);
}
/// The threads in [from, to) go out of all the sets.
inline void leaveBetween(int, int) {}
template <class... More> inline void leaveBetween(int from, int to, LaneSet &lanes, More &...more) {
  lanes.leave(from, to);
  leaveBetween(from, to, more...);
}
/// The same for the whole of the first set, which may be one of the others.
inline void removeAll(const LaneSet &) {}
template <class... More> inline void removeAll(const LaneSet &gone, LaneSet &lanes, More &...more) {
  lanes.remove(gone);
  removeAll(gone, more...);
}

/// Walks the stretches of neighbouring threads in [from, to). Threads may leave meanwhile.
struct Run {
  int low, high; ///< the stretch
  Run(const LaneSet &among, int from, int to)
      : low(from), high(from), lanes(among), end(to), all(among.whole) {}
  bool next() {
    if (all) {
      all = false;
      high = end;
      return low < end;
    }
    low = find(high, false);
    if (low >= end)
      return false;
    high = find(low, true);
    return true;
  }

private:
  /// The first thread from `at` on that is here, or with `gone` is not. Not inlined: what most
  /// blocks never need would make every region long.
  __attribute__((noinline)) int find(int at, bool gone) const {
    if (at >= end)
      return end;
    const std::uint32_t turn = gone ? ~0u : 0u;
    int warp = at >> 5;
    std::uint32_t word = (lanes.words[warp] ^ turn) & ~0u << (at & 31);
    while (!word) {
      if (32 * ++warp >= end)
        return end;
      word = lanes.words[warp] ^ turn;
    }
    at = 32 * warp + __builtin_ctz(word);
    return at < end ? at : end;
  }

  const LaneSet &lanes;
  const int end;
  bool all;
};

/// Where the block's threads stand when a function is called that has a block form.
struct InBlock {
  const LaneSet &here;  ///< those that call it
  const LaneSet &alive; ///< those that have not left the kernel
  bool strict;          ///< a barrier has to make sure that all of them come
  const dim3 &blockDim; ///< the caller's, which the compiler may know
};

/// A barrier that only some of the threads came to, where others may come to one later: loops
/// cannot run that. Says so and ends the launch.
inline void meetInLoops(const LaneSet &here, const LaneSet &alive) {
  if (!(here == alive))
    blockBarrier();
}

/// An array of the type that a closure returns for a thread.
template <class Value> inline auto lanesOf(const Value &value) -> PerThread<decltype(value(0))> {
  (void)value;
  return PerThread<decltype(value(0))>();
}

} // namespace detail
} // namespace spn
