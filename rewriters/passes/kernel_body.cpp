// SPDX-License-Identifier: Apache-2.0
// __global__ void k(...) { body }  ->  __global__ void k(...) { SPN_KERNEL_BEGIN body
// SPN_KERNEL_END }
//
// The macros turn the body into a closure over the parameters, which the runtime runs once per
// thread. Name and signature stay, so whatever refers to the kernel goes on working.
#include "rewriters/passes/passes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

#include "llvm/ADT/StringExtras.h"

namespace sampan {
namespace {

class KernelBody final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Decl &decl) override {
    auto *function = llvm::dyn_cast<clang::FunctionDecl>(&decl);
    if (!function || !function->hasAttr<clang::CUDAGlobalAttr>() ||
        !function->doesThisDeclarationHaveABody())
      return;
    auto *body = llvm::dyn_cast_or_null<clang::CompoundStmt>(function->getBody());
    if (!body)
      return;
    std::optional<Span> open = context.tokenSpan(body->getLBracLoc());
    std::optional<Span> close = context.tokenSpan(body->getRBracLoc());
    if (!open || !close)
      return;
    clang::FileID file = context.sources.getFileID(context.spelling(body->getLBracLoc()));
    llvm::StringRef text = context.buffer(file);
    const std::vector<RawToken> &tokens = context.tokens(file);
    std::size_t next = context.tokenAt(file, open->end);
    if (next < tokens.size() && tokens[next].text(text) == "SPN_KERNEL_BEGIN")
      return;
    open->begin = open->end;
    open->column += 1;
    close->end = close->begin;
    bool spaced =
        close->begin > 0 && (text[close->begin - 1] == ' ' || text[close->begin - 1] == '\n');
    const bool tight =
        open->end < text.size() && !llvm::isSpace(text[open->end]) && open->end != close->begin;
    context.edit("kernel-body", {{*open, tight ? " SPN_KERNEL_BEGIN " : " SPN_KERNEL_BEGIN"},
                                 {*close, spaced ? "SPN_KERNEL_END " : " SPN_KERNEL_END "}});
  }
};

} // namespace

std::unique_ptr<Pass> createKernelBodyPass(PassContext &context) {
  return makePass<KernelBody>(context);
}

} // namespace sampan
