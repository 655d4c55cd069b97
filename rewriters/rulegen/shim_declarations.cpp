// SPDX-License-Identifier: Apache-2.0
#include "rewriters/rulegen/shim_declarations.h"

#include <algorithm>
#include <cctype>
#include <sstream>

namespace sampan::rulegen {
namespace {

bool isApiName(const std::string &word) {
  if (word.starts_with("SPNBLAS_") || word.starts_with("SPNCCL_"))
    return true;
  std::size_t at = word.starts_with("make_spn")  ? 8
                   : word.starts_with("spnblas") ? 7
                   : word.starts_with("spnccl")  ? 6
                   : word.starts_with("spn")     ? 3
                                                 : 0;
  return at != 0 && at < word.size() &&
         (std::isupper(static_cast<unsigned char>(word[at])) || word[at] == '_');
}

bool isWord(const std::string &token) {
  return std::isalpha(static_cast<unsigned char>(token[0])) || token[0] == '_';
}

std::string withoutComments(const std::string &text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "//") == 0) {
      i = std::min(text.find('\n', i), text.size() - 1);
      result += '\n';
    } else if (text.compare(i, 2, "/*") == 0) {
      std::size_t end = text.find("*/", i + 2);
      i = end == std::string::npos ? text.size() : end + 1;
      result += ' ';
    } else {
      result += text[i];
    }
  }
  return result;
}

/// Notes "#define spnX value" lines and removes all directives.
std::string withoutDirectives(const std::string &text, Declarations &into) {
  std::istringstream lines(text);
  std::string line, result;
  while (std::getline(lines, line)) {
    std::size_t start = line.find_first_not_of(" \t");
    if (start == std::string::npos || line[start] != '#') {
      result += line + '\n';
      continue;
    }
    std::istringstream words(line.substr(start + 1));
    std::string directive, name;
    words >> directive >> name;
    std::string value;
    std::getline(words >> std::ws, value);
    if (directive == "define" && isApiName(name) && name.find('(') == std::string::npos)
      into.macros[name] = value;
    while (line.ends_with('\\') && std::getline(lines, line)) {
    }
  }
  return result;
}

std::vector<std::string> tokenize(const std::string &text) {
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i < text.size();) {
    unsigned char c = static_cast<unsigned char>(text[i]);
    std::size_t end = i + 1;
    if (std::isspace(c)) {
      i = end;
      continue;
    }
    if (std::isalnum(c) || c == '_')
      while (end < text.size() &&
             (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_'))
        ++end;
    else if (c == '"')
      end = std::min(text.find('"', i + 1), text.size() - 1) + 1;
    else if (text.compare(i, 3, "...") == 0)
      end = i + 3;
    else if (text.compare(i, 2, "::") == 0 || text.compare(i, 2, "&&") == 0)
      end = i + 2;
    tokens.push_back(text.substr(i, end - i));
    i = end;
  }
  return tokens;
}

/// Tokens as readable C++: words apart, the rest close together.
std::string join(const std::vector<std::string> &tokens, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) {
    bool tight = text.empty() || text.ends_with("::") || tokens[i] == "," || tokens[i] == "::" ||
                 tokens[i] == ")" || tokens[i] == "(" || tokens[i] == ">" || text.ends_with("(") ||
                 text.ends_with("<") || (tokens[i] == "<" && !text.ends_with("template"));
    bool afterStar = !text.empty() && (text.back() == '*' || text.back() == '&');
    if (!tight && !(afterStar && (isWord(tokens[i]) || tokens[i] == "*")))
      text += ' ';
    text += tokens[i];
  }
  return text;
}

class Scanner {
public:
  Scanner(std::vector<std::string> tokens, Declarations &into)
      : tokens(std::move(tokens)), into(into) {}

  void run() {
    while (at < tokens.size())
      step();
  }

private:
  bool is(const char *text) const { return at < tokens.size() && tokens[at] == text; }

  /// Index just past the bracket that closes the one at `open`.
  std::size_t past(std::size_t open) const {
    const std::string &left = tokens[open];
    const std::string right = left == "(" ? ")" : left == "{" ? "}" : left == "[" ? "]" : ">";
    std::size_t depth = 0, i = open;
    for (; i < tokens.size(); ++i) {
      depth += tokens[i] == left;
      if (tokens[i] == right && --depth == 0)
        return i + 1;
    }
    return i;
  }

  void step() {
    if (is("typedef"))
      return readTypedef();
    if (is("struct") || is("enum") || is("union"))
      return readTag();
    if (is("template"))
      return readTemplate();
    if (is("SPN_API") || is("SPN_INLINE"))
      return readFunction("", {});
    if (is("static") && at + 1 < tokens.size() && tokens[at + 1] == "inline") {
      ++at;
      return readFunction("", {});
    }
    if (is("extern") && at + 2 < tokens.size() && tokens[at + 1] == "\"C\"" &&
        tokens[at + 2] == "{") {
      at += 3;
      return;
    }
    if (is("{")) {
      at = past(at);
      return;
    }
    ++at;
  }

  void readBody(bool isEnum, const std::string &tag) {
    std::size_t end = past(at);
    for (std::size_t i = at + 1; i < end; ++i) {
      bool first = tokens[i - 1] == "{" || tokens[i - 1] == ",";
      if (isEnum && first && isApiName(tokens[i]))
        into.enumerators[tokens[i]] = tag;
      if ((tokens[i] == "struct" || tokens[i] == "union" || tokens[i] == "enum") &&
          isApiName(tokens[i + 1]))
        into.tags.insert(tokens[i + 1]);
    }
    at = end;
  }

  void readTag() {
    bool isEnum = is("enum");
    std::string tag;
    ++at;
    while (at < tokens.size() && isWord(tokens[at]))
      tag = tokens[at++];
    if (isApiName(tag))
      into.tags.insert(tag);
    if (is("{"))
      readBody(isEnum, tag);
  }

  void readTypedef() {
    ++at;
    if (is("struct") || is("enum") || is("union"))
      readTag();
    // "typedef struct spnArray *spnArray_t" has eaten no more than the tag; a typedef of one name
    // ("typedef enum {...} spnX") or of a function pointer ends with the new name.
    std::string name = tokens[at - 1];
    std::size_t end = at;
    while (end < tokens.size() && tokens[end] != ";") {
      if (tokens[end] == "(" && tokens[end + 1] == "*") {
        name = tokens[end + 2];
        while (end < tokens.size() && tokens[end] != ";")
          ++end;
        break;
      }
      if (isWord(tokens[end]))
        name = tokens[end];
      ++end;
    }
    if (isApiName(name))
      into.typedefs.insert(name);
    at = end;
  }

  void readTemplate() {
    std::size_t open = at + 1, end = past(open);
    std::string head = join(tokens, at, end);
    std::vector<std::string> names;
    for (std::size_t i = open + 1; i < end; ++i) {
      bool ends = tokens[i] == "," || tokens[i] == "=" || i + 1 == end;
      if (ends && isWord(tokens[i - 1]) && tokens[i - 1] != "class" && tokens[i - 1] != "typename")
        names.push_back(tokens[i - 1] + (tokens[i - 2] == "..." ? "..." : ""));
      if (tokens[i] == "=")
        while (i + 1 < end && tokens[i] != ",")
          ++i;
    }
    at = end;
    if (is("SPN_INLINE"))
      readFunction(head, names);
  }

  Parameter readParameter(std::size_t begin, std::size_t end, std::size_t position) const {
    Parameter parameter;
    std::size_t stop = begin;
    while (stop < end && tokens[stop] != "SPN_DEFAULT" && tokens[stop] != "=")
      ++stop;
    if (stop < end && tokens[stop] == "SPN_DEFAULT")
      parameter.fallback = join(tokens, stop + 2, end - 1);
    else if (stop < end)
      parameter.fallback = join(tokens, stop + 1, end);
    parameter.text = join(tokens, begin, stop);
    for (std::size_t i = begin; i < stop && tokens[i] != "["; ++i) {
      if (tokens[i] == "(" && tokens[i + 1] == "*") {
        parameter.name = tokens[i + 2];
        break;
      }
      if (isWord(tokens[i]))
        parameter.name = tokens[i];
      parameter.isPack |= tokens[i] == "...";
    }
    if (parameter.text == "void") {
      parameter.name.clear();
    } else if (tokens[stop - 1] == "*" || tokens[stop - 1] == "&") {
      parameter.name = "unnamed" + std::to_string(position);
      parameter.text += parameter.name;
    }
    return parameter;
  }

  void readFunction(const std::string &head, const std::vector<std::string> &names) {
    FunctionDeclaration function;
    function.isC = is("SPN_API") || is("inline");
    function.templateHead = head;
    function.templateNames = names;
    std::size_t begin = ++at;
    while (at < tokens.size() && tokens[at] != "(" && tokens[at] != ";" && tokens[at] != "{")
      ++at;
    if (!is("("))
      return;
    function.name = tokens[at - 1];
    function.result = join(tokens, begin, at - 1);
    std::size_t end = past(at) - 1, start = ++at;
    int depth = 0;
    for (; at <= end; ++at) {
      depth += tokens[at] == "(" || tokens[at] == "<";
      depth -= (tokens[at] == ")" && at != end) || tokens[at] == ">";
      if ((at == end || (tokens[at] == "," && depth == 0)) && at > start) {
        Parameter parameter = readParameter(start, at, function.parameters.size());
        if (!parameter.name.empty())
          function.parameters.push_back(parameter);
        start = at + 1;
      }
    }
    while (at < tokens.size() && tokens[at] != ";" && tokens[at] != "{")
      ++at;
    if (is("{"))
      at = past(at);
    if (isApiName(function.name))
      into.functions.push_back(std::move(function));
  }

  std::vector<std::string> tokens;
  Declarations &into;
  std::size_t at = 0;
};

} // namespace

bool Declarations::declares(const std::string &name) const {
  return tags.contains(name) || typedefs.contains(name) || enumerators.contains(name) ||
         macros.contains(name) ||
         std::ranges::any_of(functions, [&](const auto &f) { return f.name == name; });
}

std::vector<std::string> Declarations::allNames() const {
  std::set<std::string> names;
  for (const FunctionDeclaration &function : functions)
    names.insert(function.name);
  names.insert(tags.begin(), tags.end());
  names.insert(typedefs.begin(), typedefs.end());
  for (const auto &[name, tag] : enumerators)
    names.insert(name);
  for (const auto &[name, value] : macros)
    names.insert(name);
  return {names.begin(), names.end()};
}

void scanDeclarations(const std::string &text, Declarations &into) {
  Scanner(tokenize(withoutDirectives(withoutComments(text), into)), into).run();
}

} // namespace sampan::rulegen
