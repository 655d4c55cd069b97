// SPDX-License-Identifier: Apache-2.0
// What the sections of the page share: the report, the language, the text written so far, and where
// a place in the sources can be read on the page.
#pragma once

#include "tool/report/html/markup.h"
#include "tool/report/html/source_plan.h"
#include "tool/report/html/texts.h"
#include "tool/report/model.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sampan::html {

class Page {
public:
  Page(const Report &report, Language language);

  std::string_view say(Text text) const { return textOf(text, language); }
  std::string say(Text text, std::initializer_list<std::string_view> values) const {
    return textOf(text, language, values);
  }
  std::string say(Counted text, std::size_t value) const { return textOf(text, language, value); }

  /// "file:line", a link when the page shows that line.
  void place(const Span &at);
  /// The code of a diagnostic, a link to its group of findings when it has one.
  void diagnostic(DiagId id);
  /// One word in the colour of its meaning; `kind` is a class of the style sheet ("v-direct").
  void chip(std::string_view kind, std::string_view word);
  void chip(Outcome outcome);
  void chip(Verdict verdict);
  void chip(WorkClass work);
  void chip(Severity severity);
  /// A line that says what was left out here.
  void limitNote(std::string_view sentence);

  std::string_view word(Outcome outcome) const;
  std::string_view word(Verdict verdict) const;
  std::string_view word(WorkClass work) const;
  std::string_view word(Severity severity) const;
  std::string_view word(SyncPlace place) const;
  std::string_view word(UseKind kind) const;
  std::string_view word(InputStatus status) const;
  std::string_view word(BlindKind kind) const;

  /// Unique id of the kernel's row: "kernel-scale", "kernel-scale-2".
  const std::string &anchorOf(const ReportKernel &kernel) const;

  const Report &report;
  const Language language;
  const std::vector<MergedFinding> findings;
  const SourcePlan sources;
  Markup out;

private:
  std::map<const ReportKernel *, std::string> kernelAnchors;
  std::map<DiagId, bool> reported;
};

/// A section with its heading; open as long as it lives.
class Section {
public:
  Section(Page &page, std::string_view id, Text title);
  ~Section();
  Section(const Section &) = delete;
  Section &operator=(const Section &) = delete;

private:
  Page &page;
};

/// A rank sorts by number and reads as a word.
enum class Sort : unsigned char { None, Text, Number, Rank };

struct Column {
  std::string title;
  Sort sort = Sort::Text;
};

/// A table with caption and head, in a region that scrolls when it is too wide. Rows are written
/// while it lives.
class Table {
public:
  Table(Page &page, std::string_view id, std::string_view caption,
        const std::vector<Column> &columns);
  ~Table();
  Table(const Table &) = delete;
  Table &operator=(const Table &) = delete;

private:
  Page &page;
};

/// Choices by which a reader narrows a table: each row carries the tokens that are true of it.
struct Choice {
  std::string token, label;
};
struct Facet {
  std::string label;
  std::vector<Choice> choices;
};

/// Search field and choices for the table (or list) with that id; without a script they stay
/// hidden.
void writeTools(Page &page, std::string_view tableId, const std::vector<Facet> &facets);

/// A column per target, headed by its short name.
void addTargetColumns(const Page &page, std::vector<Column> &columns, Sort sort);

/// Token of a row: what `name` is there, without blanks.
std::string token(std::string_view name, std::string_view value);

} // namespace sampan::html
