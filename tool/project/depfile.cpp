// SPDX-License-Identifier: Apache-2.0
#include "tool/project/depfile.h"

#include <algorithm>

namespace sampan {
namespace {

std::string escaped(std::string_view path) {
  std::string text;
  for (char c : path) {
    if (c == ' ' || c == '#')
      text += '\\';
    else if (c == '$')
      text += '$';
    text += c;
  }
  return text;
}

} // namespace

std::vector<std::string> parseDepfile(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool afterColon = false;
  auto finish = [&] {
    if (afterColon && !word.empty())
      words.push_back(word);
    word.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i], next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (c == '\\' && (next == '\n' || next == '\r')) {
      finish();
      i += next == '\r' ? 2 : 1;
    } else if (c == '\\' && (next == ' ' || next == '#')) {
      word += next;
      ++i;
    } else if (c == '$' && next == '$') {
      word += c;
      ++i;
    } else if (c == '\n') {
      finish();
      if (afterColon)
        break;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      finish();
    } else if (c == ':' && !afterColon && (next == ' ' || next == '\n' || next == '\\')) {
      word.clear();
      afterColon = true;
    } else {
      word += c;
    }
  }
  finish();
  return words;
}

std::string formatDepfile(const std::vector<std::string> &targets,
                          const std::vector<std::string> &prerequisites, bool phonyTargets) {
  std::string text;
  for (const std::string &target : targets)
    text += (text.empty() ? "" : " ") + target;
  text += " :";
  for (const std::string &file : prerequisites)
    text += " \\\n  " + escaped(file);
  text += '\n';
  for (std::size_t i = 1; phonyTargets && i < prerequisites.size(); ++i)
    text += "\n" + escaped(prerequisites[i]) + ":\n";
  return text;
}

std::vector<std::string>
mapPrerequisites(const std::vector<std::string> &prerequisites,
                 const std::function<std::string(const std::string &)> &map) {
  std::vector<std::string> mapped;
  for (const std::string &file : prerequisites) {
    std::string name = map(file);
    if (!name.empty() && std::find(mapped.begin(), mapped.end(), name) == mapped.end())
      mapped.push_back(std::move(name));
  }
  return mapped;
}

} // namespace sampan
