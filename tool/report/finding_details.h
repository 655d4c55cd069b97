// SPDX-License-Identifier: Apache-2.0
// What a finding needs beyond its text so that other tools can show it and know it again: a region
// in the units that they count in, and a fingerprint.
#pragma once

#include "tool/report/model.h"

namespace sampan {

/// Findings must be sorted by file: each text is read once.
void addRegions(std::vector<ReportFinding> &findings,
                const std::function<std::optional<std::string>(const std::string &)> &readSource);

/// For findings that nobody gave a fingerprint: from what is said where, without line numbers, so
/// that it is the same when lines move. Unique among the findings.
void addMissingFingerprints(std::vector<ReportFinding> &findings, const std::string &directory);

} // namespace sampan
