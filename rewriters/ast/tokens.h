// SPDX-License-Identifier: Apache-2.0
// A file as a list of raw tokens: what is written, before the preprocessor. Passes that edit text
// read this where the AST has forgotten the spelling (launch chevrons, macro bodies, dead
// branches).
#pragma once

#include "clang/Basic/TokenKinds.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <vector>

namespace clang {
class FileID;
class LangOptions;
class SourceManager;
} // namespace clang

namespace sampan {

struct RawToken {
  clang::tok::TokenKind kind = clang::tok::unknown;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool startsLine = false;
  bool inDirective = false; ///< part of a preprocessor directive, macro bodies included

  bool is(clang::tok::TokenKind other) const { return kind == other; }
  llvm::StringRef text(llvm::StringRef buffer) const { return buffer.slice(begin, end); }
};

/// Of a token that the lexer begins at the end of the line before it, as it does with what follows
/// `\` and a new line directly: how many characters in front of it are not its own.
std::uint32_t splicesAhead(llvm::StringRef text);

std::vector<RawToken> lexRaw(const clang::SourceManager &sources, clang::FileID file,
                             const clang::LangOptions &language);

} // namespace sampan
