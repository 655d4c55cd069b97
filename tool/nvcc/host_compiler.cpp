// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/host_compiler.h"

#include "tool/support/process.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/TargetParser/Host.h"

#include <algorithm>

namespace sampan::nvcc {
namespace {

namespace fs = llvm::sys::fs;
using llvm::StringRef;
using Words = std::vector<std::string>;

void append(Words &to, const Words &from) { to.insert(to.end(), from.begin(), from.end()); }

/// Kernels gain much from AVX2 and FMA, and nearly every machine of the last decade has them.
bool machineHasX86V3() {
  llvm::StringMap<bool> features = llvm::sys::getHostCPUFeatures();
  for (const char *name : {"avx2", "bmi", "bmi2", "f16c", "fma", "lzcnt", "movbe"})
    if (!features.lookup(name))
      return false;
  return true;
}

bool asksForWarnings(const Invocation &invocation) {
  return std::any_of(invocation.hostFlags.begin(), invocation.hostFlags.end(), [](StringRef flag) {
    return flag.starts_with("-W") && !flag.starts_with("-Wl,") && !flag.starts_with("-Wno-") &&
           !flag.starts_with("-Wa,") && !flag.starts_with("-Wp,");
  });
}

/// nvcc's -O is for host code; device code is always optimised fully. Both are one text here, so
/// the higher level counts, unless debugging was asked for.
std::string optimisation(const Invocation &invocation) {
  if (invocation.deviceDebug || invocation.optimise == "0")
    return "-O0";
  return "-O3";
}

Words commonFlags(const Invocation &invocation) {
  Words flags = {"-m64", "-pthread"};
  if (invocation.debug || invocation.deviceDebug)
    flags.emplace_back("-g");
  if (invocation.profile)
    flags.emplace_back("-pg");
  if (invocation.noExceptions)
    flags.emplace_back("-fno-exceptions");
  if (!invocation.templateDepth.empty())
    flags.push_back("-ftemplate-depth=" + invocation.templateDepth);
  if (!invocation.templateBacktrace.empty())
    flags.push_back("-ftemplate-backtrace-limit=" + invocation.templateBacktrace);
  if (invocation.noDeprecatedWarnings)
    flags.emplace_back("-Wno-deprecated-declarations");
  if (invocation.warnReorder)
    flags.emplace_back("-Wreorder");
  if (invocation.addressSanitizer)
    flags.emplace_back("-fsanitize=address");
  return flags;
}

/// A CUDA library that programs name on their command lines.
bool isCudaLibrary(StringRef name) {
  for (StringRef prefix :
       {"cudart",        "cudadevrt", "culibos",   "cublas", "cufft",      "curand", "cusparse",
        "cusolver",      "cudnn",     "npp",       "nvrtc",  "nvToolsExt", "nvjpeg", "nvJitLink",
        "nvptxcompiler", "nvml",      "nvidia-ml", "cupti",  "nvgraph",    "nvblas"})
    if (name.starts_with(prefix))
      return true;
  return name == "cuda";
}

/// The run-time library itself, under one of its many names: it is linked in any case.
bool isRuntime(StringRef name) {
  return name == "cudart" || name == "cudart_static" || name == "cudadevrt" || name == "culibos" ||
         name == "cuda";
}

bool libraryExists(StringRef name, const std::string &directory) {
  std::string stem = directory + "/lib" + name.str();
  return fs::exists(stem + ".a") || fs::exists(stem + ".so");
}

Words runtimeLibraries(const Invocation &invocation, const Toolkit &kit) {
  if (invocation.cudart == "none")
    return {};
  Words libraries;
  if (libraryExists("cudadevrt", kit.cudaLib))
    libraries.emplace_back("-lcudadevrt");
  if (invocation.cudart == "shared" && libraryExists("cudart", kit.cudaLib))
    libraries.emplace_back("-lcudart");
  else if (libraryExists("cudart_static", kit.cudaLib))
    libraries.emplace_back("-lcudart_static");
  else
    libraries.push_back(kit.lib + "/libsampan_rt.a");
  append(libraries, {"-lrt", "-lpthread", "-ldl"});
  return libraries;
}

} // namespace

HostCompiler findHostCompiler(const std::string &ccbin, const Environment &environment) {
  HostCompiler compiler;
  std::string wanted = ccbin;
  if (wanted.empty())
    wanted = environment("NVCC_CCBIN").value_or("");
  if (!wanted.empty() && fs::is_directory(wanted))
    wanted = fs::can_execute(wanted + "/g++") ? wanted + "/g++" : wanted + "/clang++";
  // nvcc is often told "gcc" or "clang"; the text is C++ and so is the link.
  StringRef name = llvm::sys::path::filename(wanted);
  std::string directory = wanted.substr(0, wanted.size() - name.size());
  if (name == "gcc" || name.starts_with("gcc-"))
    wanted = directory + "g++" + name.drop_front(3).str();
  else if (name == "clang" || (name.starts_with("clang-") && !name.contains("++")))
    wanted = directory + "clang++" + name.drop_front(5).str();
  if (!wanted.empty())
    compiler.program = findProgram(wanted);
  else if (compiler.program = findProgram("g++"); compiler.program.empty())
    compiler.program = findProgram("clang++");
  if (auto arch = environment("SAMPAN_HOST_ARCH"))
    compiler.march = arch->empty() || *arch == "default" ? "" : "-march=" + *arch;
#if defined(__x86_64__)
  else if (machineHasX86V3())
    compiler.march = "-march=x86-64-v3";
#endif
  return compiler;
}

std::string cudaStandardFlag(const std::string &standard) {
  if (standard.empty())
    return "-std=gnu++17";
  if (standard == "c++03" || standard == "c++98" || standard == "c++11" || standard == "c++0x")
    return "-std=c++14";
  if (standard == "gnu++03" || standard == "gnu++98" || standard == "gnu++11")
    return "-std=gnu++14";
  return "-std=" + standard;
}

Words preprocessorFlags(const Invocation &invocation, const Toolkit &kit) {
  Words flags = invocation.macros;
  for (const std::string &directory : invocation.includePaths)
    if (!isForeignCudaInclude(directory, kit))
      append(flags, {"-I", directory});
  for (const std::string &directory : invocation.systemIncludePaths)
    if (!isForeignCudaInclude(directory, kit))
      append(flags, {"-isystem", directory});
  for (const std::string &file : invocation.preIncludes)
    append(flags, {"-include", file});
  return flags;
}

Words cudaMacros(const Invocation &invocation) {
  CudaVersion version = CudaVersion::claimed();
  std::string major = std::to_string(version.major), minor = std::to_string(version.minor);
  Words macros = {"-D__CUDACC__",
                  "-D__NVCC__",
                  "-D__CUDACC_VER_MAJOR__=" + major,
                  "-D__CUDACC_VER_MINOR__=" + minor,
                  "-D__CUDACC_VER_BUILD__=" + std::to_string(version.build),
                  "-D__CUDA_API_VER_MAJOR__=" + major,
                  "-D__CUDA_API_VER_MINOR__=" + minor};
  std::string list;
  for (int architecture : invocation.architectures)
    list += (list.empty() ? "" : ",") + std::to_string(architecture * 10);
  macros.push_back("-D__CUDA_ARCH_LIST__=" + list);
  if (invocation.relocatable)
    macros.emplace_back("-D__CUDACC_RDC__");
  if (invocation.extendedLambda)
    macros.emplace_back("-D__CUDACC_EXTENDED_LAMBDA__");
  if (invocation.relaxedConstexpr)
    macros.emplace_back("-D__CUDACC_RELAXED_CONSTEXPR__");
  if (invocation.deviceDebug)
    macros.emplace_back("-D__CUDACC_DEBUG__");
  if (invocation.fastMath)
    macros.emplace_back("-D__USE_FAST_MATH__");
  if (invocation.perThreadStream)
    macros.emplace_back("-DCUDA_API_PER_THREAD_DEFAULT_STREAM=1");
  return macros;
}

Words cudaCompileFlags(const Invocation &invocation, const HostCompiler &compiler) {
  Words flags = {cudaStandardFlag(invocation.standard), optimisation(invocation)};
  append(flags, commonFlags(invocation));
  if (!compiler.march.empty())
    flags.push_back(compiler.march);
  append(flags, {"-fno-math-errno", "-fno-trapping-math", "-fno-strict-aliasing",
                 invocation.contract ? "-ffp-contract=fast" : "-ffp-contract=off"});
  if (invocation.noWarnings || !asksForWarnings(invocation))
    flags.emplace_back("-w");
  else if (invocation.warningsAreErrors)
    flags.emplace_back("-Werror");
  // That a loop over threads became no vectors is nothing that users could change.
  if (llvm::sys::path::filename(compiler.program).contains("clang"))
    flags.emplace_back("-Wno-pass-failed");
  else // a block's few hundred threads are copied by vectors sooner than by memcpy
    flags.emplace_back("-fno-tree-loop-distribute-patterns");
  append(flags, cudaMacros(invocation));
  append(flags, invocation.hostFlags);
  // nvcc takes "#pragma unroll" out before its host compiler sees the text.
  flags.emplace_back("-Wno-unknown-pragmas");
  return flags;
}

Words plainCompileFlags(const Invocation &invocation, const Toolkit &kit, InputKind kind) {
  Words flags;
  if (!invocation.standard.empty() && kind == InputKind::Cxx)
    flags.push_back("-std=" + invocation.standard);
  if (!invocation.optimise.empty())
    flags.push_back("-O" + invocation.optimise);
  append(flags, commonFlags(invocation));
  if (invocation.noWarnings)
    flags.emplace_back("-w");
  if (invocation.perThreadStream)
    flags.emplace_back("-DCUDA_API_PER_THREAD_DEFAULT_STREAM=1");
  append(flags, preprocessorFlags(invocation, kit));
  append(flags, {"-isystem", kit.cudaInclude, "-isystem", kit.include});
  append(flags, invocation.hostFlags);
  return flags;
}

Words toolkitLibraryPaths(const Toolkit &kit) {
  return {"-L" + kit.cudaLib + "/stubs", "-L" + kit.cudaLib};
}

Words linkCommand(const Invocation &invocation, const Toolkit &kit, const HostCompiler &compiler,
                  const Words &objects, const std::string &output, Words &warnings) {
  Words command = {compiler.program};
  append(command, commonFlags(invocation));
  if (invocation.shared)
    command.emplace_back("-shared");
  append(command, invocation.hostFlags);
  command.emplace_back("-Wl,--start-group");
  append(command, objects);
  append(command, toolkitLibraryPaths(kit));
  for (const std::string &directory : invocation.libraryPaths)
    if (!isForeignCudaLib(directory, kit))
      command.push_back("-L" + directory);
  for (const std::string &library : invocation.libraries) {
    if (isRuntime(library))
      continue;
    if (isCudaLibrary(library) && !libraryExists(library, kit.cudaLib))
      warnings.push_back("library '" + library +
                         "' has no counterpart in Sampan; left out of the link");
    else
      command.push_back("-l" + library);
  }
  append(command, runtimeLibraries(invocation, kit));
  command.emplace_back("-Wl,--end-group");
  for (const std::string &flag : invocation.linkFlags)
    append(command, {"-Xlinker", flag});
  append(command, invocation.forwardedLinkFlags);
  append(command, {"-o", output});
  return command;
}

} // namespace sampan::nvcc
