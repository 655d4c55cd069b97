// SPDX-License-Identifier: Apache-2.0
// `sampan explain-kernel`: the form in which each kernel runs on the host, and what stood in the
// way of a faster one.
#include "tool/commands/analysis.h"
#include "tool/report/finding_text.h"
#include "tool/support/files.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>

namespace sampan {
namespace {

/// FILE or FILE:KERNEL; a kernel is named with or without its namespaces.
struct Wanted {
  std::string file, kernel;
};

Wanted parseWanted(const std::string &word) {
  std::size_t colon = word.rfind(':');
  // A colon of a namespace belongs to the kernel's name.
  while (colon != std::string::npos && colon > 0 && word[colon - 1] == ':')
    colon = colon > 1 ? word.rfind(':', colon - 2) : std::string::npos;
  if (colon == std::string::npos || llvm::sys::fs::exists(word))
    return {word, {}};
  return {word.substr(0, colon), word.substr(colon + 1)};
}

bool isNamed(const KernelForm &form, const std::string &name) {
  return form.kernel == name || llvm::StringRef(form.kernel).ends_with("::" + name);
}

const char *nameOf(HostForm form) {
  switch (form) {
  case HostForm::Loop:
    return "loop";
  case HostForm::Fission:
    return "fission";
  case HostForm::LaneChunked:
    return "warp loops";
  case HostForm::Unused:
    return "unused";
  case HostForm::Fibre:
    break;
  }
  return "fibre";
}

std::string describe(const KernelForm &form) {
  std::string text = nameOf(form.form);
  if (isBlockForm(form.form)) {
    text += ": " + std::to_string(form.regions) +
            (form.regions == 1 ? " loop over the threads" : " loops over the threads");
    if (form.bounded)
      text += ", " + std::to_string(form.bounded) + " bounded by a guard";
    if (form.interchanged)
      text += ", " + std::to_string(form.interchanged) + " inside a uniform loop";
    for (std::size_t i = 0; i < form.carried.size(); ++i)
      text += (i ? ", " : "; kept per thread: ") + form.carried[i];
    return text;
  }
  return text + ": " + form.obstacle;
}

void print(const KernelForm &form, const std::string &directory) {
  auto place = [&](const Span &span) {
    return shortened(span.file, directory) + ":" + std::to_string(span.line) + ":" +
           std::to_string(span.column);
  };
  llvm::outs() << place(form.at) << ": " << form.kernel << ": " << describe(form) << "\n";
  if (!isBlockForm(form.form) && form.obstacleAt != form.at)
    llvm::outs() << "  " << place(form.obstacleAt) << ": here\n";
}

} // namespace

int runExplainKernel(const Arguments &arguments, const Toolkit &kit) {
  Arguments plain = arguments;
  std::vector<Wanted> wanted;
  plain.inputs.clear();
  for (const std::string &word : arguments.inputs) {
    wanted.push_back(parseWanted(word));
    if (std::find(plain.inputs.begin(), plain.inputs.end(), wanted.back().file) ==
        plain.inputs.end())
      plain.inputs.push_back(wanted.back().file);
  }
  std::optional<Analysis> analysis = analyse(plain, kit, Purpose::Compile);
  if (!analysis)
    return ExitUsage;
  const std::string directory = absolutePath(".");
  auto isWanted = [&](const KernelForm &form) {
    return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](const Wanted &each) {
             return each.kernel.empty() || isNamed(form, each.kernel);
           });
  };
  bool any = false;
  for (const KernelForm &form : analysis->plan.kernelForms)
    if (isWanted(form)) {
      print(form, directory);
      any = true;
    }
  FindingPrinter printer(directory, useColour(arguments.colour, Stream::Error));
  std::vector<Finding> shown = analysis->problems;
  for (const Finding &finding : analysis->plan.findings)
    if (finding.severity == Severity::Error && finding.id < 2000)
      shown.push_back(finding);
  llvm::errs() << printer.print(shown);
  for (const Wanted &each : wanted)
    if (!each.kernel.empty() &&
        std::none_of(analysis->plan.kernelForms.begin(), analysis->plan.kernelForms.end(),
                     [&](const KernelForm &form) { return isNamed(form, each.kernel); }))
      return usageError("no kernel '" + each.kernel + "' in " + each.file);
  if (analysis->incomplete() && !any)
    return ExitInput;
  return ExitClean;
}

} // namespace sampan
