// SPDX-License-Identifier: Apache-2.0
// The text of an asm statement as values: PTX instructions with their operands, register
// declarations, labels and scopes. Nothing here knows what an instruction means.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sampan::ptx {

struct Operand {
  enum class Kind {
    Register, ///< `text` is its name
    Argument, ///< %0, %1, ...: `index`
    Integer,  ///< `value`; `text` as written
    Real,     ///< `text` is a C++ literal; `value` holds the bits of 0f and 0d forms
    Special,  ///< %laneid, %tid.x: `text` without the percent sign
    Address,  ///< [parts[0] + offset]
    Vector,   ///< {a, b}
    Pair,     ///< d|p
    Sink      ///< _
  };
  Kind kind = Kind::Sink;
  std::string text = {};
  int index = -1;
  std::uint64_t value = 0;
  std::int64_t offset = 0;
  bool negated = false;      ///< !p
  std::string selector = {}; ///< b0..b3, h0, h1 of the video instructions
  std::vector<Operand> parts = {};

  bool is(Kind other) const { return kind == other; }
};

struct Instruction {
  std::optional<Operand> guard;   ///< @p or @!p
  std::string name;               ///< "ld.global.v4.u32"
  std::vector<std::string> parts; ///< "ld", "global", "v4", "u32"
  std::vector<Operand> operands;
};

struct Item {
  enum class Kind { Declaration, Label, Instruction, Open, Close };
  Kind kind = Kind::Instruction;
  std::string text = {};               ///< name of a label; type of a declaration
  std::vector<std::string> names = {}; ///< registers declared
  Instruction instruction = {};
};

struct ParseResult {
  std::vector<Item> items;
  std::string problem; ///< empty, or the text that was not understood
};

/// Parses the text of an asm statement. `names` are the symbolic operand names by index.
ParseResult parse(std::string_view text, const std::vector<std::string> &names = {});

} // namespace sampan::ptx
