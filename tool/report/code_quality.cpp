// SPDX-License-Identifier: Apache-2.0
// What the two big forges show beside a change: GitLab's code quality report and GitHub's workflow
// commands. Suppressed findings are left out of both, which cannot express them.
#include "rewriters/core/diagnostics.h"
#include "tool/report/encoding.h"
#include "tool/report/finding_text.h"
#include "tool/report/json_stream.h"
#include "tool/report/render.h"

#include <nlohmann/json.hpp>

namespace sampan {
namespace {

/// GitLab has five grades: what blocks and what has to be rewritten deserve different ones.
std::string_view gitlabSeverity(const ReportFinding &finding) {
  switch (finding.severity) {
  case Severity::Note:
    return "info";
  case Severity::Warning:
    return "minor";
  case Severity::Error:
    break;
  }
  return workCost(finding).work == WorkClass::Blocked ? "blocker" : "critical";
}

std::string targetNames(const Report &report, const ReportFinding &finding) {
  std::string names;
  for (std::size_t i : finding.targets)
    names += (names.empty() ? "" : ", ") + report.targets[i].name;
  return names;
}

std::string_view workflowCommand(Severity severity) {
  switch (severity) {
  case Severity::Error:
    return "error";
  case Severity::Warning:
    return "warning";
  case Severity::Note:
    return "notice";
  }
  return "notice";
}

} // namespace

std::string renderGitlab(const Report &report) {
  JsonStream out;
  out.open('[');
  for (const ReportFinding &finding : report.findings) {
    if (finding.suppressed)
      continue;
    out.element(
        {{"description", finding.message},
         {"check_name", diagCode(finding.id)},
         {"fingerprint", finding.fingerprint},
         {"severity", gitlabSeverity(finding)},
         {"location", {{"path", finding.at.file}, {"lines", {{"begin", finding.region.line}}}}}});
  }
  out.close(']');
  return out.take();
}

std::string renderGithub(const Report &report) {
  std::string text;
  for (const ReportFinding &finding : report.findings) {
    // An annotation asks for attention: not for what is known.
    if (finding.suppressed || finding.baseline == BaselineState::Unchanged ||
        finding.severity == Severity::Note)
      continue;
    text += "::" + std::string(workflowCommand(finding.severity)) +
            " file=" + workflowValue(finding.at.file, true) +
            ",line=" + std::to_string(finding.region.line) +
            ",col=" + std::to_string(finding.region.column) + ",title=" +
            workflowValue(diagCode(finding.id) + " (" + targetNames(report, finding) + ")", true) +
            "::" + workflowValue(finding.message, false) + "\n";
  }
  return text;
}

} // namespace sampan
