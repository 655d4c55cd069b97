// SPDX-License-Identifier: Apache-2.0
#include "rewriters/passes/ptx/lexer.h"

#include <algorithm>
#include <cctype>

namespace sampan::ptx {
namespace {

bool isDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool isNameStart(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
}
bool isName(char c) { return isNameStart(c) || isDigit(c); }

class Splitter {
public:
  Splitter(std::string_view text, const std::vector<std::string> &names)
      : text(text), names(names) {}

  std::vector<Word> run() {
    while (true) {
      bool space = skipBlank();
      if (at >= text.size())
        break;
      Word word = next();
      word.spaceBefore = space;
      words.push_back(std::move(word));
    }
    words.push_back({Word::Kind::End, "end of text", true});
    return std::move(words);
  }

private:
  char peek(std::size_t ahead = 0) const {
    return at + ahead < text.size() ? text[at + ahead] : '\0';
  }

  bool skipBlank() {
    std::size_t from = at;
    while (at < text.size()) {
      if (std::isspace(static_cast<unsigned char>(text[at]))) {
        ++at;
      } else if (peek() == '/' && peek(1) == '/') {
        at = std::min(text.find('\n', at), text.size());
      } else if (peek() == '/' && peek(1) == '*') {
        std::size_t end = text.find("*/", at + 2);
        at = end == std::string_view::npos ? text.size() : end + 2;
      } else {
        break;
      }
    }
    return at != from;
  }

  template <class Accept> std::string take(Accept accept) {
    std::size_t from = at;
    while (at < text.size() && accept(text[at]))
      ++at;
    return std::string(text.substr(from, at - from));
  }

  Word next() {
    if (peek() == '%')
      return afterPercent();
    if (isDigit(peek()))
      return number();
    if (isNameStart(peek()))
      return {Word::Kind::Name, nameWithUniqueParts()};
    return {Word::Kind::Punctuation, std::string(1, text[at++])};
  }

  Word afterPercent() {
    ++at;
    if (isDigit(peek()))
      return {Word::Kind::Argument, take(isDigit)};
    if (peek() == '[') {
      ++at;
      std::string name = take(isName);
      auto found = std::find(names.begin(), names.end(), name);
      if (peek() == ']')
        ++at;
      if (name.empty() || found == names.end())
        return {Word::Kind::Punctuation, "%[" + name + "]"};
      return {Word::Kind::Argument, std::to_string(found - names.begin())};
    }
    if (peek() == '%')
      ++at;
    return {Word::Kind::Name, "%" + take(isName)};
  }

  /// LABEL_%= gets a number unique to the statement. Labels of ours are local to it anyway.
  std::string nameWithUniqueParts() {
    std::string name = take(isName);
    while (peek() == '%' && peek(1) == '=') {
      at += 2;
      name += take(isName);
    }
    return name;
  }

  Word number() {
    bool bits = peek() == '0' && std::string_view("xXbBfFdD").find(peek(1)) != std::string::npos;
    std::string digits = take([](char c) { return isName(c); });
    if (!bits && peek() == '.' && isDigit(peek(1))) {
      digits += text[at++];
      digits += take(isName);
      if ((digits.back() == 'e' || digits.back() == 'E') && (peek() == '-' || peek() == '+')) {
        digits += text[at++];
        digits += take(isDigit);
      }
    }
    return {Word::Kind::Number, digits};
  }

  std::string_view text;
  const std::vector<std::string> &names;
  std::vector<Word> words;
  std::size_t at = 0;
};

} // namespace

std::vector<Word> split(std::string_view text, const std::vector<std::string> &names) {
  return Splitter(text, names).run();
}

} // namespace sampan::ptx
