// SPDX-License-Identifier: Apache-2.0
#include "tool/support/toolkit.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

namespace sampan {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

/// Only its address matters: it lies in this executable.
void anchor() {}

bool same(const std::string &a, const std::string &b) {
  bool result = false;
  return !fs::equivalent(a, b, result) && result;
}

} // namespace

Toolkit Toolkit::find(const char *argv0) {
  Toolkit kit;
  kit.executable = fs::getMainExecutable(argv0, reinterpret_cast<void *>(&anchor));
  kit.prefix = path::parent_path(path::parent_path(kit.executable)).str();
  if (auto prefix = llvm::sys::Process::GetEnv("SAMPAN_PREFIX"))
    kit.prefix = *prefix;
  kit.include = kit.prefix + "/include";
  kit.lib = kit.prefix + "/lib";
  kit.cudaRoot = kit.lib + "/sampan/cuda";
  kit.cudaInclude = kit.cudaRoot + "/include";
  kit.cudaLib = kit.cudaRoot + "/lib64";
  kit.nvvmLibdevice = kit.cudaRoot + "/nvvm/libdevice";
  return kit;
}

bool isForeignCudaInclude(const std::string &directory, const Toolkit &own) {
  return fs::exists(directory + "/cuda_runtime.h") && fs::exists(directory + "/cuda.h") &&
         !same(directory, own.cudaInclude);
}

bool isForeignCudaLib(const std::string &directory, const Toolkit &own) {
  return (fs::exists(directory + "/libcudart.so") ||
          fs::exists(directory + "/libcudart_static.a") || fs::exists(directory + "/libcuda.so")) &&
         !same(directory, own.cudaLib) && !same(directory, own.cudaLib + "/stubs");
}

std::string CudaVersion::text() const {
  return std::to_string(major) + "." + std::to_string(minor);
}

CudaVersion CudaVersion::claimed() {
  CudaVersion version;
  auto text = llvm::sys::Process::GetEnv("SAMPAN_CUDA_VERSION");
  if (!text)
    return version;
  auto [major, rest] = llvm::StringRef(*text).split('.');
  unsigned majorNumber = 0, minorNumber = 0;
  if (major.getAsInteger(10, majorNumber) || rest.split('.').first.getAsInteger(10, minorNumber))
    return version;
  return {majorNumber, minorNumber, 0};
}

} // namespace sampan
