// SPDX-License-Identifier: Apache-2.0
// Analyses many translation units at the same time. Results come back in the order of the units,
// whatever the number of threads.
#pragma once

#include "rewriters/ast/frontend.h"
#include "tool/project/progress.h"

#include <vector>

namespace sampan {

class ResultCache;
class RuleTable;

/// `threads` 0: one per processor. Without `keepGoing` no further unit is started after one that
/// the front end could not read; the units not analysed are missing from the end of the result.
/// Units that `cache` (may be null) knows are not analysed again.
std::vector<TuResult> analyseAll(const std::vector<TuOptions> &units, const RuleTable &rules,
                                 unsigned threads, bool keepGoing, Progress &progress,
                                 ResultCache *cache);

} // namespace sampan
