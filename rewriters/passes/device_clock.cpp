// SPDX-License-Identifier: Apache-2.0
// clock() in device code -> spnClock(). The C library's clock() has the same name and no parameters,
// but counts processor time in microseconds.
#include "rewriters/passes/passes.h"

#include "rewriters/kernel/device_calls.h"

#include "clang/AST/Expr.h"

namespace sampan {
namespace {

class DeviceClock final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Stmt &stmt) override {
    auto *call = llvm::dyn_cast<clang::CallExpr>(&stmt);
    if (!context.inDeviceCode || !call || call->getNumArgs() != 0 || calleeName(*call) != "clock")
      return;
    std::optional<Span> name = context.tokenSpan(call->getCallee()->getBeginLoc());
    clang::SourceLocation at = context.spelling(call->getCallee()->getBeginLoc());
    if (!name || context.buffer(at).slice(name->begin, name->end) != "clock")
      return;
    context.use({"clock", UseKind::Function, Outcome::Translated, *name, true});
    context.edit("device-clock", {{*name, "spnClock"}});
  }
};

} // namespace

std::unique_ptr<Pass> createDeviceClockPass(PassContext &context) {
  return makePass<DeviceClock>(context);
}

} // namespace sampan
