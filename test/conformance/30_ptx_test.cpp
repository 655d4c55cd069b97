// SPDX-License-Identifier: Apache-2.0
// The functions that translated inline PTX calls: results at the edges, where PTX and C++ part.
#include "device_array.h"
#include "sampan/kernel.h"
#include "sampan/ptx.h"

#include <cmath>
#include <limits>

namespace {

namespace ptx = spn::ptx;
using ptx::s32;
using ptx::s64;
using ptx::u16;
using ptx::u32;
using ptx::u64;
using ptx::u8;

TEST(Ptx, RegistersAreReadAsOtherTypes) {
  int value = 0;
  EXPECT_EQ(0x3f800000u, ptx::as<u32>(1.0f));
  EXPECT_EQ(1.0, ptx::as<double>(u64(0x3ff0000000000000)));
  EXPECT_EQ(0xffffffffu, ptx::as<u32>(static_cast<short>(-1)));
  EXPECT_EQ(&value, ptx::as<int *>(ptx::as<u64>(&value)));
  float f;
  ptx::set(f, u32(0x40000000));
  EXPECT_EQ(2.0f, f);
}

TEST(Ptx, ShiftsBeyondTheWord) {
  EXPECT_EQ(0u, ptx::shl<u32>(5, 32));
  EXPECT_EQ(0u, ptx::shl<u32>(5, 200));
  EXPECT_EQ(0x80000000u, ptx::shl<u32>(1, 31));
  EXPECT_EQ(-1, ptx::shr<s32>(-5, 40));
  EXPECT_EQ(0, ptx::shr<s32>(5, 40));
  EXPECT_EQ(0ull, ptx::shr<u64>(~0ull, 64));
}

TEST(Ptx, DivisionDoesNotFault) {
  const s32 lowest = std::numeric_limits<s32>::min();
  EXPECT_EQ(lowest, ptx::divide<s32>(lowest, -1));
  EXPECT_EQ(0, ptx::remainder<s32>(lowest, -1));
  ptx::divide<u32>(1, 0);
  EXPECT_EQ(-3, ptx::divide<s32>(7, -2));
  EXPECT_EQ(1, ptx::remainder<s32>(7, -2));
}

TEST(Ptx, BitFields) {
  EXPECT_EQ(0xfu, ptx::bfe<u32>(0x12f0, 4, 4));
  EXPECT_EQ(-1, ptx::bfe<s32>(0x12f0, 4, 4));
  EXPECT_EQ(7, ptx::bfe<s32>(0x1270, 4, 4));
  EXPECT_EQ(0u, ptx::bfe<u32>(~0u, 5, 0));
  EXPECT_EQ(0u, ptx::bfe<u32>(~0u, 32, 8));
  EXPECT_EQ(-1, ptx::bfe<s32>(static_cast<s32>(0x80000000u), 40, 8));
  EXPECT_EQ(0xffu, ptx::bfe<u32>(~0u, 24, 32));
  EXPECT_EQ(0xabcd00efu, ptx::bfi<u32>(0, 0xabcdffef, 8, 8));
  EXPECT_EQ(0x5u, ptx::bfi<u32>(0xff, 5, 32, 8));
  EXPECT_EQ(7u, ptx::bfi<u32>(7, 5, 0, 32));
  EXPECT_EQ(~0u, ptx::bfind<u32>(0));
  EXPECT_EQ(~0u, ptx::bfind<s32>(-1));
  EXPECT_EQ(0u, ptx::bfind<s32>(-2));
  EXPECT_EQ(63u, ptx::bfind<u64>(1ull << 63));
  EXPECT_EQ(27u, ptx::bfindShift<u32>(31));
  EXPECT_EQ(0xf0u, ptx::bmskClamp(4, 4));
}

TEST(Ptx, Permutations) {
  const u32 a = 0x83828180, b = 0x07060504;
  EXPECT_EQ(0x07060504u, ptx::prmt(a, b, 0x7654));
  EXPECT_EQ(0x00ffff80u, ptx::prmt(a, b, 0xc980)) << "high bit of a nibble replicates signs";
  EXPECT_EQ(0x04838281u, ptx::prmtF4e(a, b, 1));
  EXPECT_EQ(0x06078081u, ptx::prmtB4e(a, b, 1));
  EXPECT_EQ(0x82828282u, ptx::prmtRc8(a, b, 2));
  EXPECT_EQ(0x83828382u, ptx::prmtRc16(a, b, 1));
  EXPECT_EQ(0x83828282u, ptx::prmtEcl(a, b, 2));
  EXPECT_EQ(0x82828180u, ptx::prmtEcr(a, b, 2));
  EXPECT_EQ(0x80u, ptx::lop3(0xf0, 0xcc, 0xaa, 0x80));
  EXPECT_EQ(0xcau, ptx::lop3(0xf0, 0xcc, 0xaa, 0xca) & 0xff);
}

TEST(Ptx, Carries) {
  bool carry = false;
  EXPECT_EQ(0u, ptx::addCarry<u32>(~0u, 1, carry));
  EXPECT_TRUE(carry);
  EXPECT_EQ(~0u, ptx::addWithCarryOut<u32>(~0u, ~0u, carry));
  EXPECT_TRUE(carry);
  EXPECT_EQ(1u, ptx::addWithCarry<u32>(0, 0, carry));
  EXPECT_EQ(~0u, ptx::subCarry<u32>(0, 1, carry));
  EXPECT_TRUE(carry);
  EXPECT_EQ(~0u, ptx::subWithCarryOut<u32>(5, 5, carry));
  EXPECT_TRUE(carry);
  EXPECT_EQ(0ull, ptx::subWithCarryOut<u64>(6, 5, carry));
  EXPECT_FALSE(carry);
}

TEST(Ptx, DotProductsAndVideo) {
  EXPECT_EQ(static_cast<u32>(-4 + 10), (ptx::dp4a<ptx::s8, u8>(0xffffffff, 0x01010101, 10)));
  EXPECT_EQ(static_cast<u32>(2 * 3 - 1 * 4),
            (ptx::dp2a<ptx::s16, u8>(0xffff0002, 0x04030000, 0, 2)));
  EXPECT_EQ(0xff00ff7fu,
            (ptx::videoLanes<ptx::VideoAdd, u8, u8, u8, true>(0xf0008070, 0x2000f00f)));
  EXPECT_EQ(5u + 1 + 2, (ptx::videoSum<ptx::VideoAbsDiff, ptx::u16, ptx::u16, ptx::u16, false>(
                            0x00010005, 0x00020003, 5)));
  EXPECT_EQ(-2, (ptx::videoPart<ptx::s8>(0x00fe0000, 2)));
  EXPECT_EQ(0, ptx::videoShrClamp(0xffffffff, 77));
}

TEST(Ptx, SaturatingConversions) {
  using spn::detail::Rounding;
  EXPECT_EQ(255, (ptx::toInteger<u8, Rounding::Nearest>(300.5f)));
  EXPECT_EQ(0, (ptx::toInteger<u8, Rounding::Zero>(-3.0f)));
  EXPECT_EQ(0, (ptx::toInteger<ptx::s16, Rounding::Zero>(NAN)));
  EXPECT_EQ(-32768, (ptx::toInteger<ptx::s16, Rounding::Down>(-1e9f)));
  EXPECT_EQ(2, (ptx::toInteger<s32, Rounding::Nearest>(2.5f)));
  EXPECT_EQ(127, ptx::clamped<ptx::s8>(s64(1000)));
  EXPECT_EQ(0u, ptx::clamped<u32>(s64(-7)));
}

TEST(Ptx, FloatingPointEdges) {
  EXPECT_EQ(1.0f, ptx::minimum<float>(NAN, 1.0f));
  EXPECT_TRUE(std::isnan(ptx::minimumNan<float>(NAN, 1.0f)));
  EXPECT_TRUE(std::signbit(ptx::minimum<float>(0.0f, -0.0f)));
  EXPECT_FALSE(std::signbit(ptx::maximum<float>(-0.0f, 0.0f)));
  EXPECT_EQ(0.0f, ptx::flush(1e-40f));
  EXPECT_TRUE(std::signbit(ptx::flush(-1e-40f)));
  EXPECT_EQ(0.0f, ptx::saturate(NAN));
  EXPECT_FALSE(ptx::differs(1.0f, static_cast<float>(NAN)));
  EXPECT_TRUE(ptx::isSubnormal(1e-40f));
  EXPECT_FALSE(ptx::isSubnormal(0.0f));
}

TEST(Ptx, SmallFloats) {
  EXPECT_EQ(0x4000, ptx::addHalf(0x3c00, 0x3c00));
  EXPECT_EQ(0x40004200u, ptx::addHalf2(0x3c003c00, 0x3c004000));
  EXPECT_EQ(0x4700, ptx::fmaHalf(0x4000, 0x4200, 0x3c00));
  EXPECT_EQ(0x4040, ptx::addBFloat(0x3f80, 0x4000));
  EXPECT_EQ(0x3c004000u, ptx::packHalf2(1.0f, 2.0f));
  EXPECT_EQ(2.0f, ptx::widenBFloat(0x4000));
  EXPECT_EQ(0x4800, ptx::ex2Half(0x4200));
}

__global__ void sharedWindow(int *ok) {
  SPN_KERNEL_BEGIN
  __shared__ unsigned fixed[64];
  unsigned *const dynamic = spnDynamicShared<unsigned>();
  const u32 i = threadIdx.x;
  const u32 a = static_cast<u32>(__cvta_generic_to_shared(&fixed[i]));
  const u32 b = static_cast<u32>(ptx::sharedAddress(&dynamic[i]));
  ptx::store<u32>(ptx::sharedPointer(a), i);
  ptx::store<u32>(ptx::sharedPointer(b), 100 + i);
  __syncthreads();
  const u32 next = (i + 1) % 64;
  ok[i] =
      fixed[next] == next && dynamic[next] == 100 + next &&
      ptx::sharedPointer(static_cast<u32>(__cvta_generic_to_shared(dynamic)), 4) == dynamic + 1 &&
      ptx::sharedPointer<unsigned>(a, -4) == &fixed[i] - 1;
  SPN_KERNEL_END
}

TEST(Ptx, SharedAddressesFit32Bits) {
  DeviceArray<int> ok(64);
  spnLaunch(sharedWindow, 4, 64, 64 * sizeof(unsigned), 0, ok.data());
  ASSERT_EQ(spnSuccess, finish());
  for (int i = 0; i < 64; ++i)
    EXPECT_EQ(1, ok[i]);
}

__global__ void shuffles(u32 *out) {
  SPN_KERNEL_BEGIN
  const u32 lane = threadIdx.x;
  bool valid = false;
  // Segments of 8 lanes: mask 0x18 in the upper byte.
  out[lane] = ptx::shuffleUp(~0u, lane, 3, 0x1800, &valid) + (valid ? 100 : 0);
  out[32 + lane] = ptx::shuffleDown(~0u, lane, 3, 0x181f, &valid) + (valid ? 100 : 0);
  out[64 + lane] = ptx::shuffleBfly(~0u, lane, 9, 0x181f, &valid) + (valid ? 100 : 0);
  out[96 + lane] = ptx::shuffleIdx(~0u, lane, 10, 0x181f, &valid) + (valid ? 100 : 0);
  SPN_KERNEL_END
}

TEST(Ptx, ShufflesWithSegments) {
  DeviceArray<u32> out(128);
  spnLaunch(shuffles, 1, 32, 0, 0, out.data());
  ASSERT_EQ(spnSuccess, finish());
  for (u32 lane = 0; lane < 32; ++lane) {
    const u32 first = lane & ~7u, last = first + 7;
    EXPECT_EQ(lane - first >= 3 ? lane - 3 + 100 : lane, out[lane]);
    EXPECT_EQ(lane + 3 <= last ? lane + 3 + 100 : lane, out[32 + lane]);
    EXPECT_EQ((lane ^ 9) <= last ? (lane ^ 9) + 100 : lane, out[64 + lane]);
    EXPECT_EQ(first + 2 + 100, out[96 + lane]);
  }
}

__global__ void halves(unsigned short *sum) {
  SPN_KERNEL_BEGIN
  ptx::atomicAddHalf(sum, 0x3c00);
  SPN_KERNEL_END
}

__global__ void waitForOther(int *flag, int *seen) {
  SPN_KERNEL_BEGIN
  if (threadIdx.x == 0) {
    while (ptx::loadAcquire<s32>(flag) == 0) {
    }
    *seen = ptx::loadRelaxed<s32>(flag);
  } else {
    ptx::storeRelease<s32>(flag, 5);
  }
  SPN_KERNEL_END
}

TEST(Ptx, AtomicsAndWaiting) {
  DeviceArray<unsigned short> sum(1, 0);
  spnLaunch(halves, 4, 64, 0, 0, sum.data());
  ASSERT_EQ(spnSuccess, finish());
  EXPECT_EQ(0x5c00, sum[0]); // 256
  DeviceArray<int> flag(1, 0), seen(1, 0);
  spnLaunch(waitForOther, 1, 2, 0, 0, flag.data(), seen.data());
  ASSERT_EQ(spnSuccess, finish());
  EXPECT_EQ(5, seen[0]);
}

__global__ void stop() {
  SPN_KERNEL_BEGIN
  ptx::unsupported("mma.sync");
  SPN_KERNEL_END
}

TEST(Ptx, UnsupportedInstructionsEndTheLaunch) {
  testing::internal::CaptureStderr();
  spnLaunch(stop, 1, 1, 0, 0);
  EXPECT_NE(spnSuccess, finish());
  EXPECT_NE(std::string::npos, testing::internal::GetCapturedStderr().find("mma.sync"));
}

} // namespace
