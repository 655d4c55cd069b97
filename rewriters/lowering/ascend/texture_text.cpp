// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/ascend/texture_text.h"

#include "rewriters/lowering/ascend/program_text.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"

namespace sampan::ascend {
namespace {

/// texture<T, shape, mode> or surface<T, shape> of ours.
const clang::ClassTemplateSpecializationDecl *referenceType(const PassContext &context,
                                                            clang::QualType type) {
  const auto *record = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(
      type.isNull() ? nullptr : type->getAsCXXRecordDecl());
  return record && context.isShimDecl(*record) &&
                 (record->getName() == "texture" || record->getName() == "surface")
             ? record
             : nullptr;
}

} // namespace

bool isTextureReference(const PassContext &context, const clang::VarDecl &variable) {
  return variable.hasGlobalStorage() && referenceType(context, variable.getType());
}

std::string boundType(const PassContext &context, const clang::VarDecl &variable) {
  const clang::ClassTemplateSpecializationDecl &record =
      *referenceType(context, variable.getType());
  clang::PrintingPolicy policy(context.language);
  policy.SuppressTagKeyword = true;
  const clang::TemplateArgumentList &arguments = record.getTemplateArgs();
  bool isTexture = record.getName() == "texture";
  std::string text = isTexture ? "spn::BoundTexture<" : "spn::BoundSurface<";
  text += respell(context, arguments[0].getAsType().getAsString(policy));
  text += ", " + std::to_string(arguments[1].getAsIntegral().getExtValue());
  if (isTexture)
    text += arguments[2].getAsIntegral().getExtValue() == 0 ? ", spnReadModeElementType"
                                                            : ", spnReadModeNormalizedFloat";
  return text + ">";
}

} // namespace sampan::ascend
