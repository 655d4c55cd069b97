// SPDX-License-Identifier: Apache-2.0
// The first screen: how far the code base is from each target, and what to do first.
#include "tool/report/html/charts.h"
#include "tool/report/html/help.h"
#include "tool/report/html/sections.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace sampan::html {
namespace {

constexpr std::size_t kCardBlockers = 3;
constexpr std::size_t kFirstSteps = 8;

std::size_t at(const std::array<std::size_t, kWorkClassCount> &counts, WorkClass work) {
  return counts[static_cast<std::size_t>(work)];
}

/// The state of the worst files decides; a target is never called ready because of an average.
std::pair<WorkClass, std::string> stateOf(const Page &page, const TargetReport &target) {
  std::size_t files = page.report.files.size();
  std::string all = number(files);
  for (WorkClass work : {WorkClass::Blocked, WorkClass::Rewrite, WorkClass::Check}) {
    std::size_t count = at(target.filesByWork, work);
    if (count == 0)
      continue;
    constexpr Text sentences[] = {Text::StateReady, Text::StateCheck, Text::StateRewrite,
                                  Text::StateBlocked};
    return {work, page.say(sentences[static_cast<std::size_t>(work)], {number(count), all})};
  }
  return {WorkClass::Automatic, std::string(page.say(Text::StateReady))};
}

void figure(Page &page, std::string_view value, std::string_view meaning) {
  Element item(page.out, "div");
  page.out.element("dd", value).element("dt", meaning);
}

void figures(Page &page, const TargetReport &target) {
  Element list(page.out, "dl", {{"class", "figures"}});
  figure(page, target.summary.total() == 0 ? "–" : percent(target.summary.coverage()),
         page.say(Text::UsesCovered, {number(target.summary.total())}));
  std::size_t kernels = page.report.kernels.size();
  std::size_t ready = target.verdicts[0] + target.verdicts[1];
  figure(page, kernels == 0 ? "–" : number(ready), page.say(Text::KernelsReady, {number(kernels)}));
  figure(page, hours(target.minutes), page.say(Text::HoursByHand));
}

void replaceAll(std::string &text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

/// A blocker is known by a message, which says all, by an API, or by a library with all of its
/// APIs.
std::string matter(const Page &page, DiagId id, const std::string &what,
                   const std::vector<std::size_t> &targets) {
  if (what.find(' ') != std::string::npos)
    return what;
  std::string text = helpOn(id, page.language).title;
  bool wholeLibrary = text.find("‹library›") != text.npos;
  replaceAll(text, "‹api›", wholeLibrary ? "…" : std::string_view(what));
  replaceAll(text, "‹library›", what);
  replaceAll(text, "‹target›", targetNames(page.report, targets));
  bool isSaid = text.find(what) != text.npos;
  return isSaid ? text : what + ": " + text;
}

void cardBlockers(Page &page, std::size_t index) {
  const TargetReport &target = page.report.targets[index];
  Markup &out = page.out;
  out.element("h4", page.say(Text::WhatBlocks));
  std::vector<const Blocker *> blockers;
  for (const Blocker &blocker : target.blockers)
    if (blocker.work >= WorkClass::Rewrite && blockers.size() < kCardBlockers)
      blockers.push_back(&blocker);
  if (blockers.empty()) {
    out.element("p", page.say(Text::NothingBlocks), {{"class", "empty"}});
    return;
  }
  Element list(out, "ol", {{"class", "blockers"}});
  for (const Blocker *blocker : blockers) {
    Element item(out, "li");
    page.diagnostic(blocker->id);
    out.text(" " + matter(page, blocker->id, blocker->what, {index}) + " ");
    out.element("small", page.say(Counted::Places, blocker->count) + ", " +
                             page.say(Counted::Files, blocker->files));
  }
}

void card(Page &page, std::size_t index) {
  Markup &out = page.out;
  const TargetReport &target = page.report.targets[index];
  auto [work, sentence] = stateOf(page, target);
  Element article(out, "article", {{"class", "card"}, {"id", "target-" + target.name}});
  {
    Element head(out, "header");
    out.element("h3", target.title);
    out.element("code", target.name);
    page.chip(target.isAvailable ? "available" : "planned",
              page.say(target.isAvailable ? Text::BackendHere : Text::BackendPlanned));
  }
  out.element("p", sentence, {{"class", "state w-" + std::string(workClassName(work))}});
  figures(page, target);
  if (target.summary.total() > 0)
    barWithLegend(page, page.say(Text::ChartUses, {target.title}),
                  segmentsOf(page, target.summary));
  if (!page.report.kernels.empty())
    barWithLegend(page, page.say(Text::ChartKernels, {target.title}),
                  verdictSegments(page, target.verdicts));
  cardBlockers(page, index);
}

/// The same matter on several targets is one step.
struct Step {
  DiagId id = 0;
  std::string what;
  WorkClass work = WorkClass::Automatic;
  std::size_t count = 0, files = 0, kernels = 0;
  std::vector<std::size_t> minutes; ///< per target
  std::vector<std::size_t> targets; ///< on which it stands in the way
};

std::vector<Step> stepsOf(const Report &report) {
  std::map<std::pair<DiagId, std::string>, Step> merged;
  for (std::size_t i = 0; i < report.targets.size(); ++i)
    for (const Blocker &blocker : report.targets[i].blockers) {
      Step &step = merged[{blocker.id, withoutTarget(blocker.what, report.targets[i].name)}];
      step.id = blocker.id;
      step.targets.push_back(i);
      step.minutes.resize(report.targets.size());
      step.minutes[i] = blocker.minutes;
      step.work = std::max(step.work, blocker.work);
      step.count = std::max(step.count, blocker.count);
      step.files = std::max(step.files, blocker.files);
      step.kernels = std::max(step.kernels, blocker.kernels);
    }
  std::vector<Step> steps;
  for (auto &[key, step] : merged) {
    if (step.work < WorkClass::Rewrite)
      continue;
    step.what = withTargets(key.second, targetNames(report, step.targets));
    steps.push_back(std::move(step));
  }
  std::sort(steps.begin(), steps.end(), [](const Step &a, const Step &b) {
    return std::tie(b.files, b.kernels, b.count, a.id, a.what) <
           std::tie(a.files, a.kernels, a.count, b.id, b.what);
  });
  return steps;
}

std::string reach(const Page &page, const Step &step) {
  std::string text =
      page.say(Counted::Places, step.count) + ", " + page.say(Counted::Files, step.files);
  if (step.kernels > 0)
    text += ", " + page.say(Counted::Kernels, step.kernels);
  return text;
}

void stepRow(Page &page, const Step &step) {
  Markup &out = page.out;
  Element row(out, "tr");
  {
    Element cell(out, "th", {{"scope", "row"}});
    out.text(matter(page, step.id, step.what, step.targets) + " ");
    page.diagnostic(step.id);
  }
  {
    Element cell(out, "td");
    page.chip(step.work);
  }
  out.element("td", reach(page, step));
  out.element("td", helpOn(step.id, page.language).fix);
  for (std::size_t minutes : step.minutes)
    out.element("td", hours(minutes), {{"class", "num"}});
}

/// What was not read comes first: it may change every other figure.
void sightStep(Page &page) {
  const BlindSummary &blind = page.report.blind;
  std::size_t headers = 0;
  for (const ReportFinding &finding : page.report.findings)
    headers += finding.id == diag::HeaderMissing::id;
  std::size_t errors = blind.counts[static_cast<std::size_t>(BlindKind::ParseError)];
  if (headers + errors == 0)
    return;
  Element paragraph(page.out, "p", {{"class", "sight"}});
  page.out.element("strong", page.say(Text::SightFirst)).text(" ");
  page.out.text(page.say(Text::SightWhy, {number(headers), number(errors)})).text(" ");
  page.out.element("a", page.say(Text::SightLink), {{"href", "#unseen"}});
}

} // namespace

void writeOverview(Page &page) {
  Section section(page, "overview", Text::Overview);
  Element cards(page.out, "div", {{"class", "cards"}});
  for (std::size_t i = 0; i < page.report.targets.size(); ++i)
    card(page, i);
}

void writeFirstSteps(Page &page) {
  Section section(page, "first", Text::FirstSteps);
  sightStep(page);
  std::vector<Step> steps = stepsOf(page.report);
  if (steps.empty()) {
    page.out.element("p", page.say(Text::NoSteps), {{"class", "empty"}});
    return;
  }
  std::vector<Column> columns = {{std::string(page.say(Text::Matter)), Sort::None},
                                 {std::string(page.say(Text::Class)), Sort::None},
                                 {std::string(page.say(Text::Where)), Sort::None},
                                 {std::string(page.say(Text::Remedy)), Sort::None}};
  for (const TargetReport &target : page.report.targets)
    columns.push_back({target.name, Sort::None});
  {
    Table table(page, "t-first", page.say(Text::FirstStepsCaption), columns);
    for (std::size_t i = 0; i < std::min(steps.size(), kFirstSteps); ++i)
      stepRow(page, steps[i]);
  }
  if (steps.size() > kFirstSteps)
    page.limitNote(page.say(Text::MoreSteps, {number(steps.size() - kFirstSteps)}));
}

} // namespace sampan::html
