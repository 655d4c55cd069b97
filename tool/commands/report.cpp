// SPDX-License-Identifier: Apache-2.0
// `sampan report`: what is used, and how it comes out on a target. Writes no source.
#include "tool/commands/analysis.h"
#include "tool/report/render.h"
#include "tool/support/files.h"

#include "llvm/Support/raw_ostream.h"

#include <algorithm>

namespace sampan {
namespace {

/// False when the file cannot be written.
bool deliver(const std::string &text, const std::string &path) {
  if (path.empty() || path == "-") {
    llvm::outs() << text;
    return true;
  }
  llvm::Error error = writeFileAtomically(absolutePath(path), text);
  if (!error)
    return true;
  usageError(llvm::toString(std::move(error)));
  return false;
}

std::string render(const Report &report, const FormatRequest &request, const Arguments &arguments) {
  if (request.format == "json")
    return renderJson(report);
  bool toFile = !request.path.empty() && request.path != "-";
  TextStyle style;
  style.colour = !toFile && useColour(arguments.colour, Stream::Output);
  style.notes = arguments.verbose;
  style.directory = absolutePath(".");
  return renderText(report, style);
}

} // namespace

int runReport(const Arguments &arguments, const Toolkit &kit) {
  const Target *target = chosenTarget(arguments);
  if (!target)
    return ExitUsage;
  std::vector<FormatRequest> formats = arguments.formats;
  if (formats.empty())
    formats.push_back({"text", ""});
  for (const FormatRequest &request : formats)
    if (request.format != "json" && request.format != "text")
      return usageError("unknown format '" + request.format + "'; known are json and text");
  auto toStdout = [](const FormatRequest &request) {
    return request.path.empty() || request.path == "-";
  };
  if (std::count_if(formats.begin(), formats.end(), toStdout) > 1)
    return usageError("only one format can go to standard output");
  std::optional<Analysis> analysis = analyse(arguments, kit, Purpose::Report);
  if (!analysis)
    return ExitUsage;
  Report report = Report::from(analysis->plan, *analysis->rules, *target, analysis->problems,
                               absolutePath("."));
  for (const FormatRequest &request : formats)
    if (!deliver(render(report, request, arguments), request.path))
      return ExitUsage;
  std::vector<Finding> findings;
  for (const ReportFinding &finding : report.findings)
    if (!finding.suppressed)
      findings.push_back(finding);
  return analysis->status(arguments, findings);
}

} // namespace sampan
