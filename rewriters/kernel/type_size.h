// SPDX-License-Identifier: Apache-2.0
// Sizes of types in code that may be a template, or wrong: Clang's own function crashes on both.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

#include <cstdint>
#include <optional>

namespace sampan {

/// Nothing for a type whose size depends on template arguments or on the run, or is not known.
inline std::optional<std::uint64_t> bytesOfType(const clang::ASTContext &ast,
                                                clang::QualType type) {
  if (type.isNull())
    return std::nullopt;
  clang::QualType element = ast.getBaseElementType(type.getNonReferenceType());
  if (element->isDependentType() || element->isUndeducedType() || element->isPlaceholderType() ||
      element->isIncompleteType() || type->isDependentType() || type->isVariablyModifiedType() ||
      type->isIncompleteType())
    return std::nullopt;
  if (const clang::RecordDecl *record = element->getAsRecordDecl();
      record && record->isInvalidDecl())
    return std::nullopt;
  return static_cast<std::uint64_t>(
      ast.getTypeSizeInChars(type.getNonReferenceType()).getQuantity());
}

} // namespace sampan
