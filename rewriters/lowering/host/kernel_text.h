// SPDX-License-Identifier: Apache-2.0
// Pieces of a kernel's source text as the compiler is going to see them: with what the passes
// change in them, and with changes of the lowering's own. The block form of a kernel is put
// together from such pieces, so it means what the kernel means, whatever was written in it.
#pragma once

#include "rewriters/ast/pass_context.h"
#include "rewriters/core/edit.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>
#include <vector>

namespace clang {
class Stmt;
}

namespace sampan::host {

/// Bytes [begin, end) of the file that the kernel is written in.
struct TextRange {
  std::uint32_t begin = 0, end = 0;
};

struct LocalEdit {
  TextRange at;
  std::string text;
};
using LocalEdits = std::vector<LocalEdit>;

class KernelText {
public:
  /// Of the file that `body` is written in. Every pass must have finished. `names` are changes that
  /// leave the meaning alone: local_names.h.
  KernelText(const PassContext &context, const clang::Stmt &body, LocalEdits names = {});

  /// Where `range` is written; nothing when part of it comes out of a macro.
  std::optional<TextRange> rangeOf(clang::SourceRange range) const;
  std::optional<TextRange> rangeOf(const clang::Stmt &statement) const;
  /// The same, with the semicolon that ends the statement.
  std::optional<TextRange> statementRange(const clang::Stmt &statement) const;

  /// The text of the range without comments. Nothing when edits clash, or when a preprocessor
  /// conditional begins in the range and ends outside.
  std::optional<std::string> text(TextRange range, const LocalEdits &edits = {}) const;
  /// The same for code that a macro makes, or a part of: as the parser got it. Nothing when a pass,
  /// or the lowering, changes something that the macro's use or its definition has.
  std::optional<std::string> expansion(clang::SourceRange range,
                                       const LocalEdits &edits = {}) const;
  /// Whether a pass changes anything in the range.
  bool isEdited(TextRange range) const;
  /// Whether what a pass writes has the identifier in it.
  bool mentions(llvm::StringRef identifier) const;
  bool hasDirective(TextRange range) const;
  unsigned lineOf(std::uint32_t offset) const;

private:
  llvm::StringRef nameAt(clang::SourceLocation token) const;
  bool isEditedAnywhere(clang::SourceLocation token) const;

  const PassContext &context;
  clang::FileID file;
  std::vector<Edit> edits; ///< of the passes in this file, by place
  LocalEdits names;
};

/// Makes the text of a declaration of shared memory one of a local variable.
void makeLocal(std::string &text);

} // namespace sampan::host
