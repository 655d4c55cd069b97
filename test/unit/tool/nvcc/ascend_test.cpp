// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/ascend.h"

#include "test/support/files.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>

namespace sampan::nvcc {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

bool contains(const Words &words, const std::string &word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string firstError(const Words &words) {
  ParsedArguments parsed = parseArguments(words);
  return parsed.errors.empty() ? "" : parsed.errors.front();
}

Environment environment(std::map<std::string, std::string> values) {
  return [values](const char *name) -> std::optional<std::string> {
    auto it = values.find(name);
    return it == values.end() ? std::nullopt : std::optional(it->second);
  };
}

std::string program(const fs::path &file) {
  test::writeFile(file, "#!/bin/sh\n");
  fs::permissions(file, fs::perms::owner_all);
  return file.string();
}

TEST(Targets, TheHostUnlessSaidOtherwise) {
  EXPECT_EQ(parseArguments({"a.cu"}).invocation.target, TargetId::Host);
  EXPECT_EQ(parseArguments({"--targets=host", "a.cu"}).invocation.target, TargetId::Host);
  EXPECT_EQ(parseArguments({"--targets", "ascend950"}).invocation.target, TargetId::Ascend950);
}

TEST(Targets, WhatCannotBeIsSaid) {
  EXPECT_NE(firstError({"--targets=ascend990"}).find("'ascend990'"), std::string::npos);
  EXPECT_NE(firstError({"--targets=ascend910b"}).find("no programs for it"), std::string::npos);
  EXPECT_NE(firstError({"--targets=host,ascend950"}).find("one target at a time"),
            std::string::npos);
  EXPECT_NE(firstError({"--unsupported-kernels=maybe"}).find("'maybe'"), std::string::npos);
  EXPECT_TRUE(parseArguments({"--unsupported-kernels=refuse"}).invocation.refuseKernels);
  EXPECT_NE(firstError({"--fp64=maybe"}).find("'maybe'"), std::string::npos);
  EXPECT_NE(firstError({"--fp64=emulate"}).find("--targets=ascend950"), std::string::npos);
  EXPECT_TRUE(parseArguments({"--targets=ascend950", "--fp64=emulate"}).invocation.emulateDouble);
}

TEST(Bisheng, IsFoundWhereTheToolkitSays) {
  test::TempDir work;
  std::string own = program(work.path() / "own" / "bin" / "bisheng");
  std::string deep =
      program(work.path() / "deep" / "compiler" / "ccec_compiler" / "bin" / "bisheng");
  Environment both = environment(
      {{"ASCEND_HOME_PATH", work.path() / "own"}, {"ASCEND_TOOLKIT_HOME", work.path() / "deep"}});
  EXPECT_EQ(findBisheng("", both), own);
  EXPECT_EQ(findBisheng("", environment({{"ASCEND_TOOLKIT_HOME", work.path() / "deep"}})), deep);
  EXPECT_EQ(findBisheng(deep, both), deep);
  EXPECT_EQ(findBisheng(work.path() / "own" / "bin", both), own);
  EXPECT_EQ(findBisheng(work.path() / "nowhere", both), "");
  EXPECT_NE(bishengIsMissing("/x/y").find("'/x/y'"), std::string::npos);
  EXPECT_NE(bishengIsMissing("").find("ASCEND_HOME_PATH"), std::string::npos);
}

TEST(AscendCommands, CompileForTheChip) {
  Words flags = ascendCompileFlags(
      parseArguments({"-std=c++11", "-DX=1", "-Xcompiler", "-fopenmp", "-g"}).invocation);
  for (const char *flag : {"--npu-arch=dav-3510", "--enable-simt", "-DX=1", "-fopenmp", "-g"})
    EXPECT_TRUE(contains(flags, flag)) << flag;
  // The launchers of templates need it.
  EXPECT_TRUE(contains(flags, "-std=c++17"));
  EXPECT_TRUE(
      contains(ascendCompileFlags(parseArguments({"-std=c++20"}).invocation), "-std=c++20"));
  EXPECT_TRUE(contains(ascendCompileFlags(parseArguments({"-G"}).invocation), "-O0"));
}

TEST(AscendCommands, TheToolkitsCompilerLinks) {
  test::TempDir work;
  std::string bisheng = program(work.path() / "bin" / "bisheng");
  test::writeFile(work.path() / "lib64" / "libascendcl.so", "");
  Toolkit kit;
  kit.lib = "/opt/sampan/lib";
  kit.cudaLib = "/opt/sampan/lib/sampan/cuda/lib64";
  Words warnings;
  Words command = ascendLinkCommand(parseArguments({"-lm"}).invocation, kit, bisheng,
                                    {"a.o", "b.o"}, "program", warnings);
  EXPECT_EQ(command.front(), bisheng);
  for (const char *word :
       {"--npu-arch=dav-3510", "--enable-simt", "a.o", "b.o", "-lm", "-lascendcl"})
    EXPECT_TRUE(contains(command, word)) << word;
  EXPECT_TRUE(contains(command, "-L" + fs::canonical(work.path() / "lib64").string()));
}

} // namespace
} // namespace sampan::nvcc
