// SPDX-License-Identifier: Apache-2.0
// The report as a value: the only thing that renderers see. Made from the plan, the rules and the
// target alone, sorted, without times or absolute paths, so that equal projects give equal reports.
#pragma once

#include "rewriters/core/plan.h"
#include "rewriters/core/rules.h"

#include <array>
#include <map>
#include <string>
#include <vector>

namespace sampan {

inline constexpr const char *kReportSchema = "sampan-report/1";
inline constexpr std::size_t kOutcomeCount = 6;

std::string_view outcomeName(Outcome outcome);
std::string_view useKindName(UseKind kind);
std::string_view syncPlaceName(SyncPlace place);

/// Uses by outcome.
struct OutcomeCounts {
  std::array<std::size_t, kOutcomeCount> counts{};

  void add(Outcome outcome) { ++counts[static_cast<std::size_t>(outcome)]; }
  std::size_t of(Outcome outcome) const { return counts[static_cast<std::size_t>(outcome)]; }
  std::size_t total() const;
  /// Translated, kept or emulated. Partial, unsupported and unknown are no success.
  std::size_t successful() const;
  /// Share of successful uses; 1 when there is nothing to do.
  double coverage() const;
};

enum class InputStatus : std::uint8_t { Complete, ParseErrors, Unreadable };

struct ReportInput {
  std::string file;
  InputStatus status = InputStatus::Complete;
};

struct ReportUse {
  Use use;
  std::string library; ///< "runtime", "cublas", ...; "unknown" without a rule
  std::string replacement;
};

struct Report {
  std::string toolVersion;
  std::string target;
  std::vector<ReportInput> inputs;
  OutcomeCounts summary;
  std::map<std::string, OutcomeCounts> libraries;
  std::vector<ReportUse> uses;
  std::vector<Finding> findings;
  std::vector<KernelInfo> kernels;
  std::vector<Span> notAnalysed;
  std::size_t editCount = 0, editedFiles = 0;

  std::size_t countFindings(Severity severity) const;

  /// Paths below `directory` become relative to it. `problems` are inputs that were not analysed.
  static Report from(const Plan &plan, const RuleTable &rules, const Target &target,
                     const std::vector<Finding> &problems, const std::string &directory);
};

std::string_view inputStatusName(InputStatus status);

} // namespace sampan
