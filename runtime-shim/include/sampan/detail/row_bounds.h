// SPDX-License-Identifier: Apache-2.0
// Which part of a row of threads a guard lets through, computed before the loop over the row. The
// guard compares a value that goes up or down by a constant step from thread to thread.
#pragma once

#include <limits>
#include <type_traits>

namespace spn {
namespace detail {

typedef unsigned long long Distance;

/// Of the `count` values first, first + step, ...: how many come before the type's arithmetic wraps
/// around or the sign changes. Within them the value is linear, also when it is converted to
/// another type, and every comparison with a constant holds on one side only.
template <class T> __attribute__((always_inline)) inline int room(T first, int step, int count) {
  if (step == 0)
    return count;
  const bool up = step > 0, negative = std::is_signed<T>::value && first < T(0);
  const Distance value = static_cast<Distance>(first);
  const Distance size = up ? static_cast<Distance>(step) : 0 - static_cast<Distance>(step);
  // How far the last value may be from the first: up to -1, the greatest, 0 or the least value.
  const Distance reach =
      up ? (negative ? 0 - value - 1 : static_cast<Distance>(std::numeric_limits<T>::max()) - value)
         : (negative ? value - static_cast<Distance>(std::numeric_limits<T>::min()) : value);
  const Distance left = reach / size; // more than the first one
  return left >= static_cast<Distance>(count) ? count : static_cast<int>(left) + 1;
}

__attribute__((always_inline)) inline int least(int a, Distance b) {
  return b < static_cast<Distance>(a) ? static_cast<int>(b) : a;
}
__attribute__((always_inline)) inline int lesserOf(int a, int b) { return a < b ? a : b; }
__attribute__((always_inline)) inline int greaterOf(int a, int b) { return a > b ? a : b; }

// How many of the values first, first + step, ..., at most `count`, come before the first one that
// is not below `bound`, and so on. Both are compared as the language compares them.

template <class T, class U>
__attribute__((always_inline)) inline int countBelow(T first, int step, U bound, int count) {
  typedef typename std::common_type<T, U>::type Common;
  const Common from = static_cast<Common>(first), to = static_cast<Common>(bound);
  if (!(from < to))
    return 0;
  const Distance size = static_cast<Distance>(step);
  return least(count, (static_cast<Distance>(to) - static_cast<Distance>(from) - 1) / size + 1);
}
template <class T, class U>
__attribute__((always_inline)) inline int countUpTo(T first, int step, U bound, int count) {
  typedef typename std::common_type<T, U>::type Common;
  const Common from = static_cast<Common>(first), to = static_cast<Common>(bound);
  if (!(from <= to))
    return 0;
  const Distance rounds =
      (static_cast<Distance>(to) - static_cast<Distance>(from)) / static_cast<Distance>(step);
  return rounds >= static_cast<Distance>(count) ? count : static_cast<int>(rounds) + 1;
}
/// The same for values first, first - step, ...
template <class T, class U>
__attribute__((always_inline)) inline int countAbove(T first, int step, U bound, int count) {
  typedef typename std::common_type<T, U>::type Common;
  return countBelow<Common, Common>(static_cast<Common>(bound), step, static_cast<Common>(first),
                                    count);
}
template <class T, class U>
__attribute__((always_inline)) inline int countDownTo(T first, int step, U bound, int count) {
  typedef typename std::common_type<T, U>::type Common;
  return countUpTo<Common, Common>(static_cast<Common>(bound), step, static_cast<Common>(first),
                                   count);
}

/// Of the values first, first + 1, ..., at most `count`: how many come before those low bits of
/// them that are all set in `mask` start again from zero.
template <class T, class U>
__attribute__((always_inline)) inline int roomInPeriod(T first, U mask, int count) {
  const Distance bits = static_cast<Distance>(mask), period = (bits + 1) & ~bits;
  return period == 0 ? count : least(count, period - (static_cast<Distance>(first) & (period - 1)));
}

/// Of the values first, first + 1, ..., at most `count`: how many give the same quotient by `by`,
/// while the remainder goes up by one. 0 where those stretches are short, or `by` is not positive.
template <class T, class U>
__attribute__((always_inline)) inline int roomInDivision(T first, U by, int count) {
  typedef typename std::common_type<decltype(+first), decltype(+by)>::type Common;
  const Common value = static_cast<Common>(first), size = static_cast<Common>(by);
  if (size < Common(16))
    return 0;
  const Common rest = value % size;
  // Below zero the quotient changes after its multiple.
  return least(count, value < Common(0) ? 1 - static_cast<Distance>(rest)
                                        : static_cast<Distance>(size - rest));
}

/// What a division that the program may not come to divides by.
template <class T> __attribute__((always_inline)) constexpr T divisor(T value) {
  return value == T(0) || (std::is_signed<T>::value && value == T(-1)) ? T(1) : value;
}

} // namespace detail
} // namespace spn
