// SPDX-License-Identifier: Apache-2.0
#include "tool/report/html/charts.h"

#include <algorithm>

namespace sampan::html {
namespace {

/// Bars are drawn in these units and stretched to their place.
constexpr std::size_t kWidth = 1000;
/// What is there shall be seen, however little it is.
constexpr std::size_t kSmallest = 8;

/// Widths that add up to kWidth.
std::vector<std::size_t> widths(const std::vector<Segment> &segments) {
  std::size_t sum = 0;
  for (const Segment &segment : segments)
    sum += segment.value;
  std::vector<std::size_t> result;
  std::size_t used = 0;
  for (const Segment &segment : segments) {
    std::size_t width = segment.value * kWidth / std::max<std::size_t>(sum, 1);
    if (segment.value > 0)
      width = std::max(width, kSmallest);
    result.push_back(width);
    used += width;
  }
  if (sum == 0)
    return result;
  auto widest = std::max_element(result.begin(), result.end());
  *widest = *widest + kWidth - used;
  return result;
}

std::string inWords(const std::vector<Segment> &segments) {
  std::string text;
  for (const Segment &segment : segments)
    if (segment.value > 0)
      text += (text.empty() ? "" : ", ") + segment.label + " " + number(segment.value);
  return text;
}

template <class Count, class Name, class Word>
std::vector<Segment> makeSegments(std::string_view prefix, const Count &counts, Name name,
                                  Word word) {
  std::vector<Segment> segments;
  for (std::size_t i = 0; i < counts.size(); ++i)
    segments.push_back(
        {std::string(prefix) + std::string(name(i)), std::string(word(i)), counts[i]});
  return segments;
}

} // namespace

std::vector<Segment> segmentsOf(const Page &page, const OutcomeCounts &outcomes) {
  return makeSegments(
      "o-", outcomes.counts, [](std::size_t i) { return outcomeName(static_cast<Outcome>(i)); },
      [&](std::size_t i) { return page.word(static_cast<Outcome>(i)); });
}

std::vector<Segment> verdictSegments(const Page &page,
                                     const std::array<std::size_t, kVerdictCount> &counts) {
  return makeSegments(
      "v-", counts, [](std::size_t i) { return verdictName(static_cast<Verdict>(i)); },
      [&](std::size_t i) { return page.word(static_cast<Verdict>(i)); });
}

std::vector<Segment> workSegments(const Page &page,
                                  const std::array<std::size_t, kWorkClassCount> &counts) {
  return makeSegments(
      "w-", counts, [](std::size_t i) { return workClassName(static_cast<WorkClass>(i)); },
      [&](std::size_t i) { return page.word(static_cast<WorkClass>(i)); });
}

void stackedBar(Page &page, std::string_view title, const std::vector<Segment> &segments) {
  Markup &out = page.out;
  Element svg(out, "svg",
              {{"class", "bar"},
               {"role", "img"},
               {"viewBox", "0 0 1000 10"},
               {"preserveAspectRatio", "none"}});
  std::string words = inWords(segments);
  out.element("title", title);
  out.element("desc", words.empty() ? std::string(page.say(Text::NothingCounted)) : words);
  out.leaf("rect", {{"class", "track"}, {"width", "1000"}, {"height", "10"}});
  std::vector<std::size_t> parts = widths(segments);
  std::size_t at = 0;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (parts[i] == 0)
      continue;
    bool isLast = at + parts[i] >= kWidth;
    out.leaf("rect", {{"class", segments[i].kind},
                      {"x", std::to_string(at)},
                      {"width", std::to_string(parts[i] - (isLast ? 0 : 2))},
                      {"height", "10"}});
    at += parts[i];
  }
}

void barWithLegend(Page &page, std::string_view title, const std::vector<Segment> &segments) {
  Markup &out = page.out;
  Element figure(out, "figure");
  out.element("figcaption", title);
  stackedBar(page, title, segments);
  Element list(out, "ul", {{"class", "legend"}});
  for (const Segment &segment : segments) {
    if (segment.value == 0)
      continue;
    Element item(out, "li");
    out.element("i", "", {{"class", segment.kind}});
    out.element("b", number(segment.value)).text(" ").text(segment.label);
  }
}

void lengthBar(Page &page, std::string_view kind, std::size_t value, std::size_t most) {
  Markup &out = page.out;
  Element svg(out, "svg",
              {{"class", "bar thin"},
               {"aria-hidden", "true"},
               {"viewBox", "0 0 1000 10"},
               {"preserveAspectRatio", "none"}});
  std::size_t width = value * kWidth / std::max<std::size_t>(most, 1);
  out.leaf("rect", {{"class", kind},
                    {"width", std::to_string(value > 0 ? std::max(width, kSmallest) : 0)},
                    {"height", "10"}});
}

} // namespace sampan::html
