// SPDX-License-Identifier: Apache-2.0
#include "tool/gate/gates.h"

#include "tool/support/files.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace sampan {
namespace {

/// Against the noise of a division: 19 of 20 is 95 %.
constexpr double kTolerance = 1e-9;

class Evaluator {
public:
  Evaluator(const Report &measured, const GatePolicy &wanted, const ChangedLines *lines,
            const std::string &base)
      : report(measured), policy(wanted), changed(lines), directory(base) {}

  std::vector<GateResult> run() {
    if (policy.failOn)
      failOn(*policy.failOn);
    else if (!policy.hasGates())
      failOn(FailOn::errors());
    if (policy.maxNew)
      maxNew(*policy.maxNew);
    for (const TargetReport &target : report.targets) {
      if (policy.minCoverage)
        atLeast("min-coverage", target, target.summary.coverage(), target.summary.total(), "uses",
                *policy.minCoverage);
      if (policy.minKernels)
        minKernels(target, *policy.minKernels);
    }
    if (policy.maxNotAnalysed)
      maxNotAnalysed(*policy.maxNotAnalysed);
    return std::move(results);
  }

private:
  void add(bool passed, const std::string &text) {
    results.push_back({"gate " + text + (passed ? ": pass" : ": FAIL"), passed});
  }

  template <class Predicate> std::size_t countIf(Predicate matches) const {
    return static_cast<std::size_t>(std::count_if(
        report.findings.begin(), report.findings.end(), [&](const ReportFinding &finding) {
          return matches(finding) && counts(finding, changed, directory);
        }));
  }

  static std::string plural(std::size_t count, const char *what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
  }

  void failOn(const FailOn &wanted) {
    std::size_t found = countIf([&](const Finding &finding) { return wanted.matches(finding); });
    add(found == 0,
        fmt::format("fail-on {}: {}, none allowed", wanted.text, plural(found, "finding")));
  }

  void maxNew(std::size_t limit) {
    std::size_t found =
        countIf([](const Finding &finding) { return finding.severity >= Severity::Warning; });
    add(found <= limit,
        fmt::format("max-new: {}, at most {}", plural(found, "new finding"), limit));
  }

  /// Shown rounded away from the limit's side: what is shown as 95 % is 95 %.
  void atLeast(const char *gate, const TargetReport &target, double share, std::size_t total,
               const char *what, double limit) {
    double shown = std::floor((share * 100 + kTolerance) * 100) / 100;
    add(share * 100 + kTolerance >= limit,
        fmt::format("{} ({}): {:.2f} % of {} {}, at least {:g} %", gate, target.name, shown, total,
                    what, limit));
  }

  void minKernels(const TargetReport &target, double limit) {
    std::size_t good = target.verdicts[static_cast<std::size_t>(Verdict::Direct)] +
                       target.verdicts[static_cast<std::size_t>(Verdict::Emulated)];
    std::size_t total = 0;
    for (std::size_t count : target.verdicts)
      total += count;
    double share = total == 0 ? 1 : static_cast<double>(good) / static_cast<double>(total);
    atLeast("min-kernels", target, share, total, "kernels", limit);
  }

  void maxNotAnalysed(double limit) {
    double percent = report.blind.share() * 100;
    double shown = std::max(0.0, std::ceil((percent - kTolerance) * 100) / 100);
    add(percent - kTolerance <= limit,
        fmt::format("max-not-analysed: {:.2f} % of {} bytes, at most {:g} %", shown,
                    report.blind.totalBytes, limit));
  }

  const Report &report;
  const GatePolicy &policy;
  const ChangedLines *changed;
  const std::string &directory;
  std::vector<GateResult> results;
};

} // namespace

bool counts(const ReportFinding &finding, const ChangedLines *changed,
            const std::string &directory) {
  if (finding.suppressed || finding.baseline == BaselineState::Unchanged)
    return false;
  if (!changed)
    return true;
  Finding absolute = finding;
  absolute.at.file = absolutePath(directory, finding.at.file);
  return changed->contains(absolute);
}

std::vector<GateResult> evaluateGates(const Report &report, const GatePolicy &policy,
                                      const ChangedLines *changed, const std::string &directory) {
  return Evaluator(report, policy, changed, directory).run();
}

} // namespace sampan
