// SPDX-License-Identifier: Apache-2.0
#include "tool/report/finding_details.h"

#include "rewriters/core/diagnostics.h"
#include "tool/support/files.h"

#include <algorithm>
#include <map>

namespace sampan {
namespace {

/// Lines of a text, and columns in UTF-16.
class LineMap {
public:
  explicit LineMap(std::string content) : text(std::move(content)) {
    for (std::size_t i = 0; i < text.size(); ++i)
      if (text[i] == '\n')
        starts.push_back(i + 1);
  }

  bool covers(std::size_t offset) const { return offset <= text.size() && !text.empty(); }

  std::pair<std::uint32_t, std::uint32_t> at(std::size_t offset) const {
    auto after = std::upper_bound(starts.begin(), starts.end(), offset);
    std::size_t start = *std::prev(after);
    std::uint32_t units = 1;
    for (std::size_t i = start; i < offset; ++i) {
      auto byte = static_cast<unsigned char>(text[i]);
      // Continuation bytes count nothing; what needs four bytes is a pair of units.
      units += (byte & 0xC0U) == 0x80U ? 0 : byte >= 0xF0U ? 2 : 1;
    }
    return {static_cast<std::uint32_t>(after - starts.begin()), units};
  }

private:
  std::string text;
  std::vector<std::size_t> starts{0};
};

} // namespace

void addRegions(std::vector<ReportFinding> &findings,
                const std::function<std::optional<std::string>(const std::string &)> &readSource) {
  std::string file;
  LineMap lines("");
  for (ReportFinding &finding : findings) {
    finding.region.line = std::max(finding.at.line, 1U);
    finding.region.column = std::max(finding.at.column, 1U);
    if (!readSource || finding.at.end <= finding.at.begin)
      continue;
    if (finding.at.file != file) {
      file = finding.at.file;
      lines = LineMap(readSource(file).value_or(""));
    }
    if (!lines.covers(finding.at.end))
      continue;
    std::tie(finding.region.line, finding.region.column) = lines.at(finding.at.begin);
    std::tie(finding.region.endLine, finding.region.endColumn) = lines.at(finding.at.end);
  }
}

void addMissingFingerprints(std::vector<ReportFinding> &findings, const std::string &directory) {
  std::map<std::string, std::size_t> seen;
  for (ReportFinding &finding : findings) {
    if (!finding.fingerprint.empty())
      continue;
    std::string what = diagCode(finding.id) + "\n" + shortened(finding.at.file, directory) + "\n" +
                       finding.kernel + "\n" + finding.subject + "\n" + finding.message;
    std::size_t ordinal = seen[what]++;
    finding.fingerprint = contentHash(what + "\n" + std::to_string(ordinal));
  }
}

} // namespace sampan
