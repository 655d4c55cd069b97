// SPDX-License-Identifier: Apache-2.0
#include "rewriters/core/plan.h"

#include "rewriters/core/diagnostics.h"
#include "rewriters/core/kernel_merge.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace sampan {
namespace {

bool isInsertion(const Edit &edit) { return edit.at.begin == edit.at.end; }

/// Accepts edit groups one after the other as long as they fit together.
class EditMerger {
public:
  /// Groups of one unit. The same insertion in two groups of one unit is meant twice (two
  /// closing parentheses, say); in two units it is the same one seen twice.
  void addUnit(std::vector<EditGroup> groups, std::vector<Finding> &findings,
               std::vector<Edit> &dropped) {
    for (EditGroup &group : groups)
      std::sort(group.edits.begin(), group.edits.end());
    std::sort(groups.begin(), groups.end(), [](const EditGroup &a, const EditGroup &b) {
      return std::tie(a.edits, a.by) < std::tie(b.edits, b.by);
    });
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    std::map<Edit, unsigned> insertionsHere;
    for (const EditGroup &group : groups) {
      if (const Edit *rival = conflictOf(group)) {
        report(group, *rival, findings);
        dropped.insert(dropped.end(), group.edits.begin(), group.edits.end());
        continue;
      }
      for (const Edit &edit : group.edits)
        accept(edit, insertionsHere);
    }
    for (const auto &[edit, count] : insertionsHere)
      insertionCount[edit] = std::max(insertionCount[edit], count);
  }

  std::map<std::string, std::vector<Edit>> take() {
    std::map<std::string, std::vector<Edit>> merged;
    for (auto &[file, byBegin] : replacements)
      for (auto &[begin, edit] : byBegin)
        merged[file].push_back(edit);
    for (const auto &[edit, count] : insertionCount)
      for (unsigned i = 0; i < count; ++i)
        merged[edit.at.file].push_back(edit);
    for (auto &[file, list] : merged)
      std::sort(list.begin(), list.end(), [](const Edit &a, const Edit &b) {
        return std::tie(a.at.begin, a.at.end, a.text) < std::tie(b.at.begin, b.at.end, b.text);
      });
    return merged;
  }

private:
  /// The accepted edit that stands in the way of the group, or of the group's own members.
  const Edit *conflictOf(const EditGroup &group) const {
    for (const Edit &edit : group.edits)
      if (const Edit *rival = conflictOf(edit))
        return rival;
    for (std::size_t i = 1; i < group.edits.size(); ++i) {
      const Edit &before = group.edits[i - 1], &edit = group.edits[i];
      if (before.at.file == edit.at.file && before.at.end > edit.at.begin && before != edit)
        return &before;
    }
    return nullptr;
  }

  const Edit *conflictOf(const Edit &edit) const {
    if (auto found = replacements.find(edit.at.file); found != replacements.end()) {
      auto next = found->second.lower_bound(edit.at.begin);
      if (next != found->second.end() && clash(next->second, edit))
        return &next->second;
      if (next != found->second.begin() && clash(std::prev(next)->second, edit))
        return &std::prev(next)->second;
    }
    if (isInsertion(edit))
      return nullptr;
    auto found = insertionsAt.find(edit.at.file);
    if (found == insertionsAt.end())
      return nullptr;
    auto inside = found->second.upper_bound(edit.at.begin);
    return inside != found->second.end() && inside->first < edit.at.end ? &inside->second : nullptr;
  }

  static bool clash(const Edit &accepted, const Edit &edit) {
    if (accepted.at.begin == edit.at.begin && accepted.at.end == edit.at.end)
      return accepted.text != edit.text;
    return accepted.at.begin < edit.at.end && edit.at.begin < accepted.at.end;
  }

  void accept(const Edit &edit, std::map<Edit, unsigned> &insertionsHere) {
    if (isInsertion(edit)) {
      ++insertionsHere[edit];
      insertionsAt[edit.at.file].try_emplace(edit.at.begin, edit);
    } else {
      replacements[edit.at.file].try_emplace(edit.at.begin, edit);
    }
  }

  static void report(const EditGroup &group, const Edit &rival, std::vector<Finding> &findings) {
    if (group.edits.empty())
      return;
    const Edit *loser = &group.edits.front();
    for (const Edit &edit : group.edits)
      if (edit.at.file == rival.at.file && clash(rival, edit))
        loser = &edit;
    findings.push_back(
        makeFinding(diag::EditConflict{.first = rival.text, .second = loser->text}, loser->at));
  }

  std::map<std::string, std::map<std::uint32_t, Edit>> replacements;
  std::map<std::string, std::map<std::uint32_t, Edit>> insertionsAt;
  std::map<Edit, unsigned> insertionCount;
};

template <class T> void sortUnique(std::vector<T> &values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// One use per place and name. Units may disagree on the outcome: the worse one counts.
std::vector<Use> uniteUses(std::vector<Use> uses) {
  auto key = [](const Use &use) { return std::tie(use.at, use.name, use.kind); };
  std::sort(uses.begin(), uses.end(), [&](const Use &a, const Use &b) {
    return std::tuple_cat(key(a), std::tie(a.outcome)) <
           std::tuple_cat(key(b), std::tie(b.outcome));
  });
  std::vector<Use> united;
  for (Use &use : uses) {
    if (united.empty() || key(united.back()) != key(use)) {
      united.push_back(std::move(use));
      continue;
    }
    united.back().outcome = std::max(united.back().outcome, use.outcome);
    united.back().inDeviceCode |= use.inDeviceCode;
  }
  return united;
}

/// A use whose rewrite was dropped did not come out, whatever its unit believed.
void demoteDropped(std::vector<Use> &uses, const std::vector<Edit> &dropped) {
  for (const Edit &edit : dropped)
    for (Use &use : uses)
      if (use.at.file == edit.at.file && use.at.begin < std::max(edit.at.end, edit.at.begin + 1) &&
          edit.at.begin < use.at.end)
        use.outcome = std::max(use.outcome, Outcome::Unsupported);
}

std::vector<Span> intersect(const std::vector<Span> &a, const std::vector<Span> &b) {
  std::vector<Span> common;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    Span both = a[i].begin >= b[j].begin ? a[i] : b[j];
    both.end = std::min(a[i].end, b[j].end);
    if (both.begin < both.end)
      common.push_back(both);
    a[i].end < b[j].end ? ++i : ++j;
  }
  return common;
}

/// A region is unanalysed only when every unit that read its file left it out.
std::vector<Span> uniteNotAnalysed(const std::vector<TuResult> &results) {
  std::map<std::string, std::vector<Span>> byFile;
  std::set<std::string> seen;
  for (const TuResult &result : results) {
    std::map<std::string, std::vector<Span>> own;
    for (const std::string &file : result.files)
      own[file];
    for (const Span &span : result.notAnalysed)
      own[span.file].push_back(span);
    for (auto &[file, spans] : own) {
      sortUnique(spans);
      bool first = seen.insert(file).second;
      byFile[file] = first ? spans : intersect(byFile[file], spans);
    }
  }
  std::vector<Span> all;
  for (auto &[file, spans] : byFile)
    all.insert(all.end(), spans.begin(), spans.end());
  return all;
}

template <class T> void append(std::vector<T> &to, const std::vector<T> &from) {
  to.insert(to.end(), from.begin(), from.end());
}

std::set<std::string> filesThatDoNotParse(const TuResult &result) {
  std::set<std::string> files;
  for (const Finding &finding : result.findings)
    if (finding.id == diag::ParseError::id)
      files.insert(finding.at.file);
  return files;
}

/// Units whose main file is a part of another one: it does not parse by itself, and does where the
/// other includes it (kernels.cu with the constants of main.cu, where a directory is the input).
/// What the whole says of it counts, and nothing that was read out of context.
std::vector<bool> partsOfOthers(const std::vector<TuResult> &results) {
  std::vector<std::set<std::string>> broken;
  for (const TuResult &result : results)
    broken.push_back(filesThatDoNotParse(result));
  std::vector<bool> parts(results.size());
  for (std::size_t part = 0; part < results.size(); ++part) {
    std::set<std::string> needed = broken[part];
    if (needed.empty())
      continue;
    needed.insert(results[part].mainFile);
    for (std::size_t whole = 0; whole < results.size() && !parts[part]; ++whole)
      parts[part] = results[whole].mainFile != results[part].mainFile &&
                    std::all_of(needed.begin(), needed.end(), [&](const std::string &file) {
                      const std::vector<std::string> &read = results[whole].files;
                      return !broken[whole].contains(file) &&
                             std::find(read.begin(), read.end(), file) != read.end();
                    });
  }
  return parts;
}

} // namespace

Plan Plan::merge(std::vector<TuResult> results) {
  std::sort(results.begin(), results.end(), [](const TuResult &a, const TuResult &b) {
    return std::tie(a.mainFile, a.groups, a.findings, a.uses) <
           std::tie(b.mainFile, b.groups, b.findings, b.uses);
  });
  Plan plan;
  EditMerger merger;
  for (const TuResult &result : results)
    plan.mainFiles.push_back(result.mainFile);
  const std::vector<bool> parts = partsOfOthers(results);
  std::size_t index = 0;
  std::erase_if(results, [&](const TuResult &) { return parts[index++]; });
  std::vector<Edit> dropped;
  for (const TuResult &result : results) {
    if (result.failed)
      plan.failedFiles.push_back(result.mainFile);
    append(plan.files, result.files);
    append(plan.findings, result.findings);
    append(plan.uses, result.uses);
    append(plan.kernels, result.kernels);
    append(plan.opaqueMacros, result.opaqueMacros);
    append(plan.launches, result.launches);
    append(plan.kernelForms, result.kernelForms);
    merger.addUnit(result.groups, plan.findings, dropped);
  }
  plan.edits = merger.take();
  plan.uses = uniteUses(std::move(plan.uses));
  demoteDropped(plan.uses, dropped);
  plan.notAnalysed = uniteNotAnalysed(results);
  sortUnique(plan.mainFiles);
  sortUnique(plan.failedFiles);
  sortUnique(plan.files);
  uniteKernels(plan.kernels);
  sortUnique(plan.launches);
  sortUnique(plan.opaqueMacros);
  assignLaunches(plan.kernels, plan.launches);
  sortUnique(plan.kernelForms);
  std::sort(plan.findings.begin(), plan.findings.end(), [](const Finding &a, const Finding &b) {
    return std::tie(a.at, a.id, a.message, b.severity) <
           std::tie(b.at, b.id, b.message, a.severity);
  });
  auto same = [](const Finding &a, const Finding &b) {
    return a.at == b.at && a.id == b.id && a.message == b.message;
  };
  plan.findings.erase(std::unique(plan.findings.begin(), plan.findings.end(), same),
                      plan.findings.end());
  markNotUnderstood(plan.kernels, plan.findings);
  return plan;
}

const std::vector<Edit> &Plan::editsOf(const std::string &file) const {
  static const std::vector<Edit> none;
  auto found = edits.find(file);
  return found == edits.end() ? none : found->second;
}

bool Plan::hasErrors() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding &f) { return f.severity == Severity::Error; });
}

} // namespace sampan
