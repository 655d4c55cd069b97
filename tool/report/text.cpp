// SPDX-License-Identifier: Apache-2.0
#include "tool/report/finding_text.h"
#include "tool/report/render.h"
#include "tool/support/files.h"

#include <algorithm>
#include <cstdio>

namespace sampan {
namespace {

std::string percent(double share) {
  char text[16];
  // Never rounded up to a full hundred.
  double shown = share < 1.0 ? std::min(share * 100.0, 99.9) : 100.0;
  std::snprintf(text, sizeof text, "%.1f%%", shown);
  return text;
}

std::string padded(std::string text, std::size_t width, bool right = false) {
  if (text.size() < width)
    text.insert(right ? 0 : text.size(), width - text.size(), ' ');
  return text;
}

std::string row(const std::string &name, const OutcomeCounts &outcomes) {
  std::string line = "  " + padded(name, 14);
  line += padded(std::to_string(outcomes.total()), 8, true);
  for (std::size_t count : outcomes.counts)
    line += padded(std::to_string(count), 13, true);
  return line + padded(percent(outcomes.coverage()), 10, true) + "\n";
}

std::string table(const Report &report) {
  std::string text = "  " + padded("library", 14) + padded("uses", 8, true);
  for (std::size_t i = 0; i < kOutcomeCount; ++i)
    text += padded(std::string(outcomeName(static_cast<Outcome>(i))), 13, true);
  text += padded("coverage", 10, true) + "\n";
  for (const auto &[library, outcomes] : report.libraries)
    text += row(library, outcomes);
  if (report.libraries.size() > 1)
    text += row("all", report.summary);
  return text;
}

std::string plural(std::size_t count, const std::string &word) {
  return std::to_string(count) + " " + word + (count == 1 ? "" : "s");
}

} // namespace

std::string renderText(const Report &report, const TextStyle &style) {
  FindingPrinter printer(style.directory, style.colour);
  std::string text;
  for (Finding finding : report.findings) {
    if (finding.severity == Severity::Note && !style.notes)
      continue;
    finding.at.file = absolutePath(style.directory, finding.at.file);
    text += printer.print(finding);
  }
  if (!report.libraries.empty())
    text += "\n" + table(report) + "\n";
  std::size_t incomplete = static_cast<std::size_t>(
      std::count_if(report.inputs.begin(), report.inputs.end(), [](const ReportInput &input) {
        return input.status != InputStatus::Complete;
      }));
  text += "target " + report.target + ": " + plural(report.inputs.size(), "file") + ", " +
          std::to_string(incomplete) + " not read completely\n";
  text += "coverage " + percent(report.summary.coverage()) + ": " +
          std::to_string(report.summary.successful()) + " of " +
          plural(report.summary.total(), "use") + " translated, kept or emulated\n";
  text += plural(report.countFindings(Severity::Error), "error") + ", " +
          plural(report.countFindings(Severity::Warning), "warning") + ", " +
          plural(report.countFindings(Severity::Note), "note") + "\n";
  text += plural(report.kernels.size(), "kernel") + ", " +
          plural(report.notAnalysed.size(), "region") + " not analysed\n";
  text += plural(report.editCount, "edit") + " in " + plural(report.editedFiles, "file") + "\n";
  return text;
}

} // namespace sampan
