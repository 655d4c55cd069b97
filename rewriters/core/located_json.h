// SPDX-License-Identifier: Apache-2.0
// JSON with line numbers, so that a mistake in a rule file is reported where it stands.
#pragma once

#include <string>
#include <vector>

namespace sampan {

struct JsonMember;

struct JsonValue {
  enum class Kind { Null, Boolean, Number, String, Array, Object };
  Kind kind = Kind::Null;
  unsigned line = 0;
  bool boolean = false;
  double number = 0;
  std::string string;
  std::vector<JsonValue> array;
  std::vector<JsonMember> members;

  JsonValue();
  JsonValue(JsonValue &&) noexcept;
  JsonValue &operator=(JsonValue &&) noexcept;
  ~JsonValue();
  const JsonValue *member(const std::string &name) const;
};

struct JsonMember {
  std::string name;
  JsonValue value;
};

struct JsonResult {
  JsonValue value;
  unsigned errorLine = 0; ///< 0 when the text is valid
  std::string error;
};

/// With `withComments`, // and /* */ count as blanks.
JsonResult parseLocatedJson(const std::string &text, bool withComments = false);

} // namespace sampan
