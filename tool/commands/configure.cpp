// SPDX-License-Identifier: Apache-2.0
#include "tool/commands/configure.h"

#include "tool/commands/command.h"
#include "tool/gate/config.h"
#include "tool/support/files.h"

namespace sampan {
namespace {

template <class T> void fill(T &value, const T &fallback) {
  if (value == T())
    value = fallback;
}

template <class T> void fill(std::optional<T> &value, const std::optional<T> &fallback) {
  if (!value)
    value = fallback;
}

void prepend(std::vector<std::string> &list, const std::vector<std::string> &first) {
  list.insert(list.begin(), first.begin(), first.end());
}

void apply(const Config &config, Arguments &arguments, bool severalTargets) {
  arguments.configDirectory = config.directory;
  if (arguments.targets.empty()) {
    arguments.targets = config.targets;
    if (!severalTargets && arguments.targets.size() > 1)
      arguments.targets.resize(1);
  }
  fill(arguments.buildPath, config.buildPath);
  fill(arguments.projectRoots, config.projectRoots);
  if (config.jobs && !arguments.jobsGiven)
    arguments.jobs = *config.jobs;
  arguments.exclude = config.exclude;
  // Of two rules for a name the later one holds.
  prepend(arguments.ruleFiles, config.rules);
  prepend(arguments.extraAfter, config.extraArguments);
  GatePolicy &gates = arguments.gates;
  fill(gates.failOn, config.gates.failOn);
  fill(gates.maxNew, config.gates.maxNew);
  fill(gates.minCoverage, config.gates.minCoverage);
  fill(gates.minKernels, config.gates.minKernels);
  fill(gates.maxNotAnalysed, config.gates.maxNotAnalysed);
  fill(gates.baseline, config.gates.baseline);
  fill(gates.changedSince, config.gates.changedSince);
}

} // namespace

bool applyConfig(Arguments &arguments, bool severalTargets) {
  std::string file = arguments.configFile;
  if (file.empty() && !arguments.noConfig)
    file = Config::find(absolutePath("."));
  if (!file.empty()) {
    llvm::Expected<Config> config = Config::load(file);
    if (!config) {
      usageError(llvm::toString(config.takeError()));
      return false;
    }
    apply(*config, arguments, severalTargets);
  }
  prepend(arguments.ruleFiles, rulesFromEnvironment());
  return true;
}

} // namespace sampan
