// SPDX-License-Identifier: Apache-2.0
#include "rewriters/core/rule_finding.h"

#include "rewriters/core/diagnostics.h"

#include <gtest/gtest.h>

namespace sampan {
namespace {

std::optional<Finding> findingFor(const char *api, TargetId on = TargetId::Host) {
  const Rule *rule = RuleTable::builtin().find(api);
  if (!rule)
    ADD_FAILURE() << "no rule for " << api;
  return rule ? ruleFinding(*rule, api, on, Span{"a.cu", 1, 2, 1, 2}) : std::nullopt;
}

TEST(RuleFinding, SaysNothingAboutFullSupport) {
  EXPECT_FALSE(findingFor("cudaMalloc").has_value());
  EXPECT_FALSE(findingFor("__syncthreads").has_value());
}

TEST(RuleFinding, NamesTheReasonThatTheRowGives) {
  EXPECT_EQ(findingFor("cublasLtMatmul")->id, diag::LibraryUnsupported::id);
  EXPECT_EQ(findingFor("cuModuleLoad")->id, diag::DriverApiUnsupported::id);
  EXPECT_EQ(findingFor("cudaIpcGetMemHandle")->id, diag::InteropUnsupported::id);
  EXPECT_NE(findingFor("cublasLtMatmul")->message.find("cublas"), std::string::npos);
}

TEST(RuleFinding, RemovedAndIneffectiveNamesAreNotes) {
  std::optional<Finding> removed = findingFor("cudaThreadSynchronize");
  ASSERT_TRUE(removed.has_value());
  EXPECT_EQ(removed->id, diag::ApiRemoved::id);
  EXPECT_EQ(removed->severity, Severity::Note);
  EXPECT_EQ(findingFor("nvtxRangePushA")->id, diag::ApiNoEffect::id);
}

} // namespace
} // namespace sampan
