// SPDX-License-Identifier: Apache-2.0
#include "tool/report/html/help.h"
#include "tool/report/html/texts.h"

#include <gtest/gtest.h>
#include <set>

namespace sampan::html {
namespace {

struct Row {
  const char *name;
  std::string english, chinese;
};

const Row kRows[] = {
#define TEXT(name, english, chinese) {#name, english, chinese},
#define COUNTED(name, one, many, chinese) {#name, many, chinese}, {#name, one, chinese},
#include "tool/report/html/texts.def"
#undef COUNTED
#undef TEXT
};

std::set<std::string> placesIn(const std::string &text) {
  std::set<std::string> places;
  for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1))
    places.insert(text.substr(at, 3));
  return places;
}

TEST(Texts, BothLanguagesHaveTheSamePlaces) {
  for (const Row &row : kRows) {
    EXPECT_FALSE(row.english.empty()) << row.name;
    EXPECT_FALSE(row.chinese.empty()) << row.name;
    EXPECT_EQ(placesIn(row.english), placesIn(row.chinese)) << row.name;
  }
}

TEST(Texts, AreFilledIn) {
  EXPECT_EQ(textOf(Text::ShownOf, Language::English, {"3", "{0}"}), "3 of {0}")
      << "a value is not looked at";
  EXPECT_EQ(textOf(Counted::Files, Language::English, 1), "1 file");
  EXPECT_EQ(textOf(Counted::Files, Language::English, 0), "0 files");
  EXPECT_EQ(textOf(Counted::Files, Language::Chinese, 1234), "1,234 个文件");
}

TEST(Texts, NumbersDoNotPromiseTooMuch) {
  EXPECT_EQ(number(0), "0");
  EXPECT_EQ(number(999), "999");
  EXPECT_EQ(number(1234567), "1,234,567");
  EXPECT_EQ(percent(1.0), "100%");
  EXPECT_EQ(percent(0.99999), "99.9%");
  EXPECT_EQ(percent(0.00001), "0.1%");
  EXPECT_EQ(percent(0.0), "0%");
  EXPECT_EQ(hours(0), "–");
  EXPECT_EQ(hours(1), "0.1 h");
  EXPECT_EQ(hours(90), "1.5 h");
  EXPECT_EQ(hours(60 * 1234), "1,234 h");
  EXPECT_EQ(byteSize(1023), "1023 B");
  EXPECT_EQ(byteSize(48 * 1024), "48 KiB");
  EXPECT_EQ(byteSize(1536 * 1024), "1.5 MiB");
}

TEST(Texts, EveryDiagnosticHasHelpInItsParts) {
  for (Language language : {Language::English, Language::Chinese})
    for (const DiagRow &row : allDiagnostics()) {
      Help help = helpOn(row.id, language);
      EXPECT_FALSE(help.title.empty()) << diagCode(row.id);
      EXPECT_EQ(help.title.find_first_of("{}"), std::string::npos) << diagCode(row.id);
      EXPECT_FALSE(help.why.empty()) << diagCode(row.id);
      EXPECT_FALSE(help.fix.empty()) << diagCode(row.id);
      EXPECT_NE(help.why.rfind("why", 0), 0u) << diagCode(row.id);
    }
}

} // namespace
} // namespace sampan::html
