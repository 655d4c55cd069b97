// SPDX-License-Identifier: Apache-2.0
#include "tool/report/finding_text.h"
#include "tool/report/numbers.h"
#include "tool/report/render.h"
#include "tool/support/files.h"

#include <algorithm>

namespace sampan {
namespace {

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
  return line + padded(percentText(outcomes.coverage()), 10, true) + "\n";
}

std::string table(const TargetReport &target) {
  std::string text = "  " + padded("library", 14) + padded("uses", 8, true);
  for (std::size_t i = 0; i < kOutcomeCount; ++i)
    text += padded(std::string(outcomeName(static_cast<Outcome>(i))), 13, true);
  text += padded("coverage", 10, true) + "\n";
  for (const auto &[library, outcomes] : target.libraries)
    text += row(library, outcomes);
  if (target.libraries.size() > 1)
    text += row("all", target.summary);
  return text;
}

template <std::size_t N, class NameOf>
std::string listed(const std::array<std::size_t, N> &counts, NameOf nameOf) {
  std::string text;
  for (std::size_t i = 0; i < N; ++i)
    text += (i ? ", " : "") + std::to_string(counts[i]) + " " + std::string(nameOf(i));
  return text;
}

std::string targetText(const Report &report, const TargetReport &target) {
  std::string text;
  if (!target.libraries.empty())
    text += "\n" + table(target) + "\n";
  std::size_t incomplete = static_cast<std::size_t>(
      std::count_if(report.inputs.begin(), report.inputs.end(), [](const ReportInput &input) {
        return input.status != InputStatus::Complete;
      }));
  text += "target " + target.name + (target.isAvailable ? "" : " (planned, no back end yet)") +
          ": " + plural(report.inputs.size(), "file") + ", " + std::to_string(incomplete) +
          " not read completely\n";
  text += "coverage " + percentText(target.summary.coverage()) + ": " +
          std::to_string(target.summary.successful()) + " of " +
          plural(target.summary.total(), "use") + " translated, kept or emulated\n";
  auto count = [&](Severity severity) {
    return target.findings[static_cast<std::size_t>(severity)];
  };
  text += plural(count(Severity::Error), "error") + ", " +
          plural(count(Severity::Warning), "warning") + ", " +
          plural(count(Severity::Note), "note");
  text += target.suppressed > 0 ? ", " + std::to_string(target.suppressed) + " suppressed\n" : "\n";
  if (!report.kernels.empty())
    text += plural(report.kernels.size(), "kernel") + ": " +
            listed(target.verdicts,
                   [](std::size_t i) { return verdictName(static_cast<Verdict>(i)); }) +
            "\n";
  text += "work: " + hoursText(target.minutes) + " hours; files: " +
          listed(target.filesByWork,
                 [](std::size_t i) { return workClassName(static_cast<WorkClass>(i)); }) +
          "\n";
  return text;
}

std::string routesText(const Report &report) {
  if (report.routes.empty())
    return {};
  std::string text = "\noperators:\n";
  for (const OperatorRoute &route : report.routes) {
    text += "  " + route.library + "::" + route.name +
            (route.key.empty() ? "" : " (" + route.key + ")") + " -> " +
            (route.function.empty() ? "nothing" : route.function);
    std::string kernels;
    for (const RouteStep &step : route.kernels)
      kernels += (kernels.empty() ? " -> " : ", ") + step.name;
    text += kernels.empty() ? " -> no kernel found" : kernels;
    for (std::size_t i = 0; i < report.targets.size() && route.complete; ++i)
      text += "; " + report.targets[i].name + ": " + std::string(verdictName(route.verdicts[i]));
    text += route.complete || route.kernels.empty() ? "\n" : "; not all of them analysed\n";
  }
  return text;
}

} // namespace

std::string renderText(const Report &report, const TextStyle &style) {
  FindingPrinter printer(style.directory, style.colour);
  std::string text;
  for (const ReportFinding &entry : report.findings) {
    if (entry.suppressed || (entry.severity == Severity::Note && !style.notes))
      continue;
    Finding finding = entry;
    finding.at.file = absolutePath(style.directory, finding.at.file);
    text += printer.print(finding);
  }
  text += routesText(report);
  for (const TargetReport &target : report.targets)
    text += targetText(report, target);
  text += plural(report.kernels.size(), "kernel") + ", " +
          plural(report.notAnalysed.size(), "region") + " not analysed (" +
          percentText(report.blind.share()) + " of the text out of sight)\n";
  text += plural(report.editCount, "edit") + " in " + plural(report.editedFiles, "file") + "\n";
  return text;
}

} // namespace sampan
