// SPDX-License-Identifier: Apache-2.0
// Every kernel with what it needs and how each target takes it, and the operators of a framework
// that lead to kernels.
#include "tool/report/html/charts.h"
#include "tool/report/html/sections.h"
#include "tool/report/kernel_needs.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace sampan::html {
namespace {

void sharedCell(Page &page, const ReportKernel &kernel) {
  std::string text;
  if (kernel.staticSharedBytes > 0)
    text = byteSize(kernel.staticSharedBytes);
  if (kernel.usesDynamicShared)
    text += (text.empty() ? "" : " + ") + std::string(page.say(Text::Dynamic));
  // Dynamic shared memory sorts after any that is known, as it may be the most.
  std::uint64_t key = kernel.staticSharedBytes + (kernel.usesDynamicShared ? 1u << 30 : 0);
  page.out.element("td", text.empty() ? "–" : text,
                   {{"class", "num"}, {"data-v", std::to_string(key)}});
}

void syncCell(Page &page, SyncPlace place) {
  std::string_view word = place == SyncPlace::None ? "–" : page.word(place);
  page.out.element("td", word, {{"data-v", std::to_string(static_cast<int>(place))}});
}

void features(Page &page, const ReportKernel &kernel) {
  Element cell(page.out, "td", {{"class", "tags"}});
  for (const std::string &feature : kernelFeatures(kernel))
    page.out.element("code", feature).text(" ");
}

void reasons(Page &page, const KernelFit &fit) {
  Element list(page.out, "ul");
  std::set<std::pair<DiagId, std::string>> said;
  for (const Finding &finding : fit.findings) {
    if (!said.emplace(finding.id, finding.message).second)
      continue;
    Element item(page.out, "li");
    page.out.text(finding.message + " ");
    page.diagnostic(finding.id);
  }
}

/// How it runs, unless that is how it is written.
void wayText(Page &page, const KernelFit &fit) {
  if (fit.way == Way::Threads || fit.way == Way::Nowhere)
    return;
  std::string text(page.word(fit.way));
  if (!fit.counterpart.empty())
    text += ": " + fit.counterpart;
  page.out.element("small", text, {{"class", "way"}});
}

/// How many launches, and with how many threads where that is a constant.
void launchCell(Page &page, const ReportKernel &kernel) {
  Markup &out = page.out;
  std::set<std::uint64_t> threads;
  for (const LaunchInfo &launch : kernel.launches)
    if (launch.threads)
      threads.insert(*launch.threads);
  std::size_t count = kernel.launches.size();
  Element cell(out, "td", {{"class", "num"}, {"data-v", std::to_string(count)}});
  out.text(count == 0 ? "–" : number(count));
  if (threads.empty())
    return;
  std::string list;
  for (std::uint64_t value : threads)
    list += (list.empty() ? "" : ", ") + number(value);
  out.leaf("br").element("small", page.say(Text::ThreadsEach, {list}));
}

void verdictCell(Page &page, const KernelFit &fit) {
  Element cell(page.out, "td", {{"data-v", std::to_string(static_cast<int>(fit.verdict))}});
  if (fit.findings.empty()) {
    page.chip(fit.verdict);
    wayText(page, fit);
    return;
  }
  Element details(page.out, "details", {{"class", "why"}});
  {
    Element summary(page.out, "summary");
    page.chip(fit.verdict);
    wayText(page, fit);
  }
  reasons(page, fit);
}

void nameCell(Page &page, const ReportKernel &kernel) {
  Markup &out = page.out;
  Element cell(out, "th", {{"scope", "row"}});
  const std::string &anchor = page.anchorOf(kernel);
  {
    Element link(out, "a", {{"class", "self"}, {"href", "#" + percentEncoded(anchor)}});
    out.element("code", kernel.name);
  }
  if (kernel.isTemplate)
    out.text(" ").element("small", page.say(Text::Template));
  if (kernel.shape.structure != KernelStructure::Other)
    out.text(" ").element("small", page.word(kernel.shape.structure));
  out.leaf("br");
  page.place(kernel.at);
}

std::string tokensOf(const Page &page, const ReportKernel &kernel) {
  std::string tokens;
  for (std::size_t i = 0; i < kernel.fits.size(); ++i)
    tokens += token(page.report.targets[i].name, verdictName(kernel.fits[i].verdict)) + " ";
  for (const std::string &feature : kernelFeatures(kernel))
    tokens += token("needs", feature) + " ";
  if (kernel.barrier != SyncPlace::None)
    tokens += token("needs", "barrier") + " ";
  if (kernel.warpCollective != SyncPlace::None)
    tokens += token("needs", "warp") + " ";
  if (!tokens.empty())
    tokens.pop_back();
  return tokens;
}

void kernelRow(Page &page, const ReportKernel &kernel) {
  Markup &out = page.out;
  Element row(out, "tr", {{"id", page.anchorOf(kernel)}, {"data-k", tokensOf(page, kernel)}});
  nameCell(page, kernel);
  for (const KernelFit &fit : kernel.fits)
    verdictCell(page, fit);
  sharedCell(page, kernel);
  syncCell(page, kernel.barrier);
  syncCell(page, kernel.warpCollective);
  launchCell(page, kernel);
  unsigned threads = kernel.maxThreadsPerBlock.value_or(0);
  out.element("td", threads == 0 ? "–" : number(threads),
              {{"class", "num"}, {"data-v", std::to_string(threads)}});
  features(page, kernel);
}

std::vector<const ReportKernel *> worstFirst(const std::vector<ReportKernel> &kernels) {
  std::vector<const ReportKernel *> sorted;
  for (const ReportKernel &kernel : kernels)
    sorted.push_back(&kernel);
  auto worst = [](const ReportKernel &kernel) {
    Verdict verdict = Verdict::Direct;
    for (const KernelFit &fit : kernel.fits)
      verdict = std::max(verdict, fit.verdict);
    return verdict;
  };
  std::sort(sorted.begin(), sorted.end(), [&](const ReportKernel *a, const ReportKernel *b) {
    Verdict worstA = worst(*a), worstB = worst(*b);
    return std::tie(worstB, a->at, a->name, a) < std::tie(worstA, b->at, b->name, b);
  });
  return sorted;
}

std::vector<Facet> facetsOf(const Page &page) {
  std::vector<Facet> facets;
  for (const TargetReport &target : page.report.targets) {
    Facet facet{target.title, {}};
    for (std::size_t i = 0; i < kVerdictCount; ++i)
      if (target.verdicts[i] > 0) {
        auto verdict = static_cast<Verdict>(i);
        facet.choices.push_back(
            {token(target.name, verdictName(verdict)), std::string(page.word(verdict))});
      }
    facets.push_back(std::move(facet));
  }
  std::set<std::string> needs;
  for (const ReportKernel &kernel : page.report.kernels) {
    for (const std::string &feature : kernelFeatures(kernel))
      needs.insert(feature);
    if (kernel.barrier != SyncPlace::None)
      needs.insert("barrier");
    if (kernel.warpCollective != SyncPlace::None)
      needs.insert("warp");
  }
  Facet facet{std::string(page.say(Text::Needs)), {}};
  for (const std::string &need : needs)
    facet.choices.push_back({token("needs", need), need});
  facets.push_back(std::move(facet));
  return facets;
}

std::string joined(const std::vector<RouteStep> &steps) {
  std::string text;
  for (const RouteStep &step : steps)
    text += (text.empty() ? "" : ", ") + step.name;
  return text;
}

void operatorRow(Page &page, const OperatorRoute &route) {
  Markup &out = page.out;
  Element row(out, "tr");
  {
    Element cell(out, "th", {{"scope", "row"}});
    out.element("code", route.library.empty() ? route.name : route.library + "::" + route.name);
    if (!route.key.empty())
      out.text(" ").element("small", route.key);
    out.leaf("br");
    page.place(route.at);
  }
  out.element("td", route.binding);
  {
    Element cell(out, "td", {{"class", "route"}});
    out.element("code", route.function.empty() ? "?" : route.function);
    for (const std::vector<RouteStep> *steps : {&route.launchers, &route.kernels})
      if (!steps->empty())
        out.text(" → ").element("code", joined(*steps));
    if (!route.complete)
      out.text(" ").element("small", page.say(Text::RouteIncomplete));
  }
  for (const Verdict &verdict : route.verdicts) {
    Element cell(out, "td", {{"data-v", std::to_string(static_cast<int>(verdict))}});
    if (route.complete)
      page.chip(verdict);
    else
      out.text("–");
  }
}

} // namespace

void writeKernels(Page &page) {
  Section section(page, "kernels", Text::KernelsTitle);
  const std::vector<ReportKernel> &kernels = page.report.kernels;
  if (kernels.empty()) {
    page.out.element("p", page.say(Text::NoKernels), {{"class", "empty"}});
    return;
  }
  page.out.element("p", page.say(Text::KernelsIntro), {{"class", "intro"}});
  std::vector<Column> columns = {{std::string(page.say(Text::Kernel)), Sort::Text}};
  addTargetColumns(page, columns, Sort::Rank);
  columns.push_back({std::string(page.say(Text::SharedMemory)), Sort::Number});
  columns.push_back({std::string(page.say(Text::Barrier)), Sort::Rank});
  columns.push_back({std::string(page.say(Text::WarpCollective)), Sort::Rank});
  columns.push_back({std::string(page.say(Text::Launches)), Sort::Number});
  columns.push_back({std::string(page.say(Text::LaunchBounds)), Sort::Number});
  columns.push_back({std::string(page.say(Text::AlsoUses)), Sort::None});
  writeTools(page, "t-kernels", facetsOf(page));
  Table table(page, "t-kernels", page.say(Text::KernelsCaption), columns);
  for (const ReportKernel *kernel : worstFirst(kernels))
    kernelRow(page, *kernel);
}

void writeOperators(Page &page) {
  if (page.report.routes.empty())
    return;
  Section section(page, "operators", Text::OperatorsTitle);
  page.out.element("p", page.say(Text::OperatorsIntro), {{"class", "intro"}});
  std::vector<Column> columns = {{std::string(page.say(Text::Operator)), Sort::Text},
                                 {std::string(page.say(Text::Binding)), Sort::Text},
                                 {std::string(page.say(Text::Route)), Sort::None}};
  addTargetColumns(page, columns, Sort::Rank);
  writeTools(page, "t-operators", {});
  Table table(page, "t-operators", page.say(Text::OperatorsCaption), columns);
  for (const OperatorRoute &route : page.report.routes)
    operatorRow(page, route);
}

} // namespace sampan::html
