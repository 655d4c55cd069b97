// SPDX-License-Identifier: Apache-2.0
#include "tool/project/unified_diff.h"

#include "tool/project/line_diff.h"

#include <algorithm>

namespace sampan {
namespace {

constexpr std::size_t kContext = 3;

using Change = LineChange;

std::size_t countBreaks(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// Whole lines that the edits touch.
std::vector<Change> touchedLines(std::string_view source, const std::vector<Edit> &edits) {
  std::vector<Change> changes;
  std::size_t line = 0, at = 0;
  std::ptrdiff_t shift = 0;
  for (const Edit &edit : edits) {
    line += countBreaks(source.substr(at, edit.at.begin - at));
    at = edit.at.begin;
    std::string_view removed = source.substr(edit.at.begin, edit.at.end - edit.at.begin);
    std::size_t oldEnd = line + countBreaks(removed) + 1;
    std::size_t newBegin = line + static_cast<std::size_t>(shift);
    std::size_t newEnd = newBegin + countBreaks(edit.text) + 1;
    shift += static_cast<std::ptrdiff_t>(countBreaks(edit.text)) -
             static_cast<std::ptrdiff_t>(countBreaks(removed));
    if (changes.empty() || line > changes.back().oldEnd) {
      changes.push_back({line, oldEnd, newBegin, newEnd});
      continue;
    }
    // Next to the previous change, or starting on its last line, which is counted already.
    std::size_t shared = line < changes.back().oldEnd ? 1 : 0;
    changes.back().newEnd += newEnd - newBegin - shared;
    changes.back().oldEnd = oldEnd;
  }
  return changes;
}

/// Drops lines that are equal at both ends of a change.
void trim(Change &change, const Lines &before, const Lines &after) {
  change.oldEnd = std::min(change.oldEnd, before.size());
  change.newEnd = std::min(change.newEnd, after.size());
  while (change.oldBegin < change.oldEnd && change.newBegin < change.newEnd &&
         before[change.oldBegin] == after[change.newBegin])
    ++change.oldBegin, ++change.newBegin;
  while (change.oldBegin < change.oldEnd && change.newBegin < change.newEnd &&
         before[change.oldEnd - 1] == after[change.newEnd - 1])
    --change.oldEnd, --change.newEnd;
}

void addLine(std::string &text, char mark, std::string_view line) {
  text += mark;
  text += line;
  if (line.empty() || line.back() != '\n')
    text += "\n\\ No newline at end of file\n";
}

std::string range(std::size_t begin, std::size_t count) {
  std::size_t shown = count == 0 ? begin : begin + 1;
  return std::to_string(shown) + (count == 1 ? "" : "," + std::to_string(count));
}

/// One hunk from changes [first, last).
std::string hunk(const std::vector<Change> &changes, std::size_t first, std::size_t last,
                 const Lines &before, const Lines &after) {
  std::size_t lead = std::min(kContext, changes[first].oldBegin);
  std::size_t oldBegin = changes[first].oldBegin - lead, newBegin = changes[first].newBegin - lead;
  std::size_t tail = std::min(kContext, before.size() - changes[last - 1].oldEnd);
  std::size_t oldEnd = changes[last - 1].oldEnd + tail, newEnd = changes[last - 1].newEnd + tail;
  std::string text = "@@ -" + range(oldBegin, oldEnd - oldBegin) + " +" +
                     range(newBegin, newEnd - newBegin) + " @@\n";
  std::size_t at = oldBegin;
  for (std::size_t i = first; i < last; ++i) {
    for (; at < changes[i].oldBegin; ++at)
      addLine(text, ' ', before[at]);
    for (; at < changes[i].oldEnd; ++at)
      addLine(text, '-', before[at]);
    for (std::size_t added = changes[i].newBegin; added < changes[i].newEnd; ++added)
      addLine(text, '+', after[added]);
  }
  for (; at < oldEnd; ++at)
    addLine(text, ' ', before[at]);
  return text;
}

} // namespace

std::string unifiedDiff(const std::string &oldName, const std::string &newName,
                        std::string_view source, std::string_view result,
                        const std::vector<Edit> &edits) {
  Lines before = splitLines(source), after = splitLines(result);
  std::vector<Change> changes = touchedLines(source, edits);
  for (Change &change : changes)
    trim(change, before, after);
  std::erase_if(changes, [](const Change &change) {
    return change.oldBegin == change.oldEnd && change.newBegin == change.newEnd;
  });
  if (changes.empty())
    return {};
  std::string text = "--- " + oldName + "\n+++ " + newName + "\n";
  for (std::size_t first = 0; first < changes.size();) {
    std::size_t last = first + 1;
    while (last < changes.size() &&
           changes[last].oldBegin - changes[last - 1].oldEnd <= 2 * kContext)
      ++last;
    text += hunk(changes, first, last, before, after);
    first = last;
  }
  return text;
}

} // namespace sampan
