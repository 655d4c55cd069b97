// SPDX-License-Identifier: Apache-2.0
// The only place of the tool's core that sees nlohmann: its SAX parser reads through an iterator
// that counts lines, and the handler notes the count at each value.
#include "rewriters/core/located_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace sampan {
namespace {

class CountingIterator {
public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char *;
  using reference = const char &;

  CountingIterator(const char *position, unsigned *line) : position(position), line(line) {}
  reference operator*() const { return *position; }
  CountingIterator &operator++() {
    if (*position == '\n')
      ++*line;
    ++position;
    return *this;
  }
  friend bool operator==(const CountingIterator &a, const CountingIterator &b) {
    return a.position == b.position;
  }
  friend bool operator!=(const CountingIterator &a, const CountingIterator &b) { return !(a == b); }

private:
  const char *position;
  unsigned *line;
};

/// Builds the tree from SAX events. Pointers on the stack stay valid: a container does not grow
/// while its last element is open.
class Builder {
public:
  Builder(JsonResult &result, const unsigned &line) : result(result), line(line) {}

  bool null() { return make(JsonValue::Kind::Null), true; }
  bool boolean(bool value) { return make(JsonValue::Kind::Boolean).boolean = value, true; }
  bool number_integer(std::int64_t value) { return number_float(static_cast<double>(value), {}); }
  bool number_unsigned(std::uint64_t value) { return number_float(static_cast<double>(value), {}); }
  bool number_float(double value, const std::string &) {
    return make(JsonValue::Kind::Number).number = value, true;
  }
  bool string(std::string &value) {
    return make(JsonValue::Kind::String).string = std::move(value), true;
  }
  bool binary(nlohmann::json::binary_t &) { return false; }
  bool start_object(std::size_t) { return open(JsonValue::Kind::Object); }
  bool start_array(std::size_t) { return open(JsonValue::Kind::Array); }
  bool end_object() { return stack.pop_back(), true; }
  bool end_array() { return stack.pop_back(), true; }
  bool key(std::string &name) {
    if (stack.back()->member(name))
      return fail("\"" + name + "\" is given twice");
    pendingKey = std::move(name);
    keyLine = line;
    return true;
  }
  bool parse_error(std::size_t, const std::string &, const nlohmann::json::exception &error) {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error ..."
    std::string text = error.what();
    for (std::string_view before : {"] ", ": "})
      if (auto at = text.find(before); at != std::string::npos)
        text.erase(0, at + before.size());
    return fail(text);
  }

private:
  bool fail(std::string message) {
    result.errorLine = line;
    result.error = std::move(message);
    return false;
  }
  JsonValue &make(JsonValue::Kind kind) {
    JsonValue *value = &result.value;
    if (!stack.empty() && stack.back()->kind == JsonValue::Kind::Array)
      value = &stack.back()->array.emplace_back();
    else if (!stack.empty())
      value = &stack.back()->members.emplace_back(JsonMember{std::move(pendingKey), {}}).value;
    value->kind = kind;
    // A number ends where the next character is seen, which may be on the next line.
    bool inObject = !stack.empty() && stack.back()->kind == JsonValue::Kind::Object;
    value->line = kind == JsonValue::Kind::Number && inObject ? keyLine : line;
    return *value;
  }
  bool open(JsonValue::Kind kind) {
    // Destroying the tree recurses; no file of ours is a hundredth as deep.
    constexpr std::size_t deepest = 500;
    if (stack.size() >= deepest)
      return fail("nested too deeply");
    stack.push_back(&make(kind));
    return true;
  }

  JsonResult &result;
  const unsigned &line;
  std::vector<JsonValue *> stack;
  std::string pendingKey;
  unsigned keyLine = 0;
};

} // namespace

JsonValue::JsonValue() = default;
JsonValue::JsonValue(JsonValue &&) noexcept = default;
JsonValue &JsonValue::operator=(JsonValue &&) noexcept = default;
JsonValue::~JsonValue() = default;

const JsonValue *JsonValue::member(const std::string &name) const {
  auto at = std::ranges::find(members, name, &JsonMember::name);
  return at == members.end() ? nullptr : &at->value;
}

JsonResult parseLocatedJson(const std::string &text, bool withComments) {
  JsonResult result;
  unsigned line = 1;
  Builder builder(result, line);
  nlohmann::json::sax_parse(CountingIterator(text.data(), &line),
                            CountingIterator(text.data() + text.size(), &line), &builder,
                            nlohmann::json::input_format_t::json, /*strict=*/true, withComments);
  return result;
}

} // namespace sampan
