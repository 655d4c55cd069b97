// SPDX-License-Identifier: Apache-2.0
// Every API that is used, once, with its fate on each target.
#include "tool/report/html/sections.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace sampan::html {
namespace {

struct Api {
  const ReportUse *first = nullptr;
  std::size_t uses = 0;
  bool onHost = false, onDevice = false;
  std::set<std::string> files;
  std::vector<Outcome> outcomes; ///< the worst of its uses, per target
};

using Apis = std::map<std::tuple<std::string, std::string, UseKind>, Api>;

Apis apisOf(const Report &report) {
  Apis apis;
  for (const ReportUse &entry : report.uses) {
    Api &api = apis[{entry.library, entry.use.name, entry.use.kind}];
    if (!api.first)
      api.first = &entry;
    ++api.uses;
    (entry.use.inDeviceCode ? api.onDevice : api.onHost) = true;
    api.files.insert(entry.use.at.file);
    api.outcomes.resize(entry.outcomes.size());
    for (std::size_t i = 0; i < entry.outcomes.size(); ++i)
      api.outcomes[i] = std::max(api.outcomes[i], entry.outcomes[i]);
  }
  return apis;
}

void apiRow(Page &page, const Api &api) {
  Markup &out = page.out;
  const ReportUse &use = *api.first;
  std::string tokens = token("library", use.library);
  if (api.onHost)
    tokens += " " + token("side", "host");
  if (api.onDevice)
    tokens += " " + token("side", "device");
  for (std::size_t i = 0; i < api.outcomes.size(); ++i)
    tokens += " " + token(page.report.targets[i].name, outcomeName(api.outcomes[i]));
  Element row(out, "tr", {{"data-k", tokens}});
  {
    Element cell(out, "th", {{"scope", "row"}});
    out.element("code", use.use.name).text(" ");
    out.element("small", page.word(use.use.kind));
  }
  out.element("td", use.library);
  out.element("td", number(api.uses), {{"class", "num"}, {"data-v", std::to_string(api.uses)}});
  out.element("td", number(api.files.size()),
              {{"class", "num"}, {"data-v", std::to_string(api.files.size())}});
  for (Outcome outcome : api.outcomes) {
    Element cell(out, "td", {{"data-v", std::to_string(static_cast<int>(outcome))}});
    page.chip(outcome);
  }
  {
    Element cell(out, "td");
    if (use.replacement.empty())
      out.text("–");
    else
      out.element("code", use.replacement);
  }
  Element cell(out, "td");
  page.place(use.use.at);
}

std::vector<Facet> facetsOf(const Page &page, const Apis &apis) {
  std::vector<Facet> facets = {{std::string(page.say(Text::Library)), {}},
                               {std::string(page.say(Text::Side)), {}}};
  std::set<std::string> libraries;
  for (const auto &[key, api] : apis)
    libraries.insert(std::get<0>(key));
  for (const std::string &library : libraries)
    facets[0].choices.push_back({token("library", library), library});
  facets[1].choices = {{token("side", "host"), std::string(page.say(Text::HostSide))},
                       {token("side", "device"), std::string(page.say(Text::DeviceSide))}};
  for (const TargetReport &target : page.report.targets) {
    Facet facet{target.title, {}};
    for (std::size_t i = 0; i < kOutcomeCount; ++i)
      if (target.summary.counts[i] > 0) {
        auto outcome = static_cast<Outcome>(i);
        facet.choices.push_back(
            {token(target.name, outcomeName(outcome)), std::string(page.word(outcome))});
      }
    facets.push_back(std::move(facet));
  }
  return facets;
}

} // namespace

void writeApis(Page &page) {
  Section section(page, "apis", Text::ApisTitle);
  Apis apis = apisOf(page.report);
  if (apis.empty()) {
    page.out.element("p", page.say(Text::NoUses), {{"class", "empty"}});
    return;
  }
  page.out.element("p", page.say(Text::ApisIntro), {{"class", "intro"}});
  std::vector<Column> columns = {{std::string(page.say(Text::Api)), Sort::Text},
                                 {std::string(page.say(Text::Library)), Sort::Text},
                                 {std::string(page.say(Text::Uses)), Sort::Number},
                                 {std::string(page.say(Text::FilesTitle)), Sort::Number}};
  addTargetColumns(page, columns, Sort::Rank);
  columns.push_back({std::string(page.say(Text::Replacement)), Sort::Text});
  columns.push_back({std::string(page.say(Text::FirstUse)), Sort::Text});
  std::vector<const Api *> sorted;
  for (const auto &[key, api] : apis)
    sorted.push_back(&api);
  std::sort(sorted.begin(), sorted.end(), [](const Api *a, const Api *b) {
    const ReportUse &x = *a->first, &y = *b->first;
    return std::tie(b->uses, x.use.name, x.library, x.use.kind) <
           std::tie(a->uses, y.use.name, y.library, y.use.kind);
  });
  writeTools(page, "t-apis", facetsOf(page, apis));
  Table table(page, "t-apis", page.say(Text::ApisCaption), columns);
  for (const Api *api : sorted)
    apiRow(page, *api);
}

} // namespace sampan::html
