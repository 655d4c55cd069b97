// SPDX-License-Identifier: Apache-2.0
// What has to hold for a run to pass. The same values come from flags and from .sampan.json.
#pragma once

#include "rewriters/core/finding.h"

#include "llvm/Support/Error.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sampan {

/// Which findings make a run fail: "error", "warning", "note", "new", "never", ids such as SPN2103,
/// groups of ids such as SPN2xxx, or several of these with commas between them.
struct FailOn {
  std::string text; ///< as given
  std::optional<Severity> severity;
  bool anyNew = false;
  struct Range {
    DiagId first, last;
  };
  std::vector<Range> ids;

  static llvm::Expected<FailOn> parse(std::string_view text);
  static FailOn errors();
  /// For a finding that counts: not suppressed, not in the baseline.
  bool matches(const Finding &finding) const;
};

struct GatePolicy {
  std::optional<FailOn> failOn;
  std::optional<std::size_t> maxNew;
  std::optional<double> minCoverage, minKernels, maxNotAnalysed; ///< per cent
  std::string baseline, changedSince;

  /// Some gate was asked for by name; then only those that were hold.
  bool hasGates() const { return failOn || maxNew || minCoverage || minKernels || maxNotAnalysed; }
};

/// "95", "95%" or "99.5%", within 0 and 100.
llvm::Expected<double> parsePercent(std::string_view text);
llvm::Expected<std::size_t> parseCount(std::string_view text);

} // namespace sampan
