// SPDX-License-Identifier: Apache-2.0
// Precompiled headers change how long a parse takes and nothing else.
#include "test/support/files.h"
#include "test/support/process.h"
#include "test/support/tools.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sampan::test {
namespace {

namespace fs = std::filesystem;

/// Uses names of its own that a standard header which it does not include has too.
constexpr const char *kClashing = R"(#include <cstdio>
using namespace std;
int count = 0;
template <class T> struct accumulate { T value; };
__global__ void k(int *x) { *x = 1; }
int main() {
  accumulate<int> sum{++count};
  int *x;
  cudaMalloc(&x, sizeof *x);
  k<<<1, 1>>>(x);
  printf("%d %d\n", sum.value, int(cudaDeviceSynchronize()));
}
)";

constexpr const char *kPlain = R"(#include <vector>
__global__ void k(int *x) { *x = 1; }
int main() {
  std::vector<int> host(1);
  int *x;
  cudaMalloc(&x, sizeof *x);
  k<<<1, 1>>>(x);
  cudaMemcpy(host.data(), x, sizeof *x, cudaMemcpyDeviceToHost);
  return host[0] - 1;
}
)";

class Precompiled : public testing::Test {
protected:
  fs::path cache() const { return directory.path() / "cache"; }

  /// The translated text. `withCache`: headers are precompiled.
  std::string translate(const std::string &source, bool withCache,
                        const std::vector<std::string> &flags = {}) {
    writeFile(directory.path() / "in" / "a.cu", source);
    fs::path output = directory.path() / ("out" + std::to_string(++runs));
    ProcessOptions options;
    options.environment = {{"SAMPAN_CACHE_DIR", withCache ? cache().string() : ""}};
    std::vector<std::string> command = {
        sampanTool(), "translate",     (directory.path() / "in" / "a.cu").string(),
        "-o",         output.string(), "--"};
    command.insert(command.end(), flags.begin(), flags.end());
    ProcessResult result = runProcess(command, options);
    EXPECT_EQ(result.exitCode, 0) << result.err;
    return readFile(output / "a.cu");
  }

  std::vector<fs::path> headers() const {
    std::vector<fs::path> found;
    for (const fs::directory_entry &entry : fs::directory_iterator(cache() / "parse"))
      if (entry.path().extension() == ".pch")
        found.push_back(entry.path());
    return found;
  }

  TempDir directory;
  int runs = 0;
};

TEST_F(Precompiled, GivesTheSameTextAsWithout) {
  std::string plain = translate(kPlain, false);
  EXPECT_NE(plain.find("spnLaunch"), std::string::npos);
  EXPECT_EQ(translate(kPlain, true), plain) << "while the header is made";
  EXPECT_EQ(translate(kPlain, true), plain) << "when there is one";
  EXPECT_EQ(headers().size(), 1u);
}

TEST_F(Precompiled, NamesThatClashWithItDoNotMatter) {
  EXPECT_EQ(translate(kClashing, true), translate(kClashing, false));
}

TEST_F(Precompiled, MacrosOfTheUserShareOneAndReservedMacrosDoNot) {
  translate(kPlain, true, {"-DSIZE=4", "-I."});
  translate(kPlain, true, {"-DSIZE=8"});
  EXPECT_EQ(headers().size(), 1u);
  translate(kPlain, true, {"-D_GLIBCXX_DEBUG"});
  translate(kPlain, true, {"-std=c++20"});
  EXPECT_EQ(headers().size(), 3u);
}

TEST_F(Precompiled, ADamagedOneCostsNothingButTime) {
  std::string plain = translate(kPlain, true);
  ASSERT_EQ(headers().size(), 1u);
  writeFile(headers().front(), "damaged");
  EXPECT_EQ(translate(kPlain, true), plain);
}

TEST_F(Precompiled, AChangedHeaderMakesANewOne) {
  translate(kPlain, true);
  ASSERT_EQ(headers().size(), 1u);
  fs::path stamps = headers().front().replace_extension(".stamps");
  std::string text = readFile(stamps);
  std::size_t line = text.find('\n') + 1;
  writeFile(stamps, text.substr(0, line) + "1" + text.substr(line));
  translate(kPlain, true);
  EXPECT_EQ(readFile(stamps), text);
}

TEST_F(Precompiled, ADirectoryThatCannotBeMadeIsNoError) {
  writeFile(cache(), "a file");
  translate(kPlain, true);
}

} // namespace
} // namespace sampan::test
