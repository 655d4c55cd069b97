// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/driver.h"

#include "tool/gate/config.h"
#include "tool/nvcc/ascend.h"
#include "tool/nvcc/dryrun.h"
#include "tool/nvcc/phases.h"
#include "tool/support/terminal.h"

#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

namespace sampan::nvcc {
namespace {

std::optional<std::string> processEnvironment(const char *name) {
  return llvm::sys::Process::GetEnv(name);
}

void printErrors(const std::vector<std::string> &errors) {
  for (const std::string &text : errors)
    llvm::errs() << "spncc: error: " << text << "\n";
}

/// Requests that need no input. Returns false when there is none.
bool answerQuestion(const Invocation &invocation) {
  switch (invocation.phase) {
  case Phase::ShowVersion:
    llvm::outs() << versionBanner();
    return true;
  case Phase::ShowHelp:
    llvm::outs() << helpText();
    return true;
  case Phase::ListCode:
    llvm::outs() << architectureList("sm_");
    return true;
  case Phase::ListArch:
    llvm::outs() << architectureList("compute_");
    return true;
  default:
    return false;
  }
}

llvm::Expected<TemporaryDirectory> workDirectory(const Invocation &invocation) {
  if (!invocation.keep)
    return TemporaryDirectory::create();
  return TemporaryDirectory::at(invocation.keepDirectory.empty() ? "." : invocation.keepDirectory);
}

/// Null after an error message.
std::shared_ptr<const RuleTable> loadRules() {
  llvm::Expected<std::vector<std::string>> files = rulesForCompile(absolutePath("."));
  if (!files) {
    printErrors({llvm::toString(files.takeError())});
    return nullptr;
  }
  if (files->empty())
    return {&RuleTable::builtin(), [](const RuleTable *) {}};
  RuleLoadResult loaded = RuleTable::withOverlay(RuleTable::builtin(), *files);
  for (const RuleFileError &error : loaded.errors)
    printErrors({error.text()});
  return loaded.table;
}

} // namespace

int runDriver(const char *argv0, std::vector<std::string> words) {
  std::vector<std::string> errors;
  words = expandArguments(std::move(words), processEnvironment, errors);
  ParsedArguments parsed = parseArguments(words);
  Invocation &invocation = parsed.invocation;
  if (errors.empty() && parsed.errors.empty() && answerQuestion(invocation))
    return 0;
  Toolkit kit = Toolkit::find(argv0);
  if (invocation.verbose || invocation.dryRun)
    llvm::errs() << variables(kit, processEnvironment("PATH").value_or(""));
  errors.insert(errors.end(), parsed.errors.begin(), parsed.errors.end());
  if (errors.empty() && invocation.inputs.empty())
    errors.emplace_back("no input files; --help shows the options");
  HostCompiler compiler = findHostCompiler(invocation.hostCompiler, processEnvironment);
  if (errors.empty() && compiler.program.empty())
    errors.emplace_back("no host compiler: install g++ or clang++, or name one with -ccbin");
  std::string bisheng;
  if (invocation.target == TargetId::Ascend950) {
    bisheng = findBisheng(invocation.bisheng, processEnvironment);
    if (bisheng.empty() && invocation.dryRun)
      bisheng = "bisheng";
    if (bisheng.empty())
      errors.push_back(bishengIsMissing(invocation.bisheng));
  }
  printErrors(errors);
  if (!errors.empty())
    return 1;
  llvm::Expected<TemporaryDirectory> temporary = workDirectory(invocation);
  if (!temporary) {
    printErrors({llvm::toString(temporary.takeError())});
    return 1;
  }
  std::shared_ptr<const RuleTable> rules = loadRules();
  if (!rules)
    return 1;
  Session session(invocation, std::move(kit), std::move(compiler), std::move(bisheng),
                  std::move(*temporary), std::move(rules),
                  useColour(ColourMode::Auto, Stream::Error));
  for (const std::string &text : parsed.warnings)
    session.warning(text);
  for (const std::string &text : parsed.notes)
    session.note(text);
  return runPhases(session) ? 0 : 1;
}

} // namespace sampan::nvcc
