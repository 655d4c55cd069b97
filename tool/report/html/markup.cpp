// SPDX-License-Identifier: Apache-2.0
#include "tool/report/html/markup.h"

#include <cstdint>

namespace sampan::html {
namespace {

constexpr char kHex[] = "0123456789ABCDEF";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Length of the UTF-8 sequence at the start of `text`, with its code point; 0 when it is none.
std::size_t decode(std::string_view text, std::uint32_t &point) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char lead = byte(0);
  std::size_t length = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : 4;
  if ((lead >= 0x80 && lead < 0xC2) || lead > 0xF4 || text.size() < length)
    return 0;
  point = length == 1 ? lead : lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (byte(i) >> 6 != 2)
      return 0;
    point = point << 6 | (byte(i) & 0x3Fu);
  }
  constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  bool isSurrogate = point >= 0xD800 && point < 0xE000;
  return point < smallest[length] || point > 0x10FFFF || isSurrogate ? 0 : length;
}

/// Characters that would let text look like something that it is not.
bool isDeceptive(std::uint32_t point) {
  return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
         point == 0x200E || point == 0x200F || point == 0x2028 || point == 0x2029 ||
         (point >= 0x7F && point < 0xA0);
}

void appendCodePointName(std::string &out, std::uint32_t point) {
  out += "\xE2\x9F\xA8U+";
  for (int shift = 12; shift >= 0; shift -= 4)
    out += kHex[point >> shift & 15];
  out += "\xE2\x9F\xA9";
}

void appendAscii(std::string &out, char c) {
  switch (c) {
  case '&':
    out += "&amp;";
    return;
  case '<':
    out += "&lt;";
    return;
  case '>':
    out += "&gt;";
    return;
  case '"':
    out += "&quot;";
    return;
  case '\'':
    out += "&#39;";
    return;
  default:
    break;
  }
  if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n') {
    out += c;
    return;
  }
  // The control pictures: U+2400 and on.
  out += "\xE2\x90";
  out += static_cast<char>(0x80 + c);
}

} // namespace

void appendEscaped(std::string &out, std::string_view text) {
  while (!text.empty()) {
    std::uint32_t point = 0;
    std::size_t length = decode(text, point);
    if (length == 0)
      out += kReplacement;
    else if (isDeceptive(point))
      appendCodePointName(out, point);
    else if (length == 1)
      appendAscii(out, text.front());
    else
      out += text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
}

std::string percentEncoded(std::string_view text) {
  constexpr std::string_view plain = "-._~/:@";
  std::string result;
  for (char c : text) {
    bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   plain.find(c) != std::string_view::npos;
    if (isPlain) {
      result += c;
      continue;
    }
    result += '%';
    result += kHex[static_cast<unsigned char>(c) >> 4];
    result += kHex[static_cast<unsigned char>(c) & 15];
  }
  return result;
}

void Markup::startTag(std::string_view tag, Attributes attributes) {
  out += '<';
  out += tag;
  for (const Attribute &attribute : attributes) {
    if (attribute.name.empty())
      continue;
    out += ' ';
    out += attribute.name;
    out += "=\"";
    appendEscaped(out, attribute.value);
    out += '"';
  }
}

Markup &Markup::open(std::string_view tag, Attributes attributes) {
  startTag(tag, attributes);
  out += '>';
  stack.emplace_back(tag);
  return *this;
}

Markup &Markup::close() {
  if (stack.empty())
    return *this;
  out += "</";
  out += stack.back();
  out += '>';
  stack.pop_back();
  return *this;
}

Markup &Markup::text(std::string_view text) {
  appendEscaped(out, text);
  return *this;
}

Markup &Markup::element(std::string_view tag, std::string_view content, Attributes attributes) {
  return open(tag, attributes).text(content).close();
}

Markup &Markup::leaf(std::string_view tag, Attributes attributes) {
  startTag(tag, attributes);
  out += "/>";
  return *this;
}

Markup &Markup::verbatim(std::string_view markup) {
  out += markup;
  return *this;
}

std::string Markup::finish() {
  while (!stack.empty())
    close();
  return std::move(out);
}

} // namespace sampan::html
