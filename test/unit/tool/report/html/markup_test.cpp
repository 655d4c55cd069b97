// SPDX-License-Identifier: Apache-2.0
#include "tool/report/html/markup.h"

#include <gtest/gtest.h>

namespace sampan::html {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  appendEscaped(out, text);
  return out;
}

TEST(Markup, TextNeverBecomesMarkup) {
  EXPECT_EQ(escaped("</script><b a='1' c=\"2\">&amp;"),
            "&lt;/script&gt;&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;amp;");
  Markup out;
  out.element("td", "<td>", {{"title", "\"><script>"}, {"", "left out"}});
  EXPECT_EQ(out.finish(), "<td title=\"&quot;&gt;&lt;script&gt;\">&lt;td&gt;</td>");
}

TEST(Markup, BytesThatAreNoTextAreMadeVisible) {
  EXPECT_EQ(escaped("a\tb\nc"), "a\tb\nc");
  EXPECT_EQ(escaped(std::string_view("\0\x01\x1b", 3)), "\u2400\u2401\u241b");
  EXPECT_EQ(escaped("\xff\xc3(\xe2\x82"), "\uFFFD\uFFFD(\uFFFD\uFFFD");
  EXPECT_EQ(escaped("\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80"),
            "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD")
      << "overlong, surrogate, beyond the last character";
  EXPECT_EQ(escaped("Größe 核 😀"), "Größe 核 😀");
}

TEST(Markup, TextCannotTurnItsDirection) {
  EXPECT_EQ(escaped("a\u202Eb\u2066c"), "a⟨U+202E⟩b⟨U+2066⟩c");
}

TEST(Markup, ElementsCloseInOrder) {
  Markup out;
  {
    Element outer(out, "i");
    Element inner(out, "b");
    out.text("x");
  }
  EXPECT_EQ(out.finish(), "<i><b>x</b></i>");
  Markup open;
  open.open("i").open("b").leaf("br");
  EXPECT_EQ(open.finish(), "<i><b><br/></b></i>") << "what is open is closed at the end";
}

TEST(Markup, FragmentsOfLinksAreEncoded) {
  EXPECT_EQ(percentEncoded("src/a b#<\"%>.cu-12"), "src/a%20b%23%3C%22%25%3E.cu-12");
  EXPECT_EQ(percentEncoded("ä"), "%C3%A4");
}

} // namespace
} // namespace sampan::html
