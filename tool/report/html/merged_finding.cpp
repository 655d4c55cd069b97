// SPDX-License-Identifier: Apache-2.0
#include "tool/report/html/merged_finding.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace sampan::html {
namespace {

/// No message holds it.
constexpr char kMark = '\x1f';

bool isWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool isWholeWord(std::string_view text, std::size_t at, std::size_t length) {
  return (at == 0 || !isWordCharacter(text[at - 1])) &&
         (at + length == text.size() || !isWordCharacter(text[at + length]));
}

} // namespace

std::string withoutTarget(std::string_view message, std::string_view target) {
  std::string result(message);
  for (std::size_t at = message.rfind(target); at != std::string_view::npos;
       at = at == 0 ? std::string_view::npos : message.rfind(target, at - 1))
    if (isWholeWord(message, at, target.size())) {
      result.replace(at, target.size(), 1, kMark);
      break;
    }
  return result;
}

std::string withTargets(std::string_view message, std::string_view names) {
  std::string result(message);
  if (std::size_t at = result.find(kMark); at != std::string::npos)
    result.replace(at, 1, names);
  return result;
}

std::string targetNames(const Report &report, const std::vector<std::size_t> &targets) {
  std::string names;
  for (std::size_t index : targets)
    names += (names.empty() ? "" : ", ") + report.targets[index].name;
  return names;
}

std::vector<MergedFinding> mergeFindings(const Report &report) {
  std::vector<MergedFinding> merged;
  std::map<std::tuple<std::string, std::uint32_t, DiagId, bool, std::string>, std::size_t> known;
  for (const ReportFinding &finding : report.findings) {
    std::string pattern = finding.message;
    if (finding.targets.size() == 1)
      pattern = withoutTarget(pattern, report.targets[finding.targets.front()].name);
    auto [entry, isNew] = known.try_emplace(
        {finding.at.file, finding.at.begin, finding.id, finding.suppressed, pattern},
        merged.size());
    if (isNew)
      merged.push_back({&finding, {}, std::move(pattern)});
    std::vector<std::size_t> &targets = merged[entry->second].targets;
    targets.insert(targets.end(), finding.targets.begin(), finding.targets.end());
  }
  for (MergedFinding &finding : merged) {
    std::sort(finding.targets.begin(), finding.targets.end());
    finding.targets.erase(std::unique(finding.targets.begin(), finding.targets.end()),
                          finding.targets.end());
    finding.message = withTargets(finding.message, targetNames(report, finding.targets));
  }
  return merged;
}

} // namespace sampan::html
