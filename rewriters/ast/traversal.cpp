// SPDX-License-Identifier: Apache-2.0
#include "rewriters/ast/traversal.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

namespace sampan {
namespace {

bool runsOnDevice(const clang::FunctionDecl &function) {
  return function.hasAttr<clang::CUDADeviceAttr>() || function.hasAttr<clang::CUDAGlobalAttr>();
}

class Walker final : public clang::DynamicRecursiveASTVisitor {
public:
  Walker(PassContext &context, const std::vector<std::unique_ptr<Pass>> &passes)
      : context(context), passes(passes) {
    ShouldVisitTemplateInstantiations = false;
    ShouldVisitImplicitCode = false;
    ShouldWalkTypesOfTypeLocs = true;
  }

  bool VisitDecl(clang::Decl *decl) override {
    for (const auto &pass : passes)
      pass->visit(*decl);
    return true;
  }
  bool VisitStmt(clang::Stmt *stmt) override {
    for (const auto &pass : passes)
      pass->visit(*stmt);
    return true;
  }
  bool VisitTypeLoc(clang::TypeLoc type) override {
    for (const auto &pass : passes)
      pass->visit(type);
    return true;
  }

  bool TraverseFunctionDecl(clang::FunctionDecl *function) override {
    return inside(function, [&] { return Base::TraverseFunctionDecl(function); });
  }
  bool TraverseCXXMethodDecl(clang::CXXMethodDecl *function) override {
    return inside(function, [&] { return Base::TraverseCXXMethodDecl(function); });
  }
  bool TraverseCXXConstructorDecl(clang::CXXConstructorDecl *function) override {
    return inside(function, [&] { return Base::TraverseCXXConstructorDecl(function); });
  }
  bool TraverseLambdaExpr(clang::LambdaExpr *lambda) override {
    bool outer = context.inDeviceCode;
    if (clang::CXXMethodDecl *call = lambda->getCallOperator();
        call && runsOnDevice(*call) && (outer || !isForBothByItself(*call))) {
      context.inDeviceCode = true;
      context.addDeviceBody(*call);
    }
    bool result = Base::TraverseLambdaExpr(lambda);
    context.inDeviceCode = outer;
    return result;
  }

private:
  /// Clang makes lambdas of host code fit for both sides; who did not ask for that calls them
  /// there.
  static bool isForBothByItself(const clang::CXXMethodDecl &call) {
    const auto *device = call.getAttr<clang::CUDADeviceAttr>();
    return device && device->isImplicit();
  }

  using Base = clang::DynamicRecursiveASTVisitor;

  template <class Walk> bool inside(const clang::FunctionDecl *function, Walk walk) {
    bool outer = context.inDeviceCode;
    if (runsOnDevice(*function)) {
      context.inDeviceCode = true;
      context.addDeviceBody(*function);
    }
    bool result = walk();
    context.inDeviceCode = outer;
    return result;
  }

  PassContext &context;
  const std::vector<std::unique_ptr<Pass>> &passes;
};

} // namespace

void traverse(PassContext &context, const std::vector<clang::Decl *> &declarations,
              const std::vector<std::unique_ptr<Pass>> &passes) {
  Walker walker(context, passes);
  for (clang::Decl *decl : declarations) {
    clang::SourceLocation at = context.sources.getExpansionLoc(decl->getLocation());
    if (at.isValid() && (context.inProject(at) || context.inProject(decl->getLocation())))
      walker.TraverseDecl(decl);
  }
  for (const auto &pass : passes)
    pass->finish();
}

} // namespace sampan
