// SPDX-License-Identifier: Apache-2.0
// Where the names of local variables are written, and whether all of those places are known: only
// then may a variable get another name.
#pragma once

#include "rewriters/lowering/host/kernel_text.h"
#include "rewriters/lowering/host/local_uses.h"

#include <set>

namespace sampan::host {

class NamePlaces {
public:
  /// Of a function whose body is in the text's file.
  NamePlaces(const clang::FunctionDecl &function, const PassContext &context,
             const KernelText &text, const LocalUses &uses);

  /// Offsets of the variable's name in the file, its declaration's included.
  std::set<std::uint32_t> of(const clang::VarDecl &variable) const;
  /// Whether every token of the name in the body is known for what it is. Names in template
  /// arguments, decltype and directives are not in the tree that is looked at.
  bool areKnown(llvm::StringRef name) const;

private:
  std::optional<std::uint32_t> offsetOf(clang::SourceLocation location) const;
  bool hasOnly(const std::set<std::uint32_t> &known, llvm::StringRef name) const;
  bool isInLambda(const clang::Stmt &statement) const;

  const PassContext &context;
  const KernelText &text;
  const LocalUses &uses;
  clang::FileID file;
  TextRange body;
};

} // namespace sampan::host
