// SPDX-License-Identifier: Apache-2.0
// Where the uses of CUDA are: by library and by directory, on each target; and what kind of finding
// is how frequent.
#include "tool/report/html/charts.h"
#include "tool/report/html/help.h"
#include "tool/report/html/sections.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace sampan::html {
namespace {

constexpr std::size_t kMostDirectories = 60;
constexpr std::size_t kMostKinds = 20;

/// One row: counts per target.
using Counts = std::vector<OutcomeCounts>;
using Groups = std::vector<std::pair<std::string, Counts>>;

template <class Member> std::map<std::string, Counts> gather(const Report &report, Member member) {
  std::map<std::string, Counts> groups;
  for (std::size_t i = 0; i < report.targets.size(); ++i)
    for (const auto &[name, outcomes] : report.targets[i].*member) {
      groups[name].resize(report.targets.size());
      groups[name][i] = outcomes;
    }
  return groups;
}

std::size_t uses(const Counts &counts) { return counts.front().total(); }

void add(Counts &sum, const Counts &counts) {
  sum.resize(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i)
    for (std::size_t j = 0; j < kOutcomeCount; ++j)
      sum[i].counts[j] += counts[i].counts[j];
}

std::string parentOf(const std::string &directory) {
  std::size_t slash = directory.rfind('/');
  return slash == std::string::npos || slash == 0 ? directory : directory.substr(0, slash);
}

std::size_t depthOf(const std::string &directory) {
  return static_cast<std::size_t>(std::count(directory.begin(), directory.end(), '/'));
}

/// Joins the deepest directories with their parents until the table can be read at a glance.
std::map<std::string, Counts> folded(std::map<std::string, Counts> groups) {
  while (groups.size() > kMostDirectories) {
    std::size_t deepest = 0;
    for (const auto &[name, counts] : groups)
      deepest = std::max(deepest, depthOf(name));
    if (deepest == 0)
      break;
    std::map<std::string, Counts> next;
    for (const auto &[name, counts] : groups)
      add(next[depthOf(name) == deepest ? parentOf(name) : name], counts);
    if (next.size() == groups.size())
      break;
    groups = std::move(next);
  }
  return groups;
}

Groups byUses(const std::map<std::string, Counts> &groups) {
  Groups sorted(groups.begin(), groups.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) {
    std::size_t usesA = uses(a.second), usesB = uses(b.second);
    return std::tie(usesB, a.first) < std::tie(usesA, b.first);
  });
  return sorted;
}

std::vector<Column> columnsFor(const Page &page, Text first) {
  std::vector<Column> columns = {{std::string(page.say(first)), Sort::Text},
                                 {std::string(page.say(Text::Uses)), Sort::Number}};
  for (const TargetReport &target : page.report.targets)
    columns.push_back({target.title, Sort::Rank});
  return columns;
}

void coverageCell(Page &page, const std::string &name, const TargetReport &target,
                  const OutcomeCounts &outcomes) {
  Markup &out = page.out;
  if (outcomes.total() == 0) {
    out.element("td", "–", {{"class", "share"}, {"data-v", "2"}});
    return;
  }
  Element cell(out, "td", {{"class", "share"}, {"data-v", std::to_string(outcomes.coverage())}});
  out.element("span", percent(outcomes.coverage()));
  stackedBar(page, page.say(Text::ChartShare, {name, target.title}), segmentsOf(page, outcomes));
}

void coverageTable(Page &page, std::string_view id, Text caption, Text first,
                   const Groups &groups) {
  Table table(page, id, page.say(caption), columnsFor(page, first));
  for (const auto &[name, counts] : groups) {
    Element row(page.out, "tr");
    page.out.element("th", name, {{"scope", "row"}});
    page.out.element("td", number(uses(counts)),
                     {{"class", "num"}, {"data-v", std::to_string(uses(counts))}});
    for (std::size_t i = 0; i < counts.size(); ++i)
      coverageCell(page, name, page.report.targets[i], counts[i]);
  }
}

struct Kind {
  Severity severity = Severity::Note;
  std::size_t count = 0;
  std::set<std::string> files;
};

std::string_view severityClass(Severity severity) {
  constexpr std::string_view classes[] = {"s-note", "s-warning", "s-error"};
  return classes[static_cast<std::size_t>(severity)];
}

void kindRow(Page &page, DiagId id, const Kind &kind, std::size_t most) {
  Markup &out = page.out;
  Element item(out, "li");
  {
    Element link(out, "a", {{"href", "#" + diagCode(id)}});
    out.element("span", diagCode(id), {{"class", "code"}});
    out.text(" " + helpOn(id, page.language).title);
  }
  Element value(out, "span", {{"class", "value"}});
  out.element("b", number(kind.count));
  out.element("small", " " + std::string(page.word(kind.severity)) + " · " +
                           page.say(Counted::Files, kind.files.size()));
  lengthBar(page, severityClass(kind.severity), kind.count, most);
}

} // namespace

void writeCoverage(Page &page) {
  Section section(page, "coverage", Text::Coverage);
  std::map<std::string, Counts> libraries = gather(page.report, &TargetReport::libraries);
  if (libraries.empty()) {
    page.out.element("p", page.say(Text::NoUses), {{"class", "empty"}});
    return;
  }
  {
    Element list(page.out, "ul", {{"class", "legend"}});
    for (const Segment &segment : segmentsOf(page, {})) {
      Element item(page.out, "li");
      page.out.element("i", "", {{"class", segment.kind}}).text(segment.label);
    }
  }
  coverageTable(page, "t-libraries", Text::LibrariesCaption, Text::Library, byUses(libraries));
  std::map<std::string, Counts> directories = gather(page.report, &TargetReport::directories);
  std::size_t all = directories.size();
  Groups shown = byUses(folded(std::move(directories)));
  Groups rest;
  if (shown.size() > kMostDirectories) {
    rest.assign(shown.begin() + kMostDirectories, shown.end());
    shown.resize(kMostDirectories);
  }
  if (all > 1)
    coverageTable(page, "t-directories", Text::DirectoriesCaption, Text::Directory, shown);
  if (all > shown.size())
    page.limitNote(page.say(Text::DirectoriesFolded,
                            {number(all), number(shown.size()), number(rest.size())}));
}

void writeKinds(Page &page) {
  Section section(page, "kinds", Text::Kinds);
  std::map<DiagId, Kind> kinds;
  for (const MergedFinding &finding : page.findings) {
    Kind &kind = kinds[finding.first->id];
    kind.severity = std::max(kind.severity, finding.first->severity);
    ++kind.count;
    kind.files.insert(finding.first->at.file);
  }
  if (kinds.empty()) {
    page.out.element("p", page.say(Text::NoFindings), {{"class", "empty"}});
    return;
  }
  std::vector<std::pair<DiagId, const Kind *>> sorted;
  std::size_t most = 0;
  for (const auto &[id, kind] : kinds) {
    sorted.emplace_back(id, &kind);
    most = std::max(most, kind.count);
  }
  std::sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) {
    return std::tie(b.second->severity, b.second->count, a.first) <
           std::tie(a.second->severity, a.second->count, b.first);
  });
  {
    Element list(page.out, "ol", {{"class", "kinds"}});
    for (std::size_t i = 0; i < std::min(sorted.size(), kMostKinds); ++i)
      kindRow(page, sorted[i].first, *sorted[i].second, most);
  }
  if (sorted.size() > kMostKinds)
    page.limitNote(page.say(Text::MoreKinds, {number(sorted.size() - kMostKinds)}));
}

} // namespace sampan::html
