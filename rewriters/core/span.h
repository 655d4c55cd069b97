// SPDX-License-Identifier: Apache-2.0
// A place in a real source file. Every use, finding and edit is anchored to one.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace sampan {

/// Bytes [begin, end) of `file`. `file` is an absolute, normalised path; `line` and `column` are
/// one-based and describe `begin`. A span is spelled in that file: never inside a macro expansion.
struct Span {
  std::string file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  friend auto operator<=>(const Span &, const Span &) = default;
};

} // namespace sampan
