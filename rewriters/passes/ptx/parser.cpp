// SPDX-License-Identifier: Apache-2.0
#include "rewriters/passes/ptx/lexer.h"
#include "rewriters/passes/ptx/syntax.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

namespace sampan::ptx {
namespace {

/// Registers that programs declare also start with a percent sign; these are the machine's.
bool isSpecial(std::string_view name) {
  constexpr std::string_view prefixes[] = {
      "%tid",        "%ntid",          "%ctaid",        "%nctaid",       "%laneid",
      "%warpid",     "%nwarpid",       "%smid",         "%nsmid",        "%gridid",
      "%lanemask_",  "%clock",         "%pm",           "%envreg",       "%globaltimer",
      "%total_smem", "%cluster",       "%ncluster",     "%dynamic_smem", "%is_explicit",
      "%aggr_smem",  "%current_graph", "%reserved_smem"};
  for (std::string_view prefix : prefixes)
    if (name.starts_with(prefix))
      return true;
  return false;
}

class Parser {
public:
  Parser(std::string_view text, const std::vector<std::string> &names)
      : words(split(text, names)) {}

  ParseResult run() {
    int depth = 0;
    while (ok() && !word().is(Word::Kind::End)) {
      if (accept(';'))
        continue;
      if (accept('{')) {
        ++depth;
        parsed.items.push_back({.kind = Item::Kind::Open});
      } else if (word().is('}')) {
        if (depth-- == 0)
          fail();
        ++at;
        parsed.items.push_back({.kind = Item::Kind::Close});
      } else if (word().is('.')) {
        directive();
      } else {
        labelOrInstruction();
      }
    }
    if (ok() && depth != 0)
      fail();
    return std::move(parsed);
  }

private:
  struct Cursor {
    const Word &word;
    bool is(Word::Kind kind) const { return word.kind == kind; }
    bool is(char c) const { return word.is(c); }
  };
  Cursor word(std::size_t ahead = 0) const {
    return {words[std::min(at + ahead, words.size() - 1)]};
  }
  bool ok() const { return parsed.problem.empty(); }
  void fail() {
    if (ok())
      parsed.problem = current.empty() ? word().word.text : current;
  }
  bool accept(char c) {
    if (!word().is(c))
      return false;
    ++at;
    return true;
  }
  std::string name() {
    if (!word().is(Word::Kind::Name)) {
      fail();
      return {};
    }
    return words[at++].text;
  }

  /// .reg .b32 a, b<4>;
  void directive() {
    ++at;
    std::string kind = name();
    if (kind == "pragma") {
      while (!word().is(';') && !word().is(Word::Kind::End))
        ++at;
      return;
    }
    current = "." + kind;
    if (kind != "reg")
      return fail();
    Item item{.kind = Item::Kind::Declaration};
    if (!accept('.'))
      return fail();
    item.text = name();
    do {
      std::string base = name();
      if (accept('<')) {
        std::optional<std::uint64_t> count = integer(word().word.text);
        ++at;
        if (!count || *count > 256 || !accept('>'))
          return fail();
        for (std::uint64_t i = 0; i < *count; ++i)
          item.names.push_back(base + std::to_string(i));
      } else {
        item.names.push_back(base);
      }
    } while (ok() && accept(','));
    endStatement();
    declared.insert(item.names.begin(), item.names.end());
    parsed.items.push_back(std::move(item));
    current.clear();
  }

  void endStatement() {
    if (!accept(';') && !word().is(Word::Kind::End) && !word().is('}'))
      fail();
  }

  void labelOrInstruction() {
    if (word().is(Word::Kind::Name) && word(1).is(':')) {
      parsed.items.push_back({.kind = Item::Kind::Label, .text = name()});
      ++at;
      return;
    }
    Item item;
    Instruction &instruction = item.instruction;
    if (accept('@')) {
      bool negated = accept('!');
      instruction.guard = operand();
      instruction.guard->negated = negated;
    }
    opcode(instruction);
    current = instruction.name;
    if (ok() && !word().is(';') && !word().is(Word::Kind::End) && !word().is('}'))
      do {
        instruction.operands.push_back(operand());
        if (ok() && accept('|')) {
          Operand pair{.kind = Operand::Kind::Pair};
          pair.parts.push_back(std::move(instruction.operands.back()));
          pair.parts.push_back(operand());
          instruction.operands.back() = std::move(pair);
        }
      } while (ok() && accept(','));
    endStatement();
    current.clear();
    parsed.items.push_back(std::move(item));
  }

  void opcode(Instruction &instruction) {
    instruction.parts.push_back(name());
    instruction.name = instruction.parts.back();
    current = instruction.name;
    while (ok() && accept('.')) {
      std::string part;
      // Parts such as L2::128B mix names, digits and colons.
      while (word().is(Word::Kind::Name) || word().is(Word::Kind::Number) ||
             (word().is(':') && word(1).is(':'))) {
        if (!part.empty() && word().word.spaceBefore)
          break;
        if (word().is(':')) {
          part += "::";
          at += 2;
        } else {
          part += words[at++].text;
        }
      }
      if (part.empty())
        return fail();
      instruction.name += "." + part;
      instruction.parts.push_back(std::move(part));
    }
  }

  Operand operand() {
    Operand result;
    if (accept('!')) {
      result = operand();
      result.negated = !result.negated;
      return result;
    }
    if (accept('{'))
      return list(Operand::Kind::Vector, '}');
    if (accept('['))
      return address();
    if (word().is('-') || word().is('+') || word().is(Word::Kind::Number))
      return number();
    if (word().is(Word::Kind::Argument)) {
      result.kind = Operand::Kind::Argument;
      std::string digits = words[at++].text;
      std::from_chars(digits.data(), digits.data() + digits.size(), result.index);
      result.selector = selector();
      return result;
    }
    return namedOperand();
  }

  std::string selector() {
    if (word().is('.') && word(1).is(Word::Kind::Name)) {
      at += 2;
      return words[at - 1].text;
    }
    return {};
  }

  Operand namedOperand() {
    Operand result;
    result.text = name();
    if (result.text == "_")
      return result;
    result.selector = selector();
    if (!declared.contains(result.text) && (result.text == "WARP_SZ" || isSpecial(result.text))) {
      result.kind = Operand::Kind::Special;
      if (result.text.front() == '%')
        result.text.erase(0, 1);
      if (!result.selector.empty())
        result.text += "." + std::exchange(result.selector, {});
    } else {
      result.kind = Operand::Kind::Register;
    }
    return result;
  }

  Operand list(Operand::Kind kind, char close) {
    Operand result{.kind = kind};
    do
      result.parts.push_back(operand());
    while (ok() && accept(','));
    if (!accept(close))
      fail();
    return result;
  }

  Operand address() {
    Operand result{.kind = Operand::Kind::Address};
    result.parts.push_back(operand());
    while (ok() && (word().is('+') || word().is('-'))) {
      bool plus = accept('+');
      if (word().is(Word::Kind::Argument)) {
        // [%1 + %2] with an immediate argument
        if (!plus && !accept('-'))
          fail();
        if (!plus || result.parts.size() > 1)
          fail();
        result.parts.push_back(operand());
        continue;
      }
      Operand offset = number();
      if (!offset.is(Operand::Kind::Integer))
        fail();
      result.offset += static_cast<std::int64_t>(offset.value);
    }
    if (!accept(']'))
      fail();
    return result;
  }

  Operand number() {
    Operand result{.kind = Operand::Kind::Integer};
    bool negative = false;
    while (word().is('-') || word().is('+'))
      negative ^= words[at++].text == "-";
    std::string digits = word().word.text;
    if (!word().is(Word::Kind::Number)) {
      fail();
      return result;
    }
    ++at;
    bool isBits = digits.size() > 2 && digits[0] == '0' &&
                  std::string_view("fFdD").find(digits[1]) != std::string_view::npos;
    if (isBits || digits.find('.') != std::string::npos) {
      result.kind = Operand::Kind::Real;
      if (isBits) {
        auto [end, error] =
            std::from_chars(digits.data() + 2, digits.data() + digits.size(), result.value, 16);
        bool isDouble = digits[1] == 'd' || digits[1] == 'D';
        if (error != std::errc() || digits.size() != (isDouble ? 18 : 10) || negative)
          fail();
        result.selector = isDouble ? "d" : "f";
      } else {
        result.text = (negative ? "-" : "") + digits;
      }
      return result;
    }
    std::optional<std::uint64_t> value = integer(digits);
    if (!value)
      fail();
    result.value = value ? (negative ? 0 - *value : *value) : 0;
    result.text = (negative ? "-" : "") + digits;
    return result;
  }

  static std::optional<std::uint64_t> integer(std::string digits) {
    if (!digits.empty() && (digits.back() == 'U' || digits.back() == 'u'))
      digits.pop_back();
    int base = 10;
    std::size_t skip = 0;
    if (digits.size() > 1 && digits[0] == '0') {
      base = digits[1] == 'x' || digits[1] == 'X'   ? 16
             : digits[1] == 'b' || digits[1] == 'B' ? 2
                                                    : 8;
      skip = base == 8 ? 1 : 2;
    }
    std::uint64_t value = 0;
    const char *last = digits.data() + digits.size();
    auto [end, error] = std::from_chars(digits.data() + skip, last, value, base);
    if (error != std::errc() || end != last)
      return std::nullopt;
    return value;
  }

  std::vector<Word> words;
  std::size_t at = 0;
  std::set<std::string> declared;
  std::string current; ///< what is being parsed, for the message
  ParseResult parsed;
};

} // namespace

ParseResult parse(std::string_view text, const std::vector<std::string> &names) {
  return Parser(text, names).run();
}

} // namespace sampan::ptx
