// SPDX-License-Identifier: Apache-2.0
// The sources side by side, before and after, with what was found between the lines.
#include "tool/report/html/sections.h"

#include <algorithm>

namespace sampan::html {
namespace {

/// Text of a line up to the limit, the parts that differ marked.
void code(Page &page, std::string_view line, const std::vector<Part> &parts) {
  Markup &out = page.out;
  std::string_view rest;
  if (line.size() > kLongestLine) {
    std::size_t end = kLongestLine;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80)
      --end;
    rest = line.substr(end);
    line = line.substr(0, end);
  }
  std::size_t at = 0;
  for (const Part &part : parts) {
    std::size_t begin = std::min(part.begin, line.size()), end = std::min(part.end, line.size());
    if (begin == end)
      break;
    out.text(line.substr(at, begin - at)).element("mark", line.substr(begin, end - begin));
    at = end;
  }
  out.text(line.substr(at));
  if (!rest.empty())
    out.element("small", page.say(Text::LineCut, {number(rest.size())}));
}

void side(Page &page, const std::vector<std::string_view> &lines, std::uint32_t line,
          const std::vector<Part> &parts) {
  Markup &out = page.out;
  if (line == 0) {
    out.open("td").close().open("td").close();
    return;
  }
  out.element("td", std::to_string(line));
  Element cell(out, "td");
  code(page, lines[line - 1], parts);
}

std::string_view rowKind(const LinePair &row) {
  if (!row.isChange)
    return "";
  return row.before == 0 ? "add" : row.after == 0 ? "del" : "chg";
}

void findingRows(Page &page, const SourceView &view, std::uint32_t line) {
  auto found = view.findings.find(line);
  if (line == 0 || found == view.findings.end())
    return;
  Markup &out = page.out;
  for (const MergedFinding *finding : found->second) {
    Element row(out, "tr", {{"class", "note"}});
    Element cell(out, "td", {{"colspan", "4"}});
    page.chip(finding->first->severity);
    out.text(" " + finding->message + " ");
    page.diagnostic(finding->first->id);
    if (finding->first->suppressed)
      out.text(" ").element("small", page.say(Text::Accepted));
  }
}

void lineRow(Page &page, const SourceView &view, const LinePair &row) {
  std::string anchor = row.before == 0 ? "" : lineAnchor(view.source->file, row.before);
  std::string_view kind = rowKind(row);
  LineDifference parts;
  if (row.isChange && row.before != 0 && row.after != 0)
    parts = difference(view.before[row.before - 1], view.after[row.after - 1]);
  {
    Element element(page.out, "tr",
                    {{anchor.empty() ? "" : "id", anchor}, {kind.empty() ? "" : "class", kind}});
    side(page, view.before, row.before, parts.before);
    side(page, view.after, row.after, parts.after);
  }
  findingRows(page, view, row.before);
}

void skippedRow(Page &page, std::size_t count) {
  if (count == 0)
    return;
  Element row(page.out, "tr", {{"class", "skip"}});
  page.out.element("td", page.say(Counted::LinesLeftOut, count), {{"colspan", "4"}});
}

void diffTable(Page &page, const SourceView &view) {
  Markup &out = page.out;
  Element scroll(out, "div",
                 {{"class", "scroll"},
                  {"role", "region"},
                  {"tabindex", "0"},
                  {"aria-label", view.source->file}});
  Element table(out, "table", {{"class", "diff"}});
  {
    Element columns(out, "colgroup");
    for (int i = 0; i < 2; ++i)
      out.leaf("col", {{"class", "n"}}).leaf("col");
  }
  {
    Element head(out, "thead");
    Element row(out, "tr");
    out.element("th", page.say(Text::Before), {{"scope", "col"}, {"colspan", "2"}});
    out.element("th", page.say(Text::After), {{"scope", "col"}, {"colspan", "2"}});
  }
  Element body(out, "tbody");
  std::size_t at = 0;
  for (const Hunk &hunk : view.hunks) {
    skippedRow(page, hunk.begin - at);
    for (std::size_t i = hunk.begin; i < hunk.end; ++i)
      lineRow(page, view, view.rows[i]);
    at = hunk.end;
  }
  if (view.omittedRows == 0)
    skippedRow(page, view.rows.size() - at);
}

void writeView(Page &page, const SourceView &view, bool isOpen) {
  Markup &out = page.out;
  Element details(
      out, "details",
      {{"class", "source"}, {"id", "file-" + view.source->file}, {isOpen ? "open" : "", ""}});
  {
    Element summary(out, "summary");
    out.element("span", view.source->file, {{"class", "place"}}).text(" ");
    std::size_t findings = 0;
    for (const auto &[line, list] : view.findings)
      findings += list.size();
    std::string facts = page.say(Counted::LinesChanged, view.changedLines);
    if (findings > 0)
      facts += ", " + page.say(Counted::Findings, findings);
    out.element("small", facts);
  }
  diffTable(page, view);
  if (view.omittedRows > 0)
    page.limitNote(page.say(Text::SourceCut, {number(view.omittedRows)}));
}

} // namespace

void writeSources(Page &page) {
  Section section(page, "sources", Text::SourcesTitle);
  const std::vector<SourceView> &views = page.sources.views;
  if (views.empty()) {
    page.out.element("p", page.say(Text::NoSources), {{"class", "empty"}});
    return;
  }
  page.out.element("p", page.say(Text::SourcesIntro), {{"class", "intro"}});
  if (page.sources.rowLimit > 0)
    page.limitNote(page.say(Text::SourceLimit, {number(page.sources.rowLimit)}));
  writeTools(page, "l-sources", {});
  Element list(page.out, "div", {{"id", "l-sources"}, {"class", "groups"}});
  for (const SourceView &view : views)
    writeView(page, view, views.size() == 1);
}

} // namespace sampan::html
