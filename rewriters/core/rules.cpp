// SPDX-License-Identifier: Apache-2.0
#include "rewriters/core/rules.h"

#include "rewriters/core/rule_file.h"

#include <algorithm>
#include <deque>
#include <map>
#include <tuple>
#include <utility>

namespace sampan {
namespace {

auto orderOf(const Rule &rule) { return std::tuple(rule.api, rule.isFamily); }

/// Levenshtein distance, given up on (limit + 1) when it exceeds `limit`.
std::size_t editDistance(std::string_view a, std::string_view b, std::size_t limit) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit)
    return limit + 1;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return std::min(row.back(), limit + 1);
}

/// Owns the text of overlay rows; deques keep addresses stable.
struct OverlayStorage {
  std::deque<std::string> strings;
  std::deque<std::vector<std::string_view>> lists;

  std::string_view keep(std::string text) { return strings.emplace_back(std::move(text)); }
  std::span<const std::string_view> keep(std::vector<std::string> list) {
    auto &views = lists.emplace_back();
    for (std::string &item : list)
      views.push_back(keep(std::move(item)));
    return views;
  }

  Rule toRule(RuleRow row) {
    Rule rule;
    rule.api = keep(std::move(row.api));
    rule.kind = row.kind;
    rule.action = row.action;
    rule.isFamily = row.isFamily;
    rule.deviceCode = row.deviceCode;
    rule.hostCode = row.hostCode;
    rule.to = keep(std::move(row.to));
    rule.library = keep(std::move(row.library));
    rule.removed = keep(std::move(row.removed));
    rule.note = keep(std::move(row.note));
    rule.reason = row.reason;
    rule.args = keep(std::move(row.args));
    rule.includes = keep(std::move(row.includes));
    rule.support = row.support;
    return rule;
  }
};

} // namespace

std::string RuleFileError::text() const {
  return line == 0 ? file + ": " + message : file + ":" + std::to_string(line) + ": " + message;
}

std::string_view ruleKindName(RuleKind kind) {
  constexpr std::string_view names[] = {"function", "type",   "enumerator", "macro",
                                        "field",    "header", "construct"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view ruleActionName(RuleAction action) {
  constexpr std::string_view names[] = {"rename", "keep", "drop", "reject", "pass"};
  return names[static_cast<std::size_t>(action)];
}

RuleTable::RuleTable(const std::vector<Rule> &rules, std::shared_ptr<const void> storage)
    : storage(std::move(storage)) {
  std::map<std::pair<std::string_view, bool>, Rule> sorted;
  for (const Rule &rule : rules)
    sorted[{rule.api, rule.isFamily}] = rule;
  owned.reserve(sorted.size());
  for (const auto &[key, rule] : sorted)
    owned.push_back(rule);
  rows = owned;
  indexFamilies();
}

RuleTable::RuleTable(std::span<const Rule> sorted) : rows(sorted) { indexFamilies(); }

void RuleTable::indexFamilies() {
  for (const Rule &rule : rows)
    if (rule.isFamily)
      families.push_back(&rule);
  std::ranges::sort(families, std::ranges::greater{},
                    [](const Rule *rule) { return std::pair(rule->api.size(), rule->api); });
}

RuleLoadResult RuleTable::withOverlay(const RuleTable &base, std::span<const std::string> files) {
  RuleLoadResult result;
  auto storage = std::make_shared<OverlayStorage>();
  std::vector<Rule> merged(base.rows.begin(), base.rows.end());
  for (const std::string &path : files) {
    RuleFile file = readRuleFile(path);
    std::ranges::move(file.errors, std::back_inserter(result.errors));
    for (RuleRow &row : file.rows) {
      if (row.isWildcard)
        result.errors.push_back(
            {row.file, row.line, "\"" + row.api + "\": a pattern can only be rejected here"});
      else
        merged.push_back(storage->toRule(std::move(row)));
    }
  }
  if (result.errors.empty())
    result.table = std::make_shared<const RuleTable>(merged, std::move(storage));
  return result;
}

const Rule *RuleTable::find(std::string_view api) const {
  auto at = std::ranges::lower_bound(rows, std::tuple(api, false), {}, orderOf);
  if (at != rows.end() && at->api == api && !at->isFamily)
    return &*at;
  for (const Rule *family : families)
    if (api.starts_with(family->api))
      return family;
  return nullptr;
}

std::vector<std::string_view> RuleTable::closest(std::string_view api, std::size_t limit) const {
  const std::size_t farthest = api.size() / 4 + 1;
  std::vector<std::pair<std::size_t, std::string_view>> near;
  for (const Rule &rule : rows)
    if (!rule.isFamily)
      if (std::size_t distance = editDistance(api, rule.api, farthest); distance <= farthest)
        near.emplace_back(distance, rule.api);
  std::ranges::sort(near);
  std::vector<std::string_view> names;
  for (const auto &[distance, name] : near)
    if (names.size() < limit)
      names.push_back(name);
  return names;
}

} // namespace sampan
