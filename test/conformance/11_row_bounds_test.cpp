// SPDX-License-Identifier: Apache-2.0
// The bounds that guards become, against the guards themselves, thread by thread: at both ends of
// the integer types, where values wrap around and signs change.
#include "sampan/detail/row_bounds.h"

#include <gtest/gtest.h>
#include <limits>
#include <vector>

namespace {

constexpr int count = 40;

/// The value of thread k, in arithmetic that wraps around.
template <class T> T valueOf(T first, int step, int k) {
  return static_cast<T>(static_cast<unsigned long long>(first) +
                        static_cast<unsigned long long>(static_cast<long long>(step) * k));
}

template <class T> std::vector<T> interesting() {
  std::vector<T> values;
  for (T middle : {std::numeric_limits<T>::min(), T(0), T(1000), std::numeric_limits<T>::max()})
    for (int off : {-41, -40, -17, -3, -1, 0, 1, 2, 39, 40, 80})
      values.push_back(valueOf(middle, off, 1));
  return values;
}

template <class T> void tryRoom() {
  for (T first : interesting<T>())
    for (int step : {-3, -1, 1, 2, 7}) {
      int linear = 1;
      while (linear < count) {
        const T before = valueOf(first, step, linear - 1), value = valueOf(first, step, linear);
        if ((step > 0) != (before < value) || (value < T(0)) != (first < T(0)))
          break;
        ++linear;
      }
      EXPECT_EQ(spn::detail::room(first, step, count), linear)
          << +first << " by " << step << ", " << sizeof(T);
    }
}

template <class T, class U> void tryCounts() {
  namespace d = spn::detail;
  typedef typename std::common_type<T, U>::type C;
  for (T first : interesting<T>())
    for (U bound : interesting<U>())
      for (int step : {-3, -1, 1, 2}) {
        const int n = d::room(first, step, count);
        const int size = step > 0 ? step : -step;
        auto holds = [&](auto compare) {
          int k = 0;
          while (k < n && compare(static_cast<C>(valueOf(first, step, k)), static_cast<C>(bound)))
            ++k;
          return k;
        };
        auto less = [](C a, C b) { return a < b; };
        auto lessEqual = [](C a, C b) { return a <= b; };
        auto greater = [](C a, C b) { return a > b; };
        auto greaterEqual = [](C a, C b) { return a >= b; };
        if (step > 0) {
          EXPECT_EQ(d::countBelow(first, size, bound, n), holds(less)) << +first << " " << +bound;
          EXPECT_EQ(d::countUpTo(first, size, bound, n), holds(lessEqual));
        } else {
          EXPECT_EQ(d::countAbove(first, size, bound, n), holds(greater))
              << +first << " " << +bound;
          EXPECT_EQ(d::countDownTo(first, size, bound, n), holds(greaterEqual));
        }
      }
}

TEST(RowBounds, RoomEndsWhereTheValueIsNotLinear) {
  tryRoom<int>();
  tryRoom<unsigned>();
  tryRoom<long long>();
  tryRoom<unsigned long long>();
}

TEST(RowBounds, CountsAreWhatTheComparisonSays) {
  tryCounts<int, int>();
  tryCounts<int, unsigned>();
  tryCounts<unsigned, int>();
  tryCounts<unsigned, unsigned>();
  tryCounts<int, long long>();
  tryCounts<int, unsigned long long>();
  tryCounts<long long, unsigned>();
}

TEST(RowBounds, PeriodsEndWhereLowBitsStartAgain) {
  for (int mask : {0, 1, 5, 7, 31, 63, 96, -1})
    for (int first : {-70, -1, 0, 1, 13, 31, 32, 1000}) {
      int linear = 1;
      while (linear < count && ((first + linear) & mask) == (first & mask) + linear)
        ++linear;
      // A mask with holes may end early, but never late.
      const int found = spn::detail::roomInPeriod(first, mask, count);
      EXPECT_LE(found, linear) << first << " & " << mask;
      if (((mask + 1) & mask) == 0) {
        EXPECT_EQ(found, linear) << first << " & " << mask;
      }
    }
}

template <class T, class U> void checkDivision(T first, U by) {
  const int count = 50;
  const int found = spn::detail::roomInDivision(first, by, count);
  ASSERT_GE(found, 0);
  ASSERT_LE(found, count);
  if (by >= U(16)) {
    ASSERT_GT(found, 0);
  }
  const auto quotient = found ? first / by : 0;
  const auto remainder = found ? first % by : 0;
  for (int k = 0; k < found; ++k) {
    const T value = static_cast<T>(first + k);
    EXPECT_EQ(quotient, value / by) << +first << " + " << k << " by " << +by;
    EXPECT_EQ(remainder + k, value % by) << +first << " + " << k << " by " << +by;
  }
  // It ends where it has to, and not before, but for the quotient 0 on both sides of zero.
  const T value = static_cast<T>(first + found);
  if (found && found < count && (first >= T(0) || value <= T(0))) {
    EXPECT_NE(quotient, value / by) << +first << " by " << +by;
  }
}

TEST(RowBounds, RoomInDivision) {
  for (int by : {-17, -1, 0, 1, 15, 16, 17, 31, 32, 100})
    for (int first = -150; first < 150; ++first)
      checkDivision(first, by);
  for (unsigned by : {16u, 33u, 0x80000001u})
    for (unsigned first : {0u, 15u, 16u, 99u, 0x80000000u, 0xffffff00u})
      checkDivision(first, by);
  checkDivision(-40l, 20);
  checkDivision(1l << 40, 1000000007);
}

} // namespace
