// SPDX-License-Identifier: Apache-2.0
#include "tool/project/compile_db.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace sampan {
namespace {

using Words = std::vector<std::string>;

bool contains(const Words &words, const std::string &word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

CompileDatabase parse(const std::string &json) {
  llvm::Expected<CompileDatabase> database = CompileDatabase::parse(json, Toolkit());
  EXPECT_TRUE(bool(database)) << llvm::toString(database.takeError());
  return *database;
}

std::string failure(const std::string &json) {
  llvm::Expected<CompileDatabase> database = CompileDatabase::parse(json, Toolkit());
  return database ? "" : llvm::toString(database.takeError());
}

TEST(CompileDatabase, UnderstandsNvcc) {
  CompileDatabase database = parse(R"([{"directory": "/p/build", "file": "../src/k.cu",
    "command": "ccache /usr/local/cuda/bin/nvcc -forward-unknown-to-host-compiler -DA=\"x y\" -I../inc --generate-code=arch=compute_86,code=[compute_86,sm_86] -Xcompiler=-fPIC,-DB -std=c++17 -x cu -rdc=true -c ../src/k.cu -o k.o"}])");
  ASSERT_EQ(database.commands().size(), 1u);
  const CompileCommand &command = database.commands().front();
  EXPECT_EQ(command.file, "/p/src/k.cu");
  EXPECT_EQ(command.directory, "/p/build");
  EXPECT_TRUE(command.isCuda);
  EXPECT_TRUE(command.relocatableDeviceCode);
  EXPECT_EQ(command.deviceArch, 860);
  for (const char *flag : {"-DA=x y", "../inc", "-DB", "-std=c++17"})
    EXPECT_TRUE(contains(command.arguments, flag)) << flag;
  EXPECT_FALSE(contains(command.arguments, "-fPIC"));
  EXPECT_EQ(database.cudaFiles(), Words{"/p/src/k.cu"});
}

TEST(CompileDatabase, UnderstandsHostCompilers) {
  CompileDatabase database = parse(R"([{"directory": "/p", "file": "/p/m.cpp", "arguments":
    ["g++", "-O2", "-Wall", "-DX", "-I", "inc", "-isystem", "sys", "-std=c++20", "-c", "m.cpp"]}])");
  const CompileCommand &command = database.commands().front();
  EXPECT_FALSE(command.isCuda);
  EXPECT_EQ(command.arguments, (Words{"-DX", "-I", "inc", "-isystem", "sys", "-std=c++20"}));
  EXPECT_TRUE(database.cudaFiles().empty());
}

TEST(CompileDatabase, AFileMayHaveSeveralCommands) {
  CompileDatabase database = parse(R"([
    {"directory": "/p", "file": "k.cu", "command": "nvcc -DA -c k.cu"},
    {"directory": "/p", "file": "k.cu", "command": "nvcc -DB -c k.cu"},
    {"directory": "/p", "file": "k.cu", "command": "nvcc -DA -c k.cu -o other.o"}])");
  EXPECT_EQ(database.commandsFor("/p/k.cu").size(), 2u);
  EXPECT_TRUE(database.commandsFor("/p/other.cu").empty());
  EXPECT_EQ(database.cudaFiles().size(), 1u);
}

TEST(CompileDatabase, BadTextIsAnError) {
  EXPECT_NE(failure("{}"), "");
  EXPECT_NE(failure("not json"), "");
  EXPECT_NE(failure(R"([{"file": "a.cu"}])"), "");
  EXPECT_NE(failure(R"([{"file": "a.cu", "directory": "/p"}])"), "");
  EXPECT_EQ(failure("[]"), "");
}

TEST(FixedCommand, TakesFlagsOfEitherKind) {
  Toolkit kit;
  EXPECT_EQ(fixedCommand({"-DX", "-Iinc", "-O2"}, "/p", "k.cu", kit).arguments,
            (Words{"-DX", "-Iinc"}));
  CompileCommand nvcc = fixedCommand({"-arch=sm_90", "-Xcompiler", "-DX"}, "/p", "k.cu", kit);
  EXPECT_EQ(nvcc.deviceArch, 900);
  EXPECT_TRUE(contains(nvcc.arguments, "-DX"));
  EXPECT_EQ(fixedCommand({"nvcc", "-DX", "-c", "k.cu"}, "/p", "k.cu", kit).file, "/p/k.cu");
  EXPECT_TRUE(fixedCommand({}, "/p", "k.cu", kit).arguments.empty());
}

} // namespace
} // namespace sampan
