// SPDX-License-Identifier: Apache-2.0
// A unified diff straight from the edits: they say exactly which lines differ, so nothing has to be
// searched for.
#pragma once

#include "rewriters/core/edit.h"

#include <string>
#include <string_view>
#include <vector>

namespace sampan {

/// Text that `patch -p1` takes; empty when nothing differs. `edits` as applyEdits wants them,
/// `result` is what it made of `source`.
std::string unifiedDiff(const std::string &oldName, const std::string &newName,
                        std::string_view source, std::string_view result,
                        const std::vector<Edit> &edits);

} // namespace sampan
