// SPDX-License-Identifier: Apache-2.0
// __CUDA_ARCH__ -> SPN_DEVICE_ARCH inside device code.
//
// CUDA compiles a file once per side; one C++ compilation sees both. Device-only functions must see
// the device branch, host functions the host branch. Where one function is both, and its text
// differs, the host branch is taken and said so: it is the one written for a CPU.
#include "rewriters/core/diagnostics.h"
#include "rewriters/passes/passes.h"

namespace sampan {
namespace {

class DeviceArch final : public Pass {
public:
  using Pass::Pass;

  void finish() override {
    for (clang::FileID file : context.projectFiles()) {
      llvm::StringRef text = context.buffer(file);
      for (const RawToken &token : context.tokens(file))
        if (token.inDirective && token.is(clang::tok::raw_identifier) &&
            token.text(text) == "__CUDA_ARCH__")
          handle(file, token);
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
};

} // namespace

std::unique_ptr<Pass> createDeviceArchPass(PassContext &context) {
  return makePass<DeviceArch>(context);
}

} // namespace sampan
