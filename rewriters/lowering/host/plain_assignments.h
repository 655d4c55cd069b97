// SPDX-License-Identifier: Apache-2.0
// Assignments that may as well declare a variable of their own: `x = ...;` -> `float x = ...;`.
#pragma once

#include "rewriters/lowering/host/name_places.h"

namespace clang {
class BinaryOperator;
class FunctionDecl;
class Stmt;
class VarDecl;
} // namespace clang

namespace sampan::host {

class PlainAssignments {
public:
  PlainAssignments(clang::FunctionDecl &function, const PassContext &context,
                   const KernelText &text)
      : function(function), context(context), text(text), known(function),
        places(function, context, text, known) {}

  const LocalUses &uses() const { return known; }
  /// What the statement assigns as a whole; null for every other statement.
  static const clang::VarDecl *targetOf(const clang::Stmt *statement);
  /// Whether parts of the variable's life may go to others. For one that an edit declared, that is
  /// known of the one in the program.
  bool mayDivide(const clang::VarDecl &variable) const;
  /// Lets `statement`, an assignment of the variable, declare another one with the same name; null
  /// when its text cannot say so.
  clang::VarDecl *declare(const clang::VarDecl &variable, clang::Stmt *&statement,
                          LocalEdits &edits) const;

private:
  clang::FunctionDecl &function;
  const PassContext &context;
  const KernelText &text;
  LocalUses known;
  NamePlaces places;
};

/// Whether control may enter a part of the statement from elsewhere: there is a label in it, or the
/// case of a switch that is around it.
bool hasEntries(const clang::Stmt *statement);

} // namespace sampan::host
