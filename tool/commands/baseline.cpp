// SPDX-License-Identifier: Apache-2.0
// `sampan baseline write|diff|prune`: keeps the list of findings that a project knows.
#include "tool/commands/gating.h"
#include "tool/report/finding_text.h"
#include "tool/support/files.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <set>

namespace sampan {
namespace {

namespace fs = llvm::sys::fs;

class BaselineCommand {
public:
  BaselineCommand(const Arguments &list, std::string name, std::vector<const Target *> chosen)
      : arguments(list), file(std::move(name)), targets(std::move(chosen)),
        root(projectRoot(list)) {}

  int run(const std::string &verb, const Toolkit &kit) {
    if (verb != "write" && !load())
      return ExitUsage;
    std::optional<Analysis> analysis = analyse(arguments, kit, Purpose::Report);
    if (!analysis)
      return ExitUsage;
    makeReport(*analysis);
    if (verb == "write")
      return write(*analysis);
    std::set<std::string> analysed;
    for (const ReportFile &each : report.files)
      analysed.insert(shortened(absolutePath(each.file), root));
    BaselineDiff diff = compare(known, report.findings, analysed, [&](const std::string &name) {
      return fs::exists(absolutePath(root, name));
    });
    return verb == "diff" ? show(diff, *analysis) : prune(diff);
  }

private:
  bool load() {
    llvm::Expected<Baseline> loaded = Baseline::load(file);
    std::string message;
    if (!loaded)
      message = llvm::toString(loaded.takeError());
    else if (sameTargets(*loaded, targets, message))
      known = std::move(*loaded);
    if (!message.empty())
      usageError(message);
    return message.empty();
  }

  void makeReport(const Analysis &analysis) {
    ReportOptions options;
    options.targets = targets;
    options.directory = absolutePath(".");
    AnnotateOptions annotate;
    annotate.root = root;
    annotate.files = analysis.plan.files;
    annotate.targetCount = targets.size();
    options.annotate = [&](std::vector<ReportFinding> &findings) {
      annotateFindings(findings, annotate, sources);
    };
    report = Report::from(analysis.plan, *analysis.rules, analysis.problems, options);
    // As the baseline names files.
    for (ReportFinding &finding : report.findings)
      finding.at.file = absolutePath(finding.at.file);
  }

  int save(const Baseline &baseline) {
    if (llvm::Error error = writeFileAtomically(file, baseline.toJson()))
      return usageError(llvm::toString(std::move(error)));
    return ExitClean;
  }

  int write(const Analysis &analysis) {
    std::vector<std::string> names;
    for (const Target *target : targets)
      names.emplace_back(target->name);
    Baseline baseline = Baseline::from(report.findings, names, root, sources);
    if (int status = save(baseline); status != ExitClean)
      return status;
    if (!arguments.quiet)
      llvm::errs() << "sampan: " << baseline.entries.size() << " findings written to " << file
                   << "\n";
    return analysis.incomplete() ? int(ExitInput) : int(ExitClean);
  }

  int show(const BaselineDiff &diff, const Analysis &analysis) {
    FindingPrinter printer(absolutePath("."), useColour(arguments.colour, Stream::Output));
    bool isNew = false;
    for (const ReportFinding *finding : diff.added) {
      isNew |= finding->severity != Severity::Note;
      if (finding->severity != Severity::Note || arguments.verbose)
        llvm::outs() << "new: " << printer.print(*finding);
    }
    for (const BaselineEntry &entry : diff.gone)
      llvm::outs() << "gone: " << entry.file << ": " << entry.text << " [" << entry.id << "]\n";
    llvm::outs() << diff.added.size() << " new, " << diff.gone.size() << " gone, " << diff.unchanged
                 << " unchanged\n";
    if (analysis.incomplete() && known.entries.empty())
      return ExitInput;
    return isNew && !arguments.exitZero ? ExitFindings : ExitClean;
  }

  int prune(const BaselineDiff &diff) {
    for (const BaselineEntry &entry : diff.gone)
      known.entries.erase(entry.fingerprint);
    if (!arguments.quiet)
      llvm::errs() << "sampan: " << diff.gone.size() << " findings removed from " << file << ", "
                   << known.entries.size() << " left\n";
    return save(known);
  }

  const Arguments &arguments;
  std::string file;
  std::vector<const Target *> targets;
  std::string root;
  Baseline known;
  Report report;
  SourceLines sources;
};

} // namespace

int runBaseline(const Arguments &arguments, const Toolkit &kit) {
  std::string verb = arguments.inputs.empty() ? "" : arguments.inputs.front();
  if (verb != "write" && verb != "diff" && verb != "prune")
    return usageError("`sampan baseline` is followed by write, diff or prune");
  std::vector<const Target *> targets = chosenTargets(arguments);
  if (targets.empty())
    return ExitUsage;
  Arguments rest = arguments;
  rest.inputs.erase(rest.inputs.begin());
  std::string file = rest.gates.baseline;
  file = file.empty() ? absolutePath(projectRoot(rest), kBaselineName) : absolutePath(file);
  return BaselineCommand(rest, std::move(file), std::move(targets)).run(verb, kit);
}

} // namespace sampan
