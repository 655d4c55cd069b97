// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/ascend/instance_calls.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Expr.h"

#include "llvm/ADT/STLExtras.h"

namespace sampan::ascend {
namespace {

/// The class template whose instances have instances of `method`.
const clang::ClassTemplateDecl *classTemplateOf(const clang::CXXMethodDecl &method) {
  const clang::CXXRecordDecl *record = method.getParent();
  if (const auto *partial = llvm::dyn_cast<clang::ClassTemplatePartialSpecializationDecl>(record))
    return partial->getSpecializedTemplate();
  return record->getDescribedClassTemplate();
}

/// Instances keep the places of what they are made from.
const clang::CallExpr *findCall(const clang::Stmt *statement, clang::SourceLocation closing) {
  if (!statement)
    return nullptr;
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement);
      call && call->getRParenLoc() == closing)
    return call;
  for (const clang::Stmt *child : statement->children())
    if (const clang::CallExpr *found = findCall(child, closing))
      return found;
  return nullptr;
}

} // namespace

std::vector<const clang::FunctionDecl *> instancesOf(const clang::FunctionDecl &function) {
  std::vector<const clang::FunctionDecl *> instances;
  if (const clang::FunctionTemplateDecl *made = function.getDescribedFunctionTemplate())
    for (const clang::FunctionDecl *instance : made->specializations())
      instances.push_back(instance);
  const auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(&function);
  const clang::ClassTemplateDecl *outer = method ? classTemplateOf(*method) : nullptr;
  if (outer)
    for (const clang::ClassTemplateSpecializationDecl *record : outer->specializations())
      for (const clang::CXXMethodDecl *instance : record->methods())
        if (instance->getTemplateInstantiationPattern() == &function)
          instances.push_back(instance);
  return instances;
}

llvm::SmallVector<const clang::FunctionDecl *, 4>
instanceCallees(const clang::FunctionDecl &function, const clang::CallExpr &call) {
  llvm::SmallVector<const clang::FunctionDecl *, 4> callees;
  for (const clang::FunctionDecl *instance : instancesOf(function)) {
    const clang::FunctionDecl *definition = instance->getDefinition();
    const clang::CallExpr *made =
        definition ? findCall(definition->getBody(), call.getRParenLoc()) : nullptr;
    const clang::FunctionDecl *callee = made ? made->getDirectCallee() : nullptr;
    if (callee && !llvm::is_contained(callees, callee))
      callees.push_back(callee);
  }
  return callees;
}

} // namespace sampan::ascend
