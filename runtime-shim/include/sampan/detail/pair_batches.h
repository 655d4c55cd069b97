// SPDX-License-Identifier: Apache-2.0
// Copies of the elements that a batch of threads exchanges in pairs, as in a sorting network:
// thread x has the elements at 2 * x - (x & (d - 1)) and d further on. With a small d both are
// scattered, but those of the whole batch lie together. They are then read and written as vectors
// whose lanes are put in order, where element by element each vector would have to wait for its
// parts.
#pragma once

#include "sampan/detail/warp_values.h"

#include <type_traits>
#include <utility>

namespace spn {
namespace detail {

/// How many threads' elements are copied before any of them is looked at.
constexpr int batchLanes = 16;

template <class T, int... Source> struct ChosenLanes {
  typedef typename LaneVector<T>::type Vector;
  /// Of the lanes of both vectors one after the other.
  static SPN_INSTANT Vector of(const Vector &a, const Vector &b) {
#if defined(__clang__)
    return __builtin_shufflevector(a, b, Source...);
#else
    typedef typename LaneNumber<T>::type Number;
    typedef Number Numbers __attribute__((vector_size(SPN_VECTOR_BYTES)));
    return __builtin_shuffle(a, b, Numbers{static_cast<Number>(Source)...});
#endif
  }
};

/// Two vectors of elements as they lie in memory, and as the threads have them.
template <int D, class T, int... I> struct PairLanes {
  typedef typename LaneVector<T>::type Vector;
  static constexpr int lanes = LaneVector<T>::lanes;
  static constexpr int lowPlace(int thread) { return 2 * thread - (thread & (D - 1)); }
  /// Where the element at a place is: in the lower elements of the threads, or the upper ones.
  static constexpr int source(int place) {
    return (place & D ? lanes : 0) + place / (2 * D) * D + place % D;
  }
  static SPN_INSTANT void split(const T *from, T *low, T *high) {
    Vector a, b;
    __builtin_memcpy(&a, from, sizeof a);
    __builtin_memcpy(&b, from + lanes, sizeof b);
    const Vector lower = ChosenLanes<T, lowPlace(I)...>::of(a, b);
    const Vector upper = ChosenLanes<T, lowPlace(I) + D...>::of(a, b);
    __builtin_memcpy(low, &lower, sizeof lower);
    __builtin_memcpy(high, &upper, sizeof upper);
  }
  static SPN_INSTANT void join(T *to, const T *low, const T *high) {
    Vector lower, upper;
    __builtin_memcpy(&lower, low, sizeof lower);
    __builtin_memcpy(&upper, high, sizeof upper);
    const Vector a = ChosenLanes<T, source(I)...>::of(lower, upper);
    const Vector b = ChosenLanes<T, source(I + lanes)...>::of(lower, upper);
    __builtin_memcpy(to, &a, sizeof a);
    __builtin_memcpy(to + lanes, &b, sizeof b);
  }
};
template <int D, class T, class Lanes> struct PairLanesOf;
template <int D, class T, int... I>
struct PairLanesOf<D, T, std::integer_sequence<int, I...>> : PairLanes<D, T, I...> {};

template <class T> struct HasPairLanes {
  static constexpr bool value = std::is_arithmetic<T>::value && (sizeof(T) == 4 || sizeof(T) == 8);
};
/// The elements of a batch, if they lie together.
template <class T, bool = HasPairLanes<T>::value> struct PairBatch {
  template <class First, class Second> SPN_INSTANT PairBatch(const First &, const Second &) {}
  SPN_INSTANT bool take(T *, T *) const { return false; }
  SPN_INSTANT bool put(const T *, const T *) const { return false; }
};
template <class T> struct PairBatch<T, true> {
  T *from;
  int distance = 0; ///< from a thread's lower to its upper element; 0 where they lie elsewhere
  bool swapped;     ///< the upper one is the thread's first

  template <class First, class Second>
  SPN_INSTANT PairBatch(const First &first, const Second &second) {
    const long gap = second(0) - first(0);
    swapped = gap < 0;
    from = swapped ? second(0) : first(0);
    const long size = swapped ? -gap : gap;
    // The last thread's upper element is the last of them.
    if (size <= 4 && first(batchLanes - 1) - first(0) + size == 2 * batchLanes - 1)
      distance = static_cast<int>(size);
  }
  SPN_INSTANT bool take(T *first, T *second) const {
    T *const low = swapped ? second : first, *const high = swapped ? first : second;
    return distance == 1   ? take<1>(low, high)
           : distance == 2 ? take<2>(low, high)
           : distance == 4 ? take<4>(low, high)
                           : false;
  }
  SPN_INSTANT bool put(const T *first, const T *second) const {
    const T *const low = swapped ? second : first, *const high = swapped ? first : second;
    return distance == 1   ? put<1>(low, high)
           : distance == 2 ? put<2>(low, high)
           : distance == 4 ? put<4>(low, high)
                           : false;
  }

private:
  static constexpr int lanes = LaneVector<T>::lanes;
  template <int D> SPN_INSTANT bool take(T *low, T *high) const {
    constexpr int d = D < lanes ? D : 1;
    for (int i = 0; D < lanes && i < batchLanes; i += lanes)
      PairLanesOf<d, T, LaneSequence<T>>::split(from + 2 * i, low + i, high + i);
    return D < lanes;
  }
  template <int D> SPN_INSTANT bool put(const T *low, const T *high) const {
    constexpr int d = D < lanes ? D : 1;
    for (int i = 0; D < lanes && i < batchLanes; i += lanes)
      PairLanesOf<d, T, LaneSequence<T>>::join(from + 2 * i, low + i, high + i);
    return D < lanes;
  }
};

/// Copies the elements of a batch's threads, that are at first(0), second(0), first(1), ...: pairs
/// that are apart, as arePairsApart() tells. Volatile ones go one by one.
template <class T, class First, class Second>
SPN_INSTANT void takePairs(const First &first, const Second &second, T *to, T *toSecond) {
  if (PairBatch < T, HasPairLanes<T>::value && std::is_same<decltype(first(0)), T *>::value >
                                                   (first, second).take(to, toSecond))
    return;
  for (int i = 0; i < batchLanes; ++i) {
    to[i] = *first(i);
    toSecond[i] = *second(i);
  }
}
/// Copies them back.
template <class T, class First, class Second>
SPN_INSTANT void putPairs(const First &first, const Second &second, const T *from,
                          const T *fromSecond) {
  if (PairBatch < T, HasPairLanes<T>::value && std::is_same<decltype(first(0)), T *>::value >
                                                   (first, second).put(from, fromSecond))
    return;
  for (int i = 0; i < batchLanes; ++i) {
    *first(i) = from[i];
    *second(i) = fromSecond[i];
  }
}

} // namespace detail
} // namespace spn
