// SPDX-License-Identifier: Apache-2.0
#include "tool/commands/gating.h"

#include "rewriters/core/diagnostics.h"
#include "tool/gate/gates.h"
#include "tool/support/files.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>

namespace sampan {

std::string projectRoot(const Arguments &arguments) {
  return arguments.configDirectory.empty() ? absolutePath(".") : arguments.configDirectory;
}

bool sameTargets(const Baseline &baseline, const std::vector<const Target *> &targets,
                 std::string &message) {
  std::vector<std::string> names;
  for (const Target *target : targets)
    names.emplace_back(target->name);
  if (names == baseline.targets)
    return true;
  message = "the baseline was written for " + llvm::join(baseline.targets, ", ") +
            ", and this run is about " + llvm::join(names, ", ") +
            "; keep one baseline for each, and name it with --baseline";
  return false;
}

std::optional<Gating> Gating::open(const Arguments &arguments,
                                   const std::vector<const Target *> &targets) {
  Gating gating(arguments);
  const GatePolicy &policy = arguments.gates;
  if (!policy.baseline.empty()) {
    llvm::Expected<Baseline> loaded = Baseline::load(policy.baseline);
    std::string message;
    if (!loaded)
      message = llvm::toString(loaded.takeError());
    else if (sameTargets(*loaded, targets, message))
      gating.baseline = std::move(*loaded);
    if (!gating.baseline) {
      usageError(message);
      return std::nullopt;
    }
  }
  if (policy.failOn && policy.failOn->anyNew && !gating.baseline && policy.changedSince.empty()) {
    usageError("--fail-on new needs --baseline or --changed-since: without either, all is new");
    return std::nullopt;
  }
  if (!policy.changedSince.empty()) {
    llvm::Expected<ChangedLines> lines =
        ChangedLines::since(policy.changedSince, absolutePath("."));
    if (!lines) {
      usageError(llvm::toString(lines.takeError()));
      return std::nullopt;
    }
    gating.changed = std::move(*lines);
  }
  return gating;
}

void Gating::attach(ReportOptions &options, const Plan &plan) {
  AnnotateOptions annotate;
  annotate.root = projectRoot(*arguments);
  annotate.files = plan.files;
  annotate.targetCount = options.targets.size();
  options.annotate = [this, annotate](std::vector<ReportFinding> &findings) mutable {
    annotate.baseline = baseline ? &*baseline : nullptr;
    annotateFindings(findings, annotate, *lines);
  };
}

/// Input that could not be read, unless it is known and accepted, or no part of the change.
bool Gating::isIncomplete(const Report &report, const Analysis &analysis) const {
  // Who bounds what was not analysed has said how much of it is acceptable.
  if (arguments->gates.maxNotAnalysed)
    return false;
  if (!baseline && !changed)
    return analysis.incomplete();
  constexpr DiagId ids[] = {diag::InputUnreadable::id, diag::InputNotText::id,
                            diag::InputTooLarge::id, diag::ParseError::id, diag::InternalError::id};
  std::string directory = absolutePath(".");
  return llvm::any_of(report.findings, [&](const ReportFinding &finding) {
    return llvm::is_contained(ids, finding.id) &&
           counts(finding, changed ? &*changed : nullptr, directory);
  });
}

int Gating::finish(const Report &report, const Analysis &analysis) const {
  const GatePolicy &policy = arguments->gates;
  bool passed = true;
  for (const GateResult &result :
       evaluateGates(report, policy, changed ? &*changed : nullptr, absolutePath("."))) {
    passed &= result.passed;
    if (policy.hasGates())
      llvm::errs() << result.text << "\n";
  }
  if (isIncomplete(report, analysis))
    return ExitInput;
  return passed || arguments->exitZero ? ExitClean : ExitFindings;
}

} // namespace sampan
