// SPDX-License-Identifier: Apache-2.0
// Directed rounding of the arithmetic intrinsics, bit for bit against the processor's rounding
// modes, and the integer intrinsics against plain loops. Conversions have their own test.
#include "sampan/intrinsics.h"
#include "sampan/vector_functions.h"

#include <cfenv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace {

template <class T> auto bitsOf(T x) {
  using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  return spn::detail::bitsAs<Bits>(x);
}

/// Equal including the sign of zero; any NaN equals any NaN.
template <class T> bool same(T a, T b) {
  return (std::isnan(a) && std::isnan(b)) || bitsOf(a) == bitsOf(b);
}

/// Evaluates under a rounding mode. Volatile operands keep the compiler from moving the arithmetic.
template <class T, class F> T under(int mode, F f, T a, T b, T c) {
  volatile T x = a, y = b, z = c;
  std::fesetround(mode);
  volatile T result = f(T(x), T(y), T(z));
  std::fesetround(FE_TONEAREST);
  return result;
}

/// Corner cases, and numbers of random sign, mantissa (often short, for exact results) and
/// exponent.
template <class T> class Operands {
public:
  T next() {
    using Limits = std::numeric_limits<T>;
    static const T corners[] = {0,
                                Limits::denorm_min(),
                                Limits::min(),
                                1,
                                Limits::max(),
                                Limits::infinity(),
                                Limits::quiet_NaN(),
                                Limits::epsilon(),
                                2,
                                3};
    const std::uint64_t r = random();
    const T sign = r & 1 ? -1 : 1;
    if (r % 16 == 0)
      return sign * corners[(r >> 8) % 10];
    const int wide = Limits::max_exponent - Limits::min_exponent + Limits::digits;
    const int exponent = r % 16 < 8 ? static_cast<int>((r >> 16) % 40) - 20
                                    : static_cast<int>((r >> 16) % wide) - wide / 2;
    T mantissa = 1 + std::ldexp(static_cast<T>(random() >> 11), -53);
    if (r % 3 == 0)
      mantissa = std::floor(mantissa * 16) / 16;
    return sign * std::ldexp(mantissa, exponent);
  }

private:
  std::mt19937_64 random{7};
};

template <class T, class Reference>
void compare(const char *name, Reference reference, T (*zero)(T, T, T), T (*up)(T, T, T),
             T (*down)(T, T, T)) {
  Operands<T> operands;
  int failures = 0;
  for (int i = 0; i < 200000 && failures < 5; ++i) {
    const T a = operands.next(), b = operands.next();
    // Sometimes the third operand nearly cancels the product.
    const T c =
        i % 4 == 0 ? -a * b * (i % 8 ? 1 : 1 + std::numeric_limits<T>::epsilon()) : operands.next();
    const struct {
      int mode;
      T (*f)(T, T, T);
    } modes[] = {{FE_TOWARDZERO, zero}, {FE_UPWARD, up}, {FE_DOWNWARD, down}};
    for (const auto &m : modes) {
      const T expected = under<T>(m.mode, reference, a, b, c), computed = m.f(a, b, c);
      if (!same(expected, computed) && ++failures < 5)
        ADD_FAILURE() << std::hexfloat << name << " mode " << m.mode << ": " << a << ", " << b
                      << ", " << c << " gave " << computed << " instead of " << expected;
    }
  }
}

#define COMPARE(T, name, reference, call)                                                          \
  compare<T>(                                                                                      \
      #name,                                                                                       \
      [](T a, T b, T c) -> T {                                                                     \
        (void)b, (void)c;                                                                          \
        return reference;                                                                          \
      },                                                                                           \
      [](T a, T b, T c) -> T {                                                                     \
        (void)b, (void)c;                                                                          \
        return name##_rz call;                                                                     \
      },                                                                                           \
      [](T a, T b, T c) -> T {                                                                     \
        (void)b, (void)c;                                                                          \
        return name##_ru call;                                                                     \
      },                                                                                           \
      [](T a, T b, T c) -> T {                                                                     \
        (void)b, (void)c;                                                                          \
        return name##_rd call;                                                                     \
      })

TEST(DirectedRounding, Float) {
  COMPARE(float, __fadd, a + b, (a, b));
  COMPARE(float, __fsub, a - b, (a, b));
  COMPARE(float, __fmul, a *b, (a, b));
  COMPARE(float, __fdiv, a / b, (a, b));
  COMPARE(float, __frcp, 1 / a, (a));
  COMPARE(float, __fsqrt, std::sqrt(a), (a));
  COMPARE(float, __fmaf, std::fma(a, b, c), (a, b, c));
}

TEST(DirectedRounding, Double) {
  COMPARE(double, __dadd, a + b, (a, b));
  COMPARE(double, __dsub, a - b, (a, b));
  COMPARE(double, __dmul, a *b, (a, b));
  COMPARE(double, __ddiv, a / b, (a, b));
  COMPARE(double, __drcp, 1 / a, (a));
  COMPARE(double, __dsqrt, std::sqrt(a), (a));
  COMPARE(double, __fma, std::fma(a, b, c), (a, b, c));
}

TEST(NearestRounding, IsIeee) {
  Operands<double> operands;
  for (int i = 0; i < 100000; ++i) {
    const double a = operands.next(), b = operands.next();
    volatile double product = a * b, sum = a + b, difference = a - b;
    ASSERT_TRUE(same<double>(__dmul_rn(a, b), product) && same<double>(__dadd_rn(a, b), sum) &&
                same<double>(__dsub_rn(a, b), difference) && same(__ddiv_rn(a, b), a / b));
    const float f = static_cast<float>(a), g = static_cast<float>(b);
    volatile float productF = f * g, sumF = f + g, differenceF = f - g;
    ASSERT_TRUE(same<float>(__fmul_rn(f, g), productF) && same<float>(__fadd_rn(f, g), sumF) &&
                same<float>(__fsub_rn(f, g), differenceF) && same(__fdiv_rn(f, g), f / g));
  }
  EXPECT_EQ(__fma_rn(2, 3, 4), 10);
  EXPECT_EQ(__fmaf_rn(2, 3, 4), 10);
  EXPECT_EQ(__frcp_rn(4), 0.25f);
  EXPECT_EQ(__drcp_rn(4), 0.25);
  EXPECT_EQ(__fsqrt_rn(9), 3);
  EXPECT_EQ(__dsqrt_rn(9), 3);
}

TEST(NearestRounding, ProductsAreNotFused) {
  // 1 + 2^-52 squared has more digits than a double: the rounded square must be what is subtracted.
  volatile double v = 1 + 2.220446049250313e-16;
  const double x = v;
  EXPECT_EQ(__dmul_rn(x, x) - (1 + 2 * 2.220446049250313e-16), 0);
  EXPECT_EQ(__dadd_rn(x * x, -(1 + 2 * 2.220446049250313e-16)), 0);
}

TEST(NearestRounding, ReciprocalRoot) {
  // All mantissas of one exponent and every 16th of the next: the other exponents repeat these two.
  int failures = 0;
  for (std::uint32_t i = 0; i < 1u << 24; i += i < 1u << 23 ? 3 : 16) {
    const float x = __uint_as_float(0x3f800000u + i);
    const long double exact = 1 / std::sqrt(static_cast<long double>(x));
    failures += __frsqrt_rn(x) != static_cast<float>(exact);
  }
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(__frsqrt_rn(0.0f), INFINITY);
  EXPECT_TRUE(std::isnan(__frsqrt_rn(-1.0f)));
}

TEST(PairIntrinsics, RoundEachElement) {
  const float2 one = make_float2(1, -1), tiny = make_float2(1e-10f, 1e-10f);
  EXPECT_EQ(__fadd2_ru(one, tiny).x, std::nextafter(1.0f, 2.0f));
  EXPECT_EQ(__fadd2_rd(one, tiny).y, -1.0f);
  EXPECT_EQ(__fadd2_rn(one, tiny).y, -1.0f);
  EXPECT_EQ(__fadd2_rz(one, tiny).y, std::nextafter(-1.0f, 0.0f));
  EXPECT_EQ(__fmul2_rn(one, make_float2(3, 4)).y, -4.0f);
  EXPECT_EQ(__ffma2_rd(one, one, make_float2(-1e-10f, 2)).x, std::nextafter(1.0f, 0.0f));
  EXPECT_EQ(__fmaf_ieee_rn(2, 3, 1e-45f), 6.0f);
}

TEST(FastIntrinsics, Values) {
  EXPECT_EQ(__saturatef(-1), 0);
  EXPECT_EQ(__saturatef(0.5f), 0.5f);
  EXPECT_EQ(__saturatef(INFINITY), 1);
  EXPECT_EQ(__saturatef(NAN), 0);
  EXPECT_EQ(__fdividef(3, 4), 0.75f);
  EXPECT_FLOAT_EQ(__powf(2, 0.5f), 1.41421356f);
  EXPECT_FLOAT_EQ(__exp10f(2), 100);
  EXPECT_EQ(__log2f(8), 3);
  EXPECT_FLOAT_EQ(__log10f(1000), 3);
  EXPECT_FLOAT_EQ(__expf(1), 2.71828183f);
  EXPECT_FLOAT_EQ(__tanf(1), 1.55740772f);
  EXPECT_FLOAT_EQ(__tanhf(1), 0.76159416f);
  float s, c;
  __sincosf(1, &s, &c);
  EXPECT_EQ(s, __sinf(1));
  EXPECT_EQ(c, __cosf(1));
  EXPECT_EQ(__logf(1), 0);
}

// Integers -------------------------------------------------------------------------------------

TEST(IntegerIntrinsics, BitCounting) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t x = i == 0 ? 0 : random() >> (random() % 64);
    int count = 0, leading = 64, first = 0;
    std::uint64_t reversed = 0;
    for (int b = 0; b < 64; ++b)
      if (x >> b & 1) {
        ++count;
        leading = 63 - b;
        first = first ? first : b + 1;
        reversed |= std::uint64_t{1} << (63 - b);
      }
    ASSERT_EQ(__popcll(x), count);
    ASSERT_EQ(__clzll(static_cast<long long>(x)), leading);
    ASSERT_EQ(__ffsll(static_cast<long long>(x)), first);
    ASSERT_EQ(__brevll(x), reversed);
    const auto low = static_cast<std::uint32_t>(x);
    const auto low64 = static_cast<long long>(std::uint64_t{low});
    ASSERT_EQ(__popc(low), __popcll(low));
    ASSERT_EQ(__clz(static_cast<int>(low)), __clzll(low64) - 32);
    ASSERT_EQ(__ffs(static_cast<int>(low)), __ffsll(low64));
    ASSERT_EQ(__brev(low), __brevll(low) >> 32);
  }
}

TEST(IntegerIntrinsics, BytesAndShifts) {
  EXPECT_EQ(__nv_bswap16(0x1234), 0x3412);
  EXPECT_EQ(__nv_bswap32(0x12345678u), 0x78563412u);
  EXPECT_EQ(__nv_bswap64(0x0123456789abcdefull), 0xefcdab8967452301ull);
  EXPECT_EQ(__byte_perm(0x33221100, 0x77665544, 0x0123), 0x00112233u);
  EXPECT_EQ(__byte_perm(0x33221100, 0x77665544, 0x7654), 0x77665544u);
  EXPECT_EQ(__byte_perm(0x33221100, 0x77665544, 0xfed4), 0x77665544u); // top bits are ignored
  for (unsigned shift = 0; shift < 70; ++shift) {
    const unsigned low = 0x89abcdefu, high = 0x01234567u;
    const std::uint64_t both = (std::uint64_t{high} << 32) | low;
    const unsigned wrapped = shift % 32, clamped = std::min(shift, 32u);
    EXPECT_EQ(__funnelshift_l(low, high, shift), static_cast<unsigned>(both << wrapped >> 32));
    EXPECT_EQ(__funnelshift_r(low, high, shift), static_cast<unsigned>(both >> wrapped));
    EXPECT_EQ(__funnelshift_lc(low, high, shift), static_cast<unsigned>(both << clamped >> 32));
    EXPECT_EQ(__funnelshift_rc(low, high, shift), static_cast<unsigned>(both >> clamped));
  }
}

TEST(IntegerIntrinsics, ProductsAndAverages) {
  std::mt19937_64 random(4);
  for (int i = 0; i < 20000; ++i) {
    const auto x = static_cast<int>(random()), y = static_cast<int>(random() >> (i % 32));
    const auto ux = static_cast<unsigned>(x), uy = static_cast<unsigned>(y);
    ASSERT_EQ(__mulhi(x, y), static_cast<int>(std::int64_t{x} * y >> 32));
    ASSERT_EQ(__umulhi(ux, uy), static_cast<unsigned>(std::uint64_t{ux} * uy >> 32));
    ASSERT_EQ(__umul24(ux, uy),
              static_cast<unsigned>(std::uint64_t{ux & 0xffffff} * (uy & 0xffffff)));
    const std::int64_t a = (x << 8 >> 8), b = (y << 8 >> 8);
    ASSERT_EQ(static_cast<unsigned>(__mul24(x, y)), static_cast<unsigned>(a * b));
    ASSERT_EQ(__usad(ux, uy, 7u), static_cast<unsigned>(std::llabs(std::int64_t{ux} - uy)) + 7u);
    ASSERT_EQ(__sad(x, y, 7u), static_cast<unsigned>(std::llabs(std::int64_t{x} - y)) + 7u);
    ASSERT_EQ(__hadd(x, y), (std::int64_t{x} + y) >> 1);
    ASSERT_EQ(__rhadd(x, y), (std::int64_t{x} + y + 1) >> 1);
    ASSERT_EQ(__uhadd(ux, uy), (std::uint64_t{ux} + uy) >> 1);
    ASSERT_EQ(__urhadd(ux, uy), (std::uint64_t{ux} + uy + 1) >> 1);
  }
  const long long minimum = std::numeric_limits<long long>::min();
  EXPECT_EQ(__mul64hi(minimum, minimum), 1LL << 62);
  EXPECT_EQ(__mul64hi(-1, 1), -1);
  EXPECT_EQ(__umul64hi(~0ull, ~0ull), ~0ull - 1);
}

TEST(IntegerIntrinsics, DotProducts) {
  EXPECT_EQ(__dp4a(make_char4(1, -2, 3, -128), make_char4(5, 6, 7, -128), 10),
            5 - 12 + 21 + 16384 + 10);
  EXPECT_EQ(__dp4a(make_uchar4(255, 0, 0, 1), make_uchar4(255, 9, 9, 2), 1u), 255u * 255 + 3);
  EXPECT_EQ(__dp4a(0x01010101, 0x02020202, -8), 0);
  EXPECT_EQ(__dp4a(0xffffffffu, 0x01010101u, 0u), 1020u);
  EXPECT_EQ(__dp2a_lo(make_short2(1000, -2), make_char4(3, 4, 5, 6), 1), 3000 - 8 + 1);
  EXPECT_EQ(__dp2a_hi(make_short2(1000, -2), make_char4(3, 4, 5, 6), 1), 5000 - 12 + 1);
  EXPECT_EQ(__dp2a_lo(make_ushort2(65535, 2), make_uchar4(255, 4, 5, 6), 0u), 65535u * 255 + 8);
  EXPECT_EQ(__dp2a_hi(0x00020001u, 0x04030000u, 0u), 11u);
  EXPECT_EQ(__dp4a(std::numeric_limits<int>::min(), 0x7f000000, std::numeric_limits<int>::min()),
            static_cast<int>(0x80000000u - 16256u)); // wraps around
}

} // namespace
