// SPDX-License-Identifier: Apache-2.0
#include "rewriters/ast/route_tokens.h"

#include "clang/Basic/LangOptions.h"
#include "clang/Lex/Lexer.h"

namespace sampan {
namespace {

using clang::tok::TokenKind;

clang::LangOptions cudaTokens() {
  clang::LangOptions options;
  options.CPlusPlus = options.CPlusPlus11 = options.CPlusPlus14 = options.CPlusPlus17 = true;
  options.RawStringLiterals = true;
  options.CUDA = true; // <<< and >>> are tokens
  options.LineComment = true;
  options.Bool = true;
  return options;
}

/// How many angle brackets a token of closing ones stands for.
int closingAngles(const PlainToken &token) {
  switch (token.kind) {
  case clang::tok::greater:
    return 1;
  case clang::tok::greatergreater:
    return 2;
  case clang::tok::greatergreatergreater:
    return 3;
  default:
    return 0;
  }
}

/// Tokens that template arguments do not hold at their own level.
bool endsExpression(const PlainToken &token) {
  return token.is(clang::tok::semi) || token.is(clang::tok::l_brace) ||
         token.is(clang::tok::r_brace);
}

} // namespace

PlainTokens lexPlain(std::string_view text) {
  // The lexer wants a zero after the last byte.
  std::string copy(text);
  clang::LangOptions options = cudaTokens();
  clang::Lexer lexer(clang::SourceLocation(), options, copy.data(), copy.data(),
                     copy.data() + copy.size());
  PlainTokens tokens;
  clang::Token token;
  const char *start = copy.data();
  while (true) {
    bool last = lexer.LexFromRawLexer(token);
    if (token.is(clang::tok::eof))
      break;
    const char *end = lexer.getBufferLocation();
    auto length = token.getLength();
    auto begin = static_cast<std::uint32_t>(end - start) - length;
    tokens.push_back({token.getKind(), text.substr(begin, length), begin, token.isAtStartOfLine()});
    if (last)
      break;
  }
  return tokens;
}

std::size_t closingBracket(const PlainTokens &tokens, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < tokens.size(); ++i) {
    switch (tokens[i].kind) {
    case clang::tok::l_paren:
    case clang::tok::l_brace:
    case clang::tok::l_square:
      ++depth;
      break;
    case clang::tok::r_paren:
    case clang::tok::r_brace:
    case clang::tok::r_square:
      if (--depth == 0)
        return i;
      break;
    default:
      break;
    }
  }
  return tokens.size();
}

std::size_t openingAngle(const PlainTokens &tokens, std::size_t close) {
  int depth = 0;
  for (std::size_t i = close + 1; i-- > 0;) {
    depth += closingAngles(tokens[i]);
    if (tokens[i].is(clang::tok::less) && --depth == 0)
      return i;
    if (endsExpression(tokens[i]))
      break;
  }
  return close;
}

std::size_t afterAngles(const PlainTokens &tokens, std::size_t open) {
  if (open >= tokens.size() || !tokens[open].is(clang::tok::less))
    return open;
  int depth = 0;
  for (std::size_t i = open; i < tokens.size(); ++i) {
    if (tokens[i].is(clang::tok::less))
      ++depth;
    depth -= closingAngles(tokens[i]);
    if (depth <= 0)
      return i + 1;
    if (endsExpression(tokens[i]))
      break;
  }
  return open;
}

std::string stringValue(std::string_view literal) {
  std::size_t quote = literal.find('"');
  if (quote == std::string_view::npos || literal.size() < quote + 2)
    return {};
  bool raw = quote > 0 && literal[quote - 1] == 'R';
  std::string_view body = literal.substr(quote + 1, literal.size() - quote - 2);
  if (raw) {
    std::size_t open = body.find('('), close = body.rfind(')');
    return open < close && close != std::string_view::npos
               ? std::string(body.substr(open + 1, close - open - 1))
               : std::string();
  }
  std::string value;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] == '\\' && i + 1 < body.size()) {
      ++i;
      value += body[i] == 'n' || body[i] == 't' ? ' ' : body[i];
    } else {
      value += body[i];
    }
  }
  return value;
}

} // namespace sampan
