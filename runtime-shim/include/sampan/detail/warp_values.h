// SPDX-License-Identifier: Apache-2.0
// The values of the 32 lanes of a whole warp in vector registers, for sums and the like that a warp
// makes by shuffles. A tree of single vectors: compilers keep the leaves of a struct in registers,
// but not the elements of an array that loops go over.
#pragma once

#include "sampan/detail/lane_collectives.h"
#include "sampan/detail/lanes.h"
#include "sampan/detail/thread_values.h"

#include <type_traits>
#include <utility>

/// Rounds so few that all of them are to be written out, so that distances become constants.
#if defined(__clang__)
#define SPN_UNROLLED _Pragma("clang loop unroll(full)")
#else
#define SPN_UNROLLED _Pragma("GCC unroll 8")
#endif

namespace spn {
namespace detail {

#define SPN_INSTANT __attribute__((always_inline)) inline

/// A vector of `Count` lanes for each of the element types.
template <class T> struct LaneVector {
  static constexpr int lanes = SPN_VECTOR_BYTES / static_cast<int>(sizeof(T));
  typedef T type __attribute__((vector_size(SPN_VECTOR_BYTES)));
};
/// What numbers the lanes, and what comparisons of vectors give.
template <class T> struct LaneNumber {
  typedef typename std::conditional<sizeof(T) == 4, int, long long>::type type;
};

template <class T, int Vectors> struct WarpPart {
  WarpPart<T, Vectors / 2> low, high;
};
template <class T> struct WarpPart<T, 1> {
  typename LaneVector<T>::type vector;
};
template <class T> struct WarpValue {
  typedef WarpPart<T, 32 / LaneVector<T>::lanes> Parts;
  Parts parts;
};

template <class T> SPN_INSTANT void readPart(WarpPart<T, 1> &to, const T *from) {
  __builtin_memcpy(&to.vector, from, sizeof to.vector);
}
template <class T, int N> SPN_INSTANT void readPart(WarpPart<T, N> &to, const T *from) {
  readPart(to.low, from);
  readPart(to.high, from + N / 2 * LaneVector<T>::lanes);
}
template <class T> SPN_INSTANT void writePart(T *to, const WarpPart<T, 1> &from) {
  __builtin_memcpy(to, &from.vector, sizeof from.vector);
}
template <class T, int N> SPN_INSTANT void writePart(T *to, const WarpPart<T, N> &from) {
  writePart(to, from.low);
  writePart(to + N / 2 * LaneVector<T>::lanes, from.high);
}
template <class T> SPN_INSTANT WarpValue<T> loadWarp(const T *from) {
  WarpValue<T> result;
  readPart(result.parts, from);
  return result;
}
template <class T> SPN_INSTANT void storeWarp(T *to, const WarpValue<T> &value) {
  writePart(to, value.parts);
}

// Lane by lane: a function of vectors for all parts.

template <class T, class F>
SPN_INSTANT WarpPart<T, 1> mapParts(const WarpPart<T, 1> &a, const WarpPart<T, 1> &b, F f) {
  return {f(a.vector, b.vector)};
}
template <class T, int N, class F>
SPN_INSTANT WarpPart<T, N> mapParts(const WarpPart<T, N> &a, const WarpPart<T, N> &b, F f) {
  return {mapParts(a.low, b.low, f), mapParts(a.high, b.high, f)};
}
template <class T> SPN_INSTANT WarpPart<T, 1> fillPart(T value, const WarpPart<T, 1> *) {
  return {typename LaneVector<T>::type{} + value};
}
template <class T, int N> SPN_INSTANT WarpPart<T, N> fillPart(T value, const WarpPart<T, N> *) {
  const WarpPart<T, N / 2> half = fillPart(value, static_cast<const WarpPart<T, N / 2> *>(nullptr));
  return {half, half};
}
template <class T> struct SameType {
  typedef T type;
};
/// A value that all lanes have in common.
template <class T> SPN_INSTANT WarpValue<T> fillWarp(typename SameType<T>::type value) {
  return {fillPart(value, static_cast<const typename WarpValue<T>::Parts *>(nullptr))};
}

struct AddLanes {
  template <class V> SPN_INSTANT V operator()(V a, V b) const { return a + b; }
};
struct SubtractLanes {
  template <class V> SPN_INSTANT V operator()(V a, V b) const { return a - b; }
};
struct MultiplyLanes {
  template <class V> SPN_INSTANT V operator()(V a, V b) const { return a * b; }
};
struct DivideLanes {
  template <class V> SPN_INSTANT V operator()(V a, V b) const { return a / b; }
};
struct AndLanes {
  template <class V> SPN_INSTANT V operator()(V a, V b) const { return a & b; }
};
struct OrLanes {
  template <class V> SPN_INSTANT V operator()(V a, V b) const { return a | b; }
};
struct XorLanes {
  template <class V> SPN_INSTANT V operator()(V a, V b) const { return a ^ b; }
};
// The one that is a number, where the other is none. Of integers both comparisons agree.
struct MaximumLanes {
  template <class V> SPN_INSTANT V operator()(V a, V b) const {
    const V greater = a > b ? a : b;
    return b == b ? greater : a;
  }
};
struct MinimumLanes {
  template <class V> SPN_INSTANT V operator()(V a, V b) const {
    const V less = a < b ? a : b;
    return b == b ? less : a;
  }
};

#define SPN_WARP_OPERATION(name, function)                                                         \
  template <class T> SPN_INSTANT WarpValue<T> name(const WarpValue<T> &a, const WarpValue<T> &b) { \
    return {mapParts(a.parts, b.parts, function())};                                               \
  }                                                                                                \
  template <class T>                                                                               \
  SPN_INSTANT WarpValue<T> name(const WarpValue<T> &a, typename SameType<T>::type b) {             \
    return name(a, fillWarp<T>(b));                                                                \
  }                                                                                                \
  template <class T>                                                                               \
  SPN_INSTANT WarpValue<T> name(typename SameType<T>::type a, const WarpValue<T> &b) {             \
    return name(fillWarp<T>(a), b);                                                                \
  }
#define SPN_WARP_OPERATOR(op, function)                                                            \
  SPN_WARP_OPERATION(operator op, function)                                                        \
  template <class T, class B>                                                                      \
  SPN_INSTANT WarpValue<T> &operator op## = (WarpValue<T> & a, const B &b) {                       \
    return a = a op b;                                                                             \
  }
SPN_WARP_OPERATOR(+, AddLanes)
SPN_WARP_OPERATOR(-, SubtractLanes)
SPN_WARP_OPERATOR(*, MultiplyLanes)
SPN_WARP_OPERATOR(/, DivideLanes)
SPN_WARP_OPERATOR(&, AndLanes)
SPN_WARP_OPERATOR(|, OrLanes)
SPN_WARP_OPERATOR(^, XorLanes)
SPN_WARP_OPERATION(maximumOf, MaximumLanes)
SPN_WARP_OPERATION(minimumOf, MinimumLanes)
#undef SPN_WARP_OPERATOR
#undef SPN_WARP_OPERATION

struct LessLanes {
  template <class V> SPN_INSTANT V operator()(V a, V b, V yes, V no) const {
    return a < b ? yes : no;
  }
};
struct LessEqualLanes {
  template <class V> SPN_INSTANT V operator()(V a, V b, V yes, V no) const {
    return a <= b ? yes : no;
  }
};
struct GreaterLanes {
  template <class V> SPN_INSTANT V operator()(V a, V b, V yes, V no) const {
    return a > b ? yes : no;
  }
};
struct GreaterEqualLanes {
  template <class V> SPN_INSTANT V operator()(V a, V b, V yes, V no) const {
    return a >= b ? yes : no;
  }
};
template <class T, class Compare>
SPN_INSTANT WarpPart<T, 1> chooseParts(Compare compare, const WarpPart<T, 1> &a,
                                       const WarpPart<T, 1> &b, const WarpPart<T, 1> &yes,
                                       const WarpPart<T, 1> &no) {
  return {compare(a.vector, b.vector, yes.vector, no.vector)};
}
template <class T, int N, class Compare>
SPN_INSTANT WarpPart<T, N> chooseParts(Compare compare, const WarpPart<T, N> &a,
                                       const WarpPart<T, N> &b, const WarpPart<T, N> &yes,
                                       const WarpPart<T, N> &no) {
  return {chooseParts(compare, a.low, b.low, yes.low, no.low),
          chooseParts(compare, a.high, b.high, yes.high, no.high)};
}
/// `yes` where the comparison of `a` and `b` holds, else `no`.
template <class T, class Compare>
SPN_INSTANT WarpValue<T> chooseLanes(Compare compare, const WarpValue<T> &a, const WarpValue<T> &b,
                                     const WarpValue<T> &yes, const WarpValue<T> &no) {
  return {chooseParts(compare, a.parts, b.parts, yes.parts, no.parts)};
}

// Exchanges of lanes.

/// Lanes I + D of the two vectors one after the other, for all lanes I.
template <int D, class T, int... I>
SPN_INSTANT typename LaneVector<T>::type alignLanes(const typename LaneVector<T>::type &a,
                                                    const typename LaneVector<T>::type &b,
                                                    const T *, std::integer_sequence<int, I...>) {
#if defined(__clang__)
  return __builtin_shufflevector(a, b, (I + D)...);
#else
  typedef typename LaneNumber<T>::type Number;
  typedef Number Numbers __attribute__((vector_size(SPN_VECTOR_BYTES)));
  return __builtin_shuffle(a, b, Numbers{static_cast<Number>(I + D)...});
#endif
}
template <int D, class T, int... I>
SPN_INSTANT typename LaneVector<T>::type swapLanes(const typename LaneVector<T>::type &a, const T *,
                                                   std::integer_sequence<int, I...>) {
#if defined(__clang__)
  return __builtin_shufflevector(a, a, (I ^ D)...);
#else
  typedef typename LaneNumber<T>::type Number;
  typedef Number Numbers __attribute__((vector_size(SPN_VECTOR_BYTES)));
  return __builtin_shuffle(a, Numbers{static_cast<Number>(I ^ D)...});
#endif
}
template <class T> using LaneSequence = std::make_integer_sequence<int, LaneVector<T>::lanes>;

/// Each lane's neighbour at distance D by exclusive or.
template <int D, class T> SPN_INSTANT WarpPart<T, 1> swapPart(const WarpPart<T, 1> &a) {
  return {swapLanes < D<LaneVector<T>::lanes ? D : 0>(a.vector, static_cast<const T *>(nullptr),
                                                      LaneSequence<T>())};
}
template <int D, class T, int N> SPN_INSTANT WarpPart<T, N> swapPart(const WarpPart<T, N> &a) {
  if (D >= N / 2 * LaneVector<T>::lanes)
    return {a.high, a.low};
  return {swapPart<D>(a.low), swapPart<D>(a.high)};
}
/// The lanes D further on, of the part and of what comes after it.
template <int D, class T>
SPN_INSTANT WarpPart<T, 1> lowerPart(const WarpPart<T, 1> &a, const WarpPart<T, 1> &after) {
  return {alignLanes < D<LaneVector<T>::lanes ? D : 0>(a.vector, after.vector,
                                                       static_cast<const T *>(nullptr),
                                                       LaneSequence<T>())};
}
template <int D, class T, int N>
SPN_INSTANT WarpPart<T, N> lowerPart(const WarpPart<T, N> &a, const WarpPart<T, N> &after) {
  if (D >= N / 2 * LaneVector<T>::lanes)
    return {a.high, after.low};
  return {lowerPart<D>(a.low, a.high), lowerPart<D>(a.high, after.low)};
}
/// The lanes D before, of the part and of what comes before it.
template <int D, class T>
SPN_INSTANT WarpPart<T, 1> raisePart(const WarpPart<T, 1> &before, const WarpPart<T, 1> &a) {
  constexpr int lanes = LaneVector<T>::lanes;
  return {alignLanes < D<lanes ? lanes - D : 0>(before.vector, a.vector,
                                                static_cast<const T *>(nullptr),
                                                LaneSequence<T>())};
}
template <int D, class T, int N>
SPN_INSTANT WarpPart<T, N> raisePart(const WarpPart<T, N> &before, const WarpPart<T, N> &a) {
  if (D >= N / 2 * LaneVector<T>::lanes)
    return {before.high, a.low};
  return {raisePart<D>(before.high, a.low), raisePart<D>(a.low, a.high)};
}

/// `yes` in the lanes from FROM to TO, else `no`. FIRST: of the part.
template <class T, int... I>
SPN_INSTANT WarpPart<T, 1> choosePart(int from, int to, int first, const WarpPart<T, 1> &yes,
                                      const WarpPart<T, 1> &no, std::integer_sequence<int, I...>) {
  typedef typename LaneNumber<T>::type Number;
  typedef Number Numbers __attribute__((vector_size(SPN_VECTOR_BYTES)));
  const Numbers inside = {(first + I >= from && first + I < to ? Number(-1) : Number(0))...};
  return {inside ? yes.vector : no.vector};
}
template <class T>
SPN_INSTANT WarpPart<T, 1> choosePart(int from, int to, int first, const WarpPart<T, 1> &yes,
                                      const WarpPart<T, 1> &no) {
  return choosePart(from, to, first, yes, no, LaneSequence<T>());
}
template <class T, int N>
SPN_INSTANT WarpPart<T, N> choosePart(int from, int to, int first, const WarpPart<T, N> &yes,
                                      const WarpPart<T, N> &no) {
  constexpr int half = N / 2 * LaneVector<T>::lanes;
  return {choosePart(from, to, first, yes.low, no.low),
          choosePart(from, to, first + half, yes.high, no.high)};
}

/// The distances that reductions and scans go through.
template <int D> struct WarpStep {
  template <class T> static SPN_INSTANT WarpValue<T> of(ReadXor, const WarpValue<T> &a) {
    return {swapPart<D>(a.parts)};
  }
  // The ends have no neighbour and keep what they have.
  template <class T> static SPN_INSTANT WarpValue<T> of(ReadDown, const WarpValue<T> &a) {
    return {choosePart(0, 32 - D, 0, lowerPart<D>(a.parts, a.parts), a.parts)};
  }
  template <class T> static SPN_INSTANT WarpValue<T> of(ReadUp, const WarpValue<T> &a) {
    return {choosePart(D, 32, 0, raisePart<D>(a.parts, a.parts), a.parts)};
  }
};

/// Any distance: by way of memory.
template <class Form, class T, class Arg>
SPN_INSTANT WarpValue<T> moveAnywhere(Form, const WarpValue<T> &a, Arg arg) {
  T from[32], to[32];
  storeWarp(from, a);
  for (int lane = 0; lane < 32; ++lane)
    to[lane] = from[Form::source(lane, arg, 32) & 31];
  return loadWarp(to);
}

template <class T, class Arg>
SPN_INSTANT WarpValue<T> moveStep(ReadLane, const WarpValue<T> &a, Arg arg) {
  T from[32];
  storeWarp(from, a);
  return fillWarp<T>(from[static_cast<int>(arg) & 31]);
}
template <class Form, class T, class Arg>
SPN_INSTANT WarpValue<T> moveStep(Form, const WarpValue<T> &a, Arg arg) {
  switch (static_cast<int>(arg)) {
  case 16:
    return WarpStep<16>::of(Form(), a);
  case 8:
    return WarpStep<8>::of(Form(), a);
  case 4:
    return WarpStep<4>::of(Form(), a);
  case 2:
    return WarpStep<2>::of(Form(), a);
  case 1:
    return WarpStep<1>::of(Form(), a);
  default:
    return moveAnywhere(Form(), a, arg);
  }
}
/// What a shuffle over whole warps gives all lanes, all of which pass the same argument.
template <class Form, class T, class Arg>
SPN_INSTANT WarpValue<T> moveWarp(const WarpValue<T> &a, Arg arg) {
  return moveStep(Form(), a, arg);
}

/// Whether each warp of the block is here as a whole or not at all.
inline bool areWhole(const LaneSet &here, const dim3 &block) {
  if (here.whole)
    return block.x * block.y * block.z % 32 == 0;
  for (int warp = here.firstWarp(); warp < here.endWarp(); ++warp)
    if (here.word(warp) + 1 > 1)
      return false;
  return true;
}

} // namespace detail
} // namespace spn
