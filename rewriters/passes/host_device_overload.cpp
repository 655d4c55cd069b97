// SPDX-License-Identifier: Apache-2.0
// A function may exist twice in CUDA with the same signature, once for the host and once for the
// device. In C++ both would be one function, so the device's gets a name of its own:
//
//   int id(int);  __device__ int id(int x) {...}   ->   __device__ int id_device(int x) {...}
#include "rewriters/passes/passes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Expr.h"

#include <map>
#include <set>

namespace sampan {
namespace {

constexpr const char *kPass = "host-device-overload";

class HostDeviceOverload final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Decl &decl) override {
    if (auto *function = llvm::dyn_cast<clang::FunctionDecl>(&decl))
      if (hasHostTwin(*function))
        rename(function->getLocation(), *function);
  }

  void visit(clang::Stmt &stmt) override {
    if (auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(&stmt))
      if (auto *function = llvm::dyn_cast<clang::FunctionDecl>(reference->getDecl()))
        if (hasHostTwin(*function))
          rename(reference->getLocation(), *function);
  }

private:
  static bool isDeviceOnly(const clang::FunctionDecl &function) {
    return function.hasAttr<clang::CUDADeviceAttr>() && !function.hasAttr<clang::CUDAHostAttr>();
  }

  static bool isHostOnly(const clang::FunctionDecl &function) {
    return !function.hasAttr<clang::CUDADeviceAttr>() && !function.hasAttr<clang::CUDAGlobalAttr>();
  }

  /// Free functions only: members and templates of both kinds cannot be told apart by name alone.
  bool hasHostTwin(const clang::FunctionDecl &function) {
    if (!isDeviceOnly(function) || llvm::isa<clang::CXXMethodDecl>(function) ||
        function.isOverloadedOperator() || function.getDescribedFunctionTemplate() ||
        function.isFunctionTemplateSpecialization() || !function.getIdentifier() ||
        !context.inProject(function.getLocation()))
      return false;
    auto [known, isNew] = twins.try_emplace(function.getCanonicalDecl(), false);
    if (isNew)
      for (clang::NamedDecl *other : function.getDeclContext()->lookup(function.getDeclName()))
        if (auto *host = llvm::dyn_cast<clang::FunctionDecl>(other))
          known->second |= isHostOnly(*host) &&
                           context.ast.hasSameFunctionTypeIgnoringExceptionSpec(host->getType(),
                                                                                function.getType());
    return known->second;
  }

  void rename(clang::SourceLocation location, const clang::FunctionDecl &function) {
    clang::SourceLocation spelled = context.spelling(location);
    std::optional<Span> at = context.tokenSpan(spelled);
    if (at && edited.insert({at->file, at->begin}).second)
      context.edit(kPass, {{*at, function.getName().str() + "_device"}});
  }

  std::map<const clang::FunctionDecl *, bool> twins;
  std::set<std::pair<std::string, std::uint32_t>> edited;
};

} // namespace

std::unique_ptr<Pass> createHostDeviceOverloadPass(PassContext &context) {
  return makePass<HostDeviceOverload>(context);
}

} // namespace sampan
