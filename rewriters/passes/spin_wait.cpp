// SPDX-License-Identifier: Apache-2.0
// while (flag == 0) ;  ->  while (::spn::spinHint(), flag == 0) ;
//
// A thread that waits for another one by reading volatile memory or by an atomic needs that other
// thread to run. On a GPU it does; where threads of a block share a core the loop has to give way.
#include "rewriters/passes/passes.h"

#include "rewriters/kernel/device_calls.h"

#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

namespace sampan {
namespace {

/// The runtime counts failed exchanges and gives way by itself; a hint would slow down every update
/// that succeeds at once.
bool givesWayItself(llvm::StringRef atomic) {
  return atomic.starts_with("atomicCAS") || atomic.starts_with("atomicExch");
}

/// Reads memory that someone else may be about to change.
bool readsForeignMemory(const clang::Stmt *statement) {
  if (!statement)
    return false;
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement))
    if (classifyDeviceCall(*call) == DeviceCall::Atomic && !givesWayItself(calleeName(*call)))
      return true;
  if (const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(statement))
    if (cast->getCastKind() == clang::CK_LValueToRValue &&
        cast->getSubExpr()->getType().isVolatileQualified())
      return true;
  for (const clang::Stmt *child : statement->children())
    if (readsForeignMemory(child))
      return true;
  return false;
}

class SpinWait final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Stmt &stmt) override {
    if (!context.inDeviceCode)
      return;
    const clang::Expr *condition = nullptr;
    if (auto *loop = llvm::dyn_cast<clang::WhileStmt>(&stmt)) {
      if (!loop->getConditionVariable())
        condition = loop->getCond();
    } else if (auto *loop = llvm::dyn_cast<clang::DoStmt>(&stmt)) {
      condition = loop->getCond();
    } else if (auto *loop = llvm::dyn_cast<clang::ForStmt>(&stmt)) {
      if (!loop->getConditionVariable())
        condition = loop->getCond();
    }
    if (!condition || !readsForeignMemory(condition))
      return;
    clang::SourceLocation begin = context.spelling(condition->getBeginLoc());
    std::optional<Span> at = context.span(begin, begin);
    if (!at)
      return;
    context.use({"spin-wait", UseKind::Construct, Outcome::Emulated, *at, true});
    context.edit("spin-wait", {{*at, "::spn::spinHint(), "}});
  }
};

} // namespace

std::unique_ptr<Pass> createSpinWaitPass(PassContext &context) {
  return makePass<SpinWait>(context);
}

} // namespace sampan
