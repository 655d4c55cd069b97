// SPDX-License-Identifier: Apache-2.0
#include "rewriters/rulegen/rule_set.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

namespace sampan::rulegen {
namespace {

std::optional<RuleKind> kindOf(const std::string &name, const Declarations &declarations) {
  if (declarations.enumerators.contains(name))
    return RuleKind::Enumerator;
  if (declarations.tags.contains(name) || declarations.typedefs.contains(name))
    return RuleKind::Type;
  if (declarations.macros.contains(name))
    return RuleKind::Macro;
  if (declarations.declares(name))
    return RuleKind::Function;
  return std::nullopt;
}

/// "cudaDevAttr*" -> "spnDevAttr*": one row per declared name of the row's kind that no row of its
/// own covers.
void resolveWildcard(const RuleRow &pattern, const Declarations &declarations,
                     const std::set<std::string> &own, std::set<std::string> &apis,
                     std::vector<RuleRow> &rows) {
  const std::string apiPrefix = pattern.api.substr(0, pattern.api.size() - 1);
  const std::string toPrefix = pattern.to.substr(0, pattern.to.size() - 1);
  for (const std::string &name : declarations.allNames()) {
    std::string api = apiPrefix + name.substr(std::min(toPrefix.size(), name.size()));
    if (!name.starts_with(toPrefix) || own.contains(name) || apis.contains(api) ||
        kindOf(name, declarations) != pattern.kind)
      continue;
    apis.insert(api);
    RuleRow row = pattern;
    row.isWildcard = false;
    row.api = std::move(api);
    row.to = name;
    rows.push_back(std::move(row));
  }
}

auto orderOf(const RuleRow &row) { return std::tie(row.api, row.isFamily); }

void checkTwice(const RuleSet &set, std::vector<RuleFileError> &errors) {
  for (std::size_t i = 1; i < set.rows.size(); ++i) {
    const RuleRow &a = set.rows[i - 1], &b = set.rows[i];
    if (orderOf(a) == orderOf(b))
      errors.push_back(
          {b.file, b.line,
           "\"" + b.api + "\" has a row already, at " + a.file + ":" + std::to_string(a.line)});
  }
}

} // namespace

RuleSet buildRuleSet(std::vector<RuleFile> files, const Declarations &runtime,
                     const Declarations &driver, const std::set<std::string> &own,
                     const std::map<std::string, Declarations> &libraries) {
  RuleSet set;
  std::vector<RuleRow> patterns;
  std::set<std::string> apis, covered = own;
  for (RuleFile &file : files) {
    std::ranges::move(file.errors, std::back_inserter(set.errors));
    set.declaredIn[file.library] = file.declaredIn;
    for (RuleRow &row : file.rows) {
      apis.insert(row.api);
      covered.insert(row.to);
      (row.isWildcard ? patterns : set.rows).push_back(std::move(row));
    }
  }
  // Longer patterns are more particular, so they go first.
  std::ranges::sort(patterns, std::ranges::greater{},
                    [](const RuleRow &row) { return std::pair(row.api.size(), row.kind); });
  for (const RuleRow &pattern : patterns) {
    auto library = libraries.find(pattern.library);
    resolveWildcard(pattern, library == libraries.end() ? runtime : library->second, own, apis,
                    set.rows);
  }
  for (const RuleRow &row : set.rows)
    covered.insert(row.to);
  std::ranges::sort(set.rows, {}, orderOf);
  checkTwice(set, set.errors);
  std::vector<const Declarations *> all = {&runtime, &driver};
  for (const auto &[name, declarations] : libraries)
    all.push_back(&declarations);
  for (const Declarations *declarations : all)
    for (const std::string &name : declarations->allNames())
      if (!covered.contains(name))
        set.errors.push_back({"runtime headers", 0,
                              name + " is declared and no rule leads to it; add a row, or list it "
                                     "in rewriters/rules/own_names.txt"});
  return set;
}

} // namespace sampan::rulegen
