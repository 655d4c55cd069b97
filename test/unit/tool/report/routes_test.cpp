// SPDX-License-Identifier: Apache-2.0
#include "tool/report/routes.h"

#include "rewriters/ast/route_scan.h"
#include "tool/report/model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sampan {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

OperatorFacts onlyOperator(const std::string &text) {
  RouteFacts facts = scanRoutes("/p/ops.cpp", text);
  EXPECT_EQ(facts.operators.size(), 1u) << text;
  return facts.operators.empty() ? OperatorFacts{} : facts.operators.front();
}

TEST(RouteScan, ReadsEveryWayToRegister) {
  const std::pair<const char *, const char *> functions[] = {
      {R"(TORCH_LIBRARY(ns, m) { m.def("op", &fn); })", "fn"},
      {R"(TORCH_LIBRARY(ns, m) { m.def("op(Tensor a) -> Tensor", fn); })", "fn"},
      {R"(TORCH_LIBRARY_IMPL(ns, CUDA, m) { m.impl("ns::op", TORCH_FN(a::b::fn)); })", "a::b::fn"},
      {R"cc(STABLE_TORCH_LIBRARY_IMPL(ns, CUDA, m) { m.impl("op", TORCH_BOX(&fn)); })cc", "fn"},
      {R"(TORCH_LIBRARY_EXPAND(NAME, ops) { ops.impl("op", torch::kCUDA, &fn<float, 4>); })", "fn"},
      {R"(PYBIND11_MODULE(X, m) { m.def("op", py::overload_cast<int, int>(&fn), "doc"); })", "fn"},
      {R"(PYBIND11_MODULE(X, m) { m.def("op", &fn, py::arg("a") = 1); })", "fn"},
      {R"cc(TORCH_LIBRARY(ns, m) { m.def("op(Tensor a)" " -> Tensor"); })cc", ""},
      {R"(PYBIND11_MODULE(X, m) { m.def("op", [&](int a) { return fn(a); }); })", "(lambda)"},
  };
  for (auto [text, function] : functions) {
    OperatorFacts entry = onlyOperator(text);
    EXPECT_EQ(entry.name, "op") << text;
    EXPECT_EQ(entry.function, function) << text;
  }
  EXPECT_EQ(onlyOperator(functions[4].first).key, "CUDA");
  EXPECT_EQ(onlyOperator(functions[2].first).key, "CUDA");
  EXPECT_EQ(onlyOperator(functions[7].first).schema, "op(Tensor a) -> Tensor");
  EXPECT_THAT(onlyOperator(functions[8].first).mentions, Contains("fn"));
}

TEST(RouteScan, FindsFunctionsAndTheirLaunches) {
  RouteFacts facts = scanRoutes("/p/a.cu", R"cuda(
#define LAUNCH(T) fill<T><<<1, 2>>>(p)
namespace a { extern "C" { struct S { void method() const { helper(); } int x = 0; }; } }
template <class T, int N = (1 > 0)> __global__ void __launch_bounds__(64) fill(T *p) { }
static auto table = {1, 2};
void run(float *p) { if (p) { fill<std::pair<int, int>><<<dim3(1), 2>>>(p); obj.skip(); } }
)cuda");
  std::vector<std::string> names;
  for (const HostFunctionFacts &function : facts.functions)
    names.push_back(function.name);
  EXPECT_THAT(names, ElementsAre("LAUNCH", "method", "fill", "run"));
  EXPECT_TRUE(facts.functions[2].isKernel);
  EXPECT_EQ(facts.functions[2].at.line, 4u);
  EXPECT_THAT(facts.functions[0].launches, ElementsAre("fill"));
  EXPECT_THAT(facts.functions[3].launches, ElementsAre("fill"));
  EXPECT_THAT(facts.functions[3].mentions, Not(Contains("skip"))) << "a member of something";
}

TEST(RouteScan, SurvivesBrokenText) {
  for (const char *text : {"TORCH_LIBRARY(", "TORCH_LIBRARY(a, m) { m.def(", "void f( {", "}}}", "",
                           "template <", "#define X(", "PYBIND11_MODULE(a) { m.def() ; m.def(\"x\"",
                           "<<<", "k<<<", "a<b>>><<<", "x = [](", "R\"(", "m.def(\"a\", &)"})
    scanRoutes("/p/a.cu", text);
}

Report reportWith(const std::vector<RouteFacts> &facts) {
  Plan plan;
  KernelInfo kernel;
  kernel.name = "ns::seen";
  kernel.at = {"/p/k.cu", 10, 14, 2, 1};
  KernelNeed need;
  need.kind = NeedKind::Fp64Arithmetic;
  need.at = kernel.at;
  kernel.needs = {need};
  plan.kernels = {kernel};
  plan.mainFiles = plan.files = {"/p/k.cu"};
  RuleTable rules{std::vector<Rule>{}};
  ReportOptions options;
  options.targets = {&target(TargetId::Host), &target(TargetId::Ascend950)};
  options.directory = "/p";
  options.routeFacts = facts;
  return Report::from(plan, rules, {}, options);
}

TEST(Routes, EndAtKernelsAndLoopsEnd) {
  Report report = reportWith({scanRoutes("/p/ops.cpp", R"cuda(
TORCH_LIBRARY(ns, m) { m.def("good", &first); m.def("half", &other); m.def("none", &nowhere); }
void first() { second(); }
void second() { first(); seen<<<1, 1>>>(); }
void other() { unseen<<<1, 1>>>(); seen<<<1, 1>>>(); }
__global__ void unseen() {}
)cuda")});
  ASSERT_EQ(report.routes.size(), 3u);
  const OperatorRoute &good = report.routes[0];
  EXPECT_TRUE(good.complete);
  ASSERT_EQ(good.launchers.size(), 1u);
  EXPECT_EQ(good.launchers[0].name, "second");
  EXPECT_EQ(good.kernels[0].name, "ns::seen");
  EXPECT_EQ(good.kernels[0].at.file, "k.cu");
  EXPECT_EQ(good.verdicts[0], Verdict::Direct);
  EXPECT_EQ(good.verdicts[1], Verdict::Impossible);
  const OperatorRoute &half = report.routes[1];
  EXPECT_FALSE(half.complete) << "one kernel is known from its tokens only";
  EXPECT_EQ(half.kernels.size(), 2u);
  EXPECT_FALSE(report.routes[2].complete);
  EXPECT_TRUE(report.routes[2].kernels.empty());
}

} // namespace
} // namespace sampan
