// SPDX-License-Identifier: Apache-2.0
// CUDA's integer intrinsics: bit counting and permutation, funnel shifts, high halves of products,
// averages, absolute differences and dot products of packed integers.
#pragma once

#include "sampan/detail/math_support.h"

SPN_MATHFN int __popc(unsigned int x) { return __builtin_popcount(x); }
SPN_MATHFN int __popcll(unsigned long long x) { return __builtin_popcountll(x); }
SPN_MATHFN int __clz(int x) { return x == 0 ? 32 : __builtin_clz(static_cast<unsigned int>(x)); }
SPN_MATHFN int __clzll(long long x) {
  return x == 0 ? 64 : __builtin_clzll(static_cast<unsigned long long>(x));
}
SPN_MATHFN int __ffs(int x) { return __builtin_ffs(x); }
SPN_MATHFN int __ffsll(long long x) { return __builtin_ffsll(x); }

SPN_MATHFN unsigned int __brev(unsigned int x) {
  x = ((x >> 1) & 0x55555555u) | ((x & 0x55555555u) << 1);
  x = ((x >> 2) & 0x33333333u) | ((x & 0x33333333u) << 2);
  x = ((x >> 4) & 0x0f0f0f0fu) | ((x & 0x0f0f0f0fu) << 4);
  return __builtin_bswap32(x);
}
SPN_MATHFN unsigned long long __brevll(unsigned long long x) {
  return (static_cast<unsigned long long>(__brev(static_cast<unsigned int>(x))) << 32) |
         __brev(static_cast<unsigned int>(x >> 32));
}

SPN_MATHFN unsigned short __nv_bswap16(unsigned short x) { return __builtin_bswap16(x); }
SPN_MATHFN unsigned int __nv_bswap32(unsigned int x) { return __builtin_bswap32(x); }
SPN_MATHFN unsigned long long __nv_bswap64(unsigned long long x) { return __builtin_bswap64(x); }

/// Four bytes chosen from y:x by the low three bits of the four low nibbles of the selector.
SPN_MATHFN unsigned int __byte_perm(unsigned int x, unsigned int y, unsigned int selector) {
  const unsigned long long bytes = (static_cast<unsigned long long>(y) << 32) | x;
  unsigned int result = 0;
  for (int i = 0; i < 4; ++i) {
    const unsigned int index = (selector >> (4 * i)) & 7u;
    result |= static_cast<unsigned int>((bytes >> (8 * index)) & 0xffu) << (8 * i);
  }
  return result;
}

// Funnel shifts of high:low; l and r wrap the shift at 32, lc and rc clamp it to 32.
SPN_MATHFN unsigned int __funnelshift_l(unsigned int low, unsigned int high, unsigned int shift) {
  const unsigned long long both = (static_cast<unsigned long long>(high) << 32) | low;
  return static_cast<unsigned int>((both << (shift & 31u)) >> 32);
}
SPN_MATHFN unsigned int __funnelshift_r(unsigned int low, unsigned int high, unsigned int shift) {
  const unsigned long long both = (static_cast<unsigned long long>(high) << 32) | low;
  return static_cast<unsigned int>(both >> (shift & 31u));
}
SPN_MATHFN unsigned int __funnelshift_lc(unsigned int low, unsigned int high, unsigned int shift) {
  return shift >= 32u ? low : __funnelshift_l(low, high, shift);
}
SPN_MATHFN unsigned int __funnelshift_rc(unsigned int low, unsigned int high, unsigned int shift) {
  return shift >= 32u ? high : __funnelshift_r(low, high, shift);
}

SPN_MATHFN unsigned int __umul24(unsigned int x, unsigned int y) {
  return (x & 0xffffffu) * (y & 0xffffffu);
}
SPN_MATHFN int __mul24(int x, int y) {
  const int a = static_cast<int>(static_cast<unsigned int>(x) << 8) >> 8;
  const int b = static_cast<int>(static_cast<unsigned int>(y) << 8) >> 8;
  return static_cast<int>(static_cast<unsigned int>(a) * static_cast<unsigned int>(b));
}
SPN_MATHFN int __mulhi(int x, int y) {
  return static_cast<int>((static_cast<long long>(x) * y) >> 32);
}
SPN_MATHFN unsigned int __umulhi(unsigned int x, unsigned int y) {
  return static_cast<unsigned int>((static_cast<unsigned long long>(x) * y) >> 32);
}
SPN_MATHFN long long __mul64hi(long long x, long long y) {
  __extension__ typedef __int128 Wide;
  return static_cast<long long>((static_cast<Wide>(x) * y) >> 64);
}
SPN_MATHFN unsigned long long __umul64hi(unsigned long long x, unsigned long long y) {
  __extension__ typedef unsigned __int128 Wide;
  return static_cast<unsigned long long>((static_cast<Wide>(x) * y) >> 64);
}

/// |x - y| + z
SPN_MATHFN unsigned int __usad(unsigned int x, unsigned int y, unsigned int z) {
  return (x > y ? x - y : y - x) + z;
}
SPN_MATHFN unsigned int __sad(int x, int y, unsigned int z) {
  const unsigned int a = static_cast<unsigned int>(x), b = static_cast<unsigned int>(y);
  return (x > y ? a - b : b - a) + z;
}

// Averages, rounded down (hadd) or up at a half (rhadd), without overflow of the sum.
SPN_MATHFN int __hadd(int x, int y) {
  return static_cast<int>((static_cast<long long>(x) + y) >> 1);
}
SPN_MATHFN int __rhadd(int x, int y) {
  return static_cast<int>((static_cast<long long>(x) + y + 1) >> 1);
}
SPN_MATHFN unsigned int __uhadd(unsigned int x, unsigned int y) {
  return static_cast<unsigned int>((static_cast<unsigned long long>(x) + y) >> 1);
}
SPN_MATHFN unsigned int __urhadd(unsigned int x, unsigned int y) {
  return static_cast<unsigned int>((static_cast<unsigned long long>(x) + y + 1) >> 1);
}

namespace spn {
namespace detail {

/// Sum of products of packed integers, modulo 2^32, plus the accumulator.
template <class A, class B, int count, class Word>
SPN_MATHFN Word dotProduct(Word a, Word b, int firstB, Word sum) {
  unsigned int total = static_cast<unsigned int>(sum);
  for (int i = 0; i < count; ++i) {
    const A x = static_cast<A>(static_cast<unsigned int>(a) >> (8 * sizeof(A) * i));
    const B y = static_cast<B>(static_cast<unsigned int>(b) >> (8 * sizeof(B) * (i + firstB)));
    total += static_cast<unsigned int>(static_cast<int>(x) * static_cast<int>(y));
  }
  return static_cast<Word>(total);
}

} // namespace detail
} // namespace spn

SPN_MATHFN int __dp4a(int a, int b, int c) {
  return spn::detail::dotProduct<signed char, signed char, 4>(a, b, 0, c);
}
SPN_MATHFN unsigned int __dp4a(unsigned int a, unsigned int b, unsigned int c) {
  return spn::detail::dotProduct<unsigned char, unsigned char, 4>(a, b, 0, c);
}
SPN_MATHFN int __dp2a_lo(int a, int b, int c) {
  return spn::detail::dotProduct<short, signed char, 2>(a, b, 0, c);
}
SPN_MATHFN unsigned int __dp2a_lo(unsigned int a, unsigned int b, unsigned int c) {
  return spn::detail::dotProduct<unsigned short, unsigned char, 2>(a, b, 0, c);
}
SPN_MATHFN int __dp2a_hi(int a, int b, int c) {
  return spn::detail::dotProduct<short, signed char, 2>(a, b, 2, c);
}
SPN_MATHFN unsigned int __dp2a_hi(unsigned int a, unsigned int b, unsigned int c) {
  return spn::detail::dotProduct<unsigned short, unsigned char, 2>(a, b, 2, c);
}

SPN_MATHFN int __dp4a(char4 a, char4 b, int c) {
  return __dp4a(spn::detail::bitsAs<int>(a), spn::detail::bitsAs<int>(b), c);
}
SPN_MATHFN unsigned int __dp4a(uchar4 a, uchar4 b, unsigned int c) {
  return __dp4a(spn::detail::bitsAs<unsigned int>(a), spn::detail::bitsAs<unsigned int>(b), c);
}
SPN_MATHFN int __dp2a_lo(short2 a, char4 b, int c) {
  return __dp2a_lo(spn::detail::bitsAs<int>(a), spn::detail::bitsAs<int>(b), c);
}
SPN_MATHFN unsigned int __dp2a_lo(ushort2 a, uchar4 b, unsigned int c) {
  return __dp2a_lo(spn::detail::bitsAs<unsigned int>(a), spn::detail::bitsAs<unsigned int>(b), c);
}
SPN_MATHFN int __dp2a_hi(short2 a, char4 b, int c) {
  return __dp2a_hi(spn::detail::bitsAs<int>(a), spn::detail::bitsAs<int>(b), c);
}
SPN_MATHFN unsigned int __dp2a_hi(ushort2 a, uchar4 b, unsigned int c) {
  return __dp2a_hi(spn::detail::bitsAs<unsigned int>(a), spn::detail::bitsAs<unsigned int>(b), c);
}
