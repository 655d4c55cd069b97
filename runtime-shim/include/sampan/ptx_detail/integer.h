// SPDX-License-Identifier: Apache-2.0
// Integer arithmetic, extended precision, bit fields and permutations of PTX.
#pragma once

#include "sampan/intrinsics_integer.h"
#include "sampan/ptx_detail/types.h"

namespace spn {
namespace ptx {

SPN_PTX u16 mulLo(u16 a, u16 b) { return static_cast<u16>(u32(a) * u32(b)); }

template <class T> struct WideOf;
template <> struct WideOf<u16> {
  typedef u32 type;
};
template <> struct WideOf<s16> {
  typedef s32 type;
};
template <> struct WideOf<u32> {
  typedef u64 type;
};
template <> struct WideOf<s32> {
  typedef s64 type;
};
template <> struct WideOf<u64> {
  typedef unsigned __int128 type;
};
template <> struct WideOf<s64> {
  typedef __int128 type;
};

template <class T> SPN_PTX typename WideOf<T>::type mulWide(T a, T b) {
  typedef typename WideOf<T>::type Wide;
  return static_cast<Wide>(a) * static_cast<Wide>(b);
}
template <class T> SPN_PTX T mulHi(T a, T b) {
  return static_cast<T>(mulWide<T>(a, b) >> (8 * sizeof(T)));
}

/// Dividing by zero gives some value and does not end the program.
template <class T> SPN_PTX T divide(T a, T b) {
  if (b == 0)
    return static_cast<T>(-1);
  if (std::is_signed<T>::value && b == static_cast<T>(-1))
    return static_cast<T>(0ull - static_cast<u64>(a));
  return static_cast<T>(a / b);
}
template <class T> SPN_PTX T remainder(T a, T b) {
  if (b == 0)
    return a;
  if (std::is_signed<T>::value && b == static_cast<T>(-1))
    return 0;
  return static_cast<T>(a % b);
}

template <class T, class = typename std::enable_if<std::is_integral<T>::value>::type>
SPN_PTX T negate(T a) {
  return static_cast<T>(0ull - static_cast<u64>(a));
}
template <class T, class = typename std::enable_if<std::is_integral<T>::value>::type>
SPN_PTX T absolute(T a) {
  return a < 0 ? negate(a) : a;
}

SPN_PTX s32 addSaturated(s32 a, s32 b) { return clamped<s32>(s64(a) + b); }
SPN_PTX s32 subSaturated(s32 a, s32 b) { return clamped<s32>(s64(a) - b); }

template <class T>
SPN_PTX typename std::make_unsigned<T>::type sad(T a, T b, typename std::make_unsigned<T>::type c) {
  typedef typename std::make_unsigned<T>::type Word;
  const Word difference = static_cast<Word>(a < b ? static_cast<Word>(b) - static_cast<Word>(a)
                                                  : static_cast<Word>(a) - static_cast<Word>(b));
  return static_cast<Word>(difference + c);
}

// Extended precision. Subtraction keeps the borrow in the flag.

template <class T> SPN_PTX T addCarry(T a, T b, bool &carry) {
  T sum;
  carry = __builtin_add_overflow(a, b, &sum);
  return sum;
}
template <class T> SPN_PTX T addWithCarry(T a, T b, bool carry) {
  return static_cast<T>(a + b + (carry ? 1 : 0));
}
template <class T> SPN_PTX T addWithCarryOut(T a, T b, bool &carry) {
  T sum;
  const bool first = __builtin_add_overflow(a, b, &sum);
  const bool second = __builtin_add_overflow(sum, static_cast<T>(carry ? 1 : 0), &sum);
  carry = first || second;
  return sum;
}
template <class T> SPN_PTX T subCarry(T a, T b, bool &carry) {
  carry = a < b;
  return static_cast<T>(a - b);
}
template <class T> SPN_PTX T subWithCarry(T a, T b, bool carry) {
  return static_cast<T>(a - b - (carry ? 1 : 0));
}
template <class T> SPN_PTX T subWithCarryOut(T a, T b, bool &carry) {
  const T result = subWithCarry<T>(a, b, carry);
  carry = a < b || (carry && a == b);
  return result;
}

/// The condition code, for programs that carry from one asm statement to the next.
#if defined(__SAMPAN_PARSE__) && defined(__CUDA__)
SPN_DEVICE_DECL bool &carryFlag();
#else
SPN_DEVICE_INLINE bool &carryFlag() {
  static thread_local bool flag = false;
  return flag;
}
#endif

// Shifts by the width or more shift everything out.

template <class T> SPN_PTX T shl(T a, u32 count) {
  return count >= 8 * sizeof(T) ? T{0} : static_cast<T>(static_cast<u64>(a) << count);
}
template <class T> SPN_PTX T shr(T a, u32 count) {
  const u32 most = 8 * sizeof(T) - 1;
  if (count > most)
    return a < T{0} ? static_cast<T>(-1) : T{0};
  return static_cast<T>(a >> count);
}

/// Bits [position, position + length) of `a`. Signed types extend the field's top bit, or the
/// word's where the field reaches beyond the word.
template <class T> SPN_PTX T bfe(T a, u32 position, u32 length) {
  typedef typename std::make_unsigned<T>::type Word;
  const u32 bits = 8 * sizeof(T);
  const u32 from = position & 0xff, size = length & 0xff;
  if (size == 0)
    return 0;
  const u32 top = from + size - 1 < bits - 1 ? from + size - 1 : bits - 1;
  const bool fill = std::is_signed<T>::value && ((static_cast<Word>(a) >> top) & 1);
  Word field = shr<Word>(static_cast<Word>(a), from);
  if (size < bits) {
    const Word mask = static_cast<Word>((Word{1} << size) - 1);
    field &= mask;
  }
  if (fill) {
    const u32 valid = from >= bits ? 0 : (size < bits - from ? size : bits - from);
    field |= shl<Word>(static_cast<Word>(~Word{0}), valid);
  }
  return static_cast<T>(field);
}

/// `b` with the low `length` bits of `a` at `position`.
template <class T> SPN_PTX T bfi(T a, T b, u32 position, u32 length) {
  typedef typename std::make_unsigned<T>::type Word;
  const u32 bits = 8 * sizeof(T);
  const u32 to = position & 0xff, size = length & 0xff;
  const Word low =
      size >= bits ? static_cast<Word>(~Word{0}) : static_cast<Word>((Word{1} << size) - 1);
  const Word mask = shl<Word>(low, to);
  return static_cast<T>((static_cast<Word>(b) & ~mask) |
                        (shl<Word>(static_cast<Word>(a), to) & mask));
}

/// Position of the highest bit that is not a copy of the sign, or ~0.
template <class T> SPN_PTX u32 bfind(T a) {
  typedef typename std::make_unsigned<T>::type Word;
  const Word word = static_cast<Word>(a < T{0} ? ~a : a);
  return word == 0 ? ~0u : 63u - static_cast<u32>(__builtin_clzll(word));
}
/// By how much to shift left to bring that bit to the top.
template <class T> SPN_PTX u32 bfindShift(T a) {
  const u32 position = bfind<T>(a);
  return position == ~0u ? position : 8u * static_cast<u32>(sizeof(T)) - 1u - position;
}

SPN_PTX u32 bmskClamp(u32 position, u32 length) {
  return shl<u32>(length >= 32 ? ~0u : (1u << length) - 1u, position);
}
SPN_PTX u32 bmskWrap(u32 position, u32 length) { return bmskClamp(position & 31u, length & 31u); }

/// Bit i of the result is the bit of `table` that the bits of a, b and c number.
SPN_PTX u32 lop3(u32 a, u32 b, u32 c, u32 table) {
  u32 result = 0;
  for (u32 row = 0; row < 8; ++row)
    if (table >> row & 1u)
      result |= (row & 4 ? a : ~a) & (row & 2 ? b : ~b) & (row & 1 ? c : ~c);
  return result;
}

// Bytes 0 to 3 are those of `a`, 4 to 7 those of `b`.

SPN_PTX u32 prmt(u32 a, u32 b, u32 selector) {
  const u64 bytes = u64(b) << 32 | a;
  u32 result = 0;
  for (u32 i = 0; i < 4; ++i) {
    const u32 choice = selector >> (4 * i) & 15u;
    u32 byte = static_cast<u32>(bytes >> (8 * (choice & 7u))) & 0xffu;
    if (choice & 8u) // its sign
      byte = byte & 0x80u ? 0xffu : 0u;
    result |= byte << (8 * i);
  }
  return result;
}
/// Four bytes upwards from the selected one.
SPN_PTX u32 prmtF4e(u32 a, u32 b, u32 selector) {
  const u32 i = selector & 3u;
  return prmt(a, b, i | (i + 1) << 4 | (i + 2) << 8 | (i + 3) << 12);
}
/// Four bytes downwards from the selected one, wrapping around.
SPN_PTX u32 prmtB4e(u32 a, u32 b, u32 selector) {
  const u32 i = selector & 3u;
  return prmt(a, b, i | ((i + 7) & 7u) << 4 | ((i + 6) & 7u) << 8 | ((i + 5) & 7u) << 12);
}
SPN_PTX u32 prmtRc8(u32 a, u32 b, u32 selector) { return prmt(a, b, (selector & 3u) * 0x1111u); }
SPN_PTX u32 prmtRc16(u32 a, u32 b, u32 selector) {
  return prmt(a, b, selector & 1u ? 0x3232u : 0x1010u);
}
/// Bytes below the selected one become that one.
SPN_PTX u32 prmtEcl(u32 a, u32 b, u32 selector) {
  const u32 s = selector & 3u;
  u32 choice = 0;
  for (u32 i = 0; i < 4; ++i)
    choice |= (i < s ? s : i) << (4 * i);
  return prmt(a, b, choice);
}
/// Bytes above the selected one become that one.
SPN_PTX u32 prmtEcr(u32 a, u32 b, u32 selector) {
  const u32 s = selector & 3u;
  u32 choice = 0;
  for (u32 i = 0; i < 4; ++i)
    choice |= (i > s ? s : i) << (4 * i);
  return prmt(a, b, choice);
}

/// Four products of bytes added to `c`; A and B say how bytes are read.
template <class A, class B> SPN_PTX u32 dp4a(u32 a, u32 b, u32 c) {
  for (u32 i = 0; i < 4; ++i)
    c += static_cast<u32>(static_cast<A>(a >> (8 * i)) * static_cast<B>(b >> (8 * i)));
  return c;
}
/// Two products of a half of `a` and a byte of `b`, from byte `first` on.
template <class A, class B> SPN_PTX u32 dp2a(u32 a, u32 b, u32 c, u32 first) {
  for (u32 i = 0; i < 2; ++i)
    c += static_cast<u32>(static_cast<A>(a >> (16 * i))) *
         static_cast<u32>(static_cast<B>(b >> (8 * (first + i))));
  return c;
}

} // namespace ptx
} // namespace spn
