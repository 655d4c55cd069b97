// SPDX-License-Identifier: Apache-2.0
// (void *)k  ->  (void *)spn::kernelHandle(k)
//
// Launching through an untyped address needs to know how to unpack the arguments; the handle
// registers that where the type is still known.
#include "rewriters/core/host_api.h"
#include "rewriters/passes/passes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

namespace sampan {
namespace {

bool isKernel(const clang::NamedDecl &decl) {
  const clang::NamedDecl *named = decl.getUnderlyingDecl();
  if (const auto *made = llvm::dyn_cast<clang::FunctionTemplateDecl>(named))
    named = made->getTemplatedDecl();
  return named->hasAttr<clang::CUDAGlobalAttr>();
}

bool namesKernel(const clang::Expr &expression) {
  if (const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(&expression))
    return isKernel(*reference->getDecl());
  if (const auto *overloads = llvm::dyn_cast<clang::OverloadExpr>(&expression))
    return overloads->getNumDecls() > 0 && isKernel(**overloads->decls_begin());
  return false;
}

class KernelHandle final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Stmt &stmt) override {
    auto *cast = llvm::dyn_cast<clang::ExplicitCastExpr>(&stmt);
    if (callsAcl(context.rules) || !cast || !cast->getTypeAsWritten()->isVoidPointerType())
      return;
    const clang::Expr *operand = cast->getSubExprAsWritten()->IgnoreParenImpCasts();
    if (const auto *address = llvm::dyn_cast<clang::UnaryOperator>(operand);
        address && address->getOpcode() == clang::UO_AddrOf)
      operand = address->getSubExpr()->IgnoreParenImpCasts();
    if (!namesKernel(*operand))
      return;
    clang::SourceLocation begin = context.spelling(operand->getBeginLoc());
    clang::SourceLocation last = context.spelling(operand->getEndLoc());
    if (begin.isInvalid() || last.isInvalid())
      return;
    auto length =
        static_cast<int>(clang::Lexer::MeasureTokenLength(last, context.sources, context.language));
    clang::SourceLocation end = last.getLocWithOffset(length);
    if (std::optional<Span> whole = context.span(begin, end)) {
      Span front = *whole;
      front.end = front.begin;
      Span back = *context.span(end, end);
      context.edit("kernel-handle", {{front, "::spn::kernelHandle("}, {back, ")"}});
    }
  }
};

} // namespace

std::unique_ptr<Pass> createKernelHandlePass(PassContext &context) {
  return makePass<KernelHandle>(context);
}

} // namespace sampan
