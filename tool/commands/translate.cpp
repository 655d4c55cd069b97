// SPDX-License-Identifier: Apache-2.0
// `sampan translate`: analyse, then write a tree, edit in place, or show.
#include "rewriters/core/diagnostics.h"
#include "tool/commands/analysis.h"
#include "tool/gate/annotate.h"
#include "tool/project/output_tree.h"
#include "tool/project/unified_diff.h"
#include "tool/report/finding_text.h"
#include "tool/support/files.h"

#include "llvm/Support/raw_ostream.h"

#include <algorithm>

namespace sampan {
namespace {

class Translation {
public:
  Translation(const Arguments &argumentList, Analysis result)
      : arguments(argumentList), analysis(std::move(result)),
        printer(absolutePath("."), useColour(arguments.colour, Stream::Error)) {}

  int run() {
    printFindings();
    if (analysis.plan.files.empty())
      return finish();
    if (arguments.diff)
      return showDiff();
    if (arguments.inPlace)
      return editInPlace();
    if (arguments.output.empty() || arguments.output == "-")
      return showText();
    return writeOutput();
  }

private:
  void printFindings() {
    llvm::errs() << printer.print(analysis.problems);
    for (const Finding &finding : analysis.plan.findings) {
      bool shown = finding.severity == Severity::Error || arguments.verbose ||
                   (finding.severity == Severity::Warning && !arguments.quiet);
      if (shown)
        llvm::errs() << printer.print(finding);
    }
    for (const std::string &file : analysis.plan.failedFiles)
      llvm::errs() << "sampan: error: nothing was made of " << shortened(file, absolutePath("."))
                   << ": it is no CUDA or C++ source that can be read\n";
  }

  int finish() { return analysis.status(arguments, analysis.plan.findings); }

  int internal(llvm::Error error) {
    llvm::errs() << "sampan: error: " << llvm::toString(std::move(error)) << "\n";
    return ExitInput;
  }

  void summarise(const WriteResult &result, const std::string &where) {
    if (arguments.quiet)
      return;
    std::size_t edits = 0;
    for (const auto &[file, list] : analysis.plan.edits)
      edits += list.size();
    llvm::errs() << "sampan: " << edits << " edits; " << result.written << " files written" << where
                 << ", " << result.unchanged << " unchanged";
    if (result.merged > 0)
      llvm::errs() << ", " << result.merged << " merged with your changes";
    if (result.removed > 0)
      llvm::errs() << ", " << result.removed << " removed with their sources";
    llvm::errs() << "\n";
  }

  /// Conflicts outrank findings: until they are resolved the output does not compile.
  int finishMerge(const WriteResult &result) {
    bool conflicts = false;
    for (const Finding &notice : result.notices) {
      conflicts |= notice.severity == Severity::Error;
      if (notice.severity != Severity::Note || !arguments.quiet)
        llvm::errs() << printer.print(notice);
    }
    return conflicts && !analysis.incomplete() ? int(ExitConflicts) : finish();
  }

  int finishWriting(const WriteResult &result, const std::string &where, int refused) {
    llvm::errs() << printer.print(result.problems);
    if (result.problems.empty()) {
      summarise(result, where);
      return finishMerge(result);
    }
    if (result.written == 0)
      llvm::errs() << "sampan: error: nothing was written"
                   << (arguments.force ? "" : "; --force overwrites all but the sources") << "\n";
    auto has = [&](DiagId id) {
      return std::any_of(result.problems.begin(), result.problems.end(),
                         [&](const Finding &finding) { return finding.id == id; });
    };
    if (has(diag::ConflictUnresolved::id))
      return ExitConflicts;
    return has(diag::OutputWouldOverwrite::id) ? int(ExitUsage) : refused;
  }

  int writeOutput() {
    bool asc = arguments.language != TargetId::Host;
    llvm::Expected<std::vector<OutputFile>> files =
        renderTree(analysis.plan, {asc ? ".asc" : arguments.renameSources, analysis.includedFiles});
    if (!files)
      return internal(files.takeError());
    if (asc)
      files->push_back(ascProject(*files, commonDirectory(analysis.plan.files), analysis.flags));
    return finishWriting(writeTree(*files, arguments.output, arguments.force),
                         " to " + arguments.output, ExitInput);
  }

  int editInPlace() {
    llvm::Expected<std::vector<OutputFile>> files = renderTree(analysis.plan, {});
    if (!files)
      return internal(files.takeError());
    return finishWriting(writeInPlace(*files, arguments.force, arguments.backup), "", ExitUsage);
  }

  int showDiff() {
    std::string root = commonDirectory(analysis.plan.files);
    for (const auto &[file, edits] : analysis.plan.edits) {
      llvm::Expected<std::string> source = readFile(file);
      if (!source)
        return internal(source.takeError());
      llvm::Expected<OutputFile> output = renderFile(analysis.plan, file);
      if (!output)
        return internal(output.takeError());
      std::string name = shortened(file, root);
      llvm::outs() << unifiedDiff("a/" + name, "b/" + name, *source, output->text, edits);
    }
    return finish();
  }

  int showText() {
    if (analysis.mainFiles.size() != 1)
      return usageError("several files: use -o DIR, --in-place or --diff");
    llvm::Expected<OutputFile> output = renderFile(analysis.plan, analysis.mainFiles.front());
    if (!output)
      return internal(output.takeError());
    llvm::outs() << output->text;
    return finish();
  }

  const Arguments &arguments;
  Analysis analysis;
  FindingPrinter printer;
};

} // namespace

int runTranslate(const Arguments &arguments, const Toolkit &kit) {
  if (!arguments.targets.empty() && !chosenTarget(arguments))
    return ExitUsage;
  bool toStdout = arguments.output.empty() || arguments.output == "-";
  if (toStdout && !arguments.diff && !arguments.inPlace && arguments.inputs.size() > 1)
    return usageError("several files: use -o DIR, --in-place or --diff");
  std::optional<Analysis> analysis = analyse(arguments, kit, Purpose::Translate);
  if (!analysis)
    return ExitUsage;
  dropSuppressed(analysis->plan.findings, analysis->plan.files);
  return Translation(arguments, std::move(*analysis)).run();
}

} // namespace sampan
