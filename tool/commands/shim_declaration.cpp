// SPDX-License-Identifier: Apache-2.0
#include "tool/commands/shim_declaration.h"

#include "tool/support/files.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>

namespace sampan {
namespace {

namespace fs = llvm::sys::fs;
using llvm::StringRef;

bool isNameChar(char c) { return llvm::isAlnum(c) || c == '_'; }

/// In front of every declaration of a function that programs may call.
constexpr StringRef kMarkers[] = {"SPN_API ",         "SPN_INLINE ", "SPN_DEVICE_INLINE ",
                                  "SPN_DEVICE_DECL ", "SPN_MATHFN ", "SPN_HD "};

/// Runs of blanks and line ends as one blank.
std::string oneLine(StringRef text) {
  std::string line;
  for (char c : text) {
    bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\\';
    if (!blank)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  return StringRef(line).trim().str();
}

/// The name that a parameter declares; nothing for a type alone.
std::string parameterName(StringRef parameter) {
  parameter = parameter.take_until([](char c) { return c == '=' || c == '['; });
  if (std::size_t at = parameter.find("SPN_DEFAULT"); at != StringRef::npos)
    parameter = parameter.take_front(at);
  // A function pointer has its name in the middle.
  if (std::size_t at = parameter.find("(*"); at != StringRef::npos)
    return parameter.substr(at + 2).take_while(isNameChar).str();
  parameter = parameter.rtrim();
  StringRef name = parameter;
  while (!name.empty() && isNameChar(name.back()))
    name = name.drop_back();
  StringRef tail = parameter.drop_front(name.size());
  return name.empty() ? std::string() : tail.str();
}

std::vector<std::string> parameterNames(StringRef list) {
  std::vector<std::string> names;
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= list.size(); ++i) {
    char c = i < list.size() ? list[i] : ',';
    depth += c == '(' || c == '<' ? 1 : c == ')' || c == '>' ? -1 : 0;
    if (c != ',' || depth > 0)
      continue;
    StringRef parameter = list.slice(start, i).trim();
    if (!parameter.empty() && parameter != "void") {
      std::string name = parameterName(parameter);
      names.push_back(name.empty() ? "..." : std::move(name));
    }
    start = i + 1;
  }
  return names;
}

/// Index of the parenthesis that closes the one at `open`.
std::size_t closing(StringRef text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if (depth == 0)
      return i;
  }
  return StringRef::npos;
}

/// What stands between the marker of a declaration and the name at `at`; nothing when the name is
/// used there, not declared.
std::optional<std::string> resultType(StringRef text, std::size_t at) {
  std::size_t start = text.take_front(at).find_last_of(";{}");
  StringRef head = text.slice(start == StringRef::npos ? 0 : start + 1, at);
  std::size_t after = 0;
  for (StringRef marker : kMarkers)
    if (std::size_t found = head.rfind(marker); found != StringRef::npos)
      after = std::max(after, found + marker.size());
  std::string type = oneLine(head.drop_front(after));
  if (after == 0 || type.empty() || type.find_first_of("(=#") != std::string::npos)
    return std::nullopt;
  return type;
}

std::optional<ShimDeclaration> declarationAt(StringRef text, std::size_t at, std::size_t nameEnd) {
  std::size_t close = closing(text, nameEnd);
  std::optional<std::string> type = resultType(text, at);
  if (close == StringRef::npos || !type)
    return std::nullopt;
  StringRef list = text.slice(nameEnd + 1, close), name = text.slice(at, nameEnd);
  bool tight = type->back() == '*' || type->back() == '&';
  // SPN_DEFAULT(0) is how a header that C reads too writes a default argument.
  std::string shown = oneLine(list);
  constexpr StringRef macro = "SPN_DEFAULT(";
  for (std::size_t from = shown.find(macro); from != std::string::npos; from = shown.find(macro)) {
    std::size_t end = closing(shown, from + macro.size() - 1);
    if (end == StringRef::npos)
      break;
    std::string value = shown.substr(from + macro.size(), end - from - macro.size());
    shown.replace(from, end + 1 - from, "= " + value);
  }
  return ShimDeclaration{*type + (tight ? "" : " ") + name.str() + "(" + shown + ")",
                         parameterNames(list)};
}

} // namespace

std::optional<ShimDeclaration> findDeclarationIn(std::string_view source, std::string_view name) {
  StringRef text(source), wanted(name);
  for (std::size_t at = text.find(wanted); at != StringRef::npos;
       at = text.find(wanted, at + wanted.size())) {
    std::size_t end = at + wanted.size();
    if ((at > 0 && isNameChar(text[at - 1])) || end >= text.size() || text[end] != '(')
      continue;
    if (std::optional<ShimDeclaration> found = declarationAt(text, at, end))
      return found;
  }
  return std::nullopt;
}

std::optional<ShimDeclaration> findShimDeclaration(const std::string &includeDirectory,
                                                   std::string_view name) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(includeDirectory, error), end; !error && entry != end;
       entry.increment(error))
    if (llvm::sys::path::extension(entry->path()) == ".h")
      files.push_back(entry->path());
  std::sort(files.begin(), files.end(), [](const std::string &a, const std::string &b) {
    bool first = StringRef(a).ends_with("_api.h"), second = StringRef(b).ends_with("_api.h");
    return first != second ? first : a < b;
  });
  for (const std::string &file : files) {
    llvm::Expected<std::string> text = readFile(file);
    if (!text)
      llvm::consumeError(text.takeError());
    else if (std::optional<ShimDeclaration> found = findDeclarationIn(*text, name))
      return found;
  }
  return std::nullopt;
}

} // namespace sampan
