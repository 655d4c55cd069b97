// SPDX-License-Identifier: Apache-2.0
// Publishes the kernel model of every kernel definition as values, for reports and fit checks.
#include "rewriters/kernel/kernel_model.h"
#include "rewriters/passes/passes.h"

#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"

namespace sampan {
namespace {

class KernelFacts final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Decl &decl) override {
    auto *function = llvm::dyn_cast<clang::FunctionDecl>(&decl);
    if (!function || !function->hasAttr<clang::CUDAGlobalAttr>() ||
        !function->doesThisDeclarationHaveABody() || !function->getBody())
      return;
    std::optional<Span> at = context.tokenSpan(function->getLocation());
    if (!at)
      return;
    KernelModel model = buildKernelModel(context.ast, *function);
    model.info.at = *at;
    if (std::optional<Span> end = context.tokenSpan(function->getBody()->getEndLoc());
        end && end->file == at->file && end->end > at->begin)
      model.info.bodyEnd = end->end;
    context.addKernel(std::move(model.info));
  }
};

} // namespace

std::unique_ptr<Pass> createKernelFactsPass(PassContext &context) {
  return makePass<KernelFacts>(context);
}

} // namespace sampan
