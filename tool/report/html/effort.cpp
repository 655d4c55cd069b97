// SPDX-License-Identifier: Apache-2.0
// How much work is left, and the list of it.
#include "tool/report/html/charts.h"
#include "tool/report/html/help.h"
#include "tool/report/html/sections.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace sampan::html {
namespace {

constexpr std::size_t kMostItems = 1500;
constexpr std::size_t kMostLines = 12;

void targetRow(Page &page, const TargetReport &target) {
  Markup &out = page.out;
  Element row(out, "tr");
  out.element("th", target.title, {{"scope", "row"}});
  out.element("td", hours(target.minutes), {{"class", "num"}});
  {
    Element cell(out, "td");
    barWithLegend(page, page.say(Text::ChartKernelWork, {target.title}),
                  workSegments(page, target.kernelsByWork));
  }
  Element cell(out, "td");
  barWithLegend(page, page.say(Text::ChartFileWork, {target.title}),
                workSegments(page, target.filesByWork));
}

void lines(Page &page, const TodoItem &item) {
  Element cell(page.out, "td", {{"class", "lines"}});
  for (std::size_t i = 0; i < std::min(item.lines.size(), kMostLines); ++i) {
    page.out.text(i > 0 ? " " : "");
    std::string line = std::to_string(item.lines[i]);
    if (page.sources.shows(item.file, item.lines[i]))
      page.out.element("a", line,
                       {{"href", "#" + percentEncoded(lineAnchor(item.file, item.lines[i]))}});
    else
      page.out.text(line);
  }
  if (item.lines.size() > kMostLines)
    page.out.text(" +" + number(item.lines.size() - kMostLines));
}

/// The same work on several targets is one row; done once, it is mostly done for all.
struct MergedItem {
  const TodoItem *first = nullptr;
  std::string blocker;
  std::vector<std::size_t> targets;
  std::size_t minutes = 0; ///< on the target where it costs most
};

std::vector<MergedItem> mergedItems(const Report &report) {
  std::map<std::string, std::size_t> indices;
  for (std::size_t i = 0; i < report.targets.size(); ++i)
    indices[report.targets[i].name] = i;
  std::vector<MergedItem> items;
  std::map<std::tuple<std::string, std::string, DiagId, std::string, std::vector<std::uint32_t>>,
           std::size_t>
      known;
  for (const TodoItem &item : report.todo) {
    std::string blocker = withoutTarget(item.blocker, item.target);
    auto [entry, isNew] =
        known.try_emplace({item.file, item.kernel, item.id, blocker, item.lines}, items.size());
    if (isNew)
      items.push_back({&item, std::move(blocker), {}, 0});
    MergedItem &merged = items[entry->second];
    merged.targets.push_back(indices.at(item.target));
    merged.minutes = std::max(merged.minutes, item.minutes);
  }
  for (MergedItem &item : items) {
    std::sort(item.targets.begin(), item.targets.end());
    item.targets.erase(std::unique(item.targets.begin(), item.targets.end()), item.targets.end());
    item.blocker = withTargets(item.blocker, targetNames(report, item.targets));
  }
  std::sort(items.begin(), items.end(), [](const MergedItem &a, const MergedItem &b) {
    return std::tie(b.first->work, b.minutes, a.first->file, a.first->lines, a.first->kernel,
                    a.first->id, a.blocker) < std::tie(a.first->work, a.minutes, b.first->file,
                                                       b.first->lines, b.first->kernel, b.first->id,
                                                       b.blocker);
  });
  return items;
}

void itemRow(Page &page, const MergedItem &merged) {
  Markup &out = page.out;
  const TodoItem &item = *merged.first;
  std::string tokens = token("work", workClassName(item.work));
  for (std::size_t index : merged.targets)
    tokens += " " + token("target", page.report.targets[index].name);
  Element row(out, "tr", {{"data-k", tokens}});
  {
    Element cell(out, "th", {{"scope", "row"}});
    out.element("span", item.file, {{"class", "place"}});
    if (!item.kernel.empty())
      out.text(" ").element("code", item.kernel);
  }
  out.element("td", targetNames(page.report, merged.targets));
  {
    Element cell(out, "td", {{"data-v", std::to_string(static_cast<int>(item.work))}});
    page.chip(item.work);
  }
  {
    Element cell(out, "td");
    out.text(merged.blocker + " ");
    page.diagnostic(item.id);
  }
  lines(page, item);
  out.element("td", hours(merged.minutes),
              {{"class", "num"}, {"data-v", std::to_string(merged.minutes)}});
}

std::vector<Facet> facetsOf(const Page &page) {
  Facet targets{std::string(page.say(Text::Target)), {}};
  for (const TargetReport &target : page.report.targets)
    targets.choices.push_back({token("target", target.name), target.title});
  Facet classes{std::string(page.say(Text::Class)), {}};
  std::set<WorkClass> present;
  for (const TodoItem &item : page.report.todo)
    present.insert(item.work);
  for (WorkClass work : present)
    classes.choices.push_back({token("work", workClassName(work)), std::string(page.word(work))});
  return {targets, classes};
}

} // namespace

void writeEffort(Page &page) {
  Section section(page, "effort", Text::EffortTitle);
  page.out.element("p", page.say(Text::EffortIntro), {{"class", "intro"}});
  Table table(page, "t-effort", page.say(Text::EffortCaption),
              {{std::string(page.say(Text::Target)), Sort::None},
               {std::string(page.say(Text::Hours)), Sort::None},
               {std::string(page.say(Text::KernelsTitle)), Sort::None},
               {std::string(page.say(Text::FilesTitle)), Sort::None}});
  for (const TargetReport &target : page.report.targets)
    targetRow(page, target);
}

void writeTodo(Page &page) {
  Section section(page, "todo", Text::TodoTitle);
  std::vector<MergedItem> items = mergedItems(page.report);
  if (items.empty()) {
    page.out.element("p", page.say(Text::NoSteps), {{"class", "empty"}});
    return;
  }
  page.out.element("p", page.say(Text::TodoIntro), {{"class", "intro"}});
  std::size_t shown = std::min(items.size(), kMostItems);
  writeTools(page, "t-todo", facetsOf(page));
  {
    Table table(page, "t-todo", page.say(Text::TodoCaption),
                {{std::string(page.say(Text::FileOrKernel)), Sort::Text},
                 {std::string(page.say(Text::Target)), Sort::Text},
                 {std::string(page.say(Text::Class)), Sort::Rank},
                 {std::string(page.say(Text::Matter)), Sort::Text},
                 {std::string(page.say(Text::Lines)), Sort::None},
                 {std::string(page.say(Text::Hours)), Sort::Number}});
    for (std::size_t i = 0; i < shown; ++i)
      itemRow(page, items[i]);
  }
  if (shown < items.size())
    page.limitNote(page.say(Text::RowLimit, {number(shown), number(items.size())}));
}

} // namespace sampan::html
