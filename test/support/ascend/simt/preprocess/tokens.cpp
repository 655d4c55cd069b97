// SPDX-License-Identifier: Apache-2.0
// Splits source text into tokens and applies edits to it.
#include "tokens.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace sampan::asc {
namespace {

bool startsWord(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool continuesWord(char c) { return startsWord(c) || std::isdigit(static_cast<unsigned char>(c)); }

class Scanner {
public:
  explicit Scanner(std::string_view source) : text(source) {}

  std::vector<Token> run() {
    while (at < text.size()) {
      if (lineStart && text[at] == '#')
        skipDirective();
      else if (text[at] == '\n') {
        lineStart = true;
        ++at;
      } else if (std::isspace(static_cast<unsigned char>(text[at])))
        ++at;
      else if (startsWith("//"))
        at = std::min(text.find('\n', at), text.size());
      else if (startsWith("/*"))
        at = after("*/", at + 2);
      else {
        lineStart = false;
        token();
      }
    }
    return std::move(tokens);
  }

private:
  bool startsWith(std::string_view prefix) const {
    return text.substr(at, prefix.size()) == prefix;
  }
  std::size_t after(std::string_view what, std::size_t from) const {
    const std::size_t found = text.find(what, from);
    return found == text.npos ? text.size() : found + what.size();
  }
  void skipDirective() {
    do {
      at = std::min(text.find('\n', at), text.size());
      const bool continued = at > 0 && at < text.size() && text[at - 1] == '\\';
      if (!continued)
        return;
      ++at;
    } while (at < text.size());
  }
  void add(Token::Kind kind, std::size_t end) {
    tokens.push_back({kind, at, end, text.substr(at, end - at)});
    at = end;
  }
  std::size_t endOfQuoted(std::size_t from, char quote) const {
    for (std::size_t i = from + 1; i < text.size() && text[i] != '\n'; ++i) {
      if (text[i] == '\\')
        ++i;
      else if (text[i] == quote)
        return i + 1;
    }
    return text.size();
  }
  void token() {
    if (startsWith("R\"")) {
      const std::size_t open = text.find('(', at);
      if (open != text.npos)
        return add(Token::literal,
                   after(")" + std::string(text.substr(at + 2, open - at - 2)) + "\"", open));
    }
    const char c = text[at];
    if (c == '"' || c == '\'')
      return add(Token::literal, endOfQuoted(at, c));
    std::size_t end = at + 1;
    if (startsWord(c)) {
      while (end < text.size() && continuesWord(text[end]))
        ++end;
      return add(Token::word, end);
    }
    if (std::isdigit(static_cast<unsigned char>(c)) ||
        (c == '.' && end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])))) {
      while (end < text.size() &&
             (continuesWord(text[end]) || text[end] == '.' || text[end] == '\'' ||
              ((text[end] == '+' || text[end] == '-') && std::tolower(text[end - 1]) == 'e' &&
               !(end - at > 1 && std::tolower(text[at + 1]) == 'x'))))
        ++end;
      return add(Token::number, end);
    }
    for (std::string_view longer : {"<<<", ">>>", "::", "->"})
      if (startsWith(longer))
        end = at + longer.size();
    add(Token::symbol, end);
  }

  std::string_view text;
  std::size_t at = 0;
  bool lineStart = true;
  std::vector<Token> tokens;
};

bool opens(std::string_view text) { return text == "(" || text == "[" || text == "{"; }
bool closes(std::string_view text) { return text == ")" || text == "]" || text == "}"; }

} // namespace

std::vector<Token> tokenize(std::string_view text) { return Scanner(text).run(); }

std::string edited(std::string_view text, const std::vector<Edit> &edits) {
  std::multimap<std::size_t, const Edit *> ordered; // those at one place stay in order
  for (const Edit &edit : edits)
    ordered.emplace(edit.begin, &edit);
  std::string result;
  std::size_t at = 0;
  for (auto &[place, entry] : ordered) {
    const Edit &edit = *entry;
    result += text.substr(at, edit.begin - at);
    result += edit.text;
    at = edit.end;
  }
  result += text.substr(at);
  return result;
}

std::size_t closing(const std::vector<Token> &tokens, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < tokens.size(); ++i) {
    if (opens(tokens[i].text))
      ++depth;
    else if (closes(tokens[i].text) && --depth == 0)
      return i;
  }
  return tokens.size();
}

std::size_t opening(const std::vector<Token> &tokens, std::size_t close) {
  int depth = 0;
  for (std::size_t i = close + 1; i-- > 0;) {
    if (closes(tokens[i].text))
      ++depth;
    else if (opens(tokens[i].text) && --depth == 0)
      return i;
  }
  return tokens.size();
}

std::size_t openingAngle(const std::vector<Token> &tokens, std::size_t close) {
  int depth = 0;
  for (std::size_t i = close + 1; i-- > 0;) {
    const std::string_view text = tokens[i].text;
    if (text == ">")
      ++depth;
    else if (text == ">>>")
      depth += 3;
    else if (text == "<" && --depth == 0)
      return i;
    else if (closes(text)) {
      i = opening(tokens, i);
      if (i == tokens.size())
        break;
    } else if (text == ";" || opens(text))
      break;
  }
  return tokens.size();
}

} // namespace sampan::asc
