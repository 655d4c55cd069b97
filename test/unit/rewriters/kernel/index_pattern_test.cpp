// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/index_pattern.h"

#include "test/unit/rewriters/kernel/parsed_kernel.h"

namespace sampan {
namespace {

using test::ParsedKernel;

/// Pattern of the variable `v` in the kernel body `body`.
IndexPattern patternOf(const std::string &body) {
  ParsedKernel parsed("__global__ void k(const int *a, int n) { " + body + " }");
  const clang::FunctionDecl &kernel = parsed.function("k");
  return IndexForms(kernel).of(ParsedKernel::variable(kernel, "v")).pattern();
}

TEST(IndexForms, ThreadsSideBySide) {
  EXPECT_EQ(patternOf("int v = threadIdx.x;"), IndexPattern::Unit);
  EXPECT_EQ(patternOf("int v = blockIdx.x * blockDim.x + threadIdx.x;"), IndexPattern::Unit);
  EXPECT_EQ(patternOf("int y = threadIdx.y; int v = y * n + threadIdx.x;"), IndexPattern::Unit);
  EXPECT_EQ(patternOf("int v = threadIdx.x + 3 - n;"), IndexPattern::Unit);
}

TEST(IndexForms, TheSameForAll) {
  EXPECT_EQ(patternOf("int v = blockIdx.x * n + 4;"), IndexPattern::Uniform);
  EXPECT_EQ(patternOf("int v = a[blockIdx.x];"), IndexPattern::Uniform);
}

TEST(IndexForms, Strides) {
  EXPECT_EQ(patternOf("int v = threadIdx.x * n;"), IndexPattern::Affine);
  EXPECT_EQ(patternOf("int v = 4 * threadIdx.x + 1;"), IndexPattern::Affine);
  EXPECT_EQ(patternOf("int v = n - threadIdx.x;"), IndexPattern::Affine);
  EXPECT_EQ(patternOf("int v = threadIdx.y;"), IndexPattern::Affine);
}

TEST(IndexForms, NotLinear) {
  EXPECT_EQ(patternOf("int v = threadIdx.x / 2;"), IndexPattern::NonAffine);
  EXPECT_EQ(patternOf("int v = threadIdx.x ^ 1;"), IndexPattern::NonAffine);
  EXPECT_EQ(patternOf("int v = threadIdx.x * threadIdx.x;"), IndexPattern::NonAffine);
  EXPECT_EQ(patternOf("int v = threadIdx.x; v *= 2;"), IndexPattern::NonAffine);
  EXPECT_EQ(patternOf("int v = threadIdx.x; if (n) v = 7;"), IndexPattern::NonAffine);
}

TEST(IndexForms, FromData) {
  EXPECT_EQ(patternOf("int v = a[threadIdx.x];"), IndexPattern::Loaded);
  EXPECT_EQ(patternOf("int i = a[threadIdx.x]; int v = i * 2 + threadIdx.x;"),
            IndexPattern::Loaded);
}

TEST(IndexForms, StepsOfALoopKeepTheForm) {
  EXPECT_EQ(patternOf("int v = threadIdx.x; for (; v < n; v += blockDim.x) ;"), IndexPattern::Unit);
  EXPECT_EQ(patternOf("int v = 0; for (; v < n; ++v) ;"), IndexPattern::Uniform);
}

TEST(IndexForms, PointersMoveAlong) {
  EXPECT_EQ(patternOf("const int *v = a + threadIdx.x;"), IndexPattern::Unit);
  EXPECT_EQ(patternOf("const int *v = &a[threadIdx.x * 8];"), IndexPattern::Affine);
}

TEST(IndexForms, ArgumentsAreGiven) {
  ParsedKernel parsed("__device__ int helper(int i) { int v = i + 1; return v; }");
  const clang::FunctionDecl &helper = parsed.function("helper");
  IndexForms::Arguments arguments;
  IndexForm unit;
  unit.x = IndexForm::Factor::One;
  arguments[helper.getParamDecl(0)] = unit;
  IndexForms forms(helper, arguments);
  EXPECT_EQ(forms.of(ParsedKernel::variable(helper, "v")).pattern(), IndexPattern::Unit);
}

} // namespace
} // namespace sampan
