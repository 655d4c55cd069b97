// SPDX-License-Identifier: Apache-2.0
// Collects what the analysis did not see, and how much of the project that is.
#pragma once

#include "tool/report/model.h"

namespace sampan {

/// `fileBytes` are the sizes of the project's files, where known. Findings must be complete.
void addBlindSpots(
    Report &report, const Plan &plan, const std::map<std::string, std::size_t> &fileBytes,
    const std::function<std::optional<std::string>(const std::string &)> &readSource);

} // namespace sampan
