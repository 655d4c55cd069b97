// SPDX-License-Identifier: Apache-2.0
#include "rewriters/passes/ptx/types.h"

#include <algorithm>
#include <charconv>

namespace sampan::ptx {

std::optional<Type> typeNamed(std::string_view name) {
  if (name == "pred")
    return kPredicate;
  using Kind = Type::Kind;
  if (name == "f16x2")
    return Type{Kind::Half, 32, true};
  if (name == "bf16x2")
    return Type{Kind::BFloat, 32, true};
  if (name == "u16x2")
    return Type{Kind::Unsigned, 32, true};
  if (name == "s16x2")
    return Type{Kind::Signed, 32, true};
  if (name == "bf16")
    return Type{Kind::BFloat, 16, false};
  if (name == "f16")
    return Type{Kind::Half, 16, false};
  if (name.size() < 2)
    return std::nullopt;
  int bits = 0;
  auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), bits);
  bool whole = error == std::errc() && end == name.data() + name.size();
  if (!whole || (bits != 8 && bits != 16 && bits != 32 && bits != 64))
    return std::nullopt;
  switch (name[0]) {
  case 'b':
    return Type{Kind::Bits, bits, false};
  case 'u':
    return Type{Kind::Unsigned, bits, false};
  case 's':
    return Type{Kind::Signed, bits, false};
  case 'f':
    if (bits >= 32)
      return Type{Kind::Float, bits, false};
    return std::nullopt;
  default:
    return std::nullopt;
  }
}

std::string cppName(Type type) {
  if (type.kind == Type::Kind::Predicate)
    return "bool";
  char letter = type.isFloat() ? 'f' : type.isSigned() && !type.pair ? 's' : 'u';
  return std::string("spn::ptx::") + letter + std::to_string(type.bits);
}

bool Modifiers::take(std::string_view name) {
  auto found = std::find(parts.begin(), parts.end(), name);
  if (found == parts.end())
    return false;
  parts.erase(found);
  return true;
}

std::string Modifiers::takeOneOf(std::initializer_list<std::string_view> names) {
  for (std::string_view name : names)
    if (take(name))
      return std::string(name);
  return {};
}

bool Modifiers::takeHints() {
  return std::erase_if(parts, [](const std::string &part) {
           return part.starts_with("L1::") || part.starts_with("L2::");
         }) > 0;
}

std::optional<Type> Modifiers::takeType() {
  for (auto part = parts.begin(); part != parts.end(); ++part)
    if (std::optional<Type> type = typeNamed(*part)) {
      parts.erase(part);
      return type;
    }
  return std::nullopt;
}

bool Modifiers::has(std::string_view name) const {
  return std::find(parts.begin(), parts.end(), name) != parts.end();
}

} // namespace sampan::ptx
