// SPDX-License-Identifier: Apache-2.0
// `sampan env`: `eval "$(sampan env)"` makes CMake, make, Meson and the like take our toolkit
// prefix for CUDA's.
#include "tool/commands/command.h"

#include "llvm/Support/raw_ostream.h"

namespace sampan {
namespace {

/// In single quotes, which both shells take literally; a quote inside is taken out of them.
std::string shellQuoted(const std::string &text) {
  std::string result = "'";
  for (char c : text)
    result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

} // namespace

int runEnv(const Arguments &arguments, const Toolkit &kit) {
  bool fish = arguments.shell == "fish";
  auto set = [&](const char *name, const std::string &value) {
    llvm::outs() << (fish ? "set -gx " : "export ") << name << (fish ? " " : "=")
                 << shellQuoted(value) << (fish ? "\n" : "\n");
  };
  std::string bin = kit.cudaRoot + "/bin";
  set("CUDACXX", bin + "/nvcc");
  for (const char *name : {"CUDA_PATH", "CUDA_HOME", "CUDAToolkit_ROOT"})
    set(name, kit.cudaRoot);
  if (fish)
    llvm::outs() << "set -gx PATH " << shellQuoted(bin) << " $PATH\n";
  else
    llvm::outs() << "export PATH=" << shellQuoted(bin) << "\"${PATH:+:$PATH}\"\n";
  return ExitClean;
}

} // namespace sampan
