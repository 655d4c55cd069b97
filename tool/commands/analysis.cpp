// SPDX-License-Identifier: Apache-2.0
#include "tool/commands/analysis.h"

#include "rewriters/core/diagnostics.h"
#include "rewriters/core/host_api.h"
#include "tool/cache/result_cache.h"
#include "tool/commands/project_inputs.h"
#include "tool/nvcc/host_compiler.h"
#include "tool/project/inputs.h"
#include "tool/project/jobs.h"
#include "tool/support/cache_directory.h"
#include "tool/support/files.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <map>

namespace sampan {
namespace {

namespace path = llvm::sys::path;
using Words = std::vector<std::string>;

/// A header, or a source that the database does not know, is most likely compiled as its neighbour.
std::optional<CompileCommand> neighbourCommand(const CompileDatabase &database,
                                               const std::string &file) {
  const CompileCommand *best = nullptr;
  for (const CompileCommand &command : database.commands()) {
    if (!best || (command.isCuda && !best->isCuda))
      best = &command;
    if (path::parent_path(command.file) == path::parent_path(file) && command.isCuda) {
      best = &command;
      break;
    }
  }
  if (!best)
    return std::nullopt;
  CompileCommand command = *best;
  command.file = file;
  return command;
}

std::vector<CompileCommand> commandsFor(const Arguments &arguments, const CompileDatabase &database,
                                        const ProjectInput &input, const Toolkit &kit) {
  const std::string &file = input.file;
  std::string directory = absolutePath(".");
  if (arguments.fixedFlags)
    return {fixedCommand(*arguments.fixedFlags, directory, file, kit)};
  if (input.guessed) {
    Words flags;
    for (const std::string &each : input.includeDirectories)
      flags.push_back("-I" + each);
    return {fixedCommand(flags, directory, file, kit)};
  }
  std::vector<CompileCommand> commands = database.commandsFor(file);
  if (commands.empty()) {
    if (std::optional<CompileCommand> neighbour = neighbourCommand(database, file))
      commands.push_back(std::move(*neighbour));
    else
      commands.push_back(fixedCommand({}, directory, file, kit));
  }
  return commands;
}

/// A host source by its name, in which nothing needs a CUDA compiler.
bool isHostSource(const CompileCommand &command) {
  constexpr std::string_view hostExtensions[] = {".cpp", ".cc", ".cxx", ".c++", ".C", ".c"};
  if (command.forcedCuda ||
      llvm::find(hostExtensions, path::extension(command.file).str()) == std::end(hostExtensions))
    return false;
  llvm::Expected<std::string> text = readFile(command.file);
  if (!text) {
    llvm::consumeError(text.takeError());
    return false;
  }
  return text->find("<<<") == text->npos && text->find("__global__") == text->npos;
}

TuOptions unitOptions(const CompileCommand &command, const Arguments &arguments, const Toolkit &kit,
                      Purpose purpose) {
  TuOptions options;
  options.file = command.file;
  options.directory = command.directory;
  options.cudaSource = !isHostSource(command);
  bool isC = !options.cudaSource && command.file.ends_with(".c");
  // Without a -std the front end shall take what spncc takes.
  bool hasStandard = std::any_of(command.arguments.begin(), command.arguments.end(),
                                 [](const std::string &flag) { return flag.starts_with("-std="); });
  if (!hasStandard && !isC)
    options.arguments.emplace_back("-std=gnu++17");
  auto add = [&](const Words &flags) {
    options.arguments.insert(options.arguments.end(), flags.begin(), flags.end());
  };
  add(arguments.extraBefore);
  add(command.arguments);
  add(arguments.extraAfter);
  if (isC)
    std::erase_if(options.arguments, [](std::string_view flag) {
      return flag.starts_with("-std=") && flag.find("++") != flag.npos;
    });
  // Our headers are C++14; for older input the translated source asks for C++14 too.
  for (std::string &flag : options.arguments)
    if (flag.starts_with("-std=") && options.cudaSource)
      flag = nvcc::cudaStandardFlag(flag.substr(5));
  options.cudaIncludeDir = kit.cudaInclude;
  options.sampanIncludeDir = kit.include;
  options.deviceArch = command.deviceArch;
  options.purpose = purpose;
  options.language = arguments.language;
  if (arguments.emulateDouble) // the lowering reads it
    options.arguments.emplace_back("-D__SAMPAN_SOFT_DOUBLE__");
  options.relocatableDeviceCode = command.relocatableDeviceCode;
  options.cacheDirectory = cacheDirectory();
  for (const std::string &root : arguments.projectRoots)
    options.projectRoots.push_back(absolutePath(root));
  return options;
}

/// A .cu file in which the front end finds errors and nothing of CUDA is not the source that its
/// name says. Nothing is made of it.
bool isNoSource(const TuResult &result) {
  bool broken = std::any_of(result.findings.begin(), result.findings.end(),
                            [](const Finding &f) { return f.id == diag::ParseError::id; });
  return broken && result.uses.empty() && result.kernels.empty() &&
         path::extension(result.mainFile) == ".cu";
}

void rejectUnusable(std::vector<TuResult> &results) {
  for (TuResult &result : results) {
    if (!result.failed && !isNoSource(result))
      continue;
    result.failed = true;
    result.groups.clear();
    result.files.clear();
  }
}

} // namespace

bool Analysis::incomplete() const {
  return !problems.empty() || !plan.failedFiles.empty() ||
         std::any_of(plan.findings.begin(), plan.findings.end(),
                     [](const Finding &finding) { return finding.id == diag::ParseError::id; });
}

int Analysis::status(const Arguments &arguments, const std::vector<Finding> &findings) const {
  if (incomplete())
    return ExitInput;
  if (arguments.exitZero)
    return ExitClean;
  FailOn failOn = arguments.gates.failOn.value_or(FailOn::errors());
  bool found = std::any_of(findings.begin(), findings.end(),
                           [&](const Finding &finding) { return failOn.matches(finding); });
  return found ? ExitFindings : ExitClean;
}

std::shared_ptr<const RuleTable> rulesOf(const Arguments &arguments) {
  std::shared_ptr<const RuleTable> base(&RuleTable::builtin(), [](const RuleTable *) {});
  std::vector<std::string> files = arguments.ruleFiles;
  if (std::erase(files, kAclRuleSet) > 0)
    base = rulesForAcl(*base);
  if (files.empty())
    return base;
  RuleLoadResult loaded = RuleTable::withOverlay(*base, files);
  for (const RuleFileError &error : loaded.errors)
    llvm::errs() << error.text() << "\n";
  // Rows of the base are views of what it holds.
  std::shared_ptr<const RuleTable> table = loaded.table;
  return {table.get(), [base, table](const RuleTable *) {}};
}

std::vector<const Target *> chosenTargets(const Arguments &arguments) {
  std::vector<std::string> names = arguments.targets;
  if (names.empty())
    names.push_back(llvm::sys::Process::GetEnv("SAMPAN_TARGET").value_or("host"));
  std::vector<const Target *> targets;
  for (const std::string &name : names) {
    if (const Target *found = findTarget(name)) {
      targets.push_back(found);
      continue;
    }
    std::string known;
    for (const Target &each : allTargets())
      known += (known.empty() ? "" : ", ") + std::string(each.name);
    usageError("unknown target '" + name + "'; known are " + known);
    return {};
  }
  return targets;
}

const Target *chosenTarget(const Arguments &arguments) {
  std::vector<const Target *> targets = chosenTargets(arguments);
  if (targets.size() > 1)
    usageError("one target at a time; only `sampan report` takes several");
  return targets.size() == 1 ? targets.front() : nullptr;
}

std::optional<Analysis> analyse(const Arguments &arguments, const Toolkit &kit, Purpose purpose) {
  Analysis analysis;
  analysis.rules = rulesOf(arguments);
  if (!analysis.rules)
    return std::nullopt;
  llvm::Expected<CompileDatabase> database = openDatabase(arguments, kit);
  if (!database) {
    usageError(llvm::toString(database.takeError()));
    return std::nullopt;
  }
  ProjectInputs inputs = gatherInputs(arguments, *database);
  analysis.problems = std::move(inputs.problems);
  if (inputs.files.empty() && analysis.problems.empty()) {
    usageError("no source files; name some or a directory, or give -p with a "
               "compile_commands.json");
    return std::nullopt;
  }
  std::vector<TuOptions> units;
  std::map<std::string, Finding> guesses;
  for (const ProjectInput &input : inputs.files) {
    const std::string &file = input.file;
    if (std::optional<Finding> problem = checkInput(file)) {
      analysis.problems.push_back(std::move(*problem));
      continue;
    }
    analysis.mainFiles.push_back(file);
    if (std::optional<Finding> guess = input.note())
      guesses.emplace(file, std::move(*guess));
    for (const CompileCommand &command : commandsFor(arguments, *database, input, kit))
      units.push_back(unitOptions(command, arguments, kit, purpose));
  }
  for (const TuOptions &unit : units) {
    addBuildFlags(unit.arguments, unit.directory, analysis.flags);
    analysis.flags.relocatableDeviceCode |= unit.relocatableDeviceCode;
  }
  if (!analysis.problems.empty() && !arguments.keepGoing)
    units.clear();
  Progress progress(units.size(), !arguments.quiet);
  ResultCache cache(arguments.useCache ? CacheSettings::fromEnvironment() : CacheSettings(), kit,
                    arguments.ruleFiles);
  std::vector<TuResult> results =
      analyseAll(units, *analysis.rules, arguments.jobs, arguments.keepGoing, progress, &cache);
  if (arguments.verbose && cache.hits() + cache.misses() > 0)
    llvm::errs() << "sampan: " << cache.hits() << " results from the cache, " << cache.misses()
                 << " analysed\n";
  rejectUnusable(results);
  for (TuResult &result : results)
    if (auto guess = guesses.find(result.mainFile); guess != guesses.end())
      result.findings.push_back(guess->second);
  for (const TuResult &result : results)
    for (const std::string &file : result.files)
      if (file != result.mainFile)
        analysis.includedFiles.insert(file);
  analysis.plan = Plan::merge(std::move(results));
  return analysis;
}

} // namespace sampan
