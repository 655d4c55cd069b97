// SPDX-License-Identifier: Apache-2.0
#include "tool/report/model.h"

#include <algorithm>

namespace sampan {

std::string_view outcomeName(Outcome outcome) {
  switch (outcome) {
  case Outcome::Translated:
    return "translated";
  case Outcome::Kept:
    return "kept";
  case Outcome::Emulated:
    return "emulated";
  case Outcome::Partial:
    return "partial";
  case Outcome::Unsupported:
    return "unsupported";
  case Outcome::Unknown:
    return "unknown";
  }
  return "unknown";
}

std::string_view useKindName(UseKind kind) {
  switch (kind) {
  case UseKind::Function:
    return "function";
  case UseKind::Type:
    return "type";
  case UseKind::Enumerator:
    return "enumerator";
  case UseKind::Macro:
    return "macro";
  case UseKind::Field:
    return "field";
  case UseKind::Header:
    return "header";
  case UseKind::Construct:
    return "construct";
  }
  return "construct";
}

std::string_view syncPlaceName(SyncPlace place) {
  switch (place) {
  case SyncPlace::None:
    return "none";
  case SyncPlace::TopLevel:
    return "top-level";
  case SyncPlace::UniformControl:
    return "uniform-control";
  case SyncPlace::DivergentControl:
    return "divergent-control";
  case SyncPlace::Callee:
    return "callee";
  }
  return "none";
}

std::string_view inputStatusName(InputStatus status) {
  switch (status) {
  case InputStatus::Complete:
    return "complete";
  case InputStatus::ParseErrors:
    return "parse-errors";
  case InputStatus::Unreadable:
    return "unreadable";
  }
  return "unreadable";
}

std::size_t OutcomeCounts::total() const {
  std::size_t sum = 0;
  for (std::size_t count : counts)
    sum += count;
  return sum;
}

std::size_t OutcomeCounts::successful() const {
  return of(Outcome::Translated) + of(Outcome::Kept) + of(Outcome::Emulated);
}

double OutcomeCounts::coverage() const {
  return total() == 0 ? 1.0 : static_cast<double>(successful()) / static_cast<double>(total());
}

bool ReportFinding::concerns(std::size_t targetIndex) const {
  return std::binary_search(targets.begin(), targets.end(), targetIndex);
}

std::string_view blindKindName(BlindKind kind) {
  switch (kind) {
  case BlindKind::File:
    return "file";
  case BlindKind::ParseError:
    return "parse-error";
  case BlindKind::Branch:
    return "branch";
  case BlindKind::Macro:
    return "macro";
  }
  return "file";
}

double BlindSummary::share() const {
  if (totalBytes == 0)
    return counts[static_cast<std::size_t>(BlindKind::File)] > 0 ? 1.0 : 0.0;
  return static_cast<double>(bytes) / static_cast<double>(totalBytes);
}

std::size_t Report::countFindings(Severity severity) const {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(), [&](const ReportFinding &finding) {
        return finding.severity == severity && !finding.suppressed;
      }));
}

} // namespace sampan
