// SPDX-License-Identifier: Apache-2.0
// Source text as tokens with their places, and edits of the text between them. Just as much of C++
// as the preparation of .asc sources needs: no macro is expanded, no name is looked up.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sampan::asc {

struct Token {
  enum Kind { word, number, literal, symbol } kind;
  std::size_t begin, end; ///< in the text
  std::string_view text;  ///< `<<<` and `>>>` are one symbol each; others one character, but `::`
};

/// Directives of the preprocessor and comments are no tokens.
std::vector<Token> tokenize(std::string_view text);

struct Edit {
  std::size_t begin, end;
  std::string text;
};
/// Edits must not overlap; those at one place are applied in order.
std::string edited(std::string_view text, const std::vector<Edit> &edits);

/// Index of the token that closes the bracket at `open`, or the number of tokens.
std::size_t closing(const std::vector<Token> &tokens, std::size_t open);
/// Index of the token that opens the bracket at `close`, or the number of tokens.
std::size_t opening(const std::vector<Token> &tokens, std::size_t close);
/// Same for the `>` at `close` of a template argument list.
std::size_t openingAngle(const std::vector<Token> &tokens, std::size_t close);

} // namespace sampan::asc
