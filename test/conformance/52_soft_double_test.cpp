// SPDX-License-Identifier: Apache-2.0
// Double precision in integers, bit by bit against that of the processor which runs the test:
// random numbers of every kind, and all pairs of the edges of the format.
#include "sampan/soft_double.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

namespace {

using spn::soft_double;
using Bits = spn::soft::Bits;

double hard(Bits bits) {
  double x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}
Bits bitsOf(double x) {
  Bits bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}

/// NaNs are alike.
bool same(double expected, soft_double actual) {
  return std::isnan(expected) ? isnan(actual) : bitsOf(expected) == actual.raw();
}

/// Exponents are spread over the whole range or close together, and fractions full or sparse.
class Numbers {
public:
  Bits next() {
    const std::uint64_t r = random();
    switch (r % 8) {
    case 0:
      return random(); // anything, mostly far from 1
    case 1:
      return (random() & ~(0x7ffull << 52)) | (r >> 20) % 3 << 52; // subnormal, or nearly
    case 2:
      return (random() & ~(0x7ffull << 52)) | (0x7fcull + (r >> 20) % 4) << 52; // huge, NaN
    case 3:
      return sparse(r);
    default:
      return (random() & ~(0x7ffull << 52)) | (970 + (r >> 20) % 110) << 52;
    }
  }

private:
  /// Few bits set: ties and exact results.
  Bits sparse(std::uint64_t r) {
    Bits fraction = 1ull << (r >> 8) % 52 | 1ull << (r >> 16) % 52;
    if (r >> 24 & 1)
      fraction = (1ull << 52) - fraction % (1ull << 52);
    return (r >> 63) << 63 | (1000 + (r >> 32) % 60) << 52 | (fraction & ((1ull << 52) - 1));
  }
  std::mt19937_64 random{20240521};
};

std::vector<Bits> edges() {
  std::vector<Bits> result;
  for (double x :
       {0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 0.1, 4503599627370496.0, 9007199254740993.0, 2147483647.0,
        2147483648.5, 9223372036854775808.0, 18446744073709551615.0, 3.4028235677973366e38,
        1.401298464324817e-45, 7.006492321624085e-46, std::numeric_limits<double>::infinity(),
        std::numeric_limits<double>::quiet_NaN()})
    for (int step : {-1, 0, 1})
      for (Bits sign : {Bits{0}, Bits{1} << 63})
        result.push_back((bitsOf(x) + static_cast<Bits>(step)) | sign);
  for (Bits bits : {1ull, 2ull, (1ull << 52) - 1, 1ull << 52, (1ull << 52) + 1, 0x7fefull << 48,
                    (0x7ffull << 52) - 1, 1ull << 51})
    for (Bits sign : {Bits{0}, Bits{1} << 63})
      result.push_back(bits | sign);
  return result;
}

void comparePair(Bits a, Bits b) {
  const soft_double x = soft_double::of(a), y = soft_double::of(b);
  const double u = hard(a), v = hard(b);
  ASSERT_TRUE(same(u + v, x + y)) << std::hexfloat << u << " + " << v;
  ASSERT_TRUE(same(u - v, x - y)) << std::hexfloat << u << " - " << v;
  ASSERT_TRUE(same(u * v, x * y)) << std::hexfloat << u << " * " << v;
  ASSERT_TRUE(same(u / v, x / y)) << std::hexfloat << u << " / " << v;
  ASSERT_EQ(u < v, x < y) << u << v;
  ASSERT_EQ(u <= v, x <= y) << u << v;
  ASSERT_EQ(u == v, x == y) << u << v;
  ASSERT_EQ(u != v, x != y) << u << v;
}

void compareOne(Bits a) {
  const soft_double x = soft_double::of(a);
  const double u = hard(a);
  ASSERT_TRUE(same(std::sqrt(u), sqrt(x))) << std::hexfloat << u;
  ASSERT_TRUE(same(std::trunc(u), trunc(x))) << std::hexfloat << u;
  ASSERT_TRUE(same(std::rint(u), rint(x))) << std::hexfloat << u;
  ASSERT_TRUE(same(static_cast<double>(static_cast<float>(u)), soft_double(static_cast<float>(x))))
      << std::hexfloat << u;
  if (std::fabs(u) < 2147483647) {
    ASSERT_EQ(static_cast<int>(u), static_cast<int>(x)) << u;
  }
  if (std::fabs(u) < 9.2e18) {
    ASSERT_EQ(static_cast<long long>(u), static_cast<long long>(x)) << u;
  }
  if (u > -1 && u < 1.8e19) {
    ASSERT_EQ(static_cast<unsigned long long>(u), static_cast<unsigned long long>(x)) << u;
  }
  const auto whole = static_cast<long long>(a);
  ASSERT_TRUE(same(static_cast<double>(whole), soft_double(whole))) << whole;
  ASSERT_TRUE(same(static_cast<double>(a), soft_double(a))) << a;
  float narrow;
  const auto low = static_cast<std::uint32_t>(a);
  std::memcpy(&narrow, &low, sizeof narrow);
  ASSERT_TRUE(same(static_cast<double>(narrow), soft_double(narrow))) << narrow;
}

TEST(SoftDouble, AllPairsOfEdges) {
  const std::vector<Bits> all = edges();
  for (Bits a : all) {
    ASSERT_NO_FATAL_FAILURE(compareOne(a));
    for (Bits b : all)
      ASSERT_NO_FATAL_FAILURE(comparePair(a, b));
  }
}

TEST(SoftDouble, MillionsOfRandomOperands) {
  Numbers numbers;
  for (int i = 0; i < 4000000; ++i)
    ASSERT_NO_FATAL_FAILURE(comparePair(numbers.next(), numbers.next()));
  for (int i = 0; i < 2000000; ++i)
    ASSERT_NO_FATAL_FAILURE(compareOne(numbers.next()));
}

TEST(SoftDouble, FusedProducts) {
  Numbers numbers;
  const std::vector<Bits> all = edges();
  auto compare = [](Bits a, Bits b, Bits c) {
    const double u = hard(a), v = hard(b), w = hard(c);
    ASSERT_TRUE(
        same(std::fma(u, v, w), fma(soft_double::of(a), soft_double::of(b), soft_double::of(c))))
        << std::hexfloat << u << " * " << v << " + " << w;
  };
  for (int i = 0; i < 2000000; ++i)
    ASSERT_NO_FATAL_FAILURE(compare(numbers.next(), numbers.next(), numbers.next()));
  for (std::size_t i = 0; i < all.size(); i += 2)
    for (std::size_t j = 0; j < all.size(); j += 3)
      for (Bits c : all)
        ASSERT_NO_FATAL_FAILURE(compare(all[i], all[j], c));
  // What a product leaves when it is nearly taken away.
  for (int i = 0; i < 1000000; ++i) {
    const Bits a = numbers.next(), b = numbers.next();
    const double product = hard(a) * hard(b);
    ASSERT_NO_FATAL_FAILURE(compare(a, b, bitsOf(-product)));
    ASSERT_NO_FATAL_FAILURE(compare(a, b, bitsOf(-product) ^ 1));
  }
}

TEST(SoftDouble, WholeNumbersAndExtremes) {
  for (Bits bits : edges()) {
    const double u = hard(bits);
    const soft_double x = soft_double::of(bits);
    if (std::isnan(u))
      continue;
    EXPECT_EQ(std::floor(u), hard(floor(x).raw())) << u;
    EXPECT_EQ(std::ceil(u), hard(ceil(x).raw())) << u;
    EXPECT_EQ(std::fabs(u), hard(fabs(x).raw())) << u;
    EXPECT_EQ(bitsOf(std::copysign(u, -1.0)), copysign(x, soft_double(-1)).raw());
    EXPECT_EQ(std::fmin(u, 0.75), hard(fmin(x, soft_double(0.75f)).raw()));
    EXPECT_EQ(std::fmax(u, 0.75), hard(fmax(x, soft_double(0.75f)).raw()));
  }
  const soft_double huge(1e30f), nan = soft_double::of(spn::soft::quietNan);
  EXPECT_EQ(2147483647, static_cast<int>(huge));
  EXPECT_EQ(-2147483647 - 1, static_cast<int>(-huge));
  EXPECT_EQ(0u, static_cast<unsigned>(-huge));
  EXPECT_EQ(~0ull, static_cast<unsigned long long>(huge));
  EXPECT_EQ(0, static_cast<int>(nan));
  soft_double sum = 0;
  for (int i = 0; i < 10; ++i)
    sum += soft_double(1) / 10; // integers and floats mix as with double
  EXPECT_EQ(0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1, hard(sum.raw()));
}

} // namespace
