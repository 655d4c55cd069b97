// SPDX-License-Identifier: Apache-2.0
#include "tool/report/finding_text.h"

#include "rewriters/core/diagnostics.h"
#include "tool/support/files.h"

#include <algorithm>

namespace sampan {
namespace {

constexpr std::size_t kLongestLine = 240;

std::string_view severityColour(Severity severity) {
  switch (severity) {
  case Severity::Error:
    return "\033[1;31m";
  case Severity::Warning:
    return "\033[1;35m";
  case Severity::Note:
    return "\033[1;36m";
  }
  return "";
}

std::vector<std::string> splitLines(const std::string &text) {
  std::vector<std::string> lines(1);
  for (char c : text) {
    if (c == '\n')
      lines.emplace_back();
    else if (c != '\r')
      lines.back() += c;
  }
  return lines;
}

/// The mark under a line: blanks and tabs as in the line, so that it stands under the same place.
std::string marker(const std::string &line, std::uint32_t column, std::uint32_t length) {
  std::string mark;
  for (std::uint32_t i = 1; i < column && i <= line.size(); ++i)
    mark += line[i - 1] == '\t' ? '\t' : ' ';
  std::size_t room = line.size() >= column ? line.size() - column : 0;
  return mark + '^' + std::string(std::min<std::size_t>(length > 0 ? length - 1 : 0, room), '~');
}

} // namespace

std::string_view severityName(Severity severity) {
  switch (severity) {
  case Severity::Error:
    return "error";
  case Severity::Warning:
    return "warning";
  case Severity::Note:
    return "note";
  }
  return "note";
}

FindingPrinter::FindingPrinter(std::string baseDirectory, bool withColour)
    : directory(std::move(baseDirectory)), colour(withColour) {}

std::optional<std::string> FindingPrinter::sourceLine(const std::string &file, std::uint32_t line) {
  auto [entry, isNew] = files.try_emplace(file);
  if (isNew) {
    if (llvm::Expected<std::string> text = readFile(file))
      entry->second = splitLines(*text);
    else
      llvm::consumeError(text.takeError());
  }
  if (line == 0 || line > entry->second.size())
    return std::nullopt;
  return entry->second[line - 1];
}

std::string FindingPrinter::print(const Finding &finding) {
  std::string bold = colour ? "\033[1m" : "", end = colour ? "\033[0m" : "";
  std::string text = bold;
  if (!finding.at.file.empty()) {
    text += shortened(finding.at.file, directory) + ":";
    if (finding.at.line > 0)
      text += std::to_string(finding.at.line) + ":" + std::to_string(finding.at.column) + ":";
    text += " ";
  }
  if (colour)
    text += severityColour(finding.severity);
  text += std::string(severityName(finding.severity)) + ": " + end + bold + finding.message + end +
          " [" + diagCode(finding.id) + "]\n";
  // Input errors concern the file, not a line of it.
  if (finding.at.end <= finding.at.begin && finding.at.column <= 1)
    return text;
  std::optional<std::string> line = sourceLine(finding.at.file, finding.at.line);
  if (!line || line->size() > kLongestLine)
    return text;
  std::string mark = marker(*line, finding.at.column, finding.at.end - finding.at.begin);
  return text + *line + "\n" + (colour ? "\033[1;32m" : "") + mark + end + "\n";
}

std::string FindingPrinter::print(const std::vector<Finding> &findings) {
  std::string text;
  for (const Finding &finding : findings)
    text += print(finding);
  return text;
}

} // namespace sampan
