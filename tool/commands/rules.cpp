// SPDX-License-Identifier: Apache-2.0
// `sampan rules`: the mapping rules and the support of each target, from the tool's own table.
#include "tool/commands/analysis.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <set>

namespace sampan {
namespace {

using Rows = std::vector<const Rule *>;

std::string nameOf(const Rule &rule) { return std::string(rule.api) + (rule.isFamily ? "*" : ""); }

void printText(const Rows &rows, const Target &target) {
  for (const Rule *rule : rows)
    llvm::outs() << nameOf(*rule) << "  " << std::string(ruleActionName(rule->action)) << "  "
                 << (rule->to.empty() ? "-" : std::string(rule->to)) << "  "
                 << std::string(supportLevelName(rule->on(target.id).level)) << "\n";
}

void printMarkdown(const Rows &rows) {
  llvm::outs() << "| CUDA | Sampan |";
  for (const Target &target : allTargets())
    llvm::outs() << " " << std::string(target.name) << " |";
  llvm::outs() << "\n|---|---|";
  for (std::size_t i = 0; i < kTargetCount; ++i)
    llvm::outs() << "---|";
  llvm::outs() << "\n";
  for (const Rule *rule : rows) {
    llvm::outs() << "| `" << nameOf(*rule) << "` | `"
                 << (rule->to.empty() ? nameOf(*rule) : std::string(rule->to)) << "` |";
    for (const Target &target : allTargets())
      llvm::outs() << " " << std::string(supportLevelName(rule->on(target.id).level)) << " |";
    llvm::outs() << "\n";
  }
}

void printJson(const Rows &rows) {
  llvm::json::OStream json(llvm::outs(), 2);
  auto text = [](std::string_view view) { return llvm::StringRef(view); };
  json.array([&] {
    for (const Rule *rule : rows)
      json.object([&] {
        json.attribute("api", nameOf(*rule));
        json.attribute("kind", text(ruleKindName(rule->kind)));
        json.attribute("action", text(ruleActionName(rule->action)));
        json.attribute("to", text(rule->to));
        json.attribute("library", text(rule->library));
        json.attributeObject("support", [&] {
          for (const Target &target : allTargets())
            json.attribute(text(target.name), text(supportLevelName(rule->on(target.id).level)));
        });
      });
  });
  llvm::outs() << "\n";
}

} // namespace

int runRules(const Arguments &arguments, const Toolkit &) {
  const Target *target = chosenTarget(arguments);
  std::shared_ptr<const RuleTable> rules = rulesOf(arguments);
  if (!target || !rules)
    return ExitUsage;
  Rows rows;
  std::set<std::string> libraries;
  for (const Rule &rule : rules->rules()) {
    libraries.emplace(rule.library);
    if (arguments.library.empty() || rule.library == arguments.library)
      rows.push_back(&rule);
  }
  if (rows.empty()) {
    std::string known;
    for (const std::string &library : libraries)
      known += (known.empty() ? "" : ", ") + library;
    return usageError("no rules of library '" + arguments.library + "'; known are " + known);
  }
  std::string format = arguments.formats.empty() ? "text" : arguments.formats.back().format;
  if (format == "md")
    printMarkdown(rows);
  else if (format == "json")
    printJson(rows);
  else if (format == "text")
    printText(rows, *target);
  else
    return usageError("unknown format '" + format + "'; known are text, md and json");
  return ExitClean;
}

} // namespace sampan
