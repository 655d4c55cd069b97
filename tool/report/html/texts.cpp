// SPDX-License-Identifier: Apache-2.0
#include "tool/report/html/texts.h"

#include <algorithm>
#include <cstdio>

namespace sampan::html {
namespace {

struct TextRow {
  std::string_view english, chinese;
};

constexpr TextRow kTexts[] = {
#define TEXT(name, english, chinese) {english, chinese},
#define COUNTED(name, one, many, chinese)
#include "tool/report/html/texts.def"
#undef COUNTED
#undef TEXT
};

struct CountedRow {
  std::string_view one, many, chinese;
};

constexpr CountedRow kCounted[] = {
#define TEXT(name, english, chinese)
#define COUNTED(name, one, many, chinese) {one, many, chinese},
#include "tool/report/html/texts.def"
#undef COUNTED
#undef TEXT
};

std::string filled(std::string_view text, std::initializer_list<std::string_view> values) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool isPlace = text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}';
    std::size_t index = isPlace ? static_cast<std::size_t>(text[i + 1] - '0') : 0;
    if (!isPlace || index >= values.size()) {
      result += text[i];
      continue;
    }
    result += values.begin()[index];
    i += 2;
  }
  return result;
}

} // namespace

std::string_view textOf(Text text, Language language) {
  const TextRow &row = kTexts[static_cast<std::size_t>(text)];
  return language == Language::Chinese ? row.chinese : row.english;
}

std::string textOf(Text text, Language language, std::initializer_list<std::string_view> values) {
  return filled(textOf(text, language), values);
}

std::string textOf(Counted text, Language language, std::size_t value) {
  const CountedRow &row = kCounted[static_cast<std::size_t>(text)];
  std::string_view chosen = language == Language::Chinese ? row.chinese
                            : value == 1                  ? row.one
                                                          : row.many;
  return filled(chosen, {number(value)});
}

std::string number(std::size_t value) {
  std::string digits = std::to_string(value);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string percent(double share) {
  double shown = share * 100.0;
  if (share < 1.0)
    shown = std::min(shown, 99.9);
  if (share > 0.0)
    shown = std::max(shown, 0.1);
  char text[16];
  std::snprintf(text, sizeof text, shown == 100.0 || shown == 0.0 ? "%.0f%%" : "%.1f%%", shown);
  return text;
}

std::string hours(std::size_t minutes) {
  if (minutes == 0)
    return "–";
  if (minutes >= 600)
    return number((minutes + 30) / 60) + " h";
  std::size_t tenths = std::max<std::size_t>((minutes + 3) / 6, 1);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " h";
}

std::string byteSize(std::size_t bytes) {
  if (bytes < 1024)
    return std::to_string(bytes) + " B";
  constexpr const char *units[] = {"KiB", "MiB", "GiB"};
  double value = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  for (; value >= 1024 && unit + 1 < std::size(units); ++unit)
    value /= 1024;
  char text[32];
  bool isWhole = value == static_cast<double>(static_cast<std::size_t>(value));
  std::snprintf(text, sizeof text, isWhole ? "%.0f %s" : "%.1f %s", value, units[unit]);
  return text;
}

} // namespace sampan::html
