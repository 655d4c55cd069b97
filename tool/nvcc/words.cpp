// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/words.h"

#include <cctype>

namespace sampan::nvcc {

std::vector<std::string> splitWords(std::string_view value, bool atCommas) {
  std::vector<std::string> words;
  std::string word;
  bool inWord = false;
  char quote = 0;
  auto finish = [&] {
    if (inWord && !word.empty())
      words.push_back(word);
    word.clear();
    inWord = false;
  };
  for (std::size_t i = 0; i < value.size(); ++i) {
    char c = value[i];
    if (quote == '\'' ? c == quote : (quote != 0 && c == quote)) {
      quote = 0;
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
      inWord = true;
    } else if (c == '\\' && quote != '\'' && i + 1 < value.size()) {
      word += value[++i];
      inWord = true;
    } else if (quote == 0 &&
               (std::isspace(static_cast<unsigned char>(c)) != 0 || (atCommas && c == ','))) {
      finish();
    } else {
      word += c;
      inWord = true;
    }
  }
  finish();
  return words;
}

std::vector<std::string> splitList(std::string_view value) {
  std::vector<std::string> items(1);
  int depth = 0;
  bool inQuotes = false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    char c = value[i];
    if (c == '\\' && i + 1 < value.size() && value[i + 1] == ',') {
      items.back() += value[++i];
      continue;
    }
    if (c == '"')
      inQuotes = !inQuotes;
    else if (!inQuotes && c == '(')
      ++depth;
    else if (!inQuotes && c == ')')
      --depth;
    if (c == ',' && !inQuotes && depth <= 0)
      items.emplace_back();
    else
      items.back() += c;
  }
  std::erase_if(items, [](const std::string &item) { return item.empty(); });
  return items;
}

std::string quoted(std::string_view word) {
  constexpr std::string_view safe = "_-+=./:,@%^";
  bool plain = !word.empty();
  for (char c : word)
    plain &= std::isalnum(static_cast<unsigned char>(c)) != 0 || safe.find(c) != safe.npos;
  if (plain)
    return std::string(word);
  std::string text = "\"";
  for (char c : word) {
    if (c == '"' || c == '\\' || c == '$' || c == '`')
      text += '\\';
    text += c;
  }
  return text + '"';
}

std::string quotedCommand(const std::vector<std::string> &words) {
  std::string line;
  for (const std::string &word : words)
    // Library directories always in quotes: CMake looks for the LIBRARIES variable, which is
    // written so, in the link command.
    line += (line.empty() ? "" : " ") + (word.starts_with("-L") ? '"' + word + '"' : quoted(word));
  return line;
}

} // namespace sampan::nvcc
