// SPDX-License-Identifier: Apache-2.0
#include "tool/report/html/html.h"

#include "tool/report/html/assets.h"
#include "tool/report/html/sections.h"

#include "llvm/Support/Base64.h"
#include "llvm/Support/SHA256.h"

#include <array>

namespace sampan {
namespace html {
namespace {

struct NavItem {
  std::string_view id;
  Text title;
};

constexpr NavItem kNavigation[] = {
    {"overview", Text::Overview},        {"first", Text::FirstSteps},
    {"coverage", Text::Coverage},        {"kinds", Text::Kinds},
    {"effort", Text::EffortTitle},       {"kernels", Text::KernelsTitle},
    {"operators", Text::OperatorsTitle}, {"apis", Text::ApisTitle},
    {"findings", Text::FindingsTitle},   {"files", Text::FilesTitle},
    {"todo", Text::TodoTitle},           {"sources", Text::SourcesTitle},
    {"unseen", Text::UnseenTitle},       {"method", Text::MethodTitle},
};

std::string hashSource(std::string_view text) {
  std::array<std::uint8_t, 32> digest = llvm::SHA256::hash(
      llvm::ArrayRef(reinterpret_cast<const std::uint8_t *>(text.data()), text.size()));
  return "'sha256-" + llvm::encodeBase64(digest) + "'";
}

/// Nothing may be fetched, and no script but our own may run, whatever the sources hold.
std::string contentPolicy() {
  return "default-src 'none'; img-src data:; style-src " + hashSource(assets::kStyle) +
         "; script-src " + hashSource(assets::kScript) + "; base-uri 'none'; form-action 'none'";
}

void writeHead(Page &page) {
  Markup &out = page.out;
  Element head(out, "head");
  out.leaf("meta", {{"charset", "utf-8"}});
  out.leaf("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", contentPolicy()}});
  out.leaf("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  out.leaf("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  out.leaf("meta", {{"name", "generator"}, {"content", "Sampan " + page.report.toolVersion}});
  // Without one a browser asks the server for a picture.
  out.leaf("link", {{"rel", "icon"}, {"href", "data:,"}});
  out.element("title", page.say(Text::Title));
  out.open("style").verbatim(assets::kStyle).close();
}

std::string targetList(const Page &page) {
  std::string text;
  for (const TargetReport &target : page.report.targets)
    text += (text.empty() ? "" : ", ") + target.title;
  return text;
}

void writeBanner(Page &page) {
  Markup &out = page.out;
  Element header(out, "header", {{"class", "banner"}});
  {
    Element row(out, "div", {{"class", "wide"}});
    {
      Element text(out, "div");
      out.element("h1", page.say(Text::Title));
      const Report &report = page.report;
      out.element("p", page.say(Counted::Files, report.files.size()) + " · " +
                           page.say(Counted::Uses, report.summary.total()) + " · " +
                           page.say(Counted::Kernels, report.kernels.size()) + " · " +
                           page.say(Counted::Findings, page.findings.size()));
      out.element("p", page.say(Text::Subtitle, {targetList(page), report.toolVersion}),
                  {{"class", "subtitle"}});
    }
    out.element("button", page.say(Text::ThemeSystem),
                {{"type", "button"},
                 {"id", "theme"},
                 {"class", "quiet"},
                 {"hidden", ""},
                 {"data-auto", page.say(Text::ThemeSystem)},
                 {"data-light", page.say(Text::ThemeLight)},
                 {"data-dark", page.say(Text::ThemeDark)}});
  }
}

void writeNavigation(Page &page) {
  Markup &out = page.out;
  Element nav(out, "nav", {{"aria-label", page.say(Text::NavLabel)}});
  Element list(out, "ul", {{"class", "wide"}});
  for (const NavItem &item : kNavigation) {
    if (item.id == "operators" && page.report.routes.empty())
      continue;
    Element entry(out, "li");
    out.element("a", page.say(item.title), {{"href", "#" + std::string(item.id)}});
  }
}

/// Figures speak of what was read; where that is not everything, a reader must know first.
void writeWarning(Page &page) {
  const BlindSummary &blind = page.report.blind;
  std::size_t unread = 0, broken = 0;
  for (const ReportInput &input : page.report.inputs) {
    unread += input.status == InputStatus::Unreadable;
    broken += input.status == InputStatus::ParseErrors;
  }
  if (unread + broken == 0)
    return;
  Element box(page.out, "p", {{"class", "warning"}});
  page.out.element("strong", page.say(Text::WarningTitle)).text(" ");
  page.out.text(page.say(Text::WarningText,
                         {number(broken), number(page.report.inputs.size()), number(unread)}));
  if (blind.totalBytes > 0)
    page.out.text(" " + page.say(Text::WarningShare, {percent(blind.share())}));
  page.out.text(" ").element("a", page.say(Text::SightLink), {{"href", "#unseen"}});
}

void writeMain(Page &page) {
  Element main(page.out, "main", {{"id", "main"}, {"class", "wide"}});
  writeWarning(page);
  writeOverview(page);
  writeFirstSteps(page);
  writeCoverage(page);
  writeKinds(page);
  writeEffort(page);
  writeKernels(page);
  writeOperators(page);
  writeApis(page);
  writeFindings(page);
  writeFiles(page);
  writeTodo(page);
  writeSources(page);
  writeBlindSpots(page);
  writeMethod(page);
}

void writeFooter(Page &page) {
  Element footer(page.out, "footer");
  std::string size = byteSize(page.out.size());
  page.out.element("p", page.say(Text::Footer, {page.report.toolVersion, size}),
                   {{"class", "wide"}});
}

} // namespace
} // namespace html

std::string renderHtml(const Report &report, Language language) {
  using namespace html;
  Page page(report, language);
  Markup &out = page.out;
  out.verbatim("<!doctype html>\n");
  out.open("html", {{"lang", language == Language::Chinese ? "zh-CN" : "en"},
                    {"data-more", page.say(Text::ShowMore)},
                    {"data-all", page.say(Text::ShowAll)}});
  writeHead(page);
  out.open("body");
  out.element("a", page.say(Text::SkipLink), {{"class", "skip-link"}, {"href", "#main"}});
  writeBanner(page);
  writeNavigation(page);
  writeMain(page);
  writeFooter(page);
  out.open("script").verbatim(assets::kScript).close();
  return out.finish() + "\n";
}

} // namespace sampan
