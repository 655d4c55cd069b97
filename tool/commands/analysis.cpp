// SPDX-License-Identifier: Apache-2.0
#include "tool/commands/analysis.h"

#include "rewriters/core/diagnostics.h"
#include "tool/nvcc/host_compiler.h"
#include "tool/project/compile_db.h"
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

namespace sampan {
namespace {

namespace path = llvm::sys::path;
using Words = std::vector<std::string>;

/// A broken database is an error; none at all is not, when there are files.
llvm::Expected<CompileDatabase> openDatabase(const Arguments &arguments, const Toolkit &kit) {
  std::string file;
  if (!arguments.buildPath.empty()) {
    file = arguments.buildPath;
    if (llvm::sys::fs::is_directory(file))
      file += "/compile_commands.json";
    if (!llvm::sys::fs::exists(file))
      return llvm::createStringError("no compile_commands.json in '" + arguments.buildPath + "'");
  } else if (!arguments.inputs.empty()) {
    file = findDatabase(path::parent_path(absolutePath(arguments.inputs.front())).str());
  }
  if (file.empty())
    return CompileDatabase();
  return CompileDatabase::load(file, kit);
}

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
                                        const std::string &file, const Toolkit &kit) {
  std::string directory = absolutePath(".");
  if (arguments.fixedFlags)
    return {fixedCommand(*arguments.fixedFlags, directory, file, kit)};
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
  if (arguments.exitZero || arguments.failOn == Threshold::Never)
    return ExitClean;
  Severity worst = arguments.failOn == Threshold::Error ? Severity::Error : Severity::Warning;
  bool found = std::any_of(findings.begin(), findings.end(),
                           [&](const Finding &finding) { return finding.severity >= worst; });
  return found ? ExitFindings : ExitClean;
}

std::shared_ptr<const RuleTable> rulesOf(const Arguments &arguments) {
  if (arguments.ruleFiles.empty())
    return {&RuleTable::builtin(), [](const RuleTable *) {}};
  RuleLoadResult loaded = RuleTable::withOverlay(RuleTable::builtin(), arguments.ruleFiles);
  for (const RuleFileError &error : loaded.errors)
    llvm::errs() << error.text() << "\n";
  return loaded.table;
}

const Target *chosenTarget(const Arguments &arguments) {
  std::string name = arguments.target;
  if (name.empty())
    name = llvm::sys::Process::GetEnv("SAMPAN_TARGET").value_or("host");
  if (const Target *found = findTarget(name))
    return found;
  std::string known;
  for (const Target &each : allTargets())
    known += (known.empty() ? "" : ", ") + std::string(each.name);
  usageError("unknown target '" + name + "'; known are " + known);
  return nullptr;
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
  Words inputs;
  for (const std::string &input : arguments.inputs)
    inputs.push_back(absolutePath(input));
  if (inputs.empty())
    inputs = database->cudaFiles();
  if (inputs.empty()) {
    usageError("no source files; name some, or give -p with a compile_commands.json");
    return std::nullopt;
  }
  std::vector<TuOptions> units;
  for (const std::string &file : inputs) {
    if (std::find(analysis.mainFiles.begin(), analysis.mainFiles.end(), file) !=
        analysis.mainFiles.end())
      continue;
    if (std::optional<Finding> problem = checkInput(file)) {
      analysis.problems.push_back(std::move(*problem));
      continue;
    }
    analysis.mainFiles.push_back(file);
    for (const CompileCommand &command : commandsFor(arguments, *database, file, kit))
      units.push_back(unitOptions(command, arguments, kit, purpose));
  }
  for (const TuOptions &unit : units) {
    addBuildFlags(unit.arguments, unit.directory, analysis.flags);
    analysis.flags.relocatableDeviceCode |= unit.relocatableDeviceCode;
  }
  if (!analysis.problems.empty() && !arguments.keepGoing)
    units.clear();
  Progress progress(units.size(), !arguments.quiet);
  std::vector<TuResult> results =
      analyseAll(units, *analysis.rules, arguments.jobs, arguments.keepGoing, progress);
  rejectUnusable(results);
  for (const TuResult &result : results)
    for (const std::string &file : result.files)
      if (file != result.mainFile)
        analysis.includedFiles.insert(file);
  analysis.plan = Plan::merge(std::move(results));
  return analysis;
}

} // namespace sampan
