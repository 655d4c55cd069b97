// SPDX-License-Identifier: Apache-2.0
#include "rewriters/core/host_api.h"

#include "rewriters/core/diagnostics.h"
#include "rewriters/core/rule_file.h"

#include <cstdio>
#include <cstdlib>
#include <set>
#include <utility>

namespace sampan {
namespace {

const char *const kAclRows =
#include "sampan-gen/acl_rows.inc"
    ;

/// The rows as they were read; rules are views of them.
struct AclRows {
  std::vector<RuleRow> rows;
  std::vector<std::vector<std::string_view>> arguments;
};

Rule toRule(const RuleRow &row, std::span<const std::string_view> arguments) {
  Rule rule;
  rule.api = row.api;
  rule.kind = row.kind;
  rule.action = row.action;
  rule.deviceCode = row.deviceCode;
  rule.hostCode = row.hostCode;
  rule.to = row.to;
  rule.library = row.library;
  rule.note = row.note;
  rule.args = arguments;
  rule.support = row.support;
  return rule;
}

/// A row that leads to the shim, and not to its kernel language.
bool leadsToShim(const Rule &rule) {
  bool isName = rule.kind == RuleKind::Function || rule.kind == RuleKind::Type ||
                rule.kind == RuleKind::Enumerator || rule.kind == RuleKind::Macro;
  return isName && !rule.isFamily && rule.action == RuleAction::Rename &&
         rule.to.starts_with("spn") && (rule.library == "runtime" || rule.library == "driver");
}

} // namespace

std::shared_ptr<const RuleTable> rulesForAcl(const RuleTable &base) {
  auto storage = std::make_shared<AclRows>();
  RuleFile file = parseRuleFile(kAclRows, "host_api/acl.json");
  for (const RuleFileError &error : file.errors)
    std::fprintf(stderr, "%s\n", error.text().c_str());
  if (!file.errors.empty())
    std::abort(); // rows of our own, which every test of --host-api reads
  storage->rows = std::move(file.rows);
  for (const RuleRow &row : storage->rows)
    storage->arguments.emplace_back(row.args.begin(), row.args.end());
  std::vector<Rule> rules;
  std::set<std::string_view> mapped;
  for (const RuleRow &row : storage->rows)
    mapped.insert(row.api);
  for (Rule rule : base.rules()) {
    if (leadsToShim(rule) && !mapped.contains(rule.api)) {
      rule.action = RuleAction::Reject;
      rule.reason = diag::ApiUnsupported::id;
      rule.support.fill({SupportLevel::None, rule.reason});
    }
    rules.push_back(rule);
  }
  for (std::size_t i = 0; i < storage->rows.size(); ++i)
    rules.push_back(toRule(storage->rows[i], storage->arguments[i]));
  return std::make_shared<const RuleTable>(rules, std::move(storage));
}

bool callsAcl(const RuleTable &rules) {
  const Rule *allocation = rules.find("cudaMalloc");
  return allocation && allocation->to.starts_with("acl");
}

} // namespace sampan
