// SPDX-License-Identifier: Apache-2.0
// A file as tokens without a source manager, and the few questions that a scan without a parse
// asks.
#pragma once

#include "clang/Basic/TokenKinds.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sampan {

struct PlainToken {
  clang::tok::TokenKind kind = clang::tok::unknown;
  std::string_view text;
  std::uint32_t begin = 0;
  bool startsLine = false;

  bool is(clang::tok::TokenKind wanted) const { return kind == wanted; }
  bool isName() const { return kind == clang::tok::raw_identifier; }
  bool isName(std::string_view name) const { return isName() && text == name; }
};

using PlainTokens = std::vector<PlainToken>;

/// Views point into `text`. Comments are left out.
PlainTokens lexPlain(std::string_view text);

/// Index of the bracket that closes the one at `open` ("(", "{", "["), or the number of tokens.
std::size_t closingBracket(const PlainTokens &tokens, std::size_t open);

/// Index of the "<" that opens the template arguments whose last ">" is at `close`; `close` itself
/// when it is none.
std::size_t openingAngle(const PlainTokens &tokens, std::size_t close);

/// Index after the template arguments that open at `open`; `open` itself when it is no such
/// bracket.
std::size_t afterAngles(const PlainTokens &tokens, std::size_t open);

/// What the string literal says; simple escapes are resolved.
std::string stringValue(std::string_view literal);

} // namespace sampan
