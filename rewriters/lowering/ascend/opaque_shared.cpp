// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/ascend/opaque_shared.h"

#include "rewriters/lowering/ascend/instance_calls.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/NestedNameSpecifier.h"
#include "clang/AST/Stmt.h"

#include <algorithm>
#include <vector>

namespace sampan::ascend {
namespace {

/// A type that only exists inside of the function.
bool hasLocalType(const clang::VarDecl &variable) {
  clang::QualType type = variable.getType();
  while (const clang::ArrayType *array = type->getAsArrayTypeUnsafe())
    type = array->getElementType();
  if (const auto *named = type->getAs<clang::TypedefType>())
    return named->getDecl()->getDeclContext()->isFunctionOrMethod();
  // Exchange::Storage, where Exchange is a name that the function gives
  if (clang::NestedNameSpecifier scope = type->getPrefix();
      scope.getKind() == clang::NestedNameSpecifier::Kind::Type)
    if (const auto *outer = scope.getAsType()->getAs<clang::TypedefType>();
        outer && outer->getDecl()->getDeclContext()->isFunctionOrMethod())
      return true;
  const auto *record = type->getAsCXXRecordDecl();
  return record && record->getDeclContext()->isFunctionOrMethod();
}

const clang::FunctionDecl *ownerOf(const clang::VarDecl &variable) {
  return llvm::dyn_cast_or_null<clang::FunctionDecl>(variable.getParentFunctionOrMethod());
}

const clang::VarDecl *find(const clang::Stmt *statement, clang::SourceLocation location) {
  if (!statement)
    return nullptr;
  if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement))
    for (const clang::Decl *decl : declarations->decls())
      if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
          variable && variable->getLocation() == location)
        return variable;
  for (const clang::Stmt *child : statement->children())
    if (const clang::VarDecl *found = find(child, location))
      return found;
  return nullptr;
}

std::uint64_t bytesOf(const PassContext &context, const clang::VarDecl &variable) {
  clang::QualType type = variable.getType();
  if (type->isDependentType() || type->isIncompleteType())
    return 0;
  return static_cast<std::uint64_t>(context.ast.getTypeSizeInChars(type).getQuantity());
}

} // namespace

bool hasLibraryType(const clang::VarDecl &variable) {
  clang::QualType type = variable.getType();
  while (const clang::ArrayType *array = type->getAsArrayTypeUnsafe())
    type = array->getElementType();
  // typename BlockLoad::TempStorage
  if (const auto *dependent = type->getAs<clang::DependentNameType>())
    if (clang::NestedNameSpecifier scope = dependent->getQualifier();
        scope.getKind() == clang::NestedNameSpecifier::Kind::Type)
      type = clang::QualType(scope.getAsType(), 0);
  const clang::NamedDecl *named = type->getAsCXXRecordDecl();
  if (const auto *special = type->getAs<clang::TemplateSpecializationType>();
      special && !special->isTypeAlias())
    named = special->getTemplateName().getAsTemplateDecl();
  if (!named)
    return false;
  std::string text = named->getQualifiedNameAsString();
  llvm::StringRef name = text;
  return name.starts_with("cub::") || name.starts_with("thrust::") || name.starts_with("cuda::");
}

bool isOpaque(const clang::VarDecl &variable) {
  const clang::FunctionDecl *owner = ownerOf(variable);
  if (!owner)
    return false;
  // A kernel's entry has the template parameters of the kernel.
  bool isMade = variable.getType()->isInstantiationDependentType();
  return hasLocalType(variable) || (isMade && !owner->hasAttr<clang::CUDAGlobalAttr>());
}

std::uint64_t opaqueBytes(const PassContext &context, const clang::VarDecl &variable) {
  std::uint64_t most = bytesOf(context, variable);
  for (const clang::FunctionDecl *instance : instancesOf(*ownerOf(variable)))
    if (const clang::FunctionDecl *definition = instance->getDefinition())
      if (const clang::VarDecl *made = find(definition->getBody(), variable.getLocation()))
        most = std::max(most, bytesOf(context, *made));
  return std::max<std::uint64_t>(most, 1);
}

} // namespace sampan::ascend
