// SPDX-License-Identifier: Apache-2.0
#include "tool/gate/annotate.h"

#include "tool/gate/fingerprint.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace sampan {
namespace {

bool before(const Finding &a, const Finding &b) {
  return std::tie(a.at, a.id, a.message) < std::tie(b.at, b.id, b.message);
}

} // namespace

void annotateFindings(std::vector<ReportFinding> &findings, const AnnotateOptions &options,
                      SourceLines &sources) {
  Suppressions suppressions(options.files, sources);
  for (ReportFinding &finding : findings)
    if (std::optional<std::string> reason = suppressions.reasonFor(finding)) {
      finding.suppressed = true;
      finding.suppressionReason = std::move(*reason);
    }
  std::vector<std::size_t> allTargets(options.targetCount);
  std::iota(allTargets.begin(), allTargets.end(), 0);
  auto add = [&](const std::vector<Finding> &list) {
    for (const Finding &finding : list) {
      ReportFinding entry;
      static_cast<Finding &>(entry) = finding;
      entry.targets = allTargets;
      findings.push_back(std::move(entry));
    }
  };
  add(suppressions.invalid());
  add(suppressions.unused());
  std::sort(findings.begin(), findings.end(), before);
  assignFingerprints(findings, options.root, sources);
  if (!options.baseline)
    return;
  for (ReportFinding &finding : findings)
    finding.baseline = options.baseline->entries.contains(finding.fingerprint)
                           ? BaselineState::Unchanged
                           : BaselineState::New;
}

void dropSuppressed(std::vector<Finding> &findings, const std::vector<std::string> &files) {
  SourceLines sources;
  Suppressions suppressions(files, sources);
  std::erase_if(findings, [&](const Finding &finding) {
    return suppressions.reasonFor(finding).has_value();
  });
  findings.insert(findings.end(), suppressions.invalid().begin(), suppressions.invalid().end());
  std::sort(findings.begin(), findings.end(), before);
}

} // namespace sampan
