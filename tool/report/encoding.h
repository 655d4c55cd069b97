// SPDX-License-Identifier: Apache-2.0
// Text that is safe to put into the formats of others. A source, and so a message or a file name,
// may hold any bytes.
#pragma once

#include <string>
#include <string_view>

namespace sampan {

/// Valid UTF-8: other bytes become U+FFFD.
std::string validUtf8(std::string_view text);

/// For content and attribute values of XML 1.0; control characters that it forbids are left out.
std::string xmlText(std::string_view text);

/// A relative path as the path of a URI; an absolute one as a file URI.
std::string uriOf(std::string_view path);

/// A field of a CSV row, quoted where it has to be.
std::string csvField(std::string_view text);

/// For a cell of a Markdown table.
std::string markdownCell(std::string_view text);

/// A message, or with `isProperty` the value of a property, in a workflow command of GitHub.
std::string workflowValue(std::string_view text, bool isProperty);

} // namespace sampan
