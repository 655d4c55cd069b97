// SPDX-License-Identifier: Apache-2.0
// Publishes each launch with what is constant in its configuration: a grid that is known to be
// small needs no loop over virtual blocks, a known block size fixes the registers of a thread.
#include "rewriters/kernel/constant_value.h"
#include "rewriters/kernel/device_calls.h"
#include "rewriters/passes/passes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

namespace sampan {
namespace {

/// The function whose address `e` is, through casts.
const clang::FunctionDecl *functionIn(const clang::Stmt *e) {
  if (!e)
    return nullptr;
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(e))
    return llvm::dyn_cast<clang::FunctionDecl>(name->getDecl());
  for (const clang::Stmt *child : e->children())
    if (const clang::FunctionDecl *found = functionIn(child))
      return found;
  return nullptr;
}

class LaunchFacts final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Decl &decl) override {
    if (const auto *function = llvm::dyn_cast<clang::FunctionDecl>(&decl);
        function && function->doesThisDeclarationHaveABody())
      around = function;
  }

  void visit(clang::Stmt &stmt) override {
    if (context.inDeviceCode)
      return;
    if (const auto *launch = llvm::dyn_cast<clang::CUDAKernelCallExpr>(&stmt)) {
      if (const clang::CallExpr *config = launch->getConfig())
        add(launch->getBeginLoc(), launchedKernel(*launch), *config, 0, 1, 2, false);
    } else if (const auto *call = llvm::dyn_cast<clang::CallExpr>(&stmt)) {
      llvm::StringRef name = calleeName(*call);
      bool cooperative = name == "cudaLaunchCooperativeKernel";
      if ((cooperative || name == "cudaLaunchKernel") && call->getNumArgs() >= 4)
        add(call->getBeginLoc(), functionIn(call->getArg(0)), *call, 1, 2, 4, cooperative);
    }
  }

private:
  void add(clang::SourceLocation location, const clang::FunctionDecl *kernel,
           const clang::CallExpr &call, unsigned grid, unsigned block, unsigned shared,
           bool cooperative) {
    std::optional<Span> at = context.tokenSpan(location);
    if (!at)
      return;
    LaunchInfo launch;
    launch.at = *at;
    launch.cooperative = cooperative;
    if (kernel)
      describe(*kernel, launch);
    ConstantValues values(context.ast, around);
    launch.blocks = values.volume(*call.getArg(grid));
    launch.threads = values.volume(*call.getArg(block));
    launch.dynamicShared = shared < call.getNumArgs() ? values.integer(*call.getArg(shared))
                                                      : std::optional<std::uint64_t>(0);
    context.addLaunch(std::move(launch));
  }

  void describe(const clang::FunctionDecl &kernel, LaunchInfo &launch) {
    launch.kernel = kernel.getQualifiedNameAsString();
    const clang::FunctionDecl *definition = &kernel;
    if (const clang::FunctionDecl *pattern = kernel.getTemplateInstantiationPattern())
      definition = pattern;
    if (!definition->hasBody(definition))
      return;
    if (std::optional<Span> at = context.tokenSpan(definition->getLocation())) {
      launch.kernelFile = at->file;
      launch.kernelBegin = at->begin;
    }
  }

  const clang::FunctionDecl *around = nullptr;
};

} // namespace

std::unique_ptr<Pass> createLaunchFactsPass(PassContext &context) {
  return makePass<LaunchFacts>(context);
}

} // namespace sampan
