// SPDX-License-Identifier: Apache-2.0
#include "tool/report/blind_spots.h"

#include "rewriters/core/diagnostics.h"

#include <algorithm>
#include <tuple>

namespace sampan {
namespace {

using Ranges = std::map<std::string, std::vector<std::pair<std::size_t, std::size_t>>>;

/// Bytes that some range covers; ranges may overlap.
std::size_t coveredBytes(Ranges ranges) {
  std::size_t bytes = 0;
  for (auto &[file, list] : ranges) {
    std::sort(list.begin(), list.end());
    std::size_t end = 0;
    for (auto [from, to] : list) {
      from = std::max(from, end);
      bytes += to > from ? to - from : 0;
      end = std::max(end, to);
    }
  }
  return bytes;
}

/// The whole line around `offset`.
std::pair<std::size_t, std::size_t> lineAround(const std::string &text, std::size_t offset) {
  offset = std::min(offset, text.size());
  std::size_t begin = offset == 0 ? std::string::npos : text.rfind('\n', offset - 1);
  begin = begin == std::string::npos ? 0 : begin + 1;
  std::size_t end = text.find('\n', offset);
  return {begin, end == std::string::npos ? text.size() : end};
}

class Collector {
public:
  Collector(Report &report, const std::map<std::string, std::size_t> &fileBytes,
            const std::function<std::optional<std::string>(const std::string &)> &readSource)
      : report(report), fileBytes(fileBytes), readSource(readSource) {}

  void add(BlindKind kind, Span at, std::string why, std::size_t from, std::size_t to) {
    ++report.blind.counts[static_cast<std::size_t>(kind)];
    ranges[at.file].emplace_back(from, to);
    report.blindSpots.push_back({kind, std::move(at), std::move(why), to - from});
  }

  void files(const std::map<std::string, std::string> &reasons) {
    for (const ReportInput &input : report.inputs) {
      if (input.status != InputStatus::Unreadable)
        continue;
      auto size = fileBytes.find(input.file);
      auto why = reasons.find(input.file);
      add(BlindKind::File, Span{input.file, 0, 0, 1, 1},
          why == reasons.end() ? std::string() : why->second, 0,
          size == fileBytes.end() ? 0 : size->second);
    }
  }

  /// Findings come sorted by file, so one text at a time is enough.
  void parseError(const Finding &finding) {
    if (readSource && textOf != finding.at.file) {
      textOf = finding.at.file;
      text = readSource(textOf).value_or("");
    }
    auto [from, to] = lineAround(text, finding.at.begin);
    add(BlindKind::ParseError, finding.at, finding.message, from, to);
  }

  void finish() {
    std::sort(report.blindSpots.begin(), report.blindSpots.end(),
              [](const BlindSpot &a, const BlindSpot &b) {
                return std::tie(a.at, a.kind, a.why) < std::tie(b.at, b.kind, b.why);
              });
    report.blind.bytes = coveredBytes(std::move(ranges));
    for (const auto &[file, size] : fileBytes)
      report.blind.totalBytes += size;
  }

private:
  Report &report;
  const std::map<std::string, std::size_t> &fileBytes;
  const std::function<std::optional<std::string>(const std::string &)> &readSource;
  Ranges ranges;
  std::string textOf, text;
};

bool saysWhyUnreadable(const Finding &finding) {
  return finding.id == diag::InputUnreadable::id || finding.id == diag::InputNotText::id ||
         finding.id == diag::InputTooLarge::id || finding.id == diag::ParseError::id ||
         finding.id == diag::InternalError::id;
}

} // namespace

void addBlindSpots(
    Report &report, const Plan &plan, const std::map<std::string, std::size_t> &fileBytes,
    const std::function<std::optional<std::string>(const std::string &)> &readSource) {
  Collector collector(report, fileBytes, readSource);
  std::map<std::string, std::string> reasons;
  std::map<std::pair<std::string, std::uint32_t>, std::string> branches;
  for (const ReportFinding &finding : report.findings) {
    if (saysWhyUnreadable(finding))
      reasons.try_emplace(finding.at.file, finding.message);
    if (finding.id == diag::BranchNotAnalysed::id)
      branches.try_emplace({finding.at.file, finding.at.begin}, finding.message);
    if (finding.id == diag::ParseError::id)
      collector.parseError(finding);
    if (finding.id == diag::LaunchNotRewritten::id)
      collector.add(BlindKind::Macro, finding.at, finding.message, finding.at.begin,
                    finding.at.end);
  }
  collector.files(reasons);
  for (const Span &span : plan.notAnalysed) {
    auto why = branches.find({span.file, span.begin});
    collector.add(BlindKind::Branch, span, why == branches.end() ? std::string() : why->second,
                  span.begin, span.end);
  }
  for (const Span &span : plan.opaqueMacros)
    collector.add(BlindKind::Macro, span, {}, span.begin, span.end);
  collector.finish();
}

} // namespace sampan
