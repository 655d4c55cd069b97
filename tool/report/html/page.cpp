// SPDX-License-Identifier: Apache-2.0
#include "tool/report/html/page.h"

#include <algorithm>

namespace sampan::html {
namespace {

/// Row of a table that gives a word to each value of an enumeration.
template <std::size_t N, class Value>
std::string_view wordOf(const Page &page, const Text (&words)[N], Value value) {
  auto index = static_cast<std::size_t>(value);
  return page.say(words[std::min(index, N - 1)]);
}

constexpr Text kOutcomeWords[] = {Text::Translated, Text::Kept,        Text::EmulatedUse,
                                  Text::Partial,    Text::Unsupported, Text::Unknown};
constexpr Text kVerdictWords[] = {Text::Direct, Text::EmulatedKernel, Text::NeedsChange,
                                  Text::Impossible};
constexpr Text kWorkWords[] = {Text::Automatic, Text::Check, Text::Rewrite, Text::Blocked};
constexpr Text kSeverityWords[] = {Text::Note, Text::Warning, Text::Error};
constexpr Text kSyncWords[] = {Text::SyncNone, Text::SyncTopLevel, Text::SyncUniform,
                               Text::SyncDivergent, Text::SyncCallee};
constexpr Text kUseKindWords[] = {Text::KindFunction, Text::KindType,  Text::KindEnumerator,
                                  Text::KindMacro,    Text::KindField, Text::KindHeader,
                                  Text::KindConstruct};
constexpr Text kStatusWords[] = {Text::InputComplete, Text::InputParseErrors,
                                 Text::InputUnreadable};
constexpr Text kBlindWords[] = {Text::BlindFile, Text::BlindParseError, Text::BlindBranch,
                                Text::BlindMacro};

} // namespace

Page::Page(const Report &shownReport, Language chosenLanguage)
    : report(shownReport), language(chosenLanguage), findings(mergeFindings(shownReport)),
      sources(shownReport, findings) {
  std::map<std::string, std::size_t> seen;
  for (const ReportKernel &kernel : report.kernels) {
    std::string anchor = "kernel-" + kernel.name;
    std::replace(anchor.begin(), anchor.end(), ' ', '_');
    std::size_t repetition = ++seen[anchor];
    if (repetition > 1)
      anchor += "-" + std::to_string(repetition);
    kernelAnchors[&kernel] = anchor;
  }
  for (const ReportFinding &finding : report.findings)
    reported[finding.id] = true;
}

const std::string &Page::anchorOf(const ReportKernel &kernel) const {
  return kernelAnchors.at(&kernel);
}

void Page::place(const Span &at) {
  std::string name = at.line == 0 ? at.file : at.file + ":" + std::to_string(at.line);
  if (sources.shows(at.file, at.line))
    out.element("a", name,
                {{"class", "place"}, {"href", "#" + percentEncoded(lineAnchor(at.file, at.line))}});
  else
    out.element("span", name, {{"class", "place"}});
}

void Page::diagnostic(DiagId id) {
  std::string code = diagCode(id);
  if (reported.contains(id))
    out.element("a", code, {{"class", "code"}, {"href", "#" + code}});
  else
    out.element("span", code, {{"class", "code"}});
}

void Page::chip(std::string_view kind, std::string_view word) {
  out.element("span", word, {{"class", "chip " + std::string(kind)}});
}

void Page::chip(Outcome outcome) { chip("o-" + std::string(outcomeName(outcome)), word(outcome)); }
void Page::chip(Verdict verdict) { chip("v-" + std::string(verdictName(verdict)), word(verdict)); }
void Page::chip(WorkClass work) { chip("w-" + std::string(workClassName(work)), word(work)); }

void Page::chip(Severity severity) {
  constexpr std::string_view kinds[] = {"s-note", "s-warning", "s-error"};
  chip(kinds[static_cast<std::size_t>(severity)], word(severity));
}

void Page::limitNote(std::string_view sentence) {
  out.element("p", sentence, {{"class", "limit"}});
}

std::string_view Page::word(Outcome value) const { return wordOf(*this, kOutcomeWords, value); }
std::string_view Page::word(Verdict value) const { return wordOf(*this, kVerdictWords, value); }
std::string_view Page::word(WorkClass value) const { return wordOf(*this, kWorkWords, value); }
std::string_view Page::word(Severity value) const { return wordOf(*this, kSeverityWords, value); }
std::string_view Page::word(SyncPlace value) const { return wordOf(*this, kSyncWords, value); }
std::string_view Page::word(UseKind value) const { return wordOf(*this, kUseKindWords, value); }
std::string_view Page::word(InputStatus value) const { return wordOf(*this, kStatusWords, value); }
std::string_view Page::word(BlindKind value) const { return wordOf(*this, kBlindWords, value); }

Section::Section(Page &thePage, std::string_view id, Text title) : page(thePage) {
  std::string heading = "h-" + std::string(id);
  page.out.open("section", {{"id", id}, {"aria-labelledby", heading}});
  page.out.element("h2", page.say(title), {{"id", heading}});
}

Section::~Section() { page.out.close(); }

Table::Table(Page &thePage, std::string_view id, std::string_view caption,
             const std::vector<Column> &columns)
    : page(thePage) {
  Markup &out = page.out;
  std::string captionId = "c-" + std::string(id);
  // A region that scrolls must be reachable by keyboard, and then it needs a name.
  out.open(
      "div",
      {{"class", "scroll"}, {"role", "region"}, {"tabindex", "0"}, {"aria-labelledby", captionId}});
  out.open("table", {{"id", id}});
  out.element("caption", caption, {{"id", captionId}});
  {
    Element head(out, "thead");
    Element row(out, "tr");
    for (const Column &column : columns) {
      std::string_view sort = column.sort == Sort::Text ? "text" : "number";
      out.element("th", column.title,
                  {{"scope", "col"},
                   {column.sort == Sort::Number ? "class" : "", "num"},
                   {column.sort == Sort::None ? "" : "data-sort", sort}});
    }
  }
  out.open("tbody");
}

Table::~Table() { page.out.close().close().close(); }

void writeTools(Page &page, std::string_view tableId, const std::vector<Facet> &facets) {
  Markup &out = page.out;
  Element form(out, "form",
               {{"class", "tools"},
                {"hidden", ""},
                {"data-for", tableId},
                {"role", "search"},
                {"aria-label", page.say(Text::FilterForm)}});
  {
    Element label(out, "label");
    out.element("span", page.say(Text::Search));
    out.leaf("input",
             {{"type", "search"}, {"name", "q"}, {"autocomplete", "off"}, {"spellcheck", "false"}});
  }
  std::size_t index = 0;
  for (const Facet &facet : facets) {
    if (facet.choices.size() < 2)
      continue;
    Element label(out, "label");
    out.element("span", facet.label);
    Element select(out, "select", {{"name", "f" + std::to_string(index++)}});
    out.element("option", page.say(Text::Any), {{"value", ""}});
    for (const Choice &choice : facet.choices)
      out.element("option", choice.label, {{"value", choice.token}});
  }
  out.element("button", page.say(Text::Reset), {{"type", "reset"}, {"class", "quiet"}});
  out.element("output", "", {{"data-text", page.say(Text::ShownOf)}, {"aria-live", "polite"}});
}

void addTargetColumns(const Page &page, std::vector<Column> &columns, Sort sort) {
  for (const TargetReport &target : page.report.targets)
    columns.push_back({target.name, sort});
}

std::string token(std::string_view name, std::string_view value) {
  std::string result = std::string(name) + "=" + std::string(value);
  std::replace(result.begin(), result.end(), ' ', '_');
  return result;
}

} // namespace sampan::html
