// SPDX-License-Identifier: Apache-2.0
#include "tool/gate/fingerprint.h"

#include "rewriters/core/diagnostics.h"
#include "tool/support/files.h"

#include <map>
#include <optional>

namespace sampan {
namespace {

/// The arguments by name when `message` was made from `format`. An argument ends where the text
/// that follows it in the format next occurs.
std::optional<std::map<std::string, std::string>> match(std::string_view format,
                                                        std::string_view message) {
  std::map<std::string, std::string> values;
  while (true) {
    std::size_t open = format.find('{');
    std::string_view literal = format.substr(0, open);
    if (!message.starts_with(literal))
      return std::nullopt;
    message.remove_prefix(literal.size());
    if (open == std::string_view::npos)
      return message.empty() ? std::optional(values) : std::nullopt;
    format.remove_prefix(open + 1);
    std::size_t close = format.find('}');
    std::string name(format.substr(0, close));
    format.remove_prefix(close + 1);
    std::string_view next = format.substr(0, format.find('{'));
    std::size_t end = next.empty() ? message.size() : message.find(next);
    if (end == std::string_view::npos)
      return std::nullopt;
    values.emplace(std::move(name), message.substr(0, end));
    message.remove_prefix(end);
  }
}

} // namespace

bool concernsWholeFile(const Finding &finding) {
  return finding.at.end <= finding.at.begin && finding.at.column <= 1 && finding.at.line <= 1;
}

std::string normalisedLine(std::string_view line) {
  std::string text;
  for (char c : line) {
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
      text += c;
    else if (!text.empty() && text.back() != ' ')
      text += ' ';
  }
  if (!text.empty() && text.back() == ' ')
    text.pop_back();
  return text;
}

std::string messageArguments(const Finding &finding) {
  const DiagRow *row = findDiagnostic(finding.id);
  if (!row)
    return finding.message;
  for (std::string_view format : {row->format, row->formatChinese})
    if (auto values = match(format, finding.message)) {
      std::string text;
      for (const auto &[name, value] : *values)
        text += name + "=" + value + ";";
      return text;
    }
  return finding.message;
}

void assignFingerprints(std::vector<ReportFinding> &findings, const std::string &root,
                        SourceLines &sources) {
  std::map<std::string, std::size_t> seen;
  for (ReportFinding &finding : findings) {
    std::string key = diagCode(finding.id) + '\n' + shortened(finding.at.file, root) + '\n' +
                      finding.kernel + '\n';
    // Messages about a file as a whole name its path, which may lie anywhere.
    if (!concernsWholeFile(finding))
      key += normalisedLine(sources.line(finding.at.file, finding.at.line)) + '\n' +
             messageArguments(finding);
    std::size_t number = seen[key]++;
    finding.fingerprint = contentHash(key + '\n' + std::to_string(number));
  }
}

} // namespace sampan
