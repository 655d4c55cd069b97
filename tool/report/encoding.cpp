// SPDX-License-Identifier: Apache-2.0
#include "tool/report/encoding.h"

#include "llvm/Support/JSON.h"

namespace sampan {
namespace {

constexpr std::string_view kHex = "0123456789ABCDEF";

void appendPercent(std::string &to, char c) {
  auto byte = static_cast<unsigned char>(c);
  to += '%';
  to += kHex[byte >> 4U];
  to += kHex[byte & 15U];
}

bool isUnreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~' || c == '/';
}

} // namespace

std::string validUtf8(std::string_view text) { return llvm::json::fixUTF8(text); }

std::string xmlText(std::string_view text) {
  std::string out;
  for (char c : validUtf8(text)) {
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    default:
      if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n')
        out += c;
    }
  }
  return out;
}

std::string uriOf(std::string_view path) {
  std::string out = path.starts_with('/') ? "file://" : "";
  // A colon in the first step would make it a scheme, so it is always escaped.
  for (char c : path)
    if (isUnreserved(c))
      out += c;
    else
      appendPercent(out, c);
  return out;
}

std::string csvField(std::string_view text) {
  std::string valid = validUtf8(text);
  if (valid.find_first_of(",;\"\r\n") == std::string::npos)
    return valid;
  std::string out = "\"";
  for (char c : valid) {
    out += c;
    if (c == '"')
      out += c;
  }
  return out + "\"";
}

std::string markdownCell(std::string_view text) {
  std::string out;
  for (char c : validUtf8(text)) {
    if (c == '|' || c == '`' || c == '<' || c == '*' || c == '_' || c == '\\' || c == '[')
      out += '\\';
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out;
}

std::string workflowValue(std::string_view text, bool isProperty) {
  std::string out;
  for (char c : validUtf8(text)) {
    bool escape = c == '%' || c == '\r' || c == '\n' || (isProperty && (c == ':' || c == ','));
    if (escape)
      appendPercent(out, c);
    else
      out += c;
  }
  return out;
}

} // namespace sampan
