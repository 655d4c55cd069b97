// SPDX-License-Identifier: Apache-2.0
// One self-contained source text for a compiler: the edited main file with every edited header put
// in the place of its #include. No directory of rewritten headers has to shadow the user's own.
#pragma once

#include "rewriters/core/edit.h"
#include "rewriters/core/tu_result.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace sampan {

/// Edits of each file, sorted, without overlaps: what Plan makes of the groups.
using EditsByFile = std::map<std::string, std::vector<Edit>>;
using ReadFile = std::function<std::string(const std::string &path)>;

/// Applies `edits` to the main file of `result` and to the headers it entered. Lines keep their
/// numbers and files through #line, so a compiler's messages point at the user's text. A header
/// whose whole subtree has no edit stays an #include, by absolute path.
std::string flatten(const TuResult &result, const EditsByFile &edits, const ReadFile &read);

} // namespace sampan
