// SPDX-License-Identifier: Apache-2.0
#include "rewriters/core/flatten.h"

#include <algorithm>

namespace sampan {
namespace {

/// A replacement of [begin, end), either an edit or an include directive.
struct Piece {
  std::uint32_t begin = 0, end = 0;
  std::string text;
};

class Flattener {
public:
  Flattener(const TuResult &result, const EditsByFile &edits, const ReadFile &read)
      : result(result), edits(edits), read(read), needsInlining(result.includes.size()) {
    // Children come after their parents, so one backward sweep settles whole subtrees.
    for (std::size_t i = result.includes.size(); i-- > 0;) {
      const IncludeEvent &include = result.includes[i];
      if (edits.contains(include.path) && include.entered && include.isProject)
        needsInlining[i] = true;
      if (needsInlining[i] && include.parent >= 0)
        needsInlining[static_cast<std::size_t>(include.parent)] = true;
    }
  }

  /// Text of `file` as brought in by directive `self` (-1: the main file).
  std::string textOf(const std::string &file, int self) {
    std::string source = read(file);
    std::vector<Piece> pieces = includePieces(file, self);
    if (auto own = edits.find(file); own != edits.end())
      for (const Edit &edit : own->second)
        pieces.push_back({edit.at.begin, edit.at.end, edit.text});
    if (self >= 0)
      blankPragmaOnce(source);
    std::stable_sort(pieces.begin(), pieces.end(), [](const Piece &a, const Piece &b) {
      return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
    });
    std::string out = "#line 1 \"" + file + "\"\n";
    std::uint32_t at = 0;
    for (const Piece &piece : pieces) {
      if (piece.begin < at)
        continue;
      out.append(source, at, piece.begin - at);
      out += piece.text;
      at = piece.end;
    }
    out.append(source, at, std::string::npos);
    if (!out.ends_with('\n'))
      out += '\n';
    return out;
  }

private:
  std::vector<Piece> includePieces(const std::string &file, int self) {
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < result.includes.size(); ++i) {
      const IncludeEvent &include = result.includes[i];
      if (include.parent != self || include.at.file != file || !include.isProject)
        continue;
      std::string text;
      if (include.entered && needsInlining[i])
        text = textOf(include.path, static_cast<int>(i)) + "#line " +
               std::to_string(include.at.line) + " \"" + file + "\"\n";
      else if (include.entered)
        text = "#include \"" + include.path + "\"";
      pieces.push_back({include.at.begin, include.at.end, std::move(text)});
    }
    return pieces;
  }

  /// The guard's work is done already, and compilers warn about it outside of headers.
  static void blankPragmaOnce(std::string &source) {
    for (std::size_t at = source.find("#pragma once"); at != std::string::npos;
         at = source.find("#pragma once", at + 1))
      source.replace(at, 12, 12, ' ');
  }

  const TuResult &result;
  const EditsByFile &edits;
  const ReadFile &read;
  std::vector<bool> needsInlining;
};

} // namespace

std::string flatten(const TuResult &result, const EditsByFile &edits, const ReadFile &read) {
  return Flattener(result, edits, read).textOf(result.mainFile, -1);
}

} // namespace sampan
