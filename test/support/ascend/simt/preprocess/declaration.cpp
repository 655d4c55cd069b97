// SPDX-License-Identifier: Apache-2.0
// Takes declarations of variables in unified buffer apart.
#include "declaration.h"

namespace sampan::asc {
namespace {

/// Index of the first of `stops` in [begin, end) outside of brackets and template arguments.
std::size_t find(const std::vector<Token> &tokens, std::size_t begin, std::size_t end,
                 std::initializer_list<std::string_view> stops) {
  int angles = 0;
  for (std::size_t i = begin; i < end; ++i) {
    const std::string_view text = tokens[i].text;
    if (!angles)
      for (std::string_view stop : stops)
        if (text == stop)
          return i;
    if (text == "<")
      ++angles;
    else if (text == ">" && angles)
      --angles;
    else if (text == "(" || text == "[" || text == "{")
      i = closing(tokens, i);
  }
  return end;
}

} // namespace

std::string spell(const std::vector<Token> &tokens, std::size_t begin, std::size_t end) {
  std::string result;
  for (std::size_t i = begin; i < end && i < tokens.size(); ++i) {
    // "<<" is two tokens here.
    if (!result.empty() && tokens[i - 1].end != tokens[i].begin)
      result += ' ';
    result += tokens[i].text;
  }
  return result;
}

std::optional<UbufDeclaration> readUbuf(const std::vector<Token> &tokens, std::size_t begin,
                                        std::size_t qualifier, std::size_t end) {
  UbufDeclaration declaration;
  std::size_t firstEnd = find(tokens, begin, end, {"[", "=", ",", "{"});
  for (std::size_t i = qualifier; i < firstEnd; ++i)
    if (tokens[i].text == "*" || tokens[i].text == "&")
      return std::nullopt;
  std::string type;
  for (std::size_t i = begin; i + 1 < firstEnd; ++i)
    if (tokens[i].text == "extern")
      declaration.dynamic = true;
    else if (tokens[i].text != "__ubuf__")
      type += std::string(tokens[i].text) + ' ';
  for (std::size_t at = firstEnd ? firstEnd - 1 : 0; at < end;) {
    const std::size_t last = find(tokens, at, end, {","});
    const std::size_t initialiser = find(tokens, at, last, {"=", "{"});
    declaration.initialised |= initialiser != last;
    std::size_t name = at;
    std::string stars;
    while (name < initialiser && tokens[name].kind != Token::word)
      stars += tokens[name++].text;
    if (name < initialiser)
      declaration.variables.push_back(
          {std::string(tokens[name].text), type + stars, spell(tokens, name + 1, initialiser)});
    at = last + 1;
  }
  return declaration;
}

} // namespace sampan::asc
