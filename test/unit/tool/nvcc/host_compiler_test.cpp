// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/host_compiler.h"

#include "tool/nvcc/clang_arguments.h"
#include "tool/nvcc/dryrun.h"
#include "tool/support/files.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace sampan::nvcc {
namespace {

using Words = std::vector<std::string>;

bool contains(const Words &words, const std::string &word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Words cudaFlags(const Words &words) {
  return cudaCompileFlags(parseArguments(words).invocation, HostCompiler{"/c/g++", ""});
}

Toolkit someKit(const std::string &prefix = "/opt/sampan") {
  Toolkit kit;
  kit.prefix = prefix;
  kit.include = prefix + "/include";
  kit.lib = prefix + "/lib";
  kit.cudaRoot = prefix + "/lib/sampan/cuda";
  kit.cudaInclude = kit.cudaRoot + "/include";
  kit.cudaLib = kit.cudaRoot + "/lib64";
  kit.nvvmLibdevice = kit.cudaRoot + "/nvvm/libdevice";
  return kit;
}

TEST(HostCompiler, OptimisesUnlessDebugged) {
  EXPECT_TRUE(contains(cudaFlags({}), "-O3"));
  EXPECT_TRUE(contains(cudaFlags({"-O1"}), "-O3"));
  EXPECT_TRUE(contains(cudaFlags({"-O0"}), "-O0"));
  EXPECT_TRUE(contains(cudaFlags({"-G"}), "-O0"));
  EXPECT_TRUE(contains(cudaFlags({"-G"}), "-g"));
}

TEST(HostCompiler, ContractsUnlessToldNot) {
  EXPECT_TRUE(contains(cudaFlags({}), "-ffp-contract=fast"));
  EXPECT_TRUE(contains(cudaFlags({"-fmad=false"}), "-ffp-contract=off"));
}

TEST(HostCompiler, KeepsShortCopiesInLine) {
  EXPECT_TRUE(contains(cudaFlags({}), "-fno-tree-loop-distribute-patterns"));
  EXPECT_FALSE(
      contains(cudaCompileFlags(parseArguments({}).invocation, HostCompiler{"/c/clang++-22", ""}),
               "-fno-tree-loop-distribute-patterns"));
}

TEST(HostCompiler, RaisesOldStandards) {
  EXPECT_EQ(cudaStandardFlag(""), "-std=gnu++17");
  EXPECT_EQ(cudaStandardFlag("c++11"), "-std=c++14");
  EXPECT_EQ(cudaStandardFlag("c++20"), "-std=c++20");
}

TEST(HostCompiler, WarnsOnlyWhenAsked) {
  EXPECT_TRUE(contains(cudaFlags({}), "-w"));
  EXPECT_FALSE(contains(cudaFlags({"-Xcompiler", "-Wall"}), "-w"));
  EXPECT_TRUE(contains(cudaFlags({"-Xcompiler", "-Wno-unused"}), "-w"));
  EXPECT_TRUE(contains(cudaFlags({"-w", "-Xcompiler", "-Wall"}), "-w"));
}

TEST(HostCompiler, DefinesWhatNvccDefines) {
  Words flags = cudaFlags(
      {"-arch=sm_70", "-dc", "--extended-lambda", "--default-stream=per-thread", "-use_fast_math"});
  for (const char *macro :
       {"-D__CUDACC__", "-D__NVCC__", "-D__CUDACC_VER_MAJOR__=12", "-D__CUDA_ARCH_LIST__=700",
        "-D__CUDACC_RDC__", "-D__CUDACC_EXTENDED_LAMBDA__", "-D__USE_FAST_MATH__",
        "-DCUDA_API_PER_THREAD_DEFAULT_STREAM=1"})
    EXPECT_TRUE(contains(flags, macro)) << macro;
}

TEST(HostCompiler, LeavesAnotherToolkitOut) {
  auto directory = TemporaryDirectory::create();
  ASSERT_TRUE(bool(directory));
  std::string foreign = directory->path();
  for (const char *file : {"/cuda.h", "/cuda_runtime.h", "/libcudart.so"})
    ASSERT_FALSE(bool(writeFileAtomically(foreign + file, "")));
  Invocation invocation =
      parseArguments({"-I" + foreign, "-Imine", "-L" + foreign, "-Lmine", "a.o"}).invocation;
  EXPECT_EQ(preprocessorFlags(invocation, someKit()), (Words{"-I", "mine"}));
  Words warnings;
  Words link = linkCommand(invocation, someKit(), {"/c/g++", ""}, {"a.o"}, "a", warnings);
  EXPECT_FALSE(contains(link, "-L" + foreign));
  EXPECT_TRUE(contains(link, "-Lmine"));
}

TEST(HostCompiler, LinksTheRuntimeOnceAndNamesMissingLibraries) {
  Invocation invocation =
      parseArguments({"a.o", "-lcudart", "-lcuda", "-lm", "-lcublas"}).invocation;
  Words warnings;
  Words link = linkCommand(invocation, someKit(), {"/c/g++", ""}, {"a.o"}, "a", warnings);
  EXPECT_FALSE(contains(link, "-lcudart"));
  EXPECT_FALSE(contains(link, "-lcublas"));
  EXPECT_TRUE(contains(link, "-lm"));
  EXPECT_TRUE(contains(link, "/opt/sampan/lib/libsampan_rt.a"));
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_NE(warnings[0].find("cublas"), std::string::npos);
}

TEST(Dryrun, BannerSuitsCMakeAndMeson) {
  std::string banner = versionBanner();
  EXPECT_EQ(banner.rfind("nvcc: NVIDIA (R) Cuda compiler driver\n", 0), 0u);
  // Meson takes what follows the last V.
  EXPECT_EQ(banner.substr(banner.rfind('V')), "V12.4.131\n");
}

TEST(Dryrun, LibrariesAppearVerbatimInTheLinkLine) {
  std::string text = variables(someKit(), "/bin");
  EXPECT_NE(text.find("#$ TOP=/opt/sampan/lib/sampan/cuda\n"), std::string::npos);
  EXPECT_NE(text.find("#$ LIBRARIES=  \"-L/opt/sampan/lib/sampan/cuda/lib64/stubs\" "
                      "\"-L/opt/sampan/lib/sampan/cuda/lib64\"\n"),
            std::string::npos);
}

TEST(ClangArguments, ConvertsAnNvccCommand) {
  ClangCommand command = nvccToClangArguments(
      {"-gencode", "arch=compute_86,code=sm_86", "--expt-relaxed-constexpr", "-Xcompiler",
       "-fopenmp,-Wall,-DHOST", "-Iinc", "-DX=1", "-std=c++11", "-dc", "-lineinfo", "src/a.cu"},
      someKit());
  EXPECT_TRUE(command.errors.empty());
  EXPECT_EQ(command.files, Words{"src/a.cu"});
  EXPECT_EQ(command.deviceArch, 860);
  EXPECT_TRUE(command.relocatableDeviceCode);
  for (const char *flag : {"-std=c++14", "-fopenmp", "-DHOST", "-DX=1", "inc"})
    EXPECT_TRUE(contains(command.arguments, flag)) << flag;
  EXPECT_FALSE(contains(command.arguments, "-Wall"));
  EXPECT_FALSE(contains(command.arguments, "-lineinfo"));
}

} // namespace
} // namespace sampan::nvcc
