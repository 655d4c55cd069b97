// SPDX-License-Identifier: Apache-2.0
// `sampan rules`: the mapping rules and the support of each target, from the tool's own table.
#include "tool/commands/analysis.h"
#include "tool/commands/rule_list.h"
#include "tool/support/files.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

#include <set>

namespace sampan {
namespace {

int unknownLibrary(const std::string &wanted, const std::set<std::string> &libraries) {
  std::string known, nearest;
  unsigned distance = 3;
  for (const std::string &library : libraries) {
    known += (known.empty() ? "" : ", ") + library;
    if (unsigned d = llvm::StringRef(library).edit_distance_insensitive(wanted); d < distance) {
      nearest = library;
      distance = d;
    }
  }
  return usageError("no rules of library '" + wanted + "'" +
                    (nearest.empty() ? "" : "; did you mean '" + nearest + "'?") + "\nknown are " +
                    known);
}

const RuleListFormat *findFormat(const std::string &name) {
  std::string known;
  for (const RuleListFormat &format : ruleListFormats()) {
    if (name == format.name || (!format.alias.empty() && name == format.alias))
      return &format;
    known += (known.empty() ? "" : ", ") + std::string(format.name);
  }
  usageError("unknown format '" + name + "'; known are " + known);
  return nullptr;
}

/// Text is about one target unless several are asked for; the other formats are tables of all.
TargetList listedTargets(const Arguments &arguments, const RuleListFormat &format) {
  if (!arguments.targets.empty() || format.name == "text")
    return chosenTargets(arguments);
  TargetList targets;
  for (const Target &target : allTargets())
    targets.push_back(&target);
  return targets;
}

} // namespace

int runRules(const Arguments &arguments, const Toolkit &) {
  std::shared_ptr<const RuleTable> rules = rulesOf(arguments);
  if (!rules)
    return ExitUsage;
  std::vector<FormatRequest> requests = arguments.formats;
  if (requests.empty())
    requests.push_back({"text", ""});
  RuleList rows;
  std::set<std::string> libraries;
  for (const Rule &rule : rules->rules()) {
    libraries.emplace(rule.library);
    if (arguments.library.empty() || rule.library == arguments.library)
      rows.push_back(&rule);
  }
  if (rows.empty())
    return unknownLibrary(arguments.library, libraries);
  for (const FormatRequest &request : requests) {
    const RuleListFormat *format = findFormat(request.format);
    TargetList targets = format ? listedTargets(arguments, *format) : TargetList();
    if (targets.empty())
      return ExitUsage;
    std::string text = format->render(rows, targets);
    if (request.path.empty() || request.path == "-")
      llvm::outs() << text;
    else if (llvm::Error error = writeFileAtomically(absolutePath(request.path), text))
      return usageError(llvm::toString(std::move(error)));
  }
  return ExitClean;
}

} // namespace sampan
