// SPDX-License-Identifier: Apache-2.0
#include "tool/report/json_stream.h"

#include <nlohmann/json.hpp>

namespace sampan {
namespace {

/// A source may hold any bytes; JSON is UTF-8.
std::string dump(const nlohmann::ordered_json &value) {
  return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace

void JsonStream::newLine() {
  if (!first)
    text += ',';
  first = false;
  if (depth > 0)
    text += '\n' + std::string(2 * depth, ' ');
}

void JsonStream::open(char bracket) {
  text += bracket;
  ++depth;
  first = true;
}

void JsonStream::close(char bracket) {
  --depth;
  if (!first)
    text += '\n' + std::string(2 * depth, ' ');
  text += bracket;
  first = false;
}

void JsonStream::key(std::string_view name) {
  newLine();
  text += dump(name) + ": ";
}

void JsonStream::field(std::string_view name, const nlohmann::ordered_json &value) {
  key(name);
  text += dump(value);
}

void JsonStream::element(const nlohmann::ordered_json &value) {
  newLine();
  text += dump(value);
}

void JsonStream::item() { newLine(); }

std::string JsonStream::take() { return std::move(text) + "\n"; }

} // namespace sampan
