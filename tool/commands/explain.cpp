// SPDX-License-Identifier: Apache-2.0
// `sampan explain`: the text behind a diagnostic, or what becomes of a CUDA name on each target,
// with code before and after.
#include "rewriters/core/diagnostic_examples.h"
#include "rewriters/core/diagnostics.h"
#include "tool/commands/analysis.h"
#include "tool/commands/shim_declaration.h"
#include "tool/report/finding_text.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace sampan {
namespace {

constexpr std::size_t kSuggestions = 5;

void printIndented(std::string_view text, const char *indent) {
  for (llvm::StringRef rest = text; !rest.empty();) {
    auto [line, remaining] = rest.split('\n');
    llvm::outs() << indent << line << "\n";
    rest = remaining;
  }
}

void printExample(std::string_view before, std::string_view after) {
  llvm::outs() << "  before:\n";
  printIndented(before, "    ");
  llvm::outs() << "  after:\n";
  printIndented(after, "    ");
}

void explainDiagnostic(const DiagRow &row) {
  llvm::outs() << diagCode(row.id) << " (" << std::string(row.name) << ", "
               << std::string(severityName(row.severity)) << ")\n  " << std::string(formatOf(row))
               << "\n";
  printIndented(helpOf(row), "  ");
  if (const DiagExample *example = exampleOf(row.id))
    printExample(example->before, example->after);
}

std::string actionText(const Rule &rule) {
  switch (rule.action) {
  case RuleAction::Rename:
    return "becomes " + std::string(rule.to) + (rule.isFamily ? "..." : "");
  case RuleAction::Keep:
    return "is kept: the portable dialect has it under the same name";
  case RuleAction::Drop:
    return "is removed: nothing is needed in its place";
  case RuleAction::Reject:
    return "has no translation";
  case RuleAction::Pass:
    return "is rewritten by the pass " + std::string(rule.to);
  }
  return {};
}

/// "$0" is the first argument; everything else stands as it is.
std::string argumentText(std::string_view argument, const std::vector<std::string> &parameters) {
  std::size_t index = 0;
  if (!argument.starts_with('$') || llvm::StringRef(argument.substr(1)).getAsInteger(10, index))
    return std::string(argument);
  return index < parameters.size() ? parameters[index] : "...";
}

std::string call(const std::string &name, const std::vector<std::string> &arguments) {
  return name + "(" + llvm::join(arguments, ", ") + ");";
}

void printFunctionExample(const Rule &rule, const std::string &name, const Toolkit &kit) {
  std::string to = rule.action == RuleAction::Rename ? std::string(rule.to) : name;
  std::optional<ShimDeclaration> declared = findShimDeclaration(kit.include, to);
  if (!declared)
    return;
  llvm::outs() << "  declared: " << declared->text << "\n";
  if (rule.action != RuleAction::Rename)
    return;
  if (rule.args.empty()) {
    printExample(call(name, declared->parameters), call(to, declared->parameters));
    return;
  }
  // The rule says where the old arguments go; the declaration has the names of the new ones.
  std::vector<std::string> before, after;
  for (std::size_t i = 0; i < rule.args.size(); ++i) {
    std::size_t index = 0;
    std::string_view argument = rule.args[i];
    if (!argument.starts_with('$') || llvm::StringRef(argument.substr(1)).getAsInteger(10, index))
      continue;
    before.resize(std::max(before.size(), index + 1), "...");
    if (i < declared->parameters.size())
      before[index] = declared->parameters[i];
  }
  for (std::string_view argument : rule.args)
    after.push_back(argumentText(argument, before));
  printExample(call(name, before), call(to, after));
}

void printRuleExample(const Rule &rule, const std::string &name, const Toolkit &kit) {
  std::string to(rule.to);
  switch (rule.kind) {
  case RuleKind::Function:
    if (rule.action == RuleAction::Rename || rule.action == RuleAction::Keep)
      printFunctionExample(rule, name, kit);
    break;
  case RuleKind::Type:
    if (rule.action == RuleAction::Rename)
      printExample(name + " value;", to + " value;");
    break;
  case RuleKind::Header:
    if (rule.action == RuleAction::Rename)
      printExample("#include <" + name + ">", "#include <" + to + ">");
    else if (rule.action == RuleAction::Drop)
      printExample("#include <" + name + ">", "// nothing");
    break;
  case RuleKind::Construct:
    if (name == "kernel-launch")
      printExample("scale<<<grid, block, bytes, stream>>>(x, n);",
                   "spnLaunch(scale, grid, block, bytes, stream, x, n);");
    break;
  default:
    break;
  }
}

void printTargets(const Rule &rule, const std::vector<const Target *> &targets) {
  llvm::outs() << "  targets:\n";
  for (const Target *target : targets) {
    const Support &support = rule.on(target->id);
    std::string level(supportLevelName(support.level));
    if (support.why != 0)
      level += " (" + diagCode(support.why) + ")";
    llvm::outs() << "    " << llvm::left_justify(std::string(target->name), 12) << level;
    if (!target->isAvailable)
      llvm::outs() << ", planned: this version has no back end for it";
    llvm::outs() << "\n";
  }
}

void explainRule(const Rule &rule, const std::string &name,
                 const std::vector<const Target *> &targets, const Toolkit &kit) {
  llvm::outs() << name << " (" << std::string(ruleKindName(rule.kind)) << ", library "
               << std::string(rule.library) << ")\n";
  if (rule.isFamily)
    llvm::outs() << "  by the rule for all names " << std::string(rule.api) << "*\n";
  llvm::outs() << "  " << actionText(rule) << "\n";
  printRuleExample(rule, name, kit);
  if (!rule.note.empty())
    llvm::outs() << "  note: " << std::string(rule.note) << "\n";
  if (!rule.removed.empty())
    llvm::outs() << "  removed from CUDA in " << std::string(rule.removed) << "\n";
  if (rule.reason != 0)
    llvm::outs() << "  reported as " << diagCode(rule.reason) << "; `sampan explain "
                 << diagCode(rule.reason) << "` says what to do\n";
  printTargets(rule, targets);
}

/// Field rules are named with their struct.
const Rule *findRule(const RuleTable &rules, const std::string &name) {
  if (const Rule *rule = rules.find(name))
    return rule;
  return rules.find("cudaDeviceProp::" + name);
}

/// Names that are spelled almost like `name`, then names that contain it.
std::vector<std::string> suggestions(const std::string &name, const RuleTable &rules) {
  std::vector<std::string> found;
  auto add = [&](std::string_view each) {
    if (found.size() < kSuggestions && !llvm::is_contained(found, std::string(each)))
      found.emplace_back(each);
  };
  for (std::string_view each : rules.closest(name))
    add(each);
  if (name.size() >= 3)
    for (const Rule &rule : rules.rules())
      if (!rule.isFamily && llvm::StringRef(rule.api).contains_insensitive(name))
        add(rule.api);
  return found;
}

class Explanation {
public:
  Explanation(const RuleTable &rules, std::vector<const Target *> targets, const Toolkit &kit)
      : rules(rules), targets(std::move(targets)), kit(kit) {}

  bool explain(const std::string &name) const {
    if (DiagId id = parseDiagCode(name))
      if (const DiagRow *row = findDiagnostic(id)) {
        explainDiagnostic(*row);
        return true;
      }
    if (const Rule *rule = findRule(rules, name)) {
      explainRule(*rule, name, targets, kit);
      return true;
    }
    std::vector<std::string> close = suggestions(name, rules);
    usageError("nothing is known about '" + name + "'" +
               (close.empty() ? "" : "; did you mean " + llvm::join(close, ", ") + "?"));
    // One slip of the finger: show what was most likely meant.
    if (!close.empty() && llvm::StringRef(close.front()).edit_distance_insensitive(name) <= 2)
      explainRule(*findRule(rules, close.front()), close.front(), targets, kit);
    return false;
  }

private:
  const RuleTable &rules;
  std::vector<const Target *> targets;
  const Toolkit &kit;
};

} // namespace

int runExplain(const Arguments &arguments, const Toolkit &kit) {
  if (arguments.inputs.empty())
    return usageError("explain what? Name a diagnostic (SPN1004) or a CUDA name (cudaMalloc)");
  std::shared_ptr<const RuleTable> rules = rulesOf(arguments);
  if (!rules)
    return ExitUsage;
  std::vector<const Target *> targets;
  if (!arguments.targets.empty()) {
    targets = chosenTargets(arguments);
    if (targets.empty())
      return ExitUsage;
  } else {
    for (const Target &target : allTargets())
      targets.push_back(&target);
  }
  Explanation explanation(*rules, std::move(targets), kit);
  bool known = true;
  for (const std::string &name : arguments.inputs)
    known &= explanation.explain(name);
  return known ? ExitClean : ExitUsage;
}

} // namespace sampan
