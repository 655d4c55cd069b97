// SPDX-License-Identifier: Apache-2.0
// `sampan doctor`: is everything here that a build needs? Ends with a program that is compiled,
// linked and run, which no list of files can stand in for.
#include "tool/commands/command.h"
#include "tool/nvcc/driver.h"
#include "tool/nvcc/host_compiler.h"
#include "tool/support/files.h"
#include "tool/support/process.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

namespace sampan {
namespace {

constexpr const char *kProgram =
    "#include <cstdio>\n"
    "__global__ void add(int *sum) { atomicAdd(sum, (int)threadIdx.x); }\n"
    "int main() {\n"
    "  int *sum = nullptr, result = 0;\n"
    "  cudaMalloc(&sum, sizeof(int));\n"
    "  cudaMemset(sum, 0, sizeof(int));\n"
    "  add<<<2, 32>>>(sum);\n"
    "  cudaMemcpy(&result, sum, sizeof(int), cudaMemcpyDeviceToHost);\n"
    "  return result == 2 * 496 && cudaGetLastError() == cudaSuccess ? 0 : 1;\n"
    "}\n";

class Doctor {
public:
  explicit Doctor(const Toolkit &toolkit) : kit(toolkit) {}

  int run() {
    checkFile("neutral headers", kit.include + "/sampan/runtime.h");
    checkFile("CUDA-named headers", kit.cudaInclude + "/cuda_runtime.h");
    checkFile("run-time library", kit.lib + "/libsampan_rt.a");
    checkFile("compile driver", kit.prefix + "/bin/spncc");
    checkFile("toolkit prefix", kit.cudaRoot + "/bin/nvcc");
    checkCompiler();
    checkProgram("cmake", "CMake projects");
    checkProgram("make", "Makefiles");
    checkProgram("ninja", "Ninja builds");
    checkOtherToolkit();
    if (healthy)
      tryProgram();
    llvm::outs() << (healthy ? "all is well\n" : "something is missing\n");
    return healthy ? ExitClean : ExitFindings;
  }

private:
  void line(const char *state, const std::string &what, const std::string &detail) {
    llvm::outs() << llvm::left_justify(state, 9) << llvm::left_justify(what, 22) << detail << "\n";
  }

  void require(bool good, const std::string &what, const std::string &detail) {
    line(good ? "ok" : "MISSING", what, detail);
    healthy &= good;
  }

  void checkFile(const std::string &what, const std::string &file) {
    require(llvm::sys::fs::exists(file), what, file);
  }

  void checkProgram(const std::string &name, const std::string &use) {
    std::string path = findProgram(name);
    line(path.empty() ? "absent" : "ok", name, path.empty() ? "needed for " + use + " only" : path);
  }

  void checkCompiler() {
    nvcc::HostCompiler compiler = nvcc::findHostCompiler(
        "", [](const char *name) { return llvm::sys::Process::GetEnv(name); });
    require(!compiler.program.empty(), "host compiler",
            compiler.program.empty() ? "install g++ or clang++"
                                     : compiler.program + " " + compiler.march);
  }

  void checkOtherToolkit() {
    std::string other = findProgram("nvcc");
    if (!other.empty())
      line("note", "nvcc in PATH", other + "; `eval \"$(sampan env)\"` puts Sampan's first");
  }

  void tryProgram() {
    llvm::Expected<TemporaryDirectory> directory = TemporaryDirectory::create();
    if (!directory) {
      require(false, "temporary directory", llvm::toString(directory.takeError()));
      return;
    }
    std::string source = directory->path() + "/doctor.cu", program = directory->path() + "/doctor";
    if (llvm::Error error = writeFileAtomically(source, kProgram)) {
      require(false, "temporary directory", llvm::toString(std::move(error)));
      return;
    }
    bool built = nvcc::runDriver(kit.executable.c_str(), {source, "-o", program}) == 0;
    require(built, "compile and link", "a small CUDA program");
    if (built)
      require(runProcess({program}).status == 0, "run", "its kernel gives the right result");
  }

  const Toolkit &kit;
  bool healthy = true;
};

} // namespace

int runDoctor(const Arguments &, const Toolkit &kit) { return Doctor(kit).run(); }

} // namespace sampan
