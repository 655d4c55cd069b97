// SPDX-License-Identifier: Apache-2.0
#include "tool/report/model.h"

#include "rewriters/core/diagnostics.h"
#include "rewriters/core/rule_finding.h"
#include "tool/report/fit.h"
#include "tool/report/fit_program.h"
#include "tool/support/files.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <tuple>

namespace sampan {
namespace {

constexpr Outcome kOutcomes[] = {Outcome::Translated, Outcome::Kept,        Outcome::Emulated,
                                 Outcome::Partial,    Outcome::Unsupported, Outcome::Unknown};
static_assert(std::size(kOutcomes) == kOutcomeCount);

/// The passes speak of the host; a target may offer less.
Outcome outcomeOn(const Target &target, const Use &use, const Rule *rule) {
  if (use.outcome == Outcome::Unsupported || use.outcome == Outcome::Unknown)
    return use.outcome;
  if (!rule)
    return target.id == TargetId::Host ? use.outcome : Outcome::Unknown;
  switch (rule->on(target.id).level) {
  case SupportLevel::Full:
    return use.outcome;
  case SupportLevel::Emulated:
    return std::max(use.outcome, Outcome::Emulated);
  case SupportLevel::Partial:
    return std::max(use.outcome, Outcome::Partial);
  case SupportLevel::None:
    return Outcome::Unsupported;
  }
  return Outcome::Unknown;
}

/// On other targets than the host, where the fit check has looked at the very use.
Outcome outcomeOf(Verdict verdict, Outcome original) {
  switch (verdict) {
  case Verdict::Direct:
    return original;
  case Verdict::Emulated:
    return std::max(original, Outcome::Emulated);
  case Verdict::NeedsChange:
    return std::max(original, Outcome::Partial);
  case Verdict::Impossible:
    break;
  }
  return Outcome::Unsupported;
}

const Rule *ruleOf(const RuleTable &rules, const Use &use) {
  if (use.kind == UseKind::Field && use.name.find("::") == std::string::npos)
    return rules.find("cudaDeviceProp::" + use.name);
  return rules.find(use.name);
}

/// A use that the target treats worse than the host deserves a message of its own.
void reportDifference(const Use &use, const Rule *rule, const Target &target,
                      std::vector<Finding> &findings) {
  std::string name(target.name);
  std::optional<Finding> finding;
  if (rule)
    finding = ruleFinding(*rule, use.name, target.id, use.at);
  if (finding)
    findings.push_back(std::move(*finding));
  else if (use.outcome == Outcome::Unknown)
    findings.push_back(makeFinding(diag::ApiUnknown{.api = use.name}, use.at));
  else if (use.outcome == Outcome::Unsupported)
    findings.push_back(makeFinding(diag::ApiUnsupported{.api = use.name, .target = name}, use.at));
}

/// Every use that is no success has a finding at its place, and Unknown is one of the worst.
void addUses(Report &report, const Plan &plan, const RuleTable &rules, const Target &target) {
  std::set<std::pair<std::string, std::uint32_t>> explained;
  for (const Finding &finding : plan.findings)
    if (finding.severity != Severity::Note)
      explained.emplace(finding.at.file, finding.at.begin);
  DeviceUses checked(plan, rules, target);
  for (const Use &original : plan.uses) {
    const Rule *rule = ruleOf(rules, original);
    ReportUse entry{original, rule ? std::string(rule->library) : "unknown", {}};
    entry.use.outcome = outcomeOn(target, original, rule);
    std::optional<Verdict> verdict =
        target.id == TargetId::Host ? std::nullopt : checked.at(original.at);
    if (verdict)
      entry.use.outcome = outcomeOf(*verdict, original.outcome);
    if (rule && rule->action == RuleAction::Rename && !rule->isFamily)
      entry.replacement = rule->to;
    if (entry.use.outcome >= Outcome::Partial && !verdict &&
        !explained.contains({original.at.file, original.at.begin}))
      reportDifference(entry.use, rule, target, report.findings);
    report.summary.add(entry.use.outcome);
    report.libraries[entry.library].add(entry.use.outcome);
    report.uses.push_back(std::move(entry));
  }
}

void addInputs(Report &report, const Plan &plan, const std::vector<Finding> &problems) {
  std::set<std::string> broken;
  for (const Finding &finding : plan.findings)
    if (finding.id == diag::ParseError::id)
      broken.insert(finding.at.file);
  for (const std::string &file : plan.mainFiles) {
    bool failed = std::binary_search(plan.failedFiles.begin(), plan.failedFiles.end(), file);
    report.inputs.push_back({file, failed                  ? InputStatus::Unreadable
                                   : broken.contains(file) ? InputStatus::ParseErrors
                                                           : InputStatus::Complete});
  }
  for (const Finding &problem : problems)
    report.inputs.push_back({problem.at.file, InputStatus::Unreadable});
}

void sortFindings(std::vector<Finding> &findings) {
  std::sort(findings.begin(), findings.end(), [](const Finding &a, const Finding &b) {
    return std::tie(a.at, a.id, a.message) < std::tie(b.at, b.id, b.message);
  });
  findings.erase(std::unique(findings.begin(), findings.end()), findings.end());
}

void shortenPaths(Report &report, const std::string &directory) {
  auto shorten = [&](std::string &file) { file = shortened(file, directory); };
  for (ReportInput &input : report.inputs)
    shorten(input.file);
  for (ReportUse &entry : report.uses)
    shorten(entry.use.at.file);
  for (Finding &finding : report.findings)
    shorten(finding.at.file);
  for (KernelInfo &kernel : report.kernels)
    shorten(kernel.at.file);
  for (Span &span : report.notAnalysed)
    shorten(span.file);
}

} // namespace

std::string_view outcomeName(Outcome outcome) {
  switch (outcome) {
  case Outcome::Translated:
    return "translated";
  case Outcome::Kept:
    return "kept";
  case Outcome::Emulated:
    return "emulated";
  case Outcome::Partial:
    return "partial";
  case Outcome::Unsupported:
    return "unsupported";
  case Outcome::Unknown:
    return "unknown";
  }
  return "unknown";
}

std::string_view useKindName(UseKind kind) {
  switch (kind) {
  case UseKind::Function:
    return "function";
  case UseKind::Type:
    return "type";
  case UseKind::Enumerator:
    return "enumerator";
  case UseKind::Macro:
    return "macro";
  case UseKind::Field:
    return "field";
  case UseKind::Header:
    return "header";
  case UseKind::Construct:
    return "construct";
  }
  return "construct";
}

std::string_view syncPlaceName(SyncPlace place) {
  switch (place) {
  case SyncPlace::None:
    return "none";
  case SyncPlace::TopLevel:
    return "top-level";
  case SyncPlace::UniformControl:
    return "uniform-control";
  case SyncPlace::DivergentControl:
    return "divergent-control";
  case SyncPlace::Callee:
    return "callee";
  }
  return "none";
}

std::string_view inputStatusName(InputStatus status) {
  switch (status) {
  case InputStatus::Complete:
    return "complete";
  case InputStatus::ParseErrors:
    return "parse-errors";
  case InputStatus::Unreadable:
    return "unreadable";
  }
  return "unreadable";
}

std::size_t OutcomeCounts::total() const {
  std::size_t sum = 0;
  for (std::size_t count : counts)
    sum += count;
  return sum;
}

std::size_t OutcomeCounts::successful() const {
  return of(Outcome::Translated) + of(Outcome::Kept) + of(Outcome::Emulated);
}

double OutcomeCounts::coverage() const {
  return total() == 0 ? 1.0 : static_cast<double>(successful()) / static_cast<double>(total());
}

std::size_t Report::countFindings(Severity severity) const {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(),
                    [&](const Finding &finding) { return finding.severity == severity; }));
}

Report Report::from(const Plan &plan, const RuleTable &rules, const Target &target,
                    const std::vector<Finding> &problems, const std::string &directory) {
  Report report;
  report.toolVersion = SAMPAN_VERSION;
  report.target = target.name;
  report.findings = plan.findings;
  report.findings.insert(report.findings.end(), problems.begin(), problems.end());
  report.kernels = plan.kernels;
  report.notAnalysed = plan.notAnalysed;
  addInputs(report, plan, problems);
  addUses(report, plan, rules, target);
  for (const KernelInfo &kernel : plan.kernels)
    std::ranges::move(fitKernel(kernel, target, rules).findings,
                      std::back_inserter(report.findings));
  std::ranges::move(fitProgram(plan, rules, target), std::back_inserter(report.findings));
  for (const auto &[file, edits] : plan.edits) {
    report.editCount += edits.size();
    report.editedFiles += edits.empty() ? 0 : 1;
  }
  sortFindings(report.findings);
  shortenPaths(report, directory);
  return report;
}

} // namespace sampan
