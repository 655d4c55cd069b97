// SPDX-License-Identifier: Apache-2.0
#include "rewriters/core/edit_apply.h"

#include <algorithm>

namespace sampan {
namespace {

std::size_t countLines(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// True when joining the lines of `text` could change its meaning.
bool needsItsLines(std::string_view text) {
  return text.find('#') != std::string_view::npos || text.find("//") != std::string_view::npos ||
         text.find("R\"") != std::string_view::npos;
}

std::string joinLines(std::string_view text, std::size_t newlinesToKeep) {
  std::string joined;
  for (char c : text) {
    if (c != '\n')
      joined += c;
    else if (newlinesToKeep > 0)
      joined += c, --newlinesToKeep;
    else
      joined += ' ';
  }
  return joined;
}

/// Line breaks to make up for those that an edit removed. In a macro definition the removed ones
/// were escaped, and so must these be.
std::string lineBreaks(std::string_view removed, std::size_t count) {
  bool escaped = removed.find("\\\n") != std::string_view::npos;
  std::string breaks;
  for (std::size_t i = 0; i < count; ++i)
    breaks += escaped ? " \\\n" : "\n";
  return breaks;
}

class Applier {
public:
  Applier(std::string_view sourceText, LinePolicy linePolicy, std::string_view name)
      : source(sourceText), policy(linePolicy), fileName(name) {}

  bool apply(const Edit &edit) {
    if (edit.at.begin < copied || edit.at.end < edit.at.begin || edit.at.end > source.size())
      return false;
    copySource(edit.at.begin);
    std::string_view removed = source.substr(edit.at.begin, edit.at.end - edit.at.begin);
    if (policy == LinePolicy::Keep)
      emitKeepingLines(removed, edit.text);
    else
      emit(edit.text, /*advancesSource=*/false);
    line += static_cast<std::uint32_t>(countLines(removed));
    copied = edit.at.end;
    return true;
  }

  AppliedEdits finish() {
    copySource(static_cast<std::uint32_t>(source.size()));
    result.ok = true;
    return std::move(result);
  }

private:
  void emit(std::string_view text, bool advancesSource) {
    result.text += text;
    for (char c : text) {
      if (c != '\n')
        continue;
      if (advancesSource)
        ++line;
      result.sourceLine.push_back(line);
    }
  }

  void copySource(std::uint32_t end) {
    if (result.sourceLine.empty())
      result.sourceLine.push_back(1);
    emit(source.substr(copied, end - copied), /*advancesSource=*/true);
    copied = end;
  }

  void emitKeepingLines(std::string_view removed, std::string_view text) {
    std::size_t had = countLines(removed), has = countLines(text);
    if (has <= had) {
      emit(text, false);
      emit(lineBreaks(removed, had - has), false);
    } else if (!needsItsLines(text)) {
      if (text.front() == '\n' && endsInDirective())
        emit(lineDirective(line), false);
      emit(joinLines(text, had), false);
    } else {
      emit(text, false);
      resynchronise(static_cast<std::uint32_t>(line + had), text);
    }
  }

  /// What followed on the line of a directive would belong to it.
  bool endsInDirective() const {
    std::string_view text = result.text;
    text.remove_prefix(text.rfind('\n') + 1); // the whole text without one: npos + 1 is 0
    std::size_t first = text.find_first_not_of(" \t");
    return first != text.npos && text[first] == '#';
  }

  std::string lineDirective(std::uint32_t nextLine) const {
    std::string text =
        "#line " + std::to_string(nextLine) + " \"" + escapeForStringLiteral(fileName) + "\"\n";
    return endsInDirective() ? "\n" + text : text;
  }

  /// A `#line` directive is possible only at the start of a line.
  void resynchronise(std::uint32_t nextLine, std::string_view text) {
    if (!text.empty() && text.back() == '\n')
      emit(lineDirective(nextLine), false);
  }

  std::string_view source;
  LinePolicy policy;
  std::string_view fileName;
  std::uint32_t copied = 0;
  std::uint32_t line = 1;
  AppliedEdits result;
};

} // namespace

std::string escapeForStringLiteral(std::string_view text) {
  std::string escaped;
  for (char c : text) {
    if (c == '\\' || c == '"')
      escaped += '\\';
    escaped += c;
  }
  return escaped;
}

AppliedEdits applyEdits(std::string_view source, const std::vector<Edit> &edits, LinePolicy policy,
                        std::string_view fileName) {
  Applier applier(source, policy, fileName);
  for (const Edit &edit : edits)
    if (!applier.apply(edit))
      return {};
  return applier.finish();
}

} // namespace sampan
