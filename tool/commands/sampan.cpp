// SPDX-License-Identifier: Apache-2.0
// Finds the subcommand and its options.
#include "rewriters/core/diagnostics.h"
#include "tool/commands/command.h"
#include "tool/commands/configure.h"
#include "tool/commands/options.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

namespace sampan {
namespace {

struct Command {
  const char *name;
  const char *usage;
  const char *summary;
  unsigned visibility;
  int (*run)(const Arguments &, const Toolkit &);
};

constexpr Command kCommands[] = {
    {"translate", "FILE... [-p DIR] [-o DIR | --in-place | --diff] [-- FLAGS]",
     "rewrite CUDA sources as portable C++", TranslateVis, runTranslate},
    {"report", "FILE... [-p DIR] [--target T] [--format F[:PATH]]",
     "list what is used, and how it comes out", ReportVis, runReport},
    {"explain", "SPN1004 | cudaMalloc", "explain a diagnostic, or the mapping of a CUDA name",
     ExplainVis, runExplain},
    {"explain-kernel", "FILE[:KERNEL]... [-p DIR] [-- FLAGS]",
     "say how kernels run on the host, and what keeps them from a faster form", ExplainKernelVis,
     runExplainKernel},
    {"rules", "[--library L] [--format md|json|text]", "list the mapping rules", RulesVis,
     runRules},
    {"env", "[--shell sh|fish]", "print what makes a build use Sampan in place of CUDA", EnvVis,
     runEnv},
    {"baseline", "write|diff|prune [FILE...] [-p DIR] [--baseline FILE] [--target T]",
     "record the findings that are known, or compare with them", BaselineVis, runBaseline},
    {"intercept", "[-o FILE] [--append] -- COMMAND...",
     "write compile_commands.json while COMMAND builds", InterceptVis, runIntercept},
    {"doctor", "", "check the installation", DoctorVis, runDoctor},
};

void printHelp(llvm::raw_ostream &out) {
  out << "sampan " SAMPAN_VERSION ": carries CUDA C++ to other hardware\n\n"
         "  sampan translate src/*.cu -o translated -- -Iinclude\n"
         "  sampan translate -p build --diff src/main.cu\n"
         "  sampan report -p build --format json:report.json src/*.cu\n"
         "  spncc -O2 main.cu -o main          compile at once, with nvcc's options\n\n"
         "commands:\n";
  for (const Command &command : kCommands)
    out << "  " << llvm::left_justify(command.name, 11) << command.summary << "\n";
  out << "\n`sampan COMMAND --help` lists the options of a command.\n"
         "Exit status: 0 clean, 1 findings, 2 wrong usage, 3 input cannot be read or does not "
         "compile, 4 internal error, 5 conflicts with edits by hand.\n";
}

int printVersion() {
  llvm::outs() << "sampan " SAMPAN_VERSION " (LLVM " LLVM_VERSION_STRING ")\n";
  return ExitClean;
}

int runCommand(const Command &command, const char *argv0, const std::vector<std::string> &words) {
  Arguments arguments = parseSampanArguments(words, command.visibility);
  if (arguments.help) {
    std::string usage = std::string("sampan ") + command.name + " " + command.usage;
    sampanOptions().printHelp(llvm::outs(), usage.c_str(), command.summary, false, false,
                              llvm::opt::Visibility(command.visibility));
    return ExitClean;
  }
  for (const std::string &text : arguments.errors)
    usageError(text);
  if (!arguments.errors.empty())
    return ExitUsage;
  bool analyses = (command.visibility & (TranslateVis | ReportVis | BaselineVis)) != 0;
  bool usesRules = (command.visibility & (ExplainVis | RulesVis)) != 0;
  bool severalTargets = (command.visibility & (ReportVis | BaselineVis)) != 0;
  if ((analyses || usesRules) && !applyConfig(arguments, severalTargets))
    return ExitUsage;
  return command.run(arguments, Toolkit::find(argv0));
}

} // namespace

int usageError(const std::string &text) {
  llvm::errs() << "sampan: error: " << text << "\n";
  return ExitUsage;
}

int runSampan(const char *argv0, const std::vector<std::string> &words) {
  if (llvm::StringRef(llvm::sys::Process::GetEnv("SAMPAN_LANGUAGE").value_or("")).starts_with("zh"))
    setMessageLanguage(Language::Chinese);
  if (words.empty()) {
    printHelp(llvm::errs());
    return ExitUsage;
  }
  if (words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    printHelp(llvm::outs());
    return ExitClean;
  }
  if (words[0] == "--version")
    return printVersion();
  const Command *nearest = nullptr;
  for (const Command &command : kCommands) {
    if (words[0] == command.name)
      return runCommand(command, argv0, {words.begin() + 1, words.end()});
    if (llvm::StringRef(words[0]).edit_distance(command.name) <= 2)
      nearest = &command;
  }
  return usageError("unknown command '" + words[0] + "'" +
                    (nearest ? "; did you mean '" + std::string(nearest->name) + "'?"
                             : "; `sampan --help` lists them"));
}

} // namespace sampan
