// SPDX-License-Identifier: Apache-2.0
#include "rewriters/ast/invocation.h"

#include "rewriters/ast/paths.h"

#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Driver/CreateInvocationFromArgs.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace sampan {
namespace {

/// What makes Clang read the file as nvcc would: its CUDA mode without any toolkit.
const std::vector<std::string> &cudaArguments() {
  static const std::vector<std::string> arguments = {
      "-x",
      "cuda",
      "-nocudainc",
      "-nocudalib",
      "--cuda-path=/nonexistent",
      "--cuda-host-only",
      "--offload-arch=sm_80",
      "-fgpu-rdc",
      "-D__CUDACC__=1",
      "-D__NVCC__=1",
      "-D__CUDACC_VER_MAJOR__=12",
      "-D__CUDACC_VER_MINOR__=4",
      "-D__CUDACC_VER_BUILD__=131",
      "-include",
      "cuda_runtime.h",
  };
  return arguments;
}

} // namespace

// Our headers come first, and the user's own flags last so that they can override. What nvcc's host
// compiler only warns about is no error either.
std::vector<std::string> driverArguments(const TuOptions &options) {
  std::vector<std::string> arguments = {"clang++",
                                        "-fsyntax-only",
                                        "-ferror-limit=0",
                                        "-w",
                                        "-Wno-register",
                                        "-Wno-c++11-narrowing",
                                        "-Wno-reserved-user-defined-literal",
                                        "-fno-spell-checking",
                                        "-resource-dir",
                                        SAMPAN_CLANG_RESOURCE_DIR,
                                        "-D__SAMPAN_PARSE__=1",
                                        "-isystem",
                                        options.cudaIncludeDir,
                                        "-isystem",
                                        options.sampanIncludeDir};
  if (options.cudaSource)
    arguments.insert(arguments.end(), cudaArguments().begin(), cudaArguments().end());
  else
    arguments.insert(arguments.end(), {"-x", options.file.ends_with(".c") ? "c" : "c++"});
  if (options.relocatableDeviceCode)
    arguments.emplace_back("-D__CUDACC_RDC__=1");
  arguments.insert(arguments.end(), options.arguments.begin(), options.arguments.end());
  arguments.push_back("--");
  arguments.push_back(absolutePath(options.directory, options.file));
  return arguments;
}

std::shared_ptr<clang::CompilerInvocation> makeInvocation(const TuOptions &options,
                                                          clang::DiagnosticConsumer &errors) {
  std::vector<std::string> arguments = driverArguments(options);
  std::vector<const char *> pointers;
  for (const std::string &argument : arguments)
    pointers.push_back(argument.c_str());
  auto files = llvm::vfs::createPhysicalFileSystem();
  files->setCurrentWorkingDirectory(options.directory);
  clang::DiagnosticOptions diagnosticOptions;
  clang::CreateInvocationOptions create;
  create.VFS = std::move(files);
  create.RecoverOnError = true;
  create.Diags = clang::CompilerInstance::createDiagnostics(*create.VFS, diagnosticOptions, &errors,
                                                            /*ShouldOwnClient=*/false);
  std::shared_ptr<clang::CompilerInvocation> invocation =
      clang::createInvocation(pointers, std::move(create));
  if (!invocation)
    return nullptr;
  // Sema then accepts calls from device to host functions, so our headers need no device overloads
  // of the standard library. Set here because the driver refuses the flag outside C++ mode.
  invocation->getLangOpts().HIPStdPar = options.cudaSource;
  // Templates that a precompiled header needs are instantiated in it, not in each unit.
  invocation->getLangOpts().PCHInstantiateTemplates = true;
  invocation->getFrontendOpts().DisableFree = false;
  // Without it the compiler instance prints "2 errors generated" past our own messages.
  invocation->getDiagnosticOpts().ShowCarets = false;
  invocation->getFileSystemOpts().WorkingDir = options.directory;
  return invocation;
}

} // namespace sampan
