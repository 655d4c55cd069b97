// SPDX-License-Identifier: Apache-2.0
// Writes HTML so that what users wrote can never become markup: tags come from the program, text
// and attribute values are always escaped, and elements close in the order in which they were
// opened.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace sampan::html {

/// One without a name is left out, for attributes that depend on something.
struct Attribute {
  std::string_view name, value;
};
using Attributes = std::initializer_list<Attribute>;

class Markup {
public:
  Markup &open(std::string_view tag, Attributes attributes = {});
  Markup &close();
  /// Escaped; what is no UTF-8, a control or a bidirectional override is made visible.
  Markup &text(std::string_view text);
  /// An element that holds text only.
  Markup &element(std::string_view tag, std::string_view content, Attributes attributes = {});
  /// An element without content or end tag: meta, link, input, rect.
  Markup &leaf(std::string_view tag, Attributes attributes = {});
  /// The program's own text as it stands: doctype, style sheet, script.
  Markup &verbatim(std::string_view markup);

  std::size_t size() const { return out.size(); }
  /// Closes what is open and gives the text away.
  std::string finish();

private:
  void startTag(std::string_view tag, Attributes attributes);

  std::string out;
  std::vector<std::string> stack;
};

/// Open as long as it lives.
class Element {
public:
  Element(Markup &markup, std::string_view tag, Attributes attributes = {}) : out(markup) {
    out.open(tag, attributes);
  }
  ~Element() { out.close(); }
  Element(const Element &) = delete;
  Element &operator=(const Element &) = delete;

private:
  Markup &out;
};

/// Appends `text` as HTML text that may also stand in a quoted attribute.
void appendEscaped(std::string &out, std::string_view text);

/// For the fragment of a URL.
std::string percentEncoded(std::string_view text);

} // namespace sampan::html
