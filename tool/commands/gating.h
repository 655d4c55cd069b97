// SPDX-License-Identifier: Apache-2.0
// The gates of one run: what is read before the analysis, what is added to the findings, and the
// exit status in the end.
#pragma once

#include "tool/commands/analysis.h"
#include "tool/gate/annotate.h"
#include "tool/gate/changed_lines.h"
#include "tool/report/model.h"

#include <memory>
#include <optional>
#include <string>

namespace sampan {

class Gating {
public:
  /// Reads the baseline and asks git. Nothing after an error message.
  static std::optional<Gating> open(const Arguments &arguments,
                                    const std::vector<const Target *> &targets);

  /// Lets the findings of the report be annotated. The object must outlive the report's making.
  void attach(ReportOptions &options, const Plan &plan);

  /// Says what each gate measured, and returns the exit status.
  int finish(const Report &report, const Analysis &analysis) const;

  SourceLines &sources() { return *lines; }

private:
  bool isIncomplete(const Report &report, const Analysis &analysis) const;

  explicit Gating(const Arguments &list) : arguments(&list) {}

  const Arguments *arguments;
  std::optional<Baseline> baseline;
  std::optional<ChangedLines> changed;
  std::unique_ptr<SourceLines> lines = std::make_unique<SourceLines>();
};

/// Where a project begins: the directory of its .sampan.json, else the present one.
std::string projectRoot(const Arguments &arguments);

/// False, with `message` set, when the baseline is about other targets.
bool sameTargets(const Baseline &baseline, const std::vector<const Target *> &targets,
                 std::string &message);

} // namespace sampan
