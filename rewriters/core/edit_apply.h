// SPDX-License-Identifier: Apache-2.0
// Applies edits to a text. The compile driver needs the rewritten text to keep the user's line
// numbers, so that a host compiler's messages and debug information point at the user's source;
// a translation that is read by people keeps the text of each edit as it is.
#pragma once

#include "rewriters/core/edit.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sampan {

enum class LinePolicy : std::uint8_t {
  Free, ///< the text of an edit goes in as it stands
  Keep, ///< line N of the result shows what line N of the source held
};

struct AppliedEdits {
  bool ok = false;
  std::string text;
  std::vector<std::uint32_t> sourceLine; ///< [i]: source line (one-based) of result line i + 1
};

/// `edits` are those of one file, sorted by position, without overlaps (Plan provides them so).
/// Not ok, and no text, when an edit lies outside the source or overlaps its predecessor.
/// `fileName` is what `#line` directives say where Keep has to resynchronise.
AppliedEdits applyEdits(std::string_view source, const std::vector<Edit> &edits,
                        LinePolicy policy = LinePolicy::Free, std::string_view fileName = {});

/// `text` as the contents of a C string literal.
std::string escapeForStringLiteral(std::string_view text);

} // namespace sampan
