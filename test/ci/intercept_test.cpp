// SPDX-License-Identifier: Apache-2.0
// Builds that Sampan watches: make in parallel, CMake, and what is written of them.
#include "test/support/files.h"
#include "test/support/process.h"
#include "test/support/tools.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sampan::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using Words = std::vector<std::string>;

class Intercept : public testing::Test {
protected:
  void write(const std::string &name, const std::string &text) {
    writeFile(work.path() / name, text);
  }
  ProcessResult intercept(Words words) {
    words.insert(words.begin(), {sampanTool(), "intercept"});
    ProcessOptions options;
    options.directory = work.path();
    options.environment = driverEnvironment();
    options.environment.emplace_back("SAMPAN_CACHE_DIR", (work.path() / ".cache").string());
    options.timeout = std::chrono::seconds(300);
    return runProcess(words, options);
  }
  json database() {
    return json::parse(readFile(work.path() / "compile_commands.json"), nullptr, false);
  }
  TempDir work;
};

const char *const kSource = "#include <cuda_runtime.h>\n__global__ void k() {}\n"
                            "void f() { k<<<1, 1>>>(); }\n";

TEST_F(Intercept, ParallelMake) {
  std::string objects, makefile = "all: ";
  for (int i = 0; i < 12; ++i) {
    std::string name = "host" + std::to_string(i);
    write(name + ".cpp", "int " + name + ";\n");
    objects += name + ".o ";
  }
  write("a file.cu", kSource);
  write("Makefile", "all: " + objects +
                        "gpu.o\n\ngpu.o:\n\tnvcc -DNAME='\"a b\"' -Iinc -c 'a file.cu' "
                        "-o gpu.o\n%.o: %.cpp\n\tg++ -c $< -o $@\n");
  ProcessResult result = intercept({"--", "make", "-j8"});
  ASSERT_EQ(result.exitCode, 0) << result.err;
  EXPECT_TRUE(fs::exists(work.path() / "gpu.o")) << "nvcc was spncc";
  json entries = database();
  ASSERT_EQ(entries.size(), 13u);
  EXPECT_EQ(entries[0]["file"], "a file.cu");
  EXPECT_EQ(entries[0]["output"], "gpu.o");
  EXPECT_EQ(entries[0]["arguments"],
            (json{"nvcc", "-DNAME=\"a b\"", "-Iinc", "-c", "a file.cu", "-o", "gpu.o"}));
  std::string text = readFile(work.path() / "compile_commands.json");

  // Nothing is left to build: said, and the file stays.
  ProcessResult again = intercept({"--", "make", "-j8"});
  EXPECT_EQ(again.exitCode, 3);
  EXPECT_NE(again.err.find("up to date"), std::string::npos);
  EXPECT_EQ(readFile(work.path() / "compile_commands.json"), text);
  // One file anew, added to what is known.
  fs::remove(work.path() / "host3.o");
  EXPECT_EQ(intercept({"--append", "--", "make"}).exitCode, 0);
  EXPECT_EQ(readFile(work.path() / "compile_commands.json"), text);

  ProcessOptions options;
  options.directory = work.path();
  ProcessResult report = runProcess({sampanTool(), "report", "-p", ".", "-q"}, options);
  EXPECT_EQ(report.exitCode, 0) << report.err;
}

/// No script stands before a compiler that the build starts by its full path, and what spncc itself
/// starts must not take its place.
TEST_F(Intercept, SpnccByItsFullPath) {
  write("a.cu", kSource);
  write("b.cpp", "int b;\n");
  write("Makefile", "all:\n\t" + spncc() + " -c a.cu -o a.o\n\tg++ -c b.cpp -o b.o\n");
  ProcessResult result = intercept({"--", "make"});
  ASSERT_EQ(result.exitCode, 0) << result.err;
  EXPECT_TRUE(fs::exists(work.path() / "a.o"));
  json entries = database();
  ASSERT_EQ(entries.size(), 2u) << entries.dump(1);
  EXPECT_EQ(entries[0]["arguments"], (json{"nvcc", "-c", "a.cu", "-o", "a.o"}));
  EXPECT_EQ(entries[1]["file"], "b.cpp");
}

TEST_F(Intercept, AFailedBuildKeepsItsStatus) {
  write("good.cpp", "int x;\n");
  write("bad.cpp", "int;;x\n");
  write("Makefile", "all:\n\tg++ -c good.cpp -o good.o\n\tg++ -c bad.cpp -o bad.o\n");
  ProcessResult result = intercept({"-q", "--", "make"});
  EXPECT_EQ(result.exitCode, 2) << "make's own";
  EXPECT_EQ(database().size(), 2u);
  EXPECT_EQ(intercept({"make"}).exitCode, 2);
  EXPECT_NE(intercept({"--", "no-such-program"}).err.find("not found"), std::string::npos);
}

TEST_F(Intercept, LinksAndQuestionsAreNoEntries) {
  write("a.cpp", "int main() {}\n");
  write("b.cu", "int b;\n");
  ProcessResult result = intercept(
      {"--", "sh", "-c",
       "g++ --version >/dev/null && g++ -E a.cpp >/dev/null && g++ -c a.cpp -MD -MF a.d && g++ a.o "
       "-o "
       "a && nvcc --version >/dev/null && mkdir sub && cd sub && nvcc -c ../b.cu -o b.o"});
  ASSERT_EQ(result.exitCode, 0) << result.err;
  json entries = database();
  ASSERT_EQ(entries.size(), 2u) << entries.dump(1);
  EXPECT_EQ(entries[0]["file"], "a.cpp");
  EXPECT_EQ(entries[1]["file"], "../b.cu");
  EXPECT_EQ(entries[1]["directory"].get<std::string>(), (work.path() / "sub").string());
}

TEST_F(Intercept, CMake) {
  if (runProcess({"cmake", "--version"}).exitCode != 0)
    FAIL() << "cmake is missing";
  write("CMakeLists.txt", "cmake_minimum_required(VERSION 3.18)\nproject(demo LANGUAGES CXX CUDA)\n"
                          "add_library(demo STATIC gpu.cu host.cpp)\n"
                          "target_include_directories(demo PRIVATE inc)\n"
                          "set_property(TARGET demo PROPERTY CUDA_ARCHITECTURES 80)\n");
  write("gpu.cu", kSource);
  write("host.cpp", "int x;\n");
  ProcessResult configure = intercept({"--", "cmake", "-S", ".", "-B", "build"});
  // Configuring compiles probes only.
  EXPECT_FALSE(fs::exists(work.path() / "compile_commands.json")) << configure.err;
  ProcessResult build = intercept({"--", "cmake", "--build", "build"});
  ASSERT_EQ(build.exitCode, 0) << build.out << build.err;
  json entries = database();
  ASSERT_EQ(entries.size(), 2u) << entries.dump(1);
  // The compilers that CMake remembers work without Sampan watching.
  EXPECT_EQ(
      runProcess({"cmake", "--build", (work.path() / "build").string(), "--clean-first"}).exitCode,
      0);
}

} // namespace
} // namespace sampan::test
