// SPDX-License-Identifier: Apache-2.0
// How much work is left, and the list of it.
#include "tool/report/html/charts.h"
#include "tool/report/html/help.h"
#include "tool/report/html/sections.h"

#include <algorithm>
#include <set>

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

void itemRow(Page &page, const TodoItem &item) {
  Markup &out = page.out;
  std::string tokens = token("target", item.target) + " " + token("work", workClassName(item.work));
  Element row(out, "tr", {{"data-k", tokens}});
  {
    Element cell(out, "th", {{"scope", "row"}});
    out.element("span", item.file, {{"class", "place"}});
    if (!item.kernel.empty())
      out.text(" ").element("code", item.kernel);
  }
  out.element("td", item.target);
  {
    Element cell(out, "td", {{"data-v", std::to_string(static_cast<int>(item.work))}});
    page.chip(item.work);
  }
  {
    Element cell(out, "td");
    out.text(item.blocker + " ");
    page.diagnostic(item.id);
  }
  lines(page, item);
  out.element("td", hours(item.minutes),
              {{"class", "num"}, {"data-v", std::to_string(item.minutes)}});
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
  const std::vector<TodoItem> &items = page.report.todo;
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
