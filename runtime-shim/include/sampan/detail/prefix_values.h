// SPDX-License-Identifier: Apache-2.0
// What rounds come to in which a thread adds what another one 1, 2, 4, ... places before it has:
// each thread ends up with what all threads up to it had together. A vector at a time that takes
// one pass, where each round would go through all of shared memory. For operations only whose
// result does not depend on where brackets stand.
#pragma once

#include "sampan/detail/warp_values.h"

#include <type_traits>
#include <utility>

namespace spn {
namespace detail {

/// Integers, in arithmetic that wraps around.
template <class T> struct AddPrefix : AddLanes {
  static constexpr T neutral = 0;
};
template <class T> struct MultiplyPrefix : MultiplyLanes {
  static constexpr T neutral = 1;
};
template <class T> struct OrPrefix : OrLanes {
  static constexpr T neutral = 0;
};
template <class T> struct XorPrefix : XorLanes {
  static constexpr T neutral = 0;
};
template <class T> struct AndPrefix : AndLanes {
  static constexpr T neutral = static_cast<T>(~T(0));
};

/// One step of a vector: groups of D lanes have their prefixes, and of D * 2 lanes get them. Lanes
/// of the upper half of each get what the last one of the lower half has.
template <int D, template <class> class Operation, class T, int... I>
SPN_INSTANT typename LaneVector<T>::type joinGroups(const typename LaneVector<T>::type &v,
                                                    std::integer_sequence<int, I...>) {
  typedef typename LaneVector<T>::type Vector;
  typedef typename LaneNumber<T>::type Number;
  typedef Number Numbers __attribute__((vector_size(SPN_VECTOR_BYTES)));
  constexpr T neutral = Operation<T>::neutral;
#if defined(__clang__)
  const Vector last = __builtin_shufflevector(v, v, (I & D ? (I & -D) - 1 : I)...);
#else
  const Vector last =
      __builtin_shuffle(v, Numbers{static_cast<Number>(I & D ? (I & -D) - 1 : I)...});
#endif
  const Numbers upper = {static_cast<Number>(I & D ? -1 : 0)...};
  const Vector none = {(static_cast<void>(I), neutral)...};
  return Operation<T>()(v, upper ? last : none);
}
template <int D, template <class> class Operation, class T, bool = (D < LaneVector<T>::lanes)>
struct JoinedGroups {
  static SPN_INSTANT typename LaneVector<T>::type of(const typename LaneVector<T>::type &v) {
    return JoinedGroups<2 * D, Operation, T>::of(joinGroups<D, Operation, T>(v, LaneSequence<T>()));
  }
};
template <int D, template <class> class Operation, class T>
struct JoinedGroups<D, Operation, T, false> {
  static SPN_INSTANT typename LaneVector<T>::type of(const typename LaneVector<T>::type &v) {
    return v;
  }
};
template <class T, int... I>
SPN_INSTANT typename LaneVector<T>::type lastOfLanes(const typename LaneVector<T>::type &v,
                                                     const T *, std::integer_sequence<int, I...>) {
  constexpr int last = LaneVector<T>::lanes - 1;
#if defined(__clang__)
  return __builtin_shufflevector(v, v, (static_cast<void>(I), last)...);
#else
  typedef typename LaneNumber<T>::type Number;
  typedef Number Numbers __attribute__((vector_size(SPN_VECTOR_BYTES)));
  return __builtin_shuffle(v, Numbers{(static_cast<void>(I), static_cast<Number>(last))...});
#endif
}

/// Of the unsigned numbers `at` the first `count`, whole vectors of them; returns how many it did.
template <template <class> class Operation, class T>
SPN_INSTANT int prefixVectors(T *at, int count, T &before, std::true_type) {
  typedef typename LaneVector<T>::type Vector;
  constexpr int lanes = LaneVector<T>::lanes;
  Vector carried = Vector{} + before;
  int done = 0;
  for (; done + lanes <= count; done += lanes) {
    Vector v;
    __builtin_memcpy(&v, at + done, sizeof v);
    v = JoinedGroups<1, Operation, T>::of(v);
    const Vector all = lastOfLanes(v, at, LaneSequence<T>());
    v = Operation<T>()(carried, v);
    carried = Operation<T>()(carried, all);
    __builtin_memcpy(at + done, &v, sizeof v);
  }
  before = carried[0];
  return done;
}
template <template <class> class Operation, class T>
SPN_INSTANT int prefixVectors(T *, int, T &, std::false_type) {
  return 0;
}

template <template <class> class Operation, class Number>
SPN_INSTANT bool prefixNumbers(Number *numbers, int count, std::true_type) {
  typedef typename std::make_unsigned<Number>::type T;
  T *const at = reinterpret_cast<T *>(numbers);
  T before = Operation<T>::neutral;
  const std::integral_constant<bool, sizeof(T) == 4 || sizeof(T) == 8> fits{};
  for (int i = prefixVectors<Operation>(at, count, before, fits); i < count; ++i)
    at[i] = before = static_cast<T>(Operation<T>()(before, at[i]));
  return true;
}
template <template <class> class Operation, class Number>
SPN_INSTANT bool prefixNumbers(Number *, int, std::false_type) {
  return false;
}
/// Makes of each of the `count` numbers what it and all before it are together. Returns false, and
/// leaves them as they are, where that is not the same for all ways to set brackets.
template <template <class> class Operation, class Number>
SPN_INSTANT bool prefixOf(Number *numbers, int count) {
  return prefixNumbers<Operation>(
      numbers, count,
      std::integral_constant<bool, std::is_integral<Number>::value &&
                                       !std::is_same<Number, bool>::value>());
}

} // namespace detail
} // namespace spn
