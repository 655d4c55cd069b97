// SPDX-License-Identifier: Apache-2.0
// Every file with its share of the work, and the files and regions that nobody has analysed.
#include "tool/report/html/charts.h"
#include "tool/report/html/sections.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace sampan::html {
namespace {

constexpr std::size_t kMostSpots = 1000;

using Statuses = std::map<std::string, InputStatus>;

void nameCell(Page &page, const ReportFile &file) {
  Markup &out = page.out;
  Element cell(out, "th", {{"scope", "row"}});
  if (page.sources.showsFile(file.file))
    out.element("a", file.file,
                {{"class", "place"}, {"href", "#" + percentEncoded("file-" + file.file)}});
  else
    out.element("span", file.file, {{"class", "place"}});
}

void numberCell(Page &page, std::size_t value) {
  page.out.element("td", value == 0 ? "–" : number(value),
                   {{"class", "num"}, {"data-v", std::to_string(value)}});
}

void workCell(Page &page, const ReportFile &file, std::size_t target) {
  Element cell(page.out, "td",
               {{"data-v", std::to_string(file.efforts[target].minutes)}, {"class", "work"}});
  page.chip(file.efforts[target].work);
  page.out.element("small", " " + hours(file.efforts[target].minutes));
}

std::string tokensOf(const Page &page, const ReportFile &file, InputStatus status) {
  std::string tokens = token("status", inputStatusName(status));
  for (std::size_t i = 0; i < file.efforts.size(); ++i)
    tokens += " " + token(page.report.targets[i].name, workClassName(file.efforts[i].work));
  return tokens;
}

void fileRow(Page &page, const ReportFile &file, InputStatus status) {
  Element row(page.out, "tr", {{"data-k", tokensOf(page, file, status)}});
  nameCell(page, file);
  {
    Element cell(page.out, "td", {{"data-v", std::to_string(static_cast<int>(status))}});
    page.chip("i-" + std::string(inputStatusName(status)), page.word(status));
  }
  numberCell(page, file.lines);
  numberCell(page, file.outcomes.empty() ? 0 : file.outcomes.front().total());
  numberCell(page, file.kernels);
  numberCell(page, file.edits);
  for (std::size_t i = 0; i < file.efforts.size(); ++i)
    workCell(page, file, i);
}

std::vector<Facet> facetsOf(const Page &page, const Statuses &statuses) {
  std::set<InputStatus> present = {InputStatus::Complete};
  for (const auto &[file, status] : statuses)
    present.insert(status);
  std::vector<Facet> facets = {{std::string(page.say(Text::Status)), {}}};
  for (InputStatus status : present)
    facets[0].choices.push_back(
        {token("status", inputStatusName(status)), std::string(page.word(status))});
  for (const TargetReport &target : page.report.targets) {
    Facet facet{target.title, {}};
    for (std::size_t i = 0; i < kWorkClassCount; ++i)
      if (target.filesByWork[i] > 0) {
        auto work = static_cast<WorkClass>(i);
        facet.choices.push_back(
            {token(target.name, workClassName(work)), std::string(page.word(work))});
      }
    facets.push_back(std::move(facet));
  }
  return facets;
}

/// The same reason at several places of a file is one row.
struct SpotGroup {
  const BlindSpot *first = nullptr;
  std::size_t count = 0, bytes = 0;
};

std::vector<SpotGroup> spotGroups(const Report &report) {
  std::map<std::tuple<BlindKind, std::string, std::string>, SpotGroup> groups;
  for (const BlindSpot &spot : report.blindSpots) {
    SpotGroup &group = groups[{spot.kind, spot.at.file, spot.why}];
    if (!group.first)
      group.first = &spot;
    ++group.count;
    group.bytes += spot.bytes;
  }
  std::vector<SpotGroup> sorted;
  for (const auto &[key, group] : groups)
    sorted.push_back(group);
  return sorted;
}

void spotRow(Page &page, const SpotGroup &group) {
  const BlindSpot &spot = *group.first;
  Element row(page.out, "tr", {{"data-k", token("kind", blindKindName(spot.kind))}});
  {
    Element cell(page.out, "th", {{"scope", "row"}});
    page.place(spot.at);
  }
  page.out.element("td", page.word(spot.kind));
  page.out.element("td", spot.why);
  numberCell(page, group.count);
  page.out.element("td", group.bytes == 0 ? "–" : byteSize(group.bytes),
                   {{"class", "num"}, {"data-v", std::to_string(group.bytes)}});
}

void blindChart(Page &page) {
  constexpr std::string_view classes[] = {"o-unsupported", "o-partial", "o-emulated", "o-unknown"};
  std::vector<Segment> segments;
  for (std::size_t i = 0; i < kBlindKindCount; ++i)
    segments.push_back({std::string(classes[i]), std::string(page.word(static_cast<BlindKind>(i))),
                        page.report.blind.counts[i]});
  barWithLegend(page, page.say(Text::ChartBlind), segments);
}

std::vector<Facet> spotFacets(const Page &page) {
  Facet facet{std::string(page.say(Text::KindTitle)), {}};
  for (std::size_t i = 0; i < kBlindKindCount; ++i)
    if (page.report.blind.counts[i] > 0) {
      auto kind = static_cast<BlindKind>(i);
      facet.choices.push_back({token("kind", blindKindName(kind)), std::string(page.word(kind))});
    }
  return {facet};
}

} // namespace

void writeFiles(Page &page) {
  Section section(page, "files", Text::FilesTitle);
  const std::vector<ReportFile> &files = page.report.files;
  if (files.empty()) {
    page.out.element("p", page.say(Text::NoFiles), {{"class", "empty"}});
    return;
  }
  Statuses statuses;
  for (const ReportInput &input : page.report.inputs)
    statuses[input.file] = input.status;
  std::vector<Column> columns = {{std::string(page.say(Text::File)), Sort::Text},
                                 {std::string(page.say(Text::Status)), Sort::Rank},
                                 {std::string(page.say(Text::Lines)), Sort::Number},
                                 {std::string(page.say(Text::Uses)), Sort::Number},
                                 {std::string(page.say(Text::KernelsTitle)), Sort::Number},
                                 {std::string(page.say(Text::Edits)), Sort::Number}};
  addTargetColumns(page, columns, Sort::Rank);
  writeTools(page, "t-files", facetsOf(page, statuses));
  Table table(page, "t-files", page.say(Text::FilesCaption), columns);
  for (const ReportFile &file : files) {
    auto status = statuses.find(file.file);
    fileRow(page, file, status == statuses.end() ? InputStatus::Complete : status->second);
  }
}

void writeBlindSpots(Page &page) {
  Section section(page, "unseen", Text::UnseenTitle);
  const std::vector<BlindSpot> &spots = page.report.blindSpots;
  if (spots.empty()) {
    page.out.element("p", page.say(Text::NothingUnseen), {{"class", "empty"}});
    return;
  }
  const BlindSummary &blind = page.report.blind;
  page.out.element("p",
                   blind.totalBytes == 0
                       ? std::string(page.say(Text::UnseenIntro))
                       : page.say(Text::UnseenShare, {percent(blind.share()), byteSize(blind.bytes),
                                                      byteSize(blind.totalBytes)}),
                   {{"class", "intro"}});
  blindChart(page);
  writeTools(page, "t-unseen", spotFacets(page));
  std::vector<SpotGroup> groups = spotGroups(page.report);
  std::size_t shown = std::min(groups.size(), kMostSpots);
  {
    Table table(page, "t-unseen", page.say(Text::UnseenCaption),
                {{std::string(page.say(Text::Place)), Sort::Text},
                 {std::string(page.say(Text::KindTitle)), Sort::Text},
                 {std::string(page.say(Text::Reason)), Sort::Text},
                 {std::string(page.say(Text::PlacesTitle)), Sort::Number},
                 {std::string(page.say(Text::Size)), Sort::Number}});
    for (std::size_t i = 0; i < shown; ++i)
      spotRow(page, groups[i]);
  }
  if (shown < groups.size())
    page.limitNote(page.say(Text::RowLimit, {number(shown), number(groups.size())}));
}

} // namespace sampan::html
