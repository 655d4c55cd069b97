// SPDX-License-Identifier: Apache-2.0
#include "tool/project/merge.h"

#include "tool/project/line_diff.h"

#include <algorithm>

namespace sampan {
namespace {

constexpr std::string_view kMine = "<<<<<<< edited by hand";
constexpr std::string_view kBase = "||||||| translated before";
constexpr std::string_view kMiddle = "=======";
constexpr std::string_view kTheirs = ">>>>>>> translated now";

using Changes = std::vector<LineChange>;

bool isInsertion(const LineChange &change) { return change.oldBegin == change.oldEnd; }

/// Whether one side's change may not be applied regardless of the other's. Insertions clash with
/// what they touch: in which order the texts belong cannot be known.
bool clash(const LineChange &a, const LineChange &b) {
  if (isInsertion(a) || isInsertion(b))
    return a.oldBegin <= b.oldEnd && b.oldBegin <= a.oldEnd;
  return a.oldBegin < b.oldEnd && b.oldBegin < a.oldEnd;
}

/// One edited text against the base.
struct Side {
  Lines lines;
  Changes changes;
  std::size_t next = 0;

  Side(const Lines &base, std::string_view text)
      : lines(splitLines(text)), changes(diffLines(base, lines)) {}

  bool done() const { return next == changes.size(); }
};

class Merger {
public:
  Merger(std::string_view baseText, std::string_view mineText, std::string_view theirText)
      : base(splitLines(baseText)), mine(base, mineText), theirs(base, theirText) {
    if (!base.empty() && base.front().ends_with("\r\n"))
      lineBreak = "\r\n";
  }

  MergeResult run() {
    while (!mine.done() || !theirs.done())
      mergeCluster();
    keepUntil(base.size());
    return std::move(result);
  }

private:
  /// Takes the next change, and whatever clashes with it, directly or by way of others.
  void mergeCluster() {
    Side &first = mine.done() || (!theirs.done() && theirs.changes[theirs.next].oldBegin <
                                                        mine.changes[mine.next].oldBegin)
                      ? theirs
                      : mine;
    const std::size_t mineBegin = mine.next, theirBegin = theirs.next;
    ++first.next;
    while (grow(mine, theirs, theirBegin) || grow(theirs, mine, mineBegin)) {
    }
    std::size_t begin = base.size(), end = 0;
    auto cover = [&](const Side &side, std::size_t from) {
      for (std::size_t i = from; i < side.next; ++i) {
        begin = std::min(begin, side.changes[i].oldBegin);
        end = std::max(end, side.changes[i].oldEnd);
      }
    };
    cover(mine, mineBegin);
    cover(theirs, theirBegin);
    keepUntil(begin);
    Lines myText = textOf(mine, mineBegin, begin, end);
    Lines theirText = textOf(theirs, theirBegin, begin, end);
    if (mine.next == mineBegin || myText == theirText)
      append(theirText);
    else if (theirs.next == theirBegin)
      append(myText);
    else
      appendConflict(myText, Lines(at(begin), at(end)), theirText);
    kept = end;
  }

  /// Adds the next change of `side` to the cluster when it clashes with one of `other` in it.
  static bool grow(Side &side, const Side &other, std::size_t otherBegin) {
    if (side.done())
      return false;
    bool clashes = std::any_of(
        other.changes.begin() + static_cast<std::ptrdiff_t>(otherBegin),
        other.changes.begin() + static_cast<std::ptrdiff_t>(other.next),
        [&](const LineChange &change) { return clash(change, side.changes[side.next]); });
    side.next += clashes ? 1 : 0;
    return clashes;
  }

  Lines::const_iterator at(std::size_t line) const {
    return base.begin() + static_cast<std::ptrdiff_t>(line);
  }

  /// What a side has in the place of base lines [begin, end).
  Lines textOf(const Side &side, std::size_t firstChange, std::size_t begin,
               std::size_t end) const {
    Lines lines;
    for (std::size_t i = firstChange; i < side.next; ++i) {
      const LineChange &change = side.changes[i];
      lines.insert(lines.end(), at(begin), at(change.oldBegin));
      lines.insert(lines.end(), side.lines.begin() + static_cast<std::ptrdiff_t>(change.newBegin),
                   side.lines.begin() + static_cast<std::ptrdiff_t>(change.newEnd));
      begin = change.oldEnd;
    }
    lines.insert(lines.end(), at(begin), at(end));
    return lines;
  }

  void keepUntil(std::size_t line) {
    append(Lines(at(kept), at(line)));
    kept = line;
  }

  void append(const Lines &lines) {
    for (std::string_view line : lines) {
      endLine();
      result.text += line;
      lineCount += line.ends_with('\n') ? 1 : 0;
    }
  }

  /// A last line without a line break may no longer be the last.
  void endLine() {
    if (!result.text.empty() && result.text.back() != '\n') {
      result.text += lineBreak;
      ++lineCount;
    }
  }

  void appendMarker(std::string_view marker) {
    endLine();
    result.text.append(marker).append(lineBreak);
    ++lineCount;
  }

  void appendConflict(const Lines &myText, const Lines &baseText, const Lines &theirText) {
    endLine();
    result.conflictLines.push_back(lineCount + 1);
    appendMarker(kMine);
    append(myText);
    appendMarker(kBase);
    append(baseText);
    appendMarker(kMiddle);
    append(theirText);
    appendMarker(kTheirs);
  }

  Lines base;
  Side mine, theirs;
  std::string_view lineBreak = "\n";
  std::size_t kept = 0, lineCount = 0;
  MergeResult result;
};

} // namespace

MergeResult mergeTexts(std::string_view base, std::string_view mine, std::string_view theirs) {
  return Merger(base, mine, theirs).run();
}

bool hasConflictMarkers(std::string_view text) {
  for (std::string_view line : splitLines(text))
    for (std::string_view marker : {kMine, kBase, kTheirs})
      if (line.starts_with(marker))
        return true;
  return false;
}

} // namespace sampan
