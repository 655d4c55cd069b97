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

/// A set of threads of the block. Most sets are one stretch of neighbours: all threads, those below
/// a bound, or a warp. Two numbers say which, and compilers can follow them; words with a bit per
/// thread are written only for what is no stretch.
struct LaneSet {
  int low = 0, high;   ///< of a stretch: the threads in [low, high)
  int warps;           ///< of the block
  bool stretch = true; ///< the words are not written
  bool whole = true;   ///< known to hold all threads of the block
  std::uint32_t words[mostThreads / 32];

  /// All threads of a block of that many.
  explicit LaneSet(int count) : high(count), warps((count + 31) / 32) {}
  LaneSet(const LaneSet &other)
      : low(other.low), high(other.high), warps(other.warps), stretch(other.stretch),
        whole(other.whole) {
    if (!stretch)
      for (int i = 0; i < warps; ++i)
        words[i] = other.words[i];
  }
  LaneSet &operator=(const LaneSet &) = delete;

  /// The lanes of a warp that are here.
  std::uint32_t word(int warp) const { return stretch ? between(low, high, warp) : words[warp]; }
  /// No others than the warps in [firstWarp(), endWarp()) are here.
  int firstWarp() const { return stretch ? low >> 5 : 0; }
  int endWarp() const { return stretch ? (high + 31) >> 5 : warps; }
  bool operator[](int thread) const {
    return stretch ? thread >= low && thread < high : words[thread >> 5] >> (thread & 31) & 1;
  }
  bool any() const {
    if (stretch)
      return low < high;
    std::uint32_t all = 0;
    for (int i = 0; i < warps; ++i)
      all |= words[i];
    return all != 0;
  }
  bool operator==(const LaneSet &other) const {
    if (whole && other.whole)
      return true;
    std::uint32_t differ = 0;
    for (int i = 0; i < warps; ++i)
      differ |= word(i) ^ other.word(i);
    return differ == 0;
  }
  /// The first that is here; 0 when there is none.
  int first() const {
    if (stretch)
      return low < high ? low : 0;
    for (int i = 0; i < warps; ++i)
      if (words[i])
        return 32 * i + __builtin_ctz(words[i]);
    return 0;
  }
  void leave(int thread) { leave(thread, thread + 1); }
  /// The threads in [from, to).
  void leave(int from, int to) {
    if (from >= to)
      return;
    whole = false;
    if (stretch) {
      if (to <= low || from >= high)
        return;
      if (from <= low) {
        low = to < high ? to : high;
        return;
      }
      if (to >= high) {
        high = from;
        return;
      }
      spread();
    }
    for (int warp = from >> 5; 32 * warp < to; ++warp)
      words[warp] &= ~between(from, to, warp);
  }
  void remove(const LaneSet &other) {
    if (other.stretch)
      return leave(other.low, other.high);
    spread();
    std::uint32_t gone = 0;
    for (int i = 0; i < warps; ++i) {
      gone |= words[i] & other.words[i];
      words[i] &= ~other.words[i];
    }
    whole = whole && !gone;
    gather();
  }
  /// Those for which the condition holds, which all that are here have set.
  void keep(const Flags &holds) {
    spread();
    std::uint32_t gone = 0;
    for (int i = 0; i < warps; ++i)
      if (const std::uint32_t before = words[i]) {
        words[i] &= packFlags(holds.values + 32 * i);
        gone |= before ^ words[i];
      }
    whole = whole && !gone;
    gather();
  }

private:
  /// Of the threads in [from, to) those of a warp.
  static std::uint32_t between(int from, int to, int warp) {
    from -= 32 * warp;
    to -= 32 * warp;
    if (from >= to || from >= 32 || to <= 0)
      return 0;
    const std::uint32_t upwards = from > 0 ? ~0u << from : ~0u;
    return to < 32 ? upwards & ((1u << to) - 1) : upwards;
  }
  /// Writes the words, which count from then on.
  void spread() {
    if (!stretch)
      return;
    for (int i = 0; i < warps; ++i)
      words[i] = between(low, high, i);
    stretch = false;
  }
  /// Sees whether the words make a stretch again.
  void gather() {
    int from = -1, to = 0, count = 0;
    for (int i = 0; i < warps; ++i)
      if (const std::uint32_t here = words[i]) {
        if (from < 0)
          from = 32 * i + __builtin_ctz(here);
        to = 32 * i + 32 - __builtin_clz(here);
        count += __builtin_popcount(here);
      }
    if (count && count != to - from)
      return;
    low = count ? from : 0;
    high = to;
    stretch = true;
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
      : low(from), high(from), lanes(among), end(to), one(among.stretch) {
    if (!one)
      return;
    low = from > among.low ? from : among.low;
    end = to < among.high ? to : among.high;
  }
  bool next() {
    if (one) {
      one = false;
      high = end;
      return low < end;
    }
    if (high >= end)
      return false;
    low = find(lanes.words, end, high, 0);
    if (low >= end)
      return false;
    high = find(lanes.words, end, low, ~0u);
    return true;
  }

private:
  /// The first thread from `at` on that is here, or with `turn` is not. Not inlined: what most
  /// blocks never need would make every region long.
  __attribute__((noinline, pure)) static int find(const std::uint32_t *words, int end, int at,
                                                  std::uint32_t turn) {
    int warp = at >> 5;
    std::uint32_t word = (words[warp] ^ turn) & ~0u << (at & 31);
    while (!word) {
      if (32 * ++warp >= end)
        return end;
      word = words[warp] ^ turn;
    }
    at = 32 * warp + __builtin_ctz(word);
    return at < end ? at : end;
  }

  const LaneSet &lanes;
  int end;
  bool one;
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
