// SPDX-License-Identifier: Apache-2.0
// Three-way merge of texts by lines. A file that was translated, then edited by hand, and whose
// source changed since is merged from three texts: what was written, what is there now, and the new
// translation. Our own, because the result may lie outside of any git repository, on a machine
// without git, and because adjacent lines changed on different sides are no conflict here.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sampan {

struct MergeResult {
  std::string text;
  std::vector<std::size_t> conflictLines; ///< of each "<<<<<<<" in `text`, one-based
};

/// Changes of one side alone are taken, and so are equal changes of both. A place where both sides
/// changed the same lines, or where one side inserts text next to lines that the other changed, is
/// a conflict: all three texts of it stand in the result, between markers as diff3 writes them.
MergeResult mergeTexts(std::string_view base, std::string_view mine, std::string_view theirs);

/// True when markers that mergeTexts wrote are still there.
bool hasConflictMarkers(std::string_view text);

} // namespace sampan
