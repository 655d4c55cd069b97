// SPDX-License-Identifier: Apache-2.0
#include "rewriters/core/target.h"

#include <gtest/gtest.h>

#include <set>

using namespace sampan;

namespace {

TEST(Targets, AreFoundByName) {
  for (const Target &one : allTargets()) {
    EXPECT_EQ(findTarget(one.name), &one);
    EXPECT_EQ(&target(one.id), &one);
    EXPECT_EQ(targetName(one.id), one.name);
  }
  EXPECT_EQ(findTarget("vax"), nullptr);
}

TEST(Targets, FiguresOfTheHost) {
  const Target &host = target(TargetId::Host);
  EXPECT_TRUE(host.isAvailable);
  EXPECT_EQ(host.capabilities.warpSize, 32u);
  EXPECT_EQ(host.capabilities.maxThreadsPerBlock, 1024u);
  EXPECT_TRUE(host.capabilities.has(Feature::DoublePrecision));
  EXPECT_FALSE(host.capabilities.has(Feature::DynamicParallelism));
}

TEST(Targets, FiguresOfAscend) {
  const Capabilities &simt = target(TargetId::Ascend950).capabilities;
  EXPECT_EQ(simt.maxBlocksPerGrid, 65535u);
  EXPECT_EQ(simt.maxThreadsPerBlock, 2048u);
  EXPECT_FALSE(simt.has(Feature::DoublePrecision));
  EXPECT_EQ(simt[Feature::AtomicInt64].note, "in global memory");
  EXPECT_FALSE(target(TargetId::Ascend910b).capabilities.has(Feature::AtomicCas));
}

TEST(Targets, EachFeatureHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kFeatureCount; ++i)
    names.insert(featureName(static_cast<Feature>(i)));
  EXPECT_EQ(names.size(), kFeatureCount);
}

TEST(Targets, SupportLevelsAreOrdered) {
  EXPECT_LT(SupportLevel::None, SupportLevel::Partial);
  EXPECT_LT(SupportLevel::Partial, SupportLevel::Emulated);
  EXPECT_LT(SupportLevel::Emulated, SupportLevel::Full);
  EXPECT_EQ(parseSupportLevel("partial"), SupportLevel::Partial);
  EXPECT_EQ(parseSupportLevel("Full"), std::nullopt);
}

} // namespace
