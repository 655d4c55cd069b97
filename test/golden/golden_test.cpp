// SPDX-License-Identifier: Apache-2.0
// Runs every golden case: one test per folder, found at start-up. A case is translated and compared
// byte for byte, compiled with an ordinary C++ compiler and run; then the properties that hold for
// every case: translating the result again changes nothing, and spncc builds from the untouched
// sources a program that prints the same.
#include "test/support/golden_fixture.h"
#include "test/support/tools.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace sampan::test {
namespace {

namespace fs = std::filesystem;

class GoldenTest : public GoldenFixture {
public:
  explicit GoldenTest(GoldenCase value) : GoldenFixture(std::move(value)) {}

  void TestBody() override {
    copySources();
    translate();
    if (HasFatalFailure() || !golden.compile)
      return;
    buildAndRun();
    translateAgain();
    compareDriver("spncc", input());
    // What was translated keeps its loops when the driver compiles it.
    if (golden.construct == "barrier" || golden.construct == "warp")
      compareDriver("translated, built with spncc", complete());
  }

private:
  fs::path complete() const { return work.path() / "complete"; } // sources, output laid over them

  /// Translating again may find less to complain about, never more: `again` accepts success too.
  ProcessResult runTranslate(const fs::path &from, const fs::path &to, const std::string &jobs,
                             bool again = false) {
    std::vector<std::string> command = translateCommand(from, to, {jobs});
    ProcessResult result = runProcess(command);
    if (!again || result.exitCode != 0) {
      EXPECT_EQ(result.exitCode, golden.exitCode) << quoted(command) << "\n" << result.err;
    }
    return result;
  }

  void translate() {
    SCOPED_TRACE("translate");
    ProcessResult result = runTranslate(input(), output(), "-j1");
    ASSERT_EQ(result.exitCode, golden.exitCode) << "nothing compared, nothing rewritten";
    compare("findings.expected", findingsOf(result.err, input()));
    std::map<std::string, std::string> written = translatedTree(output());
    for (const std::string &file : golden.files)
      compare(file + ".expected", written.count(file) ? written[file] : "");
    for (const auto &[file, text] : written)
      EXPECT_NE(std::find(golden.files.begin(), golden.files.end(), file), golden.files.end())
          << "unexpected output " << file;

    if (golden.sources.size() > 1) {
      fs::path parallel = work.path() / "parallel";
      ProcessResult again = runTranslate(input(), parallel, "-j8");
      EXPECT_EQ(translatedTree(parallel), written) << "-j8 gives other text than -j1";
      EXPECT_EQ(findingsOf(again.err, input()), findingsOf(result.err, input()));
    }
    fs::copy(input(), complete());
    for (const auto &[file, text] : written)
      writeFile(complete() / file, text);
  }

  using Environment = std::vector<std::pair<std::string, std::string>>;

  void runProgram(const std::string &program, const std::string &streams,
                  const Environment &more = {}) {
    std::string trace = "SAMPAN_STREAMS=" + streams;
    for (const auto &[name, value] : more)
      trace += " " + name + "=" + value;
    SCOPED_TRACE(trace);
    ProcessOptions options;
    options.environment = {{"SAMPAN_STREAMS", streams}};
    for (const auto &variable : more)
      options.environment.push_back(variable);
    expectOutput(program, options);
  }

  void buildAndRun() {
    for (const std::string &compiler : golden.compilers) {
      SCOPED_TRACE("translated, built with " + compiler);
      std::string program = work.path() / ("translated-" + compiler);
      ProcessOptions options;
      options.directory = complete();
      std::vector<std::string> command =
          compileCommand(compiler, golden.standard, golden.compileFlags, golden.sources, program);
      ProcessResult result = runProcess(command, options);
      if (result.exitCode != 0) {
        ADD_FAILURE() << quoted(command) << "\n" << result.err.substr(0, 6000);
        continue;
      }
      runProgram(program, "caller");
      runProgram(program, "threads");
    }
  }

  void translateAgain() {
    SCOPED_TRACE("translate the result again");
    fs::path again = work.path() / "again";
    runTranslate(complete(), again, "-j1", true);
    for (const auto &[file, text] : translatedTree(again)) {
      std::string before = readFile(complete() / file);
      if (before != text)
        ADD_FAILURE() << unifiedDiff(before, text, file, file + " translated again");
    }
  }

  void compareDriver(const std::string &what, const fs::path &directory) {
    SCOPED_TRACE(what);
    std::string program = work.path() / "direct";
    std::vector<std::string> command = {spncc(), "-v", "-O1", "-o", program};
    command.insert(command.end(), golden.spnccFlags.begin(), golden.spnccFlags.end());
    command.insert(command.end(), golden.sources.begin(), golden.sources.end());
    ProcessOptions options;
    options.directory = directory;
    options.environment = driverEnvironment();
    ProcessResult result = runProcess(command, options);
    if (result.exitCode != 0) {
      ADD_FAILURE() << quoted(command) << "\n" << result.err.substr(0, 6000);
      return;
    }
    // Kernels whose loops do not compile run thread by thread: right, but many times slower.
    EXPECT_EQ(result.err.find("the loop form of"), std::string::npos)
        << result.err.substr(0, 6000);
    runProgram(program, "caller");
    // What the loops compute is what the threads compute one by one, whoever runs the blocks and in
    // whatever order.
    runProgram(program, "caller", {{"SAMPAN_HOST_LOWERING", "fibre"}});
    runProgram(program, "caller", {{"SAMPAN_THREADS", "1"}});
    if (golden.anyBlockOrder)
      runProgram(program, "caller", {{"SAMPAN_HOST_BLOCK_ORDER", "shuffle:3"}});
  }
};

/// All cases that need no options of their own in one run, as a project: what one file does must
/// not depend on its neighbours, nor on the number of threads.
class AllAtOnce : public testing::Test {
public:
  explicit AllAtOnce(std::vector<GoldenCase> value) : cases(std::move(value)) {}

  void TestBody() override {
    std::vector<std::string> sources;
    for (const GoldenCase &golden : cases)
      if (golden.translateOptions.empty() && golden.exitCode == 0)
        for (const std::string &source : golden.sources)
          sources.push_back(golden.folder / source);
    TempDir work;
    ProcessResult one = run(sources, work.path() / "1", "-j1");
    ProcessResult eight = run(sources, work.path() / "8", "-j8");
    EXPECT_EQ(one.exitCode, eight.exitCode);
    EXPECT_EQ(one.err, eight.err);
    EXPECT_EQ(one.out, eight.out);
    auto expected = translatedTree(work.path() / "1" / "out"),
         actual = translatedTree(work.path() / "8" / "out");
    EXPECT_FALSE(expected.empty());
    EXPECT_EQ(expected.size(), actual.size());
    for (const auto &[file, text] : expected)
      if (actual[file] != text)
        ADD_FAILURE() << unifiedDiff(text, actual[file], file + " -j1", file + " -j8");
  }

private:
  ProcessResult run(const std::vector<std::string> &sources, const fs::path &directory,
                    const std::string &jobs) {
    fs::create_directories(directory);
    ProcessOptions options;
    options.directory = directory; // so that "out" is the same name for both: messages repeat it
    options.timeout = std::chrono::seconds(600);
    std::vector<std::string> command = {sampanTool(), "translate", "--color", "never",
                                        jobs,         "-o",        "out"};
    command.insert(command.end(), sources.begin(), sources.end());
    command.insert(command.end(), {"--", "-std=c++20", "--extended-lambda"});
    return runProcess(command, options);
  }

  std::vector<GoldenCase> cases;
};

} // namespace
} // namespace sampan::test

int main(int argc, char **argv) {
  using namespace sampan::test;
  testing::InitGoogleTest(&argc, argv);
  std::vector<GoldenCase> cases = loadGoldenCases(SAMPAN_SOURCE_DIR "/test/golden");
  // They have a form and a test of their own.
  std::erase_if(cases, [](const GoldenCase &golden) { return golden.construct == "ascend"; });
  for (const GoldenCase &golden : cases)
    testing::RegisterTest(golden.construct.c_str(), golden.name.c_str(), nullptr, nullptr, __FILE__,
                          __LINE__,
                          [golden]() -> testing::Test * { return new GoldenTest(golden); });
  testing::RegisterTest("all", "jobs_do_not_matter", nullptr, nullptr, __FILE__, __LINE__,
                        [cases]() -> testing::Test * { return new AllAtOnce(cases); });
  return RUN_ALL_TESTS();
}
