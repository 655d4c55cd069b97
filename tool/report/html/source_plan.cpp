// SPDX-License-Identifier: Apache-2.0
#include "tool/report/html/source_plan.h"

#include <algorithm>

namespace sampan::html {
namespace {

constexpr std::size_t kContext = 2;
/// What all sources together may add to the page.
constexpr std::size_t kSourceBytes = 9u << 20;
/// Tags, numbers and anchor of one row, besides its two texts.
constexpr std::size_t kRowOverhead = 110;
constexpr std::size_t kRowLimits[] = {4000, 2000, 1000, 600, 400, 250, 150, 100, 60, 40, 20, 10};

std::size_t rowBytes(const SourceView &view, const LinePair &row) {
  auto length = [](const std::vector<std::string_view> &lines, std::uint32_t line) {
    return line == 0 ? 0 : std::min(lines[line - 1].size(), kLongestLine);
  };
  return kRowOverhead + length(view.before, row.before) + length(view.after, row.after);
}

/// Bytes of the first `limit` rows that the hunks show.
std::size_t viewBytes(const SourceView &view, std::size_t limit) {
  std::size_t bytes = 0;
  for (const Hunk &hunk : view.hunks)
    for (std::size_t i = hunk.begin; i < hunk.end && limit > 0; ++i, --limit)
      bytes += rowBytes(view, view.rows[i]);
  return bytes;
}

void cut(SourceView &view, std::size_t limit) {
  for (Hunk &hunk : view.hunks) {
    std::size_t size = hunk.end - hunk.begin, kept = std::min(size, limit);
    hunk.end = hunk.begin + kept;
    view.omittedRows += size - kept;
    limit -= kept;
  }
  std::erase_if(view.hunks, [](const Hunk &hunk) { return hunk.begin == hunk.end; });
}

} // namespace

std::string lineAnchor(const std::string &file, std::uint32_t line) {
  return file + "-" + std::to_string(line);
}

SourcePlan::SourcePlan(const Report &report, const std::vector<MergedFinding> &merged) {
  std::map<std::string, std::vector<const MergedFinding *>> findings;
  for (const MergedFinding &finding : merged)
    findings[finding.first->at.file].push_back(&finding);
  for (const ReportSource &source : report.sources) {
    SourceView view;
    view.source = &source;
    view.before = linesOf(source.before);
    view.after = linesOf(source.after);
    view.rows = diffLines(view.before, view.after);
    view.changedLines = static_cast<std::size_t>(std::count_if(
        view.rows.begin(), view.rows.end(), [](const LinePair &row) { return row.isChange; }));
    std::set<std::uint32_t> marked;
    for (const MergedFinding *finding : findings[source.file]) {
      view.findings[finding->first->at.line].push_back(finding);
      if (finding->first->severity != Severity::Note)
        marked.insert(finding->first->at.line);
    }
    view.hunks = chooseHunks(view.rows, marked, kContext);
    views.push_back(std::move(view));
  }
  std::sort(views.begin(), views.end(), [](const SourceView &a, const SourceView &b) {
    return a.source->file < b.source->file;
  });
  fit(kSourceBytes);
  for (const SourceView &view : views)
    for (const Hunk &hunk : view.hunks)
      for (std::size_t i = hunk.begin; i < hunk.end; ++i)
        shown[view.source->file].insert(view.rows[i].before);
}

void SourcePlan::fit(std::size_t bytes) {
  auto total = [&](std::size_t limit) {
    std::size_t sum = 0;
    for (const SourceView &view : views)
      sum += viewBytes(view, limit);
    return sum;
  };
  if (total(SIZE_MAX) <= bytes)
    return;
  for (std::size_t limit : kRowLimits) {
    rowLimit = limit;
    if (total(limit) <= bytes)
      break;
  }
  for (SourceView &view : views)
    cut(view, rowLimit);
}

bool SourcePlan::shows(const std::string &file, std::uint32_t line) const {
  auto found = shown.find(file);
  return line != 0 && found != shown.end() && found->second.contains(line);
}

} // namespace sampan::html
