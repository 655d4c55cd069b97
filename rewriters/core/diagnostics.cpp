// SPDX-License-Identifier: Apache-2.0
#include "rewriters/core/diagnostics.h"

#include <algorithm>
#include <atomic>
#include <charconv>

namespace sampan {
namespace {

constexpr DiagRow kRows[] = {
#define ARGS(...)
#define DIAG(number, name, level, set, args, text, help, textZh, helpZh) diag::name::row,
#include "rewriters/core/diagnostics.def"
#undef DIAG
#undef ARGS
};

constexpr bool ascending() {
  for (std::size_t i = 1; i < std::size(kRows); ++i)
    if (kRows[i - 1].id >= kRows[i].id)
      return false;
  return true;
}
static_assert(ascending(), "diagnostics.def must be sorted by id, and an id used once");

constexpr bool groupsMatchIds() {
  constexpr unsigned thousands[] = {1, 2, 3, 4, 9};
  for (const DiagRow &row : kRows)
    if (row.id / 1000u != thousands[static_cast<std::size_t>(row.group)])
      return false;
  return true;
}
static_assert(groupsMatchIds(), "1xxx Input, 2xxx Language, 3xxx Library, 4xxx Performance, "
                                "9xxx Internal");

constexpr bool helpIsComplete() {
  for (const DiagRow &row : kRows)
    if (!row.help.starts_with("why: ") || row.help.find("\nfix: ") == std::string_view::npos ||
        row.formatChinese.empty() || row.helpChinese.empty())
      return false;
  return true;
}
static_assert(helpIsComplete(), "help is \"why: ...\\nfix: ...\", in both languages");

std::atomic<Language> currentLanguage{Language::English};

} // namespace

std::span<const DiagRow> allDiagnostics() { return kRows; }

const DiagRow *findDiagnostic(DiagId id) {
  const DiagRow *row = std::ranges::lower_bound(kRows, id, {}, &DiagRow::id);
  return row != std::end(kRows) && row->id == id ? row : nullptr;
}

std::string diagCode(DiagId id) {
  std::string digits = std::to_string(id);
  return "SPN" + std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits;
}

DiagId parseDiagCode(std::string_view text) {
  if (text.size() > 3 && (text.substr(0, 3) == "SPN" || text.substr(0, 3) == "spn"))
    text.remove_prefix(3);
  DiagId id = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  return error == std::errc() && end == text.data() + text.size() && text.size() == 4 ? id : 0;
}

std::string_view diagGroupName(DiagGroup group) {
  constexpr std::string_view names[] = {"input", "language", "library", "performance", "internal"};
  return names[static_cast<std::size_t>(group)];
}

std::string formatDiagnostic(std::string_view format, std::span<const DiagArgument> values) {
  std::string text;
  while (!format.empty()) {
    std::size_t open = format.find('{');
    text += format.substr(0, open);
    if (open == std::string_view::npos)
      break;
    std::size_t close = format.find('}', open);
    std::string_view name = format.substr(open + 1, close - open - 1);
    if (auto value = std::ranges::find(values, name, &DiagArgument::first); value != values.end())
      text += value->second;
    format.remove_prefix(close == std::string_view::npos ? format.size() : close + 1);
  }
  return text;
}

void setMessageLanguage(Language language) {
  currentLanguage.store(language, std::memory_order_relaxed);
}

Language messageLanguage() { return currentLanguage.load(std::memory_order_relaxed); }

Finding makeFinding(const DiagRow &row, std::span<const DiagArgument> values, Span at) {
  return {row.id, row.severity, std::move(at), formatDiagnostic(formatOf(row), values)};
}

} // namespace sampan
