// SPDX-License-Identifier: Apache-2.0
// The SIMD-in-a-word intrinsics, each lane against the plain definition of the operation: all pairs
// of bytes, and corner cases and random pairs of half words.
#include "sampan/simd_intrinsics.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace {

using Word = unsigned int;
using Definition = long long (*)(long long, long long);

template <class Lane> long long lane(Word w, int index) {
  return static_cast<Lane>(w >> (8 * sizeof(Lane) * index));
}

template <class Lane> long long clamp(long long x) {
  using Limits = std::numeric_limits<Lane>;
  return std::clamp<long long>(x, Limits::min(), Limits::max());
}

/// Words whose lanes cover every pair of bytes, or corners and random values of half words.
template <class Lane> const std::vector<std::pair<Word, Word>> &operands() {
  static const auto all = [] {
    std::vector<std::pair<Word, Word>> result;
    std::mt19937 random(11);
    if (sizeof(Lane) == 1)
      for (Word i = 0; i < 256; ++i)
        for (Word j = 0; j < 256; ++j)
          result.emplace_back(i | ((i ^ 0x80) << 8) | ((255 - i) << 16) | (random() << 24),
                              j | (j << 8) | ((j ^ 1) << 16) | (random() << 24));
    const Word corners[] = {0, 1, 2, 0x7ffe, 0x7fff, 0x8000, 0x8001, 0xfffe, 0xffff};
    for (const Word a : corners)
      for (const Word b : corners)
        result.emplace_back(a | (b << 16), b | (a << 16)), result.emplace_back(a | (a << 16), b);
    for (int i = 0; i < 20000; ++i)
      result.emplace_back(random(), random());
    return result;
  }();
  return all;
}

template <class Lane>
void check(const char *name, Word (*function)(Word, Word), Definition definition) {
  using Bits = std::make_unsigned_t<Lane>;
  for (const auto &[a, b] : operands<Lane>()) {
    const Word computed = function(a, b);
    for (int i = 0; i < static_cast<int>(4 / sizeof(Lane)); ++i)
      ASSERT_EQ(static_cast<Bits>(lane<Lane>(computed, i)),
                static_cast<Bits>(definition(lane<Lane>(a, i), lane<Lane>(b, i))))
          << std::hex << name << '(' << a << ", " << b << ") = " << computed;
  }
}

template <class Lane> void checkSum(const char *name, Word (*function)(Word, Word)) {
  for (const auto &[a, b] : operands<Lane>()) {
    Word expected = 0;
    for (int i = 0; i < static_cast<int>(4 / sizeof(Lane)); ++i)
      expected += static_cast<Word>(std::llabs(lane<Lane>(a, i) - lane<Lane>(b, i)));
    ASSERT_EQ(function(a, b), expected) << name;
  }
}

#define BINARY(name, Lane, definition)                                                             \
  check<Lane>(#name, name, [](long long a, long long b) -> long long { return definition; })
#define UNARY(name, Lane, definition)                                                              \
  check<Lane>(                                                                                     \
      #name, [](Word a, Word) { return name(a); },                                                 \
      [](long long a, long long) -> long long { return definition; })
#define COMPARISON(name, count, Lane, op)                                                          \
  BINARY(__vcmp##name##count, Lane, a op b ? -1 : 0);                                              \
  BINARY(__vset##name##count, Lane, a op b ? 1 : 0)

#define CHECK_LANES(count, s, u)                                                                   \
  BINARY(__vadd##count, s, a + b);                                                                 \
  BINARY(__vaddss##count, s, clamp<s>(a + b));                                                     \
  BINARY(__vaddus##count, u, clamp<u>(a + b));                                                     \
  BINARY(__vsub##count, s, a - b);                                                                 \
  BINARY(__vsubss##count, s, clamp<s>(a - b));                                                     \
  BINARY(__vsubus##count, u, clamp<u>(a - b));                                                     \
  UNARY(__vneg##count, s, -a);                                                                     \
  UNARY(__vnegss##count, s, clamp<s>(-a));                                                         \
  UNARY(__vabs##count, s, std::llabs(a));                                                          \
  UNARY(__vabsss##count, s, clamp<s>(std::llabs(a)));                                              \
  BINARY(__vabsdiffs##count, s, std::llabs(a - b));                                                \
  BINARY(__vabsdiffu##count, u, std::llabs(a - b));                                                \
  BINARY(__vavgs##count, s, (a + b + (a + b >= 0)) >> 1);                                          \
  BINARY(__vavgu##count, u, (a + b + 1) >> 1);                                                     \
  BINARY(__vhaddu##count, u, (a + b) >> 1);                                                        \
  BINARY(__vmaxs##count, s, std::max(a, b));                                                       \
  BINARY(__vmaxu##count, u, std::max(a, b));                                                       \
  BINARY(__vmins##count, s, std::min(a, b));                                                       \
  BINARY(__vminu##count, u, std::min(a, b));                                                       \
  COMPARISON(eq, count, u, ==);                                                                    \
  COMPARISON(ne, count, u, !=);                                                                    \
  COMPARISON(gts, count, s, >);                                                                    \
  COMPARISON(ges, count, s, >=);                                                                   \
  COMPARISON(lts, count, s, <);                                                                    \
  COMPARISON(les, count, s, <=);                                                                   \
  COMPARISON(gtu, count, u, >);                                                                    \
  COMPARISON(geu, count, u, >=);                                                                   \
  COMPARISON(ltu, count, u, <);                                                                    \
  COMPARISON(leu, count, u, <=);                                                                   \
  checkSum<s>("vsads", __vsads##count);                                                            \
  checkSum<u>("vsadu", __vsadu##count)

TEST(SimdIntrinsics, Bytes) { CHECK_LANES(4, signed char, unsigned char); }
TEST(SimdIntrinsics, HalfWords) { CHECK_LANES(2, short, unsigned short); }

// Fused minimum and maximum -------------------------------------------------------------------

template <class T> T relu(T x) { return std::max<T>(x, 0); }

template <class Lane, class Function, class Definition3>
void checkTernary(const char *name, Function function, Definition3 definition) {
  using Bits = std::make_unsigned_t<Lane>;
  std::mt19937 random(12);
  for (const auto &[a, b] : operands<short>()) {
    const Word c = random();
    const auto computed = static_cast<Word>(function(a, b, c));
    for (int i = 0; i < static_cast<int>(4 / sizeof(Lane)); ++i)
      ASSERT_EQ(static_cast<Bits>(lane<Lane>(computed, i)),
                static_cast<Bits>(definition(static_cast<Lane>(lane<Lane>(a, i)),
                                             static_cast<Lane>(lane<Lane>(b, i)),
                                             static_cast<Lane>(lane<Lane>(c, i)))))
          << std::hex << name << ' ' << a << ' ' << b << ' ' << c;
  }
}

#define TERNARY_OF(name, Lane, definition)                                                         \
  checkTernary<Lane>(                                                                              \
      #name, [](auto a, auto b, auto c) { return name(a, b, c); },                                 \
      [](Lane a, Lane b, Lane c) -> Lane { return definition; })
#define BINARY_OF(name, Lane, definition)                                                          \
  checkTernary<Lane>(                                                                              \
      #name, [](auto a, auto b, auto) { return name(a, b); },                                      \
      [](Lane a, Lane b, Lane) -> Lane { return definition; })
#define TERNARY(name, expression)                                                                  \
  TERNARY_OF(name##_s32, int, expression);                                                         \
  TERNARY_OF(name##_u32, unsigned, expression);                                                    \
  TERNARY_OF(name##_s16x2, short, expression);                                                     \
  TERNARY_OF(name##_u16x2, unsigned short, expression);                                            \
  TERNARY_OF(name##_s32_relu, int, relu<int>(expression));                                         \
  TERNARY_OF(name##_s16x2_relu, short, relu<short>(expression))

/// Wraps around in the width of T.
template <class T> T sum(T a, T b) {
  return static_cast<T>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

TEST(SimdIntrinsics, FusedMinimumMaximum) {
  TERNARY(__viaddmax, std::max(sum(a, b), c));
  TERNARY(__viaddmin, std::min(sum(a, b), c));
  TERNARY(__vimax3, std::max({a, b, c}));
  TERNARY(__vimin3, std::min({a, b, c}));
  BINARY_OF(__vimax_s32_relu, int, relu(std::max(a, b)));
  BINARY_OF(__vimin_s32_relu, int, relu(std::min(a, b)));
  BINARY_OF(__vimax_s16x2_relu, short, relu(std::max(a, b)));
  BINARY_OF(__vimin_s16x2_relu, short, relu(std::min(a, b)));
}

TEST(SimdIntrinsics, MaximumThatTellsTheOperand) {
  bool high = false, low = false;
  EXPECT_EQ(__vibmax_s32(-1, -2, &low), -1);
  EXPECT_TRUE(low);
  EXPECT_EQ(__vibmax_u32(1, ~0u, &low), ~0u);
  EXPECT_FALSE(low);
  EXPECT_EQ(__vibmin_s32(3, 3, &low), 3);
  EXPECT_TRUE(low); // equal operands count as the first
  EXPECT_EQ(__vibmin_u32(5, 4, &low), 4u);
  EXPECT_FALSE(low);
  EXPECT_EQ(__vibmax_s16x2(0xffff0001u, 0x00010002u, &high, &low), 0x00010002u);
  EXPECT_FALSE(high);
  EXPECT_FALSE(low);
  EXPECT_EQ(__vibmax_u16x2(0xffff0001u, 0x00010002u, &high, &low), 0xffff0002u);
  EXPECT_TRUE(high);
  EXPECT_FALSE(low);
  EXPECT_EQ(__vibmin_s16x2(0xffff0001u, 0x00010002u, &high, &low), 0xffff0001u);
  EXPECT_TRUE(high && low);
  EXPECT_EQ(__vibmin_u16x2(0xffff0001u, 0x00010002u, &high, &low), 0x00010001u);
  EXPECT_TRUE(!high && low);
}

} // namespace
