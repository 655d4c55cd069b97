// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/address_space.h"

#include "test/unit/rewriters/kernel/parsed_kernel.h"

namespace sampan {
namespace {

using test::ParsedKernel;

constexpr AddressSpaceSet kGlobal = spaceSet(AddressSpace::Global);
constexpr AddressSpaceSet kShared = spaceSet(AddressSpace::Shared);
constexpr AddressSpaceSet kConstant = spaceSet(AddressSpace::Constant);
constexpr AddressSpaceSet kLocal = spaceSet(AddressSpace::Local);

/// What a variable of the kernel `k` leads to.
AddressSpaceSet spaceOf(const std::string &code, const std::string &variable) {
  ParsedKernel parsed(code);
  const clang::FunctionDecl &kernel = parsed.function("k");
  AddressSpaces spaces(kernel);
  return spaces.kernel().variables.lookup(&ParsedKernel::variable(kernel, variable));
}

TEST(AddressSpaces, ParametersLeadToGlobalMemory) {
  EXPECT_EQ(spaceOf("__global__ void k(float *a) { float *p = a + threadIdx.x; }", "p"), kGlobal);
  EXPECT_EQ(spaceOf("struct S { float *p; int n; };"
                    "__global__ void k(S s) { float *p = s.p; }",
                    "p"),
            kGlobal);
  EXPECT_EQ(spaceOf("__global__ void k(float **a) { float *p = a[0]; }", "p"), kGlobal);
}

TEST(AddressSpaces, DeclarationsSayWhereObjectsLie) {
  EXPECT_EQ(spaceOf("__global__ void k() { __shared__ float s[4]; float *p = s; }", "p"), kShared);
  EXPECT_EQ(spaceOf("__global__ void k() { extern __shared__ float s[]; float *p = &s[2]; }", "p"),
            kShared);
  EXPECT_EQ(spaceOf("__global__ void k() { float s[4]; float *p = s + 1; }", "p"), kLocal);
  EXPECT_EQ(spaceOf("__constant__ float c[4];"
                    "__global__ void k() { const float *p = c; }",
                    "p"),
            kConstant);
  EXPECT_EQ(spaceOf("__device__ float g[4]; __global__ void k() { float *p = g; }", "p"), kGlobal);
  EXPECT_EQ(spaceOf("__global__ void k() { __shared__ float s; float &r = s; }", "r"), kShared);
}

TEST(AddressSpaces, SelectionsAndAssignmentsJoin) {
  EXPECT_EQ(spaceOf("__global__ void k(float *a, bool b) {"
                    "  __shared__ float s[4]; float *p = b ? s : a; }",
                    "p"),
            kGlobal | kShared);
  EXPECT_EQ(spaceOf("__global__ void k(float *a) {"
                    "  __shared__ float s[4]; float *p = nullptr; p = a; p = s; }",
                    "p"),
            kGlobal | kShared);
  EXPECT_EQ(spaceOf("__global__ void k(float *a) { __shared__ float s[4];"
                    "  float *from[2]; from[0] = a; from[1] = s; float *p = from[threadIdx.x]; }",
                    "p"),
            kGlobal | kShared);
}

TEST(AddressSpaces, CastsKeepTheMemory) {
  EXPECT_EQ(spaceOf("__global__ void k() { __shared__ char s[64];"
                    "  int *p = reinterpret_cast<int *>(s + 16); }",
                    "p"),
            kShared);
}

TEST(AddressSpaces, AFunctionIsAnalysedOncePerMemory) {
  ParsedKernel parsed("__device__ float first(const float *p) { return p[0]; }"
                      "__device__ float both(const float *p) { return first(p) + first(p + 1); }"
                      "__global__ void k(float *a) { __shared__ float s[4];"
                      "  a[0] = both(a) + both(s) + both(s + 1); }");
  AddressSpaces spaces(parsed.function("k"));
  // The kernel, and each helper for global and for shared memory.
  ASSERT_EQ(spaces.instances().size(), 5u);
  unsigned global = 0, shared = 0;
  for (const SpaceInstance &instance : spaces.instances().drop_front()) {
    global += instance.arguments[0] == kGlobal;
    shared += instance.arguments[0] == kShared;
  }
  EXPECT_EQ(global, 2u);
  EXPECT_EQ(shared, 2u);
}

TEST(AddressSpaces, ResultsComeFromWhatIsReturned) {
  const std::string helper = "__device__ float *pick(float *p, float *q, bool b) {"
                             "  if (b) return p; return q; }";
  EXPECT_EQ(spaceOf(helper + "__global__ void k(float *a) { __shared__ float s[4];"
                             "  float *p = pick(s, s + 1, true); }",
                    "p"),
            kShared);
  EXPECT_EQ(spaceOf(helper + "__global__ void k(float *a) { __shared__ float s[4];"
                             "  float *p = pick(s, a, true); }",
                    "p"),
            kShared | kGlobal);
}

TEST(AddressSpaces, MembersKnowWhereTheirObjectLies) {
  ParsedKernel parsed("struct S { float v[2]; __device__ float *data() { return v; } };"
                      "__global__ void k(S *g) { __shared__ S s; S l;"
                      "  float *a = g->data(); float *b = s.data(); float *c = l.data(); }");
  const clang::FunctionDecl &kernel = parsed.function("k");
  AddressSpaces spaces(kernel);
  auto of = [&](const char *name) {
    return spaces.kernel().variables.lookup(&ParsedKernel::variable(kernel, name));
  };
  EXPECT_EQ(of("a"), kGlobal);
  EXPECT_EQ(of("b"), kShared);
  EXPECT_EQ(of("c"), kLocal);
}

TEST(AddressSpaces, PointersStoredThroughAReferenceAreNotLost) {
  AddressSpaceSet found = spaceOf("__device__ void set(float *&p, float *to) { p = to; }"
                                  "__global__ void k() { __shared__ float s[4];"
                                  "  float *p = nullptr; set(p, s); float *q = p; }",
                                  "q");
  EXPECT_TRUE(mayBe(found, AddressSpace::Shared));
}

TEST(AddressSpaces, RecursionEnds) {
  EXPECT_EQ(spaceOf("__device__ float *go(float *p, int n) { return n ? go(p + 1, n - 1) : p; }"
                    "__global__ void k(float *a) { float *p = go(a, 3); }",
                    "p"),
            kGlobal);
}

} // namespace
} // namespace sampan
