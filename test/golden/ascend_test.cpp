// SPDX-License-Identifier: Apache-2.0
// Runs every case of test/golden/ascend: translated with --to ascendc and compared byte for byte,
// checked and compiled by the emulator's bisheng, run on the emulator in several orders of threads.
// The program must print what it prints on the host target, built from the same sources by spncc.
// What passes here is checked on the emulator, not on a device.
#include "test/support/golden_fixture.h"
#include "test/support/tools.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace sampan::test {
namespace {

namespace fs = std::filesystem;

class AscendTest : public GoldenFixture {
public:
  explicit AscendTest(GoldenCase value) : GoldenFixture(std::move(value)) {}

  void TestBody() override {
    copySources();
    translate();
    if (HasFatalFailure() || !golden.compile)
      return;
    buildAndRun();
    compareWithHost();
  }

private:
  void translate() {
    SCOPED_TRACE("translate");
    ProcessResult result = runProcess(translateCommand(input(), output(), {"--to", "ascendc"}));
    ASSERT_EQ(result.exitCode, golden.exitCode) << result.err;
    compare("findings.expected", findingsOf(result.err, input()));
    for (const auto &[file, text] : translatedTree(output())) {
      // One case shows the project; it says the same everywhere else.
      if (file != "CMakeLists.txt" || golden.name == "project")
        compare(file + ".expected", text);
      if (fs::path(file).extension() == ".asc" || fs::path(file).extension() == ".cpp")
        sources.push_back(file);
    }
    EXPECT_FALSE(sources.empty());
  }

  /// Objects from bisheng, linked with the runtime's host back end: the launch runs at once.
  void buildAndRun() {
    SCOPED_TRACE("translated, checked and run on the emulator, not on a device");
    EXPECT_FALSE(readFile(golden.folder / "run.stdout").empty()) << "the case has no run.stdout";
    fs::path emulation = SAMPAN_ASCEND_EMULATION;
    ProcessOptions options;
    options.directory = output();
    options.timeout = std::chrono::seconds(300);
    // Over AscendCL, kernels that touch the host's memory fail.
    options.environment = {{"ASCEND_EMULATOR_CHECK_ACCESS", "1"}};
    std::vector<std::string> objects;
    for (const std::string &source : sources) {
      objects.push_back(work.path() / (source + ".o"));
      std::vector<std::string> command = {emulation / "bin" / "bisheng", "--npu-arch=dav-3510",
                                          "--enable-simt", "-std=" + golden.standard};
      for (const std::string &flag : golden.compileFlags)
        command.push_back(flag);
      command.insert(command.end(),
                     {"-I", prefix() / "include", "-c", source, "-o", objects.back()});
      ProcessResult result = runProcess(command, options);
      ASSERT_EQ(result.exitCode, 0) << quoted(command) << "\n" << result.err.substr(0, 6000);
    }
    if (!linksRuntime())
      return runOverAscendCL(objects);
    std::string program = work.path() / "program";
    std::vector<std::string> link = {"g++"};
    link.insert(link.end(), objects.begin(), objects.end());
    link.insert(link.end(),
                {prefix() / "lib" / "libsampan_blas.a", prefix() / "lib" / "libsampan_ccl.a",
                 prefix() / "lib" / "libsampan_rt.a", emulation / "lib" / "libascend_emulator.a",
                 "-lpthread", "-ldl", "-o", program});
    ProcessResult linked = runProcess(link);
    ASSERT_EQ(linked.exitCode, 0) << linked.err.substr(0, 6000);
    for (const char *order : {"forward", "reverse", "7"}) {
      SCOPED_TRACE(std::string("order ") + order);
      ProcessOptions run;
      run.environment = {{"SAMPAN_BACKEND", "host"}, {"ASCEND_EMULATOR_ORDER", order}};
      run.timeout = std::chrono::seconds(120);
      expectOutput(program, run);
    }
    runOverAscendCL(objects);
  }

  /// The same objects with the runtime's Ascend back end over the AscendCL double.
  void runOverAscendCL(const std::vector<std::string> &objects) {
    SCOPED_TRACE("host side on the AscendCL double");
    fs::path libraries = fs::path(SAMPAN_ASCEND_EMULATION) / "lib";
    std::string program = work.path() / "program-acl";
    std::vector<std::string> link = {"g++"};
    link.insert(link.end(), objects.begin(), objects.end());
    if (linksRuntime())
      for (const char *library : {"libsampan_blas.a", "libsampan_ccl.a", "libsampan_rt.a"})
        link.push_back(prefix() / "lib" / library);
    link.insert(link.end(), {libraries / "libascend_emulator.a", "-Wl,--no-as-needed",
                             libraries / "libascendcl.so", "-Wl,-rpath," + libraries.string(),
                             "-lpthread", "-ldl", "-o", program});
    ProcessResult linked = runProcess(link);
    ASSERT_EQ(linked.exitCode, 0) << linked.err.substr(0, 6000);
    ProcessOptions run;
    // The program's kernels are for the device, so it asks for the back end itself.
    run.environment = {{"SAMPAN_ASCENDCL", libraries / "libascendcl.so"},
                       {"SAMPAN_ACLNN", libraries / "libopapi.so"},
                       {"SAMPAN_HCCL", libraries / "libhccl.so"}};
    run.timeout = std::chrono::seconds(120);
    ProcessResult result = expectOutput(program, run);
    EXPECT_EQ(result.err.find("misuse"), std::string::npos) << result.err;
  }

  /// Not where host code calls AscendCL itself.
  bool linksRuntime() const {
    const std::vector<std::string> &options = golden.translateOptions;
    return std::find(options.begin(), options.end(), "acl") == options.end();
  }

  void compareWithHost() {
    if (golden.exitCode != 0)
      return; // a kernel was left out, so the program prints something else
    SCOPED_TRACE("host target");
    std::string program = work.path() / "host";
    std::vector<std::string> command = {spncc(), "-O1", "-o", program};
    command.insert(command.end(), golden.spnccFlags.begin(), golden.spnccFlags.end());
    command.insert(command.end(), golden.sources.begin(), golden.sources.end());
    ProcessOptions options;
    options.directory = input();
    options.environment = driverEnvironment();
    ProcessResult built = runProcess(command, options);
    ASSERT_EQ(built.exitCode, 0) << built.err.substr(0, 6000);
    expectOutput(program, {});
  }

  std::vector<std::string> sources;
};

} // namespace
} // namespace sampan::test

int main(int argc, char **argv) {
  using namespace sampan::test;
  testing::InitGoogleTest(&argc, argv);
  for (const GoldenCase &golden : loadGoldenCases(SAMPAN_SOURCE_DIR "/test/golden/ascend"))
    testing::RegisterTest("ascend", golden.name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [golden]() -> testing::Test * { return new AscendTest(golden); });
  return RUN_ALL_TESTS();
}
