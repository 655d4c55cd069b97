// SPDX-License-Identifier: Apache-2.0
// `sampan explain`: the text behind a diagnostic, or what becomes of a CUDA name.
#include "rewriters/core/diagnostics.h"
#include "tool/commands/analysis.h"
#include "tool/report/finding_text.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace sampan {
namespace {

void explainDiagnostic(const DiagRow &row) {
  llvm::outs() << diagCode(row.id) << " (" << std::string(row.name) << ", "
               << std::string(severityName(row.severity)) << ")\n  " << std::string(formatOf(row))
               << "\n";
  std::string help(helpOf(row));
  for (llvm::StringRef rest = help; !rest.empty();) {
    auto [line, remaining] = rest.split('\n');
    llvm::outs() << "  " << line << "\n";
    rest = remaining;
  }
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

void explainRule(const Rule &rule) {
  llvm::outs() << std::string(rule.api) << (rule.isFamily ? "*" : "") << " ("
               << std::string(ruleKindName(rule.kind)) << ", library " << std::string(rule.library)
               << ")\n  " << actionText(rule) << "\n";
  if (!rule.args.empty()) {
    llvm::outs() << "  arguments:";
    for (std::string_view argument : rule.args)
      llvm::outs() << " " << std::string(argument);
    llvm::outs() << "\n";
  }
  if (!rule.note.empty())
    llvm::outs() << "  note: " << std::string(rule.note) << "\n";
  if (!rule.removed.empty())
    llvm::outs() << "  removed from CUDA in " << std::string(rule.removed) << "\n";
  if (rule.reason != 0)
    llvm::outs() << "  reported as " << diagCode(rule.reason) << "\n";
  llvm::outs() << "  support:\n";
  for (const Target &target : allTargets()) {
    const Support &support = rule.on(target.id);
    llvm::outs() << "    " << llvm::left_justify(std::string(target.name), 12)
                 << std::string(supportLevelName(support.level));
    if (support.why != 0)
      llvm::outs() << " (" << diagCode(support.why) << ")";
    llvm::outs() << "\n";
  }
}

/// Field rules are named with their struct.
const Rule *findRule(const RuleTable &rules, const std::string &name) {
  if (const Rule *rule = rules.find(name))
    return rule;
  return rules.find("cudaDeviceProp::" + name);
}

bool explain(const std::string &name, const RuleTable &rules) {
  if (DiagId id = parseDiagCode(name)) {
    if (const DiagRow *row = findDiagnostic(id)) {
      explainDiagnostic(*row);
      return true;
    }
  } else if (const Rule *rule = findRule(rules, name)) {
    explainRule(*rule);
    return true;
  }
  std::string message = "nothing is known about '" + name + "'";
  std::string close;
  for (std::string_view each : rules.closest(name))
    close += (close.empty() ? "" : ", ") + std::string(each);
  usageError(message + (close.empty() ? "" : "; did you mean " + close + "?"));
  return false;
}

} // namespace

int runExplain(const Arguments &arguments, const Toolkit &) {
  if (arguments.inputs.empty())
    return usageError("explain what? Name a diagnostic (SPN1004) or a CUDA name (cudaMalloc)");
  std::shared_ptr<const RuleTable> rules = rulesOf(arguments);
  if (!rules)
    return ExitUsage;
  bool known = true;
  for (const std::string &name : arguments.inputs)
    known &= explain(name, *rules);
  return known ? ExitClean : ExitUsage;
}

} // namespace sampan
