// SPDX-License-Identifier: Apache-2.0
// Warp operations for block forms: the operands of all threads lie in arrays, and a result is
// worked out for all of them at once. The results are those of warp.h; lanes that an operation
// names and that are not here count as gone.
#pragma once

#include "sampan/detail/lanes.h"

#include <cstring>
#include <new>
#include <type_traits>

namespace spn {
namespace detail {

/// An argument that is the same for all threads, beside PerThread.
template <class T> struct ForAll {
  T value;
  const T &operator[](int) const { return value; }
};
template <class T> inline ForAll<T> forAll(T value) { return {value}; }

/// The lanes that operations without a mask take: whoever is here.
struct WhoeverIsHere {
  unsigned operator[](int) const { return ~0u; }
};
/// The aligned lanes that form a tile.
struct OfTile {
  int size;
  unsigned operator[](int thread) const {
    return size >= 32 ? ~0u : ((1u << size) - 1) << (thread & 31 & ~(size - 1));
  }
};

/// Whether all that are here name (at least) all that are here.
template <class T> inline bool namesAll(const ForAll<T> &mask, int, unsigned here) {
  return !(here & ~static_cast<unsigned>(mask.value));
}
inline bool namesAll(const WhoeverIsHere &, int, unsigned) { return true; }
inline bool namesAll(const OfTile &mask, int, unsigned) { return mask.size >= 32; }
template <class T> inline bool namesAll(const PerThread<T> &mask, int first, unsigned here) {
  for (unsigned rest = here; rest; rest &= rest - 1)
    if (here & ~static_cast<unsigned>(mask[first + __builtin_ctz(rest)]))
      return false;
  return true;
}
/// The lanes that lane `lane` exchanges with. One that does not name itself is alone.
template <class Mask>
inline unsigned partners(const Mask &mask, int first, int lane, unsigned here) {
  const unsigned named = static_cast<unsigned>(mask[first + lane]);
  return named >> lane & 1 ? named & here : 1u << lane;
}

// Lane that each form reads, as in warp.h.
struct ReadLane {
  static int source(int lane, int from, int width) {
    return (lane & ~(width - 1)) | (from & (width - 1));
  }
};
struct ReadUp {
  static int source(int lane, unsigned delta, int width) {
    return static_cast<unsigned>(lane & (width - 1)) >= delta ? lane - static_cast<int>(delta)
                                                              : lane;
  }
};
struct ReadDown {
  static int source(int lane, unsigned delta, int width) {
    return delta < static_cast<unsigned>(width - (lane & (width - 1)))
               ? lane + static_cast<int>(delta)
               : lane;
  }
};
struct ReadXor {
  static int source(int lane, int laneMask, int width) {
    const int other = (lane ^ laneMask) & 31;
    return other <= (lane | (width - 1)) ? other : lane;
  }
};

/// A whole warp's values, followed by themselves: every lane's neighbour at a distance is a
/// contiguous load.
template <class T> struct WarpValues {
  union {
    T values[64];
  };
  template <class Value> WarpValues(const Value &from, int first) {
    for (int lane = 0; lane < 32; ++lane)
      ::new (static_cast<void *>(values + lane)) T(from[first + lane]);
    for (int lane = 0; lane < 32; ++lane)
      ::new (static_cast<void *>(values + 32 + lane)) T(values[lane]);
  }
  ~WarpValues() {}
};

/// Whole warps, the same distance for all lanes. False where the form has nothing better.
template <class T, class Arg>
inline bool moveAll(ReadDown, T *to, const T *from, Arg arg, int width) {
  const unsigned delta = static_cast<unsigned>(arg);
  if (delta >= 32)
    return false;
  const int d = static_cast<int>(delta), last = width - 1;
  for (int lane = 0; lane < 32; ++lane)
    to[lane] = d + (lane & last) < width ? from[lane + d] : from[lane];
  return true;
}
template <class T, class Arg>
inline bool moveAll(ReadUp, T *to, const T *from, Arg arg, int width) {
  const unsigned delta = static_cast<unsigned>(arg);
  if (delta >= 32)
    return false;
  const int d = static_cast<int>(delta), last = width - 1;
  for (int lane = 0; lane < 32; ++lane)
    to[lane] = (lane & last) >= d ? from[lane + 32 - d] : from[lane];
  return true;
}
template <int Part, class T> inline void swapParts(T *to, const T *from) {
  for (int at = 0; at < 32; at += 2 * Part)
    for (int i = 0; i < Part; ++i) {
      to[at + i] = from[at + Part + i];
      to[at + Part + i] = from[at + i];
    }
}
template <class T, class Arg>
inline bool moveAll(ReadXor, T *to, const T *from, Arg arg, int width) {
  const int part = static_cast<int>(arg);
  if (part >= width)
    return false;
  switch (part) {
  case 1:
    swapParts<1>(to, from);
    return true;
  case 2:
    swapParts<2>(to, from);
    return true;
  case 4:
    swapParts<4>(to, from);
    return true;
  case 8:
    swapParts<8>(to, from);
    return true;
  case 16:
    swapParts<16>(to, from);
    return true;
  default:
    return false;
  }
}
template <class T, class Arg>
inline bool moveAll(ReadLane, T *to, const T *from, Arg arg, int width) {
  if (width != 32)
    return false;
  const T value = from[static_cast<int>(arg) & 31];
  for (int lane = 0; lane < 32; ++lane)
    to[lane] = value;
  return true;
}
template <class Form, class T, class Arg, class Width>
inline bool moveAll(T *to, const T *from, const ForAll<Arg> &arg, const ForAll<Width> &width) {
  return moveAll(Form(), to, from, arg.value, static_cast<int>(width.value));
}
template <class Form, class T, class Arg, class Width>
inline bool moveAll(T *, const T *, const Arg &, const Width &) {
  return false;
}

template <class Form, class T, class Value, class Mask, class Arg, class Width>
inline void shuffleLanes(PerThread<T> &result, const LaneSet &here, const Value &value,
                         const Mask &mask, const Arg &arg, const Width &width) {
  for (int warp = 0; warp < here.warps; ++warp) {
    const unsigned on = here.word(warp);
    const int first = 32 * warp;
    const bool all = on && namesAll(mask, first, on);
    if (all && on == ~0u) {
      const WarpValues<T> from(value, first);
      if (moveAll<Form>(result.values + first, from.values, arg, width))
        continue;
    }
    for (unsigned rest = on; rest; rest &= rest - 1) {
      const int lane = __builtin_ctz(rest), thread = first + lane;
      const unsigned with = all ? on : partners(mask, first, lane, on);
      const int source = Form::source(lane, arg[thread], static_cast<int>(width[thread]));
      if (with >> source & 1)
        result.values[thread] = value[first + source];
      else
        std::memset(static_cast<void *>(&result.values[thread]), 0, sizeof(T));
    }
  }
}

// What a lane gets from a vote: who holds it among the partners.
struct TakeBallot {
  static unsigned of(unsigned holding, unsigned) { return holding; }
};
struct TakeAny {
  static int of(unsigned holding, unsigned) { return holding != 0; }
};
struct TakeAll {
  static int of(unsigned holding, unsigned with) { return holding == with; }
};
struct TakeUniform {
  static int of(unsigned holding, unsigned with) { return holding == with || !holding; }
};

template <class Take, class T, class Mask>
inline void voteLanes(PerThread<T> &result, const LaneSet &here, const Flags &holds,
                      const Mask &mask) {
  for (int warp = 0; warp < here.warps; ++warp) {
    const unsigned on = here.word(warp);
    const int first = 32 * warp;
    if (!on)
      continue;
    const unsigned holding = packFlags(holds.values + first) & on;
    if (namesAll(mask, first, on)) {
      const T all = Take::of(holding, on);
      for (int lane = 0; lane < 32; ++lane)
        result.values[first + lane] = all;
      continue;
    }
    for (unsigned rest = on; rest; rest &= rest - 1) {
      const int lane = __builtin_ctz(rest);
      const unsigned with = partners(mask, first, lane, on);
      result.values[first + lane] = Take::of(holding & with, with);
    }
  }
}

/// Ballots of tiles count from the tile's first lane.
inline void ballotOfTiles(PerThread<unsigned> &result, const LaneSet &here, const Flags &holds,
                          const OfTile &tile) {
  voteLanes<TakeBallot>(result, here, holds, tile);
  if (tile.size < 32)
    for (int thread = 0; thread < 32 * here.warps; ++thread)
      result.values[thread] >>= thread & 31 & ~(tile.size - 1);
}

inline void lanesHere(PerThread<unsigned> &result, const LaneSet &here) {
  for (int warp = 0; warp < here.warps; ++warp)
    for (int lane = 0; lane < 32; ++lane)
      result.values[32 * warp + lane] = here.word(warp);
}

/// coalesced_group and the like, which are made from their lanes.
template <class Group> inline void groupsHere(PerThread<Group> &result, const LaneSet &here) {
  for (int thread = 0; thread < 32 * here.warps; ++thread)
    ::new (static_cast<void *>(&result.values[thread])) Group(here.word(thread >> 5));
}

// Groups of any lanes count their members by rank.
inline int rankOf(unsigned mask, int lane) { return __builtin_popcount(mask & ((1u << lane) - 1)); }
inline int laneAt(unsigned mask, int rank) {
  while (rank-- > 0)
    mask &= mask - 1;
  return mask ? __builtin_ctz(mask) : 0;
}
struct RankLane {
  static int source(int, int size, int arg) {
    return static_cast<int>(static_cast<unsigned>(arg) % static_cast<unsigned>(size));
  }
};
struct RankDown {
  static int source(int rank, int size, unsigned delta) {
    return delta < static_cast<unsigned>(size - rank) ? rank + static_cast<int>(delta) : rank;
  }
};
struct RankUp {
  static int source(int rank, int, unsigned delta) {
    return delta <= static_cast<unsigned>(rank) ? rank - static_cast<int>(delta) : rank;
  }
};
struct RankXor {
  static int source(int rank, int size, unsigned other) {
    const int to = static_cast<int>((static_cast<unsigned>(rank) ^ other) & 31u);
    return to < size ? to : rank;
  }
};
template <class Form, class T, class Value, class Mask, class Arg>
inline void shuffleRanks(PerThread<T> &result, const LaneSet &here, const Value &value,
                         const Mask &mask, const Arg &arg) {
  for (int warp = 0; warp < here.warps; ++warp) {
    const unsigned on = here.word(warp);
    const int first = 32 * warp;
    for (unsigned rest = on; rest; rest &= rest - 1) {
      const int lane = __builtin_ctz(rest), thread = first + lane;
      const unsigned named = static_cast<unsigned>(mask[thread]);
      const int rank = Form::source(rankOf(named, lane), __builtin_popcount(named), arg[thread]);
      const int source = laneAt(named, rank);
      if (partners(mask, first, lane, on) >> source & 1)
        result.values[thread] = value[first + source];
      else
        std::memset(static_cast<void *>(&result.values[thread]), 0, sizeof(T));
    }
  }
}

/// Ballots of groups have a bit per member.
template <class Mask>
inline void ballotOfGroups(PerThread<unsigned> &result, const LaneSet &here, const Flags &holds,
                           const Mask &mask) {
  voteLanes<TakeBallot>(result, here, holds, mask);
  for (int thread = 0; thread < 32 * here.warps; ++thread) {
    unsigned packed = 0;
    int rank = 0;
    if (here[thread])
      for (unsigned rest = static_cast<unsigned>(mask[thread]); rest; rest &= rest - 1, ++rank)
        if (result.values[thread] & rest & (0u - rest))
          packed |= 1u << rank;
    result.values[thread] = packed;
  }
}

/// All values as one, in the order of the lanes.
template <class T, class Value, class Mask, class Operation>
inline void foldGroups(PerThread<T> &result, const LaneSet &here, const Value &value,
                       const Mask &mask, const Operation &operation) {
  for (int warp = 0; warp < here.warps; ++warp) {
    const int first = 32 * warp;
    for (unsigned left = here.word(warp); left;) {
      const unsigned with = partners(mask, first, __builtin_ctz(left), here.word(warp));
      T total = value[first + __builtin_ctz(with)];
      for (unsigned rest = with & (with - 1); rest; rest &= rest - 1)
        total = static_cast<T>(operation(total, value[first + __builtin_ctz(rest)]));
      for (unsigned rest = with; rest; rest &= rest - 1)
        result.values[first + __builtin_ctz(rest)] = total;
      left &= ~with;
    }
  }
}
template <class Fold, class T, class Value, class Mask>
inline void foldLanes(PerThread<T> &result, const LaneSet &here, const Value &value,
                      const Mask &mask) {
  foldGroups(result, here, value, mask, [](T a, T b) { return Fold::apply(a, b); });
}

template <class Value, class Mask>
inline void matchLanes(PerThread<unsigned> &result, const LaneSet &here, const Value &value,
                       const Mask &mask) {
  for (int warp = 0; warp < here.warps; ++warp) {
    const unsigned on = here.word(warp);
    const int first = 32 * warp;
    for (unsigned rest = on; rest; rest &= rest - 1) {
      const int lane = __builtin_ctz(rest);
      unsigned same = 0;
      for (unsigned with = partners(mask, first, lane, on); with; with &= with - 1) {
        const int other = __builtin_ctz(with);
        // Values are compared by their bits.
        if (!std::memcmp(&value[first + lane], &value[first + other], sizeof value[first]))
          same |= 1u << other;
      }
      result.values[first + lane] = same;
    }
  }
}

} // namespace detail
} // namespace spn
