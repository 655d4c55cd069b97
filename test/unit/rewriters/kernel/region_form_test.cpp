// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/region_form.h"

#include "test/unit/rewriters/kernel/parsed_kernel.h"

namespace sampan {
namespace {

using test::ParsedKernel;

/// "S" a run, "|" a cut, "(...)" a sequence, "?[...]" a branch, "*[...]" a loop; a control that is
/// not uniform has a "!".
std::string shapeOf(const Region &region) {
  std::string parts;
  for (const Region &part : region.parts)
    parts += shapeOf(part);
  std::string divergent = region.uniform ? "" : "!";
  switch (region.kind) {
  case Region::Kind::Straight:
    return "S";
  case Region::Kind::Cut:
    return "|";
  case Region::Kind::Sequence:
    return "(" + parts + ")";
  case Region::Kind::Branch:
    return "?" + divergent + "[" + parts + "]";
  case Region::Kind::Loop:
    return "*" + divergent + "[" + parts + "]";
  }
  return {};
}

struct Formed {
  explicit Formed(const std::string &code, Cuts cuts = Cuts::Block)
      : parsed(code),
        form(buildRegionForm(parsed.function("k"), Uniformity(parsed.function("k"), false), cuts)) {
  }

  std::string crossing() const {
    std::string names;
    for (const CrossingVariable &each : form.crossing)
      names += each.variable->getNameAsString() + (each.uniform ? "= " : " ");
    return names;
  }

  ParsedKernel parsed;
  RegionForm form;
};

TEST(RegionForm, WithoutBarrierThereIsOneRun) {
  Formed formed("__global__ void k(int *a) { int i = threadIdx.x; if (i) a[i] = 1; }");
  EXPECT_EQ(shapeOf(formed.form.root), "S");
  EXPECT_EQ(formed.form.runs, 1u);
  EXPECT_TRUE(formed.form.splittable);
  EXPECT_TRUE(formed.form.crossing.empty());
}

TEST(RegionForm, ABarrierCutsAndValuesCross) {
  Formed formed("__global__ void k(int *a, int n) { int i = threadIdx.x; int twice = 2 * n;"
                "  int mine = a[i]; a[i] = 0; __syncthreads(); a[i + 1] = mine + twice; }");
  EXPECT_EQ(shapeOf(formed.form.root), "(S|S)");
  EXPECT_EQ(formed.crossing(), "i twice= mine ");
  EXPECT_TRUE(formed.form.splittable);
}

TEST(RegionForm, LoopsAndBranchesAroundBarriersAreKept) {
  Formed formed("__global__ void k(int *a, int n) {"
                "  for (int r = 0; r < n; ++r) { a[threadIdx.x] = r; __syncthreads(); }"
                "  if (n > 3) { __syncthreads(); a[0] = 1; } else a[1] = 2; }");
  EXPECT_EQ(shapeOf(formed.form.root), "(*[(S|)]?[(|S)S])");
  EXPECT_TRUE(formed.form.splittable);
}

TEST(RegionForm, ControlThatDependsOnTheThreadDoesNotSplit) {
  Formed formed("__global__ void k(int *a) { if (a[threadIdx.x] > 0) { __syncthreads(); } }");
  EXPECT_EQ(shapeOf(formed.form.root), "(?![(|)])");
  EXPECT_FALSE(formed.form.splittable);
}

TEST(RegionForm, ABarrierInsideAnExpressionDoesNotSplit) {
  Formed formed("__global__ void k(int *a) { int many = __syncthreads_count(a[threadIdx.x]);"
                "  a[0] = many; }");
  EXPECT_EQ(shapeOf(formed.form.root), "(|S)");
  EXPECT_FALSE(formed.form.splittable);
}

TEST(RegionForm, ABarrierInACalleeCuts) {
  Formed formed("__device__ void meet() { __syncthreads(); }"
                "__global__ void k(int *a) { a[0] = 1; meet(); a[1] = 2; }");
  EXPECT_EQ(shapeOf(formed.form.root), "(S|S)");
  EXPECT_TRUE(formed.form.splittable);
}

TEST(RegionForm, WarpOperationsCutOnlyWhereAsked) {
  const std::string code = "__global__ void k(float *a) { float v = a[threadIdx.x];"
                           "  v += __shfl_down_sync(~0u, v, 1); a[threadIdx.x] = v; }";
  EXPECT_EQ(shapeOf(Formed(code).form.root), "S");
  Formed formed(code, Cuts::BlockAndWarp);
  EXPECT_EQ(shapeOf(formed.form.root), "(S|S)");
}

} // namespace
} // namespace sampan
