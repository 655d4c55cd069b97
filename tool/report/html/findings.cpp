// SPDX-License-Identifier: Apache-2.0
// All findings, grouped by what they say, each group with its reason and its remedy.
#include "tool/report/html/help.h"
#include "tool/report/html/sections.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace sampan::html {
namespace {

constexpr std::size_t kMostPlaces = 250;
/// For the whole page: a project may have tens of thousands of findings of many kinds.
constexpr std::size_t kMostMessages = 12;

struct Group {
  DiagId id = 0;
  Severity severity = Severity::Note;
  std::vector<const MergedFinding *> findings;
  std::set<std::string> files;
  std::map<std::string, std::size_t> messages;
};

std::vector<Group> groupsOf(const Page &page) {
  std::map<DiagId, Group> byId;
  for (const MergedFinding &finding : page.findings) {
    Group &group = byId[finding.first->id];
    group.id = finding.first->id;
    group.severity = std::max(group.severity, finding.first->severity);
    group.findings.push_back(&finding);
    group.files.insert(finding.first->at.file);
    ++group.messages[finding.message];
  }
  std::vector<Group> groups;
  for (auto &[id, group] : byId)
    groups.push_back(std::move(group));
  std::sort(groups.begin(), groups.end(), [](const Group &a, const Group &b) {
    std::size_t countA = a.findings.size(), countB = b.findings.size();
    return std::tie(b.severity, countB, a.id) < std::tie(a.severity, countA, b.id);
  });
  return groups;
}

std::string_view severityToken(Severity severity) {
  constexpr std::string_view names[] = {"note", "warning", "error"};
  return names[static_cast<std::size_t>(severity)];
}

void findingRow(Page &page, const MergedFinding &merged, bool severalTargets) {
  Markup &out = page.out;
  const ReportFinding &finding = *merged.first;
  std::string tokens = token("severity", severityToken(finding.severity));
  for (std::size_t index : merged.targets)
    tokens += " " + token("target", page.report.targets[index].name);
  Element row(out, "tr", {{"data-k", tokens}});
  {
    Element cell(out, "th", {{"scope", "row"}});
    page.place(finding.at);
    if (!finding.kernel.empty())
      out.text(" ").element("code", finding.kernel);
  }
  {
    Element cell(out, "td");
    out.text(merged.message);
    if (finding.suppressed) {
      out.text(" ");
      page.chip("accepted", page.say(Text::Accepted));
      out.text(" ").element("small", finding.suppressionReason);
    }
  }
  if (severalTargets)
    out.element("td", targetNames(page.report, merged.targets));
}

/// The messages of a group, most frequent first: which API or feature is behind most places.
void messageList(Page &page, const Group &group) {
  if (group.messages.size() < 2)
    return;
  std::vector<std::pair<std::string_view, std::size_t>> sorted(group.messages.begin(),
                                                               group.messages.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) {
    return std::tie(b.second, a.first) < std::tie(a.second, b.first);
  });
  std::size_t shown = std::min(sorted.size(), kMostMessages);
  Element list(page.out, "ul", {{"class", "messages"}});
  for (std::size_t i = 0; i < shown; ++i) {
    Element item(page.out, "li");
    page.out.element("b", number(sorted[i].second)).text(" ").text(sorted[i].first);
  }
  if (shown < sorted.size())
    page.out.element("li", page.say(Text::MoreMessages, {number(sorted.size() - shown)}));
}

void groupHead(Page &page, const Group &group, const Help &help) {
  Markup &out = page.out;
  Element summary(out, "summary");
  page.chip(group.severity);
  out.text(" ").element("span", diagCode(group.id), {{"class", "code"}}).text(" ");
  out.element("span", help.title, {{"class", "title"}}).text(" ");
  out.element("small", page.say(Counted::Places, group.findings.size()) + ", " +
                           page.say(Counted::Files, group.files.size()));
}

void groupTable(Page &page, const Group &group, const Help &help) {
  bool severalTargets = page.report.targets.size() > 1;
  std::vector<Column> columns = {{std::string(page.say(Text::Place)), Sort::Text},
                                 {std::string(page.say(Text::Message)), Sort::Text}};
  if (severalTargets)
    columns.push_back({std::string(page.say(Text::Targets)), Sort::Text});
  std::size_t shown = std::min(group.findings.size(), kMostPlaces);
  {
    Table table(page, "t-" + diagCode(group.id), diagCode(group.id) + ": " + help.title, columns);
    for (std::size_t i = 0; i < shown; ++i)
      findingRow(page, *group.findings[i], severalTargets);
  }
  if (shown < group.findings.size())
    page.limitNote(page.say(Text::RowLimit, {number(shown), number(group.findings.size())}));
}

void writeGroup(Page &page, const Group &group, bool isOpen) {
  Help help = helpOn(group.id, page.language);
  Element details(page.out, "details",
                  {{"class", "group"}, {"id", diagCode(group.id)}, {isOpen ? "open" : "", ""}});
  groupHead(page, group, help);
  {
    Element text(page.out, "dl", {{"class", "help"}});
    page.out.element("dt", page.say(Text::Why)).element("dd", help.why);
    page.out.element("dt", page.say(Text::Fix)).element("dd", help.fix);
  }
  messageList(page, group);
  groupTable(page, group, help);
}

std::vector<Facet> facetsOf(const Page &page, const std::vector<Group> &groups) {
  std::set<Severity> severities;
  for (const Group &group : groups)
    severities.insert(group.severity);
  std::vector<Facet> facets = {{std::string(page.say(Text::SeverityTitle)), {}},
                               {std::string(page.say(Text::Target)), {}}};
  for (Severity severity : severities)
    facets[0].choices.push_back(
        {token("severity", severityToken(severity)), std::string(page.word(severity))});
  for (const TargetReport &target : page.report.targets)
    facets[1].choices.push_back({token("target", target.name), target.title});
  return facets;
}

} // namespace

void writeFindings(Page &page) {
  Section section(page, "findings", Text::FindingsTitle);
  std::vector<Group> groups = groupsOf(page);
  if (groups.empty()) {
    page.out.element("p", page.say(Text::NoFindings), {{"class", "empty"}});
    return;
  }
  page.out.element("p", page.say(Text::FindingsIntro), {{"class", "intro"}});
  writeTools(page, "l-findings", facetsOf(page, groups));
  Element list(page.out, "div", {{"id", "l-findings"}, {"class", "groups"}});
  for (const Group &group : groups)
    writeGroup(page, group, groups.size() == 1);
}

} // namespace sampan::html
