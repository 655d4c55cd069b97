// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/dryrun.h"

#include "tool/nvcc/host_compiler.h"
#include "tool/nvcc/options.h"

#include "llvm/Support/raw_ostream.h"

namespace sampan::nvcc {

std::string versionBanner() {
  CudaVersion version = CudaVersion::claimed();
  return "nvcc: NVIDIA (R) Cuda compiler driver\n"
         "spncc " SAMPAN_VERSION " (Sampan), nvcc-compatible driver, not an NVIDIA product\n"
         "Cuda compilation tools, release " +
         version.text() + ", V" + version.text() + "." + std::to_string(version.build) + "\n";
}

std::string variables(const Toolkit &kit, const std::string &pathVariable) {
  std::string text;
  auto add = [&](const std::string &name, const std::string &value) {
    text += "#$ " + name + "=" + value + "\n";
  };
  std::string bin = kit.cudaRoot + "/bin";
  add("_SPACE_", " ");
  add("_CUDART_", "cudart");
  add("_HERE_", bin);
  add("_THERE_", bin);
  add("_TARGET_SIZE_", "");
  add("_TARGET_DIR_", "");
  add("TOP", kit.cudaRoot);
  add("NVVMIR_LIBRARY_DIR", kit.nvvmLibdevice);
  add("PATH", bin + ":" + pathVariable);
  add("INCLUDES", "\"-I" + kit.cudaInclude + "\"  ");
  std::string libraries;
  for (const std::string &flag : toolkitLibraryPaths(kit))
    libraries += " \"" + flag + "\"";
  add("LIBRARIES", " " + libraries);
  return text;
}

std::string architectureList(const std::string &prefix) {
  std::string text;
  for (int architecture : knownArchitectures())
    text += prefix + std::to_string(architecture) + "\n";
  return text;
}

std::string helpText() {
  std::string text;
  llvm::raw_string_ostream stream(text);
  optionTable().printHelp(stream, "spncc [options] file...",
                          "compiles CUDA C++ for the host, with the command line of nvcc");
  return text;
}

} // namespace sampan::nvcc
