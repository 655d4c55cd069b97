// SPDX-License-Identifier: Apache-2.0
// Writes a large JSON document piece by piece: outer objects and lists are indented, each element
// of a list is one line. A report of a whole code base has hundreds of thousands of elements; as
// one tree they would need ten times the memory of the text.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace sampan {

class JsonStream {
public:
  void open(char bracket);
  void close(char bracket);
  /// A key whose value follows with open().
  void key(std::string_view name);
  void field(std::string_view name, const nlohmann::ordered_json &value);
  /// An element on one line.
  void element(const nlohmann::ordered_json &value);
  /// An element that follows with open().
  void item();

  std::string take();

private:
  void newLine();

  std::string text;
  std::size_t depth = 0;
  bool first = true; ///< nothing yet in the innermost bracket
};

} // namespace sampan
