// SPDX-License-Identifier: Apache-2.0
// Gives device variables and device functions internal linkage when device code is not relocatable.
//
// nvcc compiles device code of each translation unit on its own then, so two units may define the
// same name differently, or include the same definition from a header. In C++ both would clash at
// link time, or worse, be merged.
#include "rewriters/passes/passes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"

#include <set>

namespace sampan {
namespace {

bool isAtNamespaceScope(const clang::Decl &decl) {
  const clang::DeclContext *scope = decl.getDeclContext();
  const clang::DeclContext *lexical = decl.getLexicalDeclContext();
  return scope->isFileContext() && lexical->isFileContext() && !decl.isInAnonymousNamespace();
}

class DeviceLinkage final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Decl &decl) override {
    if (context.options.relocatableDeviceCode || !isAtNamespaceScope(decl))
      return;
    if (auto *variable = llvm::dyn_cast<clang::VarDecl>(&decl))
      handle(*variable);
    else if (auto *function = llvm::dyn_cast<clang::FunctionDecl>(&decl))
      handle(*function);
  }

private:
  void handle(clang::VarDecl &variable) {
    bool device =
        variable.hasAttr<clang::CUDADeviceAttr>() || variable.hasAttr<clang::CUDAConstantAttr>() ||
        variable.hasAttr<clang::CUDASharedAttr>() || variable.hasAttr<clang::HIPManagedAttr>();
    if (!device || variable.getStorageClass() != clang::SC_None || variable.isInline() ||
        variable.getDescribedVarTemplate() ||
        variable.getFirstDecl() != variable.getMostRecentDecl() ||
        llvm::isa<clang::VarTemplateSpecializationDecl>(variable))
      return;
    makeStatic(variable);
  }

  void handle(clang::FunctionDecl &function) {
    bool deviceOnly = function.hasAttr<clang::CUDADeviceAttr>() &&
                      !function.hasAttr<clang::CUDAHostAttr>() &&
                      !function.hasAttr<clang::CUDAGlobalAttr>();
    if (!deviceOnly || function.isInlineSpecified() || function.isConstexpr() ||
        function.getDescribedFunctionTemplate() || function.isFunctionTemplateSpecialization() ||
        llvm::isa<clang::CXXMethodDecl>(function) || function.isOverloadedOperator())
      return;
    if (!hasDefinition(function))
      return;
    for (const clang::FunctionDecl *other : function.redecls())
      if (other->getStorageClass() != clang::SC_None || !isAtNamespaceScope(*other))
        return;
    makeStatic(function);
  }

  static bool hasDefinition(const clang::FunctionDecl &function) { return function.isDefined(); }

  void makeStatic(const clang::DeclaratorDecl &decl) {
    clang::SourceLocation begin = context.spelling(decl.getOuterLocStart());
    std::optional<Span> at = context.span(begin, begin);
    if (!at)
      return;
    // Code that the user keeps is only changed where several units will see the definition.
    clang::FileID file = context.sources.getFileID(begin);
    if (context.translating() && file == context.sources.getMainFileID())
      return;
    if (context.buffer(file).substr(at->begin).starts_with("static"))
      return;
    if (edited.insert({at->file, at->begin}).second)
      context.edit("device-linkage", {{*at, "static "}});
  }

  std::set<std::pair<std::string, std::uint32_t>> edited;
};

} // namespace

std::unique_ptr<Pass> createDeviceLinkagePass(PassContext &context) {
  return makePass<DeviceLinkage>(context);
}

} // namespace sampan
