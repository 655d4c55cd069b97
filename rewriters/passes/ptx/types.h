// SPDX-License-Identifier: Apache-2.0
// PTX types and the parts of an opcode.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sampan::ptx {

struct Type {
  enum class Kind { Predicate, Bits, Unsigned, Signed, Float, Half, BFloat };
  Kind kind = Kind::Bits;
  int bits = 32;     ///< of the register, hence 32 for f16x2
  bool pair = false; ///< f16x2, bf16x2, u16x2, s16x2

  bool isInteger() const {
    return !pair && (kind == Kind::Bits || kind == Kind::Unsigned || kind == Kind::Signed);
  }
  bool isFloat() const { return kind == Kind::Float; }
  bool isSmallFloat() const { return kind == Kind::Half || kind == Kind::BFloat; }
  bool isSigned() const { return kind == Kind::Signed; }
  friend bool operator==(const Type &, const Type &) = default;

  Type asUnsigned() const { return {Kind::Unsigned, bits, false}; }
  Type asSigned() const { return {Kind::Signed, bits, false}; }
  Type wide() const { return {kind, bits * 2, false}; }
};

constexpr Type kPredicate{Type::Kind::Predicate, 1, false};
constexpr Type kU16{Type::Kind::Unsigned, 16, false};
constexpr Type kU32{Type::Kind::Unsigned, 32, false};
constexpr Type kU64{Type::Kind::Unsigned, 64, false};
constexpr Type kS32{Type::Kind::Signed, 32, false};
constexpr Type kS64{Type::Kind::Signed, 64, false};
constexpr Type kF32{Type::Kind::Float, 32, false};
constexpr Type kF64{Type::Kind::Float, 64, false};

/// "u32", "f16x2", "pred"
std::optional<Type> typeNamed(std::string_view name);
/// The C++ type that holds it, as sampan/ptx.h names it: "spn::ptx::u32", "bool".
std::string cppName(Type type);

/// The parts of an opcode after the first, taken one by one by what understands them. What is left
/// over was not understood.
class Modifiers {
public:
  explicit Modifiers(std::vector<std::string> parts) : parts(std::move(parts)) {}

  bool take(std::string_view name);
  /// The first of `names` that is there, or empty.
  std::string takeOneOf(std::initializer_list<std::string_view> names);
  /// All that start with `prefix` and say only how to cache.
  bool takeHints();
  std::optional<Type> takeType();
  bool has(std::string_view name) const;
  bool empty() const { return parts.empty(); }

private:
  std::vector<std::string> parts;
};

} // namespace sampan::ptx
