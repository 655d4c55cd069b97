// SPDX-License-Identifier: Apache-2.0
// The summary of a job: one page that answers how far the code base is from each target, what
// stands in the way and what to do first. Its length does not depend on the size of the project.
#include "rewriters/core/diagnostics.h"
#include "tool/report/encoding.h"
#include "tool/report/finding_text.h"
#include "tool/report/numbers.h"
#include "tool/report/render.h"

#include <algorithm>

namespace sampan {
namespace {

constexpr std::size_t kBlockersShown = 8;
constexpr std::size_t kLibrariesShown = 8;
constexpr std::size_t kStepsShown = 5;
constexpr std::size_t kLongestCell = 90;

std::string cell(const std::string &text) {
  std::string shown = validUtf8(text);
  if (shown.size() > kLongestCell) {
    std::size_t end = kLongestCell;
    // Not inside of a character.
    while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xC0U) == 0x80U)
      --end;
    shown = shown.substr(0, end) + "…";
  }
  return markdownCell(shown);
}

std::size_t of(const TargetReport &target, Verdict verdict) {
  return target.verdicts[static_cast<std::size_t>(verdict)];
}

std::size_t of(const std::array<std::size_t, kWorkClassCount> &counts, WorkClass work) {
  return counts[static_cast<std::size_t>(work)];
}

std::string verdictLine(const Report &report, const TargetReport &target) {
  std::string text = "**" + target.name + ": " + percentText(target.summary.coverage()) + " of " +
                     plural(target.summary.total(), "CUDA use") + " carry over";
  if (!report.kernels.empty()) {
    text += ", " + std::to_string(of(target, Verdict::Direct) + of(target, Verdict::Emulated)) +
            " of " + plural(report.kernels.size(), "kernel") + " run without changes";
    if (std::size_t stuck = of(target, Verdict::Impossible))
      text += ", " + std::to_string(stuck) + " cannot";
  }
  text += "; about " + hoursText(target.minutes) + " hours of work by hand.**";
  if (!target.isAvailable)
    text += " This version has no back end for it: the figures come from what is known of it.";
  return text + "\n";
}

std::string targetTable(const Report &report) {
  std::string text =
      "| target | coverage | kernels direct / emulated / change / impossible | errors | warnings | "
      "files automatic / check / rewrite / blocked | hours |\n"
      "|---|--:|--:|--:|--:|--:|--:|\n";
  for (const TargetReport &target : report.targets) {
    text += "| " + cell(target.name) + (target.isAvailable ? "" : " (planned)") + " | " +
            percentText(target.summary.coverage()) + " | ";
    for (std::size_t i = 0; i < kVerdictCount; ++i)
      text += (i ? " / " : "") + std::to_string(target.verdicts[i]);
    text += " | " + std::to_string(target.findings[static_cast<std::size_t>(Severity::Error)]) +
            " | " + std::to_string(target.findings[static_cast<std::size_t>(Severity::Warning)]) +
            " | ";
    for (std::size_t i = 0; i < kWorkClassCount; ++i)
      text += (i ? " / " : "") + std::to_string(target.filesByWork[i]);
    text += " | " + hoursText(target.minutes) + " |\n";
  }
  return text;
}

std::string blockerTable(const TargetReport &target) {
  if (target.blockers.empty())
    return {};
  std::string text = "\n## What stands in the way of " + target.name + "\n\n" +
                     "| what | diagnostic | work | places | files | kernels | hours |\n"
                     "|---|---|---|--:|--:|--:|--:|\n";
  std::size_t shown = std::min(target.blockers.size(), kBlockersShown);
  for (std::size_t i = 0; i < shown; ++i) {
    const Blocker &blocker = target.blockers[i];
    text += "| " + cell(blocker.what) + " | " + diagCode(blocker.id) + " | " +
            std::string(workClassName(blocker.work)) + " | " + std::to_string(blocker.count) +
            " | " + std::to_string(blocker.files) + " | " + std::to_string(blocker.kernels) +
            " | " + hoursText(blocker.minutes) + " |\n";
  }
  if (target.blockers.size() > shown)
    text += "\nand " + std::to_string(target.blockers.size() - shown) + " more.\n";
  return text;
}

std::string libraryTable(const Report &report, const TargetReport &primary) {
  if (primary.libraries.empty())
    return {};
  std::vector<std::pair<std::size_t, std::string>> order;
  for (const auto &[library, counts] : primary.libraries)
    order.emplace_back(counts.total(), library);
  std::sort(order.begin(), order.end(), [](const auto &a, const auto &b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::string text = "\n## Coverage by library\n\n| library | uses |", rule = "|---|--:|";
  for (const TargetReport &target : report.targets) {
    text += " " + cell(target.name) + " |";
    rule += "--:|";
  }
  text += "\n" + rule + "\n";
  std::size_t shown = std::min(order.size(), kLibrariesShown);
  for (std::size_t i = 0; i < shown; ++i) {
    text += "| " + cell(order[i].second) + " | " + std::to_string(order[i].first) + " |";
    for (const TargetReport &target : report.targets)
      text += " " + percentText(target.libraries.at(order[i].second).coverage()) + " |";
    text += "\n";
  }
  if (order.size() > shown)
    text += "\nand " + std::to_string(order.size() - shown) + " more.\n";
  return text;
}

/// Files for which the blocker is the only thing that has to be rewritten.
std::size_t filesUnlocked(const Report &report, const Blocker &blocker) {
  return static_cast<std::size_t>(
      std::count_if(report.files.begin(), report.files.end(), [&](const ReportFile &file) {
        std::size_t hard = 0, same = 0;
        for (const WorkReason &reason : file.efforts.front().reasons) {
          hard += reason.work >= WorkClass::Rewrite ? 1 : 0;
          same += reason.id == blocker.id && reason.what == blocker.what ? 1 : 0;
        }
        return hard == 1 && same == 1;
      }));
}

/// What brings most for least: first see everything, then take what needs no work, then remove what
/// stands alone in the way of most files.
std::string firstSteps(const Report &report, const TargetReport &primary) {
  std::vector<std::string> steps;
  std::size_t unread = report.blind.counts[static_cast<std::size_t>(BlindKind::File)];
  std::size_t broken = report.blind.counts[static_cast<std::size_t>(BlindKind::ParseError)];
  if (unread + broken > 0)
    steps.push_back("Let Sampan see everything: " + plural(unread, "file") + " not read, " +
                    plural(broken, "parse error") +
                    ". Missing -I and -D options are the usual reason.");
  if (std::size_t free = of(primary.filesByWork, WorkClass::Automatic))
    steps.push_back("Translate the " + plural(free, "file") +
                    " that need no work by hand: `sampan translate`.");
  std::vector<std::pair<std::size_t, const Blocker *>> unlocking;
  for (const Blocker &blocker : primary.blockers)
    if (blocker.work >= WorkClass::Rewrite)
      unlocking.emplace_back(filesUnlocked(report, blocker), &blocker);
  std::sort(unlocking.begin(), unlocking.end(), [](const auto &a, const auto &b) {
    return a.first != b.first ? a.first > b.first : a.second->minutes < b.second->minutes;
  });
  for (const auto &[files, blocker] : unlocking)
    if (steps.size() < kStepsShown && files > 0)
      steps.push_back("Solve " + cell(blocker->what) + " (" + diagCode(blocker->id) + ", about " +
                      hoursText(blocker->minutes) + " hours): it alone holds up " +
                      plural(files, "file") + ".");
  if (std::size_t check = of(primary.filesByWork, WorkClass::Check);
      check > 0 && steps.size() < kStepsShown)
    steps.push_back("Check the " + plural(check, "file") +
                    " whose warnings may or may not matter.");
  if (steps.empty())
    return {};
  std::string text = "\n## What to do first\n\n";
  for (std::size_t i = 0; i < steps.size(); ++i)
    text += std::to_string(i + 1) + ". " + steps[i] + "\n";
  return text;
}

std::string blindLine(const Report &report) {
  const auto &counts = report.blind.counts;
  auto count = [&](BlindKind kind) { return counts[static_cast<std::size_t>(kind)]; };
  return "\nNot analysed: " + percentText(report.blind.share()) + " of the text (" +
         plural(count(BlindKind::File), "file") + ", " +
         plural(count(BlindKind::ParseError), "line") + " with parse errors, " +
         plural(count(BlindKind::Branch), "branch", "branches") + " that no build takes, " +
         plural(count(BlindKind::Macro), "opaque macro") + ").\n";
}

std::string operatorLine(const Report &report) {
  if (report.routes.empty())
    return {};
  std::string text = "\nOperators: " + std::to_string(report.routes.size()) + " registered";
  for (std::size_t t = 0; t < report.targets.size(); ++t) {
    auto fit =
        std::count_if(report.routes.begin(), report.routes.end(), [&](const OperatorRoute &route) {
          return route.complete && route.verdicts[t] <= Verdict::Emulated;
        });
    text += ", " + std::to_string(fit) + " run on " + report.targets[t].name;
  }
  auto open = std::count_if(report.routes.begin(), report.routes.end(),
                            [](const OperatorRoute &route) { return !route.complete; });
  return text + "; no way to an analysed kernel was found for " + std::to_string(open) + ".\n";
}

} // namespace

std::string renderMarkdown(const Report &report) {
  const TargetReport &primary = report.targets.front();
  std::string text = "# CUDA migration report\n\n" + verdictLine(report, primary) + "\n";
  text += targetTable(report);
  text += firstSteps(report, primary);
  text += blockerTable(primary);
  text += libraryTable(report, primary);
  text += blindLine(report);
  text += operatorLine(report);
  return text;
}

} // namespace sampan
