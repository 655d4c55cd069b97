// SPDX-License-Identifier: Apache-2.0
#include "tool/report/effort.h"

#include "rewriters/core/diagnostics.h"
#include "tool/report/kernel_needs.h"
#include "tool/report/model.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <map>
#include <set>
#include <tuple>

namespace sampan {
namespace {

struct CostRow {
  DiagId id;
  WorkCost cost;
};

/// Minutes of a person who knows the code base and is new to the target. `once` is finding out what
/// to do about an API, a library or a construct; `each` is doing it at one more place.
constexpr CostRow kCosts[] = {
    {diag::InputUnreadable::id, {WorkClass::Check, 0, 15}},
    {diag::InputNotText::id, {WorkClass::Check, 0, 15}},
    {diag::InputTooLarge::id, {WorkClass::Check, 0, 15}},
    {diag::ParseError::id, {WorkClass::Check, 0, 10}},
    {diag::HeaderMissing::id, {WorkClass::Check, 15, 2}},
    {diag::EditConflict::id, {WorkClass::Rewrite, 0, 10}},
    {diag::HostDeviceViewsDiffer::id, {WorkClass::Check, 15, 10}},
    {diag::LaunchNotRewritten::id, {WorkClass::Rewrite, 10, 10}},
    {diag::InlinePtxUnsupported::id, {WorkClass::Rewrite, 60, 30}},
    {diag::FeatureUnsupported::id, {WorkClass::Blocked, 480, 60}},
    {diag::FeaturePartial::id, {WorkClass::Check, 60, 15}},
    {diag::LimitExceeded::id, {WorkClass::Rewrite, 60, 60}},
    {diag::ApiUnsupported::id, {WorkClass::Rewrite, 60, 15}},
    {diag::ApiPartial::id, {WorkClass::Check, 20, 5}},
    {diag::ApiUnknown::id, {WorkClass::Rewrite, 30, 10}},
    {diag::LibraryUnsupported::id, {WorkClass::Blocked, 240, 10}},
    {diag::InteropUnsupported::id, {WorkClass::Blocked, 240, 30}},
    {diag::DriverApiUnsupported::id, {WorkClass::Rewrite, 120, 15}},
};
/// What a kernel needs and the target does not have: another way to write it, or none.
constexpr WorkCost kKernelNeed = {WorkClass::Rewrite, 120, 30};
constexpr WorkCost kKernelBlocked = {WorkClass::Blocked, 480, 60};
constexpr WorkCost kAnyError = {WorkClass::Rewrite, 60, 15};
constexpr WorkCost kAnyWarning = {WorkClass::Check, 15, 5};

/// A kernel that an emulation runs is right, but someone has to look whether it is fast enough.
constexpr std::size_t kEmulatedKernelMinutes = 10;
constexpr std::size_t kEditsReadPerMinute = 6;

/// Diagnostics about what kernels need of a target are numbered apart.
bool isKernelNeed(DiagId id) { return id >= 2500 && id < 2600; }

/// The message without the figures that differ from kernel to kernel: "… operations in double".
/// Digits of a name, such as a target's, stay.
std::string withoutFigures(const std::string &message) {
  std::string text;
  for (std::size_t i = 0; i < message.size(); ++i) {
    bool digit = message[i] >= '0' && message[i] <= '9';
    if (!digit || (i > 0 && std::isalnum(static_cast<unsigned char>(message[i - 1])))) {
      text += message[i];
      continue;
    }
    text += "…";
    while (i + 1 < message.size() && message[i + 1] >= '0' && message[i + 1] <= '9')
      ++i;
  }
  return text;
}

/// What has to be found out once. Functions of a library that is missing as a whole are one matter.
std::string matterOf(const ReportFinding &finding) {
  bool wholeLibrary =
      finding.id == diag::LibraryUnsupported::id || finding.id == diag::InteropUnsupported::id;
  if (wholeLibrary && !finding.library.empty())
    return finding.library;
  if (isKernelNeed(finding.id))
    return withoutFigures(finding.message);
  return finding.subject.empty() ? finding.message : finding.subject;
}

WorkClass workOf(Verdict verdict) {
  switch (verdict) {
  case Verdict::Direct:
    return WorkClass::Automatic;
  case Verdict::Emulated:
    return WorkClass::Check;
  case Verdict::NeedsChange:
    return WorkClass::Rewrite;
  case Verdict::Impossible:
    return WorkClass::Blocked;
  }
  return WorkClass::Blocked;
}

using Matter = std::pair<DiagId, std::string>;

/// Sums up findings about the same matter.
class Sum {
public:
  void add(const ReportFinding &finding, const WorkCost &cost) {
    WorkReason &reason = reasons[{finding.id, matterOf(finding)}];
    reason.id = finding.id;
    reason.work = cost.work;
    ++reason.count;
    reason.minutes += cost.each;
  }

  Effort take(WorkClass atLeast, std::size_t extraMinutes) {
    Effort effort{atLeast, extraMinutes, {}};
    for (auto &[matter, reason] : reasons) {
      reason.what = matter.second;
      effort.work = std::max(effort.work, reason.work);
      effort.minutes += reason.minutes;
      effort.reasons.push_back(std::move(reason));
    }
    std::sort(effort.reasons.begin(), effort.reasons.end(),
              [](const WorkReason &a, const WorkReason &b) {
                return std::tie(b.work, b.minutes, a.id, a.what) <
                       std::tie(a.work, a.minutes, b.id, b.what);
              });
    return effort;
  }

private:
  std::map<Matter, WorkReason> reasons;
};

struct BlockerSum {
  Blocker blocker;
  std::size_t once = 0;
  std::set<std::string> files;
  std::set<std::size_t> kernels;
};

struct TodoKey {
  WorkClass work;
  std::string file, kernel;
  std::size_t kernelIndex; ///< kernels of one name may differ
  Matter matter;

  friend auto operator<=>(const TodoKey &, const TodoKey &) = default;
};

constexpr std::size_t kNoKernel = static_cast<std::size_t>(-1);

std::string remedyOf(DiagId id) {
  const DiagRow *row = findDiagnostic(id);
  if (!row)
    return {};
  std::string_view help = helpOf(*row);
  // The second of the two lines of a help text, without its label.
  std::size_t at = help.find('\n');
  help = at == help.npos ? help : help.substr(at + 1);
  at = help.find(':');
  std::size_t wide = help.find("：");
  if (wide < at)
    help.remove_prefix(wide + std::string_view("：").size());
  else if (at != help.npos)
    help.remove_prefix(at + 1);
  while (!help.empty() && help.front() == ' ')
    help.remove_prefix(1);
  return std::string(help);
}

/// One target's share of the work.
class TargetEffort {
public:
  TargetEffort(Report &report, std::size_t index)
      : report(report), index(index), entry(report.targets[index]) {}

  void run() {
    for (const ReportFinding &finding : report.findings)
      if (finding.concerns(index) && !finding.suppressed)
        add(finding);
    finishKernels();
    finishFiles();
    finishBlockers();
    finishTodo();
  }

private:
  /// Where no way to run the kernel is left, an error says why.
  WorkCost costOf(const ReportFinding &finding) const {
    bool aboutKernel = isKernelNeed(finding.id) && finding.severity == Severity::Error;
    if (aboutKernel && finding.kernelIndex &&
        report.kernels[*finding.kernelIndex].fits[index].verdict == Verdict::Impossible)
      return kKernelBlocked;
    return workCost(finding);
  }

  void add(const ReportFinding &finding) {
    WorkCost cost = costOf(finding);
    if (cost.work == WorkClass::Automatic)
      return;
    byFile[finding.at.file].add(finding, cost);
    if (finding.kernelIndex)
      byKernel[*finding.kernelIndex].add(finding, cost);
    Matter matter{finding.id, matterOf(finding)};
    BlockerSum &sum = blockers[matter];
    sum.blocker.minutes += cost.each;
    sum.blocker.work = std::max(sum.blocker.work, cost.work);
    sum.once = std::max(sum.once, cost.once);
    ++sum.blocker.count;
    sum.files.insert(finding.at.file);
    if (finding.kernelIndex)
      sum.kernels.insert(*finding.kernelIndex);
    TodoItem &item = todo[{cost.work, finding.at.file, finding.kernel,
                           finding.kernelIndex.value_or(kNoKernel), matter}];
    if (item.blocker.empty())
      item.blocker = finding.message;
    item.lines.push_back(finding.at.line);
    item.minutes += cost.each;
  }

  void finishKernels() {
    for (std::size_t i = 0; i < report.kernels.size(); ++i) {
      ReportKernel &kernel = report.kernels[i];
      Verdict verdict = kernel.fits[index].verdict;
      std::size_t extra = verdict == Verdict::Emulated ? kEmulatedKernelMinutes : 0;
      Effort effort = byKernel[i].take(workOf(verdict), extra);
      ++entry.kernelsByWork[static_cast<std::size_t>(effort.work)];
      WorkClass &worst = kernelWork[kernel.at.file];
      worst = std::max(worst, effort.work);
      kernelMinutes[kernel.at.file] += extra;
      kernel.efforts.push_back(std::move(effort));
    }
  }

  void finishFiles() {
    for (ReportFile &file : report.files) {
      Effort effort = byFile[file.file].take(kernelWork[file.file],
                                             kernelMinutes[file.file] + reviewMinutes(file.edits));
      ++entry.filesByWork[static_cast<std::size_t>(effort.work)];
      entry.minutes += effort.minutes;
      file.efforts.push_back(std::move(effort));
    }
  }

  void finishBlockers() {
    for (auto &[matter, sum] : blockers) {
      sum.blocker.id = matter.first;
      sum.blocker.what = matter.second;
      sum.blocker.files = sum.files.size();
      sum.blocker.kernels = sum.kernels.size();
      sum.blocker.minutes += sum.once;
      entry.minutes += sum.once;
      entry.blockers.push_back(std::move(sum.blocker));
    }
    std::sort(entry.blockers.begin(), entry.blockers.end(), [](const Blocker &a, const Blocker &b) {
      return std::tie(b.minutes, a.id, a.what) < std::tie(a.minutes, b.id, b.what);
    });
  }

  void finishTodo() {
    std::vector<TodoItem> items;
    for (auto &[key, item] : todo) {
      item.target = entry.name;
      item.file = key.file;
      item.kernel = key.kernel;
      item.work = key.work;
      item.id = key.matter.first;
      item.remedy = remedyOf(item.id);
      if (key.kernelIndex != kNoKernel)
        item.needs = kernelNeeds(report.kernels[key.kernelIndex]);
      std::sort(item.lines.begin(), item.lines.end());
      item.lines.erase(std::unique(item.lines.begin(), item.lines.end()), item.lines.end());
      items.push_back(std::move(item));
    }
    std::sort(items.begin(), items.end(), [](const TodoItem &a, const TodoItem &b) {
      return std::tie(b.work, b.minutes, a.file, a.lines, a.id, a.blocker) <
             std::tie(a.work, a.minutes, b.file, b.lines, b.id, b.blocker);
    });
    std::move(items.begin(), items.end(), std::back_inserter(report.todo));
  }

  Report &report;
  std::size_t index;
  TargetReport &entry;
  std::map<std::string, Sum> byFile;
  std::map<std::size_t, Sum> byKernel;
  std::map<std::string, WorkClass> kernelWork;
  std::map<std::string, std::size_t> kernelMinutes;
  std::map<Matter, BlockerSum> blockers;
  std::map<TodoKey, TodoItem> todo;
};

} // namespace

std::string_view workClassName(WorkClass work) {
  switch (work) {
  case WorkClass::Automatic:
    return "automatic";
  case WorkClass::Check:
    return "check";
  case WorkClass::Rewrite:
    return "rewrite";
  case WorkClass::Blocked:
    return "blocked";
  }
  return "blocked";
}

WorkCost workCost(const Finding &finding) {
  for (const CostRow &row : kCosts)
    if (row.id == finding.id)
      return row.cost;
  switch (finding.severity) {
  case Severity::Error:
    return isKernelNeed(finding.id) ? kKernelNeed : kAnyError;
  case Severity::Warning:
    return kAnyWarning;
  case Severity::Note:
    break;
  }
  return {};
}

std::size_t reviewMinutes(std::size_t edits) {
  return (edits + kEditsReadPerMinute - 1) / kEditsReadPerMinute;
}

void addEffort(Report &report) {
  for (std::size_t i = 0; i < report.targets.size(); ++i)
    TargetEffort(report, i).run();
}

std::string hoursText(std::size_t minutes) {
  char text[32];
  // Tenths, rounded up: a little work is not none.
  std::size_t tenths = (minutes + 5) / 6;
  std::snprintf(text, sizeof text, "%zu.%zu", tenths / 10, tenths % 10);
  return text;
}

} // namespace sampan
