// SPDX-License-Identifier: Apache-2.0
#include "tool/report/fit.h"

#include "rewriters/core/diagnostics.h"
#include "rewriters/core/kernel_merge.h"
#include "tool/report/fit_program.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace sampan {
namespace {

KernelInfo kernel() {
  KernelInfo info;
  info.name = "k";
  info.at = {"/p/a.cu", 10, 11, 2, 1};
  return info;
}

KernelNeed need(NeedKind kind, std::uint32_t line) {
  KernelNeed result;
  result.kind = kind;
  result.at = {"/p/a.cu", line * 10, line * 10 + 1, line, 1};
  return result;
}

const Finding *find(const KernelFit &fit, DiagId id) {
  auto found = std::find_if(fit.findings.begin(), fit.findings.end(),
                            [&](const Finding &finding) { return finding.id == id; });
  return found == fit.findings.end() ? nullptr : &*found;
}

TEST(Fit, FindingsStandAtTheConstruct) {
  KernelInfo info = kernel();
  info.needs = {need(NeedKind::Fp64Arithmetic, 7)};
  KernelFit fit = fitKernel(info, target(TargetId::Ascend950));
  EXPECT_EQ(fit.verdict, Verdict::Impossible);
  EXPECT_EQ(fit.way, Way::Host);
  ASSERT_NE(find(fit, diag::Fp64Unavailable::id), nullptr);
  EXPECT_EQ(find(fit, diag::Fp64Unavailable::id)->at.line, 7u);
  EXPECT_EQ(fitKernel(info, target(TargetId::Host)).verdict, Verdict::Direct);
  EXPECT_EQ(fitKernel(info, target(TargetId::Cuda)).verdict, Verdict::Direct);
}

TEST(Fit, TheWorstNeedDecides) {
  KernelInfo info = kernel();
  info.needs = {need(NeedKind::PackedVector, 3), need(NeedKind::InlinePtx, 4)};
  EXPECT_EQ(fitKernel(info, target(TargetId::Ascend950)).verdict, Verdict::NeedsChange);
  info.needs.push_back(need(NeedKind::DeviceHeap, 5));
  EXPECT_EQ(fitKernel(info, target(TargetId::Ascend950)).verdict, Verdict::Impossible);
}

TEST(Fit, RegistersComeInSteps) {
  const Capabilities &can = target(TargetId::Ascend950).capabilities;
  EXPECT_EQ(can.registersFor(1), 127u);
  EXPECT_EQ(can.registersFor(256), 127u);
  EXPECT_EQ(can.registersFor(257), 64u);
  EXPECT_EQ(can.registersFor(1024), 32u);
  EXPECT_EQ(can.registersFor(2048), 16u);
  EXPECT_EQ(can.registersFor(2049), 0u);
  EXPECT_EQ(target(TargetId::Host).capabilities.registersFor(256), 0u);
}

TEST(Fit, SharedMemoryIsTakenFromTheCache) {
  const Capabilities &can = target(TargetId::Ascend950).capabilities;
  EXPECT_EQ(can.cacheBeside(0), 128u * 1024);
  EXPECT_EQ(can.cacheBeside(can.maxSharedBytes), 32u * 1024);
  EXPECT_EQ(target(TargetId::Host).capabilities.cacheBeside(0), 0u);
}

TEST(Fit, StaticAndDynamicSharedMemoryCountTogether) {
  KernelInfo info = kernel();
  info.staticSharedBytes = 200 * 1024;
  LaunchInfo launch;
  launch.at = {"/p/a.cu", 900, 901, 90, 1};
  launch.blocks = 1;
  launch.threads = 128;
  launch.dynamicShared = 10 * 1024;
  info.launches = {launch};
  EXPECT_EQ(fitKernel(info, target(TargetId::Ascend950)).verdict, Verdict::Direct);
  info.launches[0].dynamicShared = 20 * 1024;
  KernelFit fit = fitKernel(info, target(TargetId::Ascend950));
  EXPECT_EQ(fit.verdict, Verdict::NeedsChange);
  ASSERT_NE(find(fit, diag::LimitExceeded::id), nullptr);
  EXPECT_EQ(find(fit, diag::LimitExceeded::id)->at.line, 90u);
}

TEST(Fit, LaunchesFindTheirKernelAcrossUnits) {
  KernelInfo info = kernel();
  LaunchInfo byName, byPlace, unknown;
  byName.kernel = "k";
  byName.threads = 64;
  byPlace.kernel = "k";
  byPlace.kernelFile = "/p/a.cu";
  byPlace.kernelBegin = 10;
  unknown.kernel = "other";
  std::vector<KernelInfo> kernels = {info};
  std::vector<LaunchInfo> launches = {byName, byPlace, unknown};
  assignLaunches(kernels, launches);
  EXPECT_EQ(kernels[0].launches.size(), 2u);
  ASSERT_EQ(launches.size(), 1u);
  EXPECT_EQ(launches[0].kernel, "other");
  // Two kernels of one name: only the place can tell.
  kernels = {info, info};
  kernels[1].at.file = "/p/b.cu";
  launches = {byName, byPlace};
  assignLaunches(kernels, launches);
  EXPECT_EQ(kernels[0].launches.size(), 1u);
  EXPECT_EQ(launches.size(), 1u);
}

TEST(Fit, UnitsAddUpToOneKernel) {
  KernelInfo first = kernel(), second = kernel();
  first.needs = {need(NeedKind::Half, 3)};
  second.needs = {need(NeedKind::Fp64Arithmetic, 4)};
  second.localBytes = 64;
  std::vector<KernelInfo> kernels = {first, second};
  uniteKernels(kernels);
  ASSERT_EQ(kernels.size(), 1u);
  EXPECT_EQ(kernels[0].needs.size(), 2u);
  EXPECT_EQ(kernels[0].localBytes, 64u);
}

TEST(Fit, ChipsWithoutThreadsGetAWay) {
  KernelInfo info = kernel();
  info.shape.structure = KernelStructure::Map;
  info.shape.reads = info.shape.writes = IndexPattern::Unit;
  KernelFit fit = fitKernel(info, target(TargetId::Ascend910b));
  EXPECT_EQ(fit.way, Way::VectorTiles);
  EXPECT_EQ(fit.verdict, Verdict::Emulated);
  info.shape.divergentAccess = true;
  EXPECT_EQ(fitKernel(info, target(TargetId::Ascend910b)).way, Way::ScalarLoops);
  info.shape.structure = KernelStructure::MatrixProduct;
  fit = fitKernel(info, target(TargetId::Ascend310p));
  EXPECT_EQ(fit.way, Way::Library);
  EXPECT_EQ(fit.counterpart, "aclnnMatmul");
  EXPECT_EQ(fitKernel(info, target(TargetId::Ascend950)).way, Way::Threads);
}

TEST(Fit, WhereHostCannotEitherThereIsNoWay) {
  KernelInfo info = kernel();
  info.needs = {need(NeedKind::DynamicParallelism, 3)};
  Verdict onHost = fitKernel(info, target(TargetId::Host)).verdict;
  KernelFit fit = fitKernel(info, target(TargetId::Ascend950));
  EXPECT_EQ(fit.verdict, Verdict::Impossible);
  EXPECT_EQ(fit.way, onHost == Verdict::Impossible ? Way::Nowhere : Way::Host);
}

TEST(Fit, LongerNamesOfALibraryComeFirst) {
  const Target &on950 = target(TargetId::Ascend950);
  EXPECT_EQ(libraryCounterpart("cublasSgemmBatched", on950), "aclblasSgemmBatched");
  EXPECT_EQ(libraryCounterpart("cublasSgemm_v2", on950), "aclblasSgemmEx, or aclnnMatmul");
  EXPECT_EQ(libraryCounterpart("cublasSgemm", target(TargetId::Ascend910b)), "aclnnMatmul");
  EXPECT_EQ(libraryCounterpart("cublasDgemm", on950), "");
  EXPECT_EQ(libraryCounterpart("cudaMalloc", on950), std::nullopt);
  EXPECT_EQ(libraryCounterpart("cublasSgemm", target(TargetId::Host)), std::nullopt);
}

} // namespace
} // namespace sampan
