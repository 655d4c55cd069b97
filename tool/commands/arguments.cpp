// SPDX-License-Identifier: Apache-2.0
#include "tool/commands/arguments.h"

#include "rewriters/core/host_api.h"

#include "tool/commands/options.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"

#include <algorithm>

namespace sampan {
namespace {

using llvm::StringRef;
using llvm::opt::Arg;
using llvm::opt::InputArgList;

class Reader {
public:
  Reader(const InputArgList &list, Arguments &result) : arguments(list), out(result) {}

  void read(unsigned visibility) {
    out.inputs = arguments.getAllArgValues(OPT_INPUT);
    out.help = arguments.hasArg(OPT_help);
    out.quiet = arguments.hasArg(OPT_quiet);
    out.verbose = arguments.hasArg(OPT_verbose);
    out.buildPath = value(OPT_build_path);
    out.extraBefore = arguments.getAllArgValues(OPT_extra_arg_before);
    out.extraAfter = arguments.getAllArgValues(OPT_extra_arg);
    out.ruleFiles = arguments.getAllArgValues(OPT_rules);
    out.projectRoots = arguments.getAllArgValues(OPT_project_root);
    out.useCache = !arguments.hasArg(OPT_no_cache);
    readTargets();
    out.exitZero = arguments.hasArg(OPT_exit_zero);
    out.loops = arguments.hasArg(OPT_loops);
    out.json = arguments.hasArg(OPT_json);
    out.library = value(OPT_library);
    readChoices();
    readOutput(visibility);
    readFormats();
    readGates();
    complainUnknown(visibility);
  }

private:
  std::string value(unsigned id) const { return arguments.getLastArgValue(id).str(); }

  /// Index of the value among `choices`, 0 when the option is absent or wrong.
  std::size_t choice(unsigned id, const std::vector<StringRef> &choices) {
    const Arg *argument = arguments.getLastArg(id);
    if (!argument)
      return 0;
    auto found = std::find(choices.begin(), choices.end(), StringRef(argument->getValue()));
    if (found != choices.end())
      return static_cast<std::size_t>(found - choices.begin());
    std::string list;
    for (StringRef each : choices)
      list += (list.empty() ? "" : ", ") + each.str();
    out.errors.push_back("'" + argument->getAsString(arguments) + "': expected one of " + list);
    return 0;
  }

  void readChoices() {
    constexpr ColourMode colours[] = {ColourMode::Auto, ColourMode::Always, ColourMode::Never};
    out.colour = colours[choice(OPT_colour, {"auto", "always", "never"})];
    out.keepGoing = choice(OPT_keep_going, {"yes", "no"}) == 0;
    out.shell = choice(OPT_shell, {"sh", "fish"}) == 0 ? "sh" : "fish";
    out.jobsGiven = arguments.hasArg(OPT_jobs);
    if (const Arg *jobs = arguments.getLastArg(OPT_jobs))
      if (StringRef(jobs->getValue()).getAsInteger(10, out.jobs))
        out.errors.push_back("'-j " + std::string(jobs->getValue()) + "': expected a number");
  }

  /// "--target a,b --target c" is a list of three.
  void readTargets() {
    for (StringRef text : arguments.getAllArgValues(OPT_target)) {
      llvm::SmallVector<StringRef> names;
      text.split(names, ',');
      for (StringRef name : names)
        if (name = name.trim(); !name.empty() && !llvm::is_contained(out.targets, name))
          out.targets.push_back(name.str());
      if (names.size() == 1 && names.front().empty())
        out.errors.emplace_back("'--target': expected the name of a target");
    }
  }

  void readOutput(unsigned visibility) {
    out.output = value(OPT_output);
    out.inPlace = arguments.hasArg(OPT_in_place);
    out.backup = arguments.hasArg(OPT_backup);
    out.diff = arguments.hasArg(OPT_diff);
    out.append = arguments.hasArg(OPT_append);
    out.force = arguments.hasArg(OPT_force);
    out.renameSources = value(OPT_rename_sources);
    if (!out.renameSources.empty() && out.renameSources.front() != '.')
      out.renameSources.insert(0, ".");
    if (out.renameSources.find_first_of("/\\") != std::string::npos)
      out.errors.push_back("'--rename-sources': expected an extension such as .cpp");
    constexpr TargetId languages[] = {TargetId::Host, TargetId::Ascend950};
    out.language = languages[choice(OPT_to, {"portable", "ascendc"})];
    if (choice(OPT_host_api, {"shim", "acl"}) == 1) {
      out.ruleFiles.insert(out.ruleFiles.begin(), std::string(kAclRuleSet));
      if (out.language == TargetId::Host)
        out.errors.emplace_back("--host-api acl goes with --to ascendc");
    }
    out.emulateDouble = choice(OPT_fp64, {"refuse", "emulate"}) == 1;
    if (out.emulateDouble && out.language == TargetId::Host && visibility == TranslateVis)
      out.errors.emplace_back("--fp64 emulate goes with --to ascendc");
    if (int(!out.output.empty()) + int(out.inPlace) + int(out.diff) > 1)
      out.errors.emplace_back("-o, --in-place and --diff exclude each other");
    if (out.language != TargetId::Host && (out.inPlace || !out.renameSources.empty()))
      out.errors.emplace_back("--to ascendc writes .asc files to -o DIR; it goes with neither "
                              "--in-place nor --rename-sources");
    if (out.backup && !out.inPlace)
      out.errors.emplace_back("--backup is for --in-place");
  }

  /// Reads a value with `parse`; a mistake is reported with the option's name.
  template <class T, class Parse> void parsed(unsigned id, std::optional<T> &value, Parse parse) {
    const Arg *argument = arguments.getLastArg(id);
    if (!argument)
      return;
    llvm::Expected<T> result = parse(argument->getValue());
    if (result)
      value = std::move(*result);
    else
      out.errors.push_back("'" + argument->getAsString(arguments) +
                           "': " + llvm::toString(result.takeError()));
  }

  void readGates() {
    out.configFile = value(OPT_config);
    out.noConfig = arguments.hasArg(OPT_no_config);
    GatePolicy &gates = out.gates;
    parsed(OPT_fail_on, gates.failOn, FailOn::parse);
    parsed(OPT_max_new, gates.maxNew, parseCount);
    parsed(OPT_min_coverage, gates.minCoverage, parsePercent);
    parsed(OPT_min_kernels, gates.minKernels, parsePercent);
    parsed(OPT_max_not_analysed, gates.maxNotAnalysed, parsePercent);
    gates.baseline = value(OPT_baseline);
    gates.changedSince = value(OPT_changed_since);
  }

  void readFormats() {
    for (StringRef text : arguments.getAllArgValues(OPT_format)) {
      auto [format, path] = text.split(':');
      out.formats.push_back({format.str(), path.str()});
    }
  }

  void complainUnknown(unsigned visibility) {
    for (const Arg *argument : arguments.filtered(OPT_UNKNOWN)) {
      std::string text = argument->getAsString(arguments);
      std::string message = "unknown option '" + text + "'", nearest;
      if (sampanOptions().findNearest(text, nearest, llvm::opt::Visibility(visibility)) <= 2)
        message += "; did you mean '" + nearest + "'?";
      out.errors.push_back(std::move(message));
    }
  }

  const InputArgList &arguments;
  Arguments &out;
};

} // namespace

Arguments parseSampanArguments(const std::vector<std::string> &words, unsigned visibility) {
  Arguments parsed;
  auto separator = std::find(words.begin(), words.end(), "--");
  if (separator != words.end())
    parsed.fixedFlags.emplace(separator + 1, words.end());
  std::vector<const char *> pointers;
  for (auto word = words.begin(); word != separator; ++word) {
    // A bare -j means all processors, as for make; the table knows only -j with a value.
    bool bare = *word == "-j" && (word + 1 == separator ||
                                  (word + 1)->find_first_not_of("0123456789") != std::string::npos);
    pointers.push_back(bare ? "-j0" : word->c_str());
  }
  unsigned missingIndex = 0, missingCount = 0;
  InputArgList arguments = sampanOptions().ParseArgs(pointers, missingIndex, missingCount,
                                                     llvm::opt::Visibility(visibility));
  if (missingCount > 0)
    parsed.errors.push_back("argument expected after '" + std::string(pointers[missingIndex]) +
                            "'");
  Reader(arguments, parsed).read(visibility);
  return parsed;
}

} // namespace sampan
