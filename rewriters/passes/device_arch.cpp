// SPDX-License-Identifier: Apache-2.0
// __CUDA_ARCH__ -> SPN_DEVICE_ARCH inside device code; __CUDACC__ -> SPN_KERNEL_LANGUAGE.
//
// CUDA compiles a file once per side; one C++ compilation sees both. Device-only functions must see
// the device branch, host functions the host branch. Where one function is both, and its text
// differs, the host branch is taken and said so: it is the one written for a CPU.
//
// The macros that nvcc itself defines get names of the shim, so that an ordinary compiler takes the
// branches that were analysed here.
#include "rewriters/core/diagnostics.h"
#include "rewriters/passes/passes.h"

#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/StringSwitch.h"

namespace sampan {
namespace {

llvm::StringRef compilerMacro(llvm::StringRef name) {
  return llvm::StringSwitch<llvm::StringRef>(name)
      .Cases({"__CUDACC__", "__NVCC__"}, "SPN_KERNEL_LANGUAGE")
      .Case("__CUDACC_VER_MAJOR__", "SPN_CUDA_VERSION_MAJOR")
      .Case("__CUDACC_VER_MINOR__", "SPN_CUDA_VERSION_MINOR")
      .Case("CUDA_VERSION", "SPN_CUDART_VERSION")
      .Default({});
}

class DeviceArch final : public Pass {
public:
  using Pass::Pass;

  void finish() override {
    for (const auto &[token, info] : context.preprocessor.definitions)
      if (const clang::IdentifierInfo *name = token.getIdentifierInfo();
          name && context.inProject(token.getLocation()))
        own.insert(name->getName());
    for (clang::FileID file : context.projectFiles()) {
      llvm::StringRef text = context.buffer(file);
      for (const RawToken &token : context.tokens(file)) {
        if (!token.is(clang::tok::raw_identifier))
          continue;
        if (token.inDirective && token.text(text) == "__CUDA_ARCH__")
          handle(file, token);
        else if (context.translating())
          handleCompilerMacro(file, token, token.text(text));
      }
    }
  }

private:
  void handle(clang::FileID file, const RawToken &token) {
    Span at = context.spanOf(file, token.begin, token.end);
    const PassContext::DeviceBody *body = context.deviceBodyAt(file, token.begin);
    if (!body)
      return;
    if (body->alsoHost)
      context.report(makeFinding(diag::HostDeviceViewsDiffer{.function = body->function}, at));
    else
      context.edit("device-arch", {{at, "SPN_DEVICE_ARCH"}});
  }

  /// A program that defines the macro itself means its own.
  void handleCompilerMacro(clang::FileID file, const RawToken &token, llvm::StringRef name) {
    llvm::StringRef neutral = compilerMacro(name);
    if (!neutral.empty() && !own.contains(name))
      context.edit("device-arch", {{context.spanOf(file, token.begin, token.end), neutral.str()}});
  }

  llvm::StringSet<> own;
};

} // namespace

std::unique_ptr<Pass> createDeviceArchPass(PassContext &context) {
  return makePass<DeviceArch>(context);
}

} // namespace sampan
