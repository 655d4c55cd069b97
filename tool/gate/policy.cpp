// SPDX-License-Identifier: Apache-2.0
#include "tool/gate/policy.h"

#include "rewriters/core/diagnostics.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>

namespace sampan {
namespace {

using llvm::StringRef;

/// "SPN2103" or "SPN2xxx".
std::optional<FailOn::Range> idRange(StringRef word) {
  if (word.size() == 7 && word.starts_with_insensitive("SPN") &&
      word.ends_with_insensitive("xxx") && llvm::isDigit(word[3])) {
    auto first = static_cast<DiagId>((word[3] - '0') * 1000);
    return FailOn::Range{first, static_cast<DiagId>(first + 999)};
  }
  DiagId id = parseDiagCode(std::string_view(word.data(), word.size()));
  if (id == 0 || !findDiagnostic(id))
    return std::nullopt;
  return FailOn::Range{id, id};
}

} // namespace

FailOn FailOn::errors() {
  FailOn failOn;
  failOn.text = "error";
  failOn.severity = Severity::Error;
  return failOn;
}

llvm::Expected<FailOn> FailOn::parse(std::string_view text) {
  FailOn failOn;
  failOn.text = text;
  llvm::SmallVector<StringRef> words;
  StringRef(text).split(words, ',');
  for (StringRef word : words) {
    word = word.trim();
    if (word == "never")
      continue;
    std::optional<Severity> severity;
    if (word == "error")
      severity = Severity::Error;
    else if (word == "warning")
      severity = Severity::Warning;
    else if (word == "note")
      severity = Severity::Note;
    if (severity)
      failOn.severity = std::min(failOn.severity.value_or(*severity), *severity);
    else if (word == "new")
      failOn.anyNew = true;
    else if (std::optional<Range> range = idRange(word))
      failOn.ids.push_back(*range);
    else
      return llvm::createStringError("'" + word.str() +
                                     "' is none of error, warning, note, new, never, an id such as "
                                     "SPN2002 or a group such as SPN2xxx");
  }
  return failOn;
}

bool FailOn::matches(const Finding &finding) const {
  if (severity && finding.severity >= *severity)
    return true;
  if (anyNew && finding.severity >= Severity::Warning)
    return true;
  return std::any_of(ids.begin(), ids.end(), [&](const Range &range) {
    return finding.id >= range.first && finding.id <= range.last;
  });
}

llvm::Expected<double> parsePercent(std::string_view text) {
  StringRef digits = StringRef(text).trim();
  digits.consume_back("%");
  double value = 0;
  bool plain = !digits.empty() && digits.find_first_not_of("0123456789.") == StringRef::npos;
  if (!plain || digits.getAsDouble(value) || value < 0 || value > 100)
    return llvm::createStringError("'" + std::string(text) +
                                   "' is no percentage between 0 and 100");
  return value;
}

llvm::Expected<std::size_t> parseCount(std::string_view text) {
  std::size_t value = 0;
  if (!llvm::to_integer(StringRef(text).trim(), value, 10))
    return llvm::createStringError("'" + std::string(text) + "' is no number");
  return value;
}

} // namespace sampan
