// SPDX-License-Identifier: Apache-2.0
// `sampan report`: what is used, and how it comes out on each target. Writes no source.
#include "tool/commands/analysis.h"
#include "tool/commands/gating.h"
#include "tool/project/route_files.h"
#include "tool/report/formats.h"
#include "tool/support/files.h"

#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <list>

namespace sampan {
namespace {

struct Output {
  const ReportFormat *format;
  std::string path; ///< empty: standard output
};

std::optional<std::string> textOf(const std::string &path) {
  llvm::Expected<std::string> text = readFile(path);
  if (text)
    return std::move(*text);
  llvm::consumeError(text.takeError());
  return std::nullopt;
}

/// Several steps of a job may write to the summary that GitHub gives them; everything else is
/// replaced, so that a second run leaves the same bytes.
bool isSharedSummary(const std::string &path) {
  return path == llvm::sys::Process::GetEnv("GITHUB_STEP_SUMMARY").value_or("");
}

/// False when the file cannot be written.
bool deliver(std::string text, const std::string &path) {
  if (path.empty()) {
    llvm::outs() << text;
    return true;
  }
  if (isSharedSummary(path))
    text.insert(0, textOf(path).value_or(""));
  llvm::Error error = writeFileAtomically(absolutePath(path), text);
  if (!error)
    return true;
  usageError(llvm::toString(std::move(error)));
  return false;
}

/// Nothing after an error message.
std::vector<Output> outputsOf(const Arguments &arguments) {
  std::vector<FormatRequest> requests = arguments.formats;
  if (requests.empty())
    requests.push_back({"text", ""});
  std::vector<Output> outputs;
  for (const FormatRequest &request : requests) {
    const ReportFormat *format = findReportFormat(request.format);
    if (!format) {
      usageError("unknown format '" + request.format + "'; known are " + reportFormatNames());
      return {};
    }
    outputs.push_back({format, request.path == "-" ? "" : request.path});
  }
  if (std::count_if(outputs.begin(), outputs.end(),
                    [](const Output &output) { return output.path.empty(); }) > 1) {
    usageError("only one format can go to standard output; give the others a file: FORMAT:FILE");
    return {};
  }
  return outputs;
}

TextStyle styleOf(const Output &output, const Arguments &arguments) {
  TextStyle style;
  style.colour = output.path.empty() && useColour(arguments.colour, Stream::Output);
  style.notes = arguments.verbose;
  style.directory = absolutePath(".");
  return style;
}

} // namespace

int runReport(const Arguments &arguments, const Toolkit &kit) {
  ReportOptions options;
  options.targets = chosenTargets(arguments);
  std::list<Target> emulating; // what was chosen, with double precision by --fp64 emulate
  for (const Target *&target : options.targets)
    if (arguments.emulateDouble && target->id == TargetId::Ascend950) {
      emulating.push_back(*target);
      FeatureSupport &support =
          emulating.back()
              .capabilities.features[static_cast<std::size_t>(Feature::DoublePrecision)];
      support.level = SupportLevel::Emulated;
      target = &emulating.back();
    }
  std::vector<Output> outputs = outputsOf(arguments);
  if (options.targets.empty() || outputs.empty())
    return ExitUsage;
  std::optional<Gating> gating = Gating::open(arguments, options.targets);
  if (!gating)
    return ExitUsage;
  std::optional<Analysis> analysis = analyse(arguments, kit, Purpose::Report);
  if (!analysis)
    return ExitUsage;
  gating->attach(options, analysis->plan);
  options.directory = absolutePath(".");
  options.readSource = textOf;
  options.withSources = std::any_of(outputs.begin(), outputs.end(), [](const Output &output) {
    return output.format->needsSources;
  });
  options.routeFacts = readRouteFacts(analysis->plan);
  Report report = Report::from(analysis->plan, *analysis->rules, analysis->problems, options);
  for (const Output &output : outputs)
    if (!deliver(output.format->render(report, styleOf(output, arguments)), output.path))
      return ExitUsage;
  return gating->finish(report, *analysis);
}

} // namespace sampan
