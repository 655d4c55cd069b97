// SPDX-License-Identifier: Apache-2.0
// Logic, shifts, bit fields, permutations.
#include "rewriters/passes/ptx/instructions.h"

namespace sampan::ptx {
namespace {

bool logic(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> type = m.takeType();
  if (!type || i.operands.size() != 3)
    return false;
  const std::string &root = i.parts[0];
  if (*type == kPredicate) {
    std::string op = root == "and" ? " && " : root == "or" ? " || " : " != ";
    emit.assign(i.operands[0], kPredicate,
                "(" + emit.predicate(i.operands[1]) + op + emit.predicate(i.operands[2]) + ")");
    return true;
  }
  std::string op = root == "and" ? " & " : root == "or" ? " | " : " ^ ";
  Type word = type->asUnsigned();
  emit.assign(i.operands[0], word,
              "(" + emit.value(i.operands[1], word) + op + emit.value(i.operands[2], word) + ")");
  return type->isInteger();
}

bool notOperation(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> type = m.takeType();
  if (!type || i.operands.size() != 2)
    return false;
  if (*type == kPredicate) {
    emit.assign(i.operands[0], kPredicate, "!" + emit.predicate(i.operands[1]));
    return true;
  }
  Type word = type->asUnsigned();
  bool isLogical = i.parts[0] == "cnot";
  std::string text = emit.value(i.operands[1], word);
  emit.assign(i.operands[0], word, isLogical ? cppName(word) + "(" + text + " == 0)" : "~" + text);
  return type->isInteger();
}

bool shift(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> type = m.takeType();
  if (!type || i.operands.size() != 3 || !type->isInteger())
    return false;
  bool left = i.parts[0] == "shl";
  Type word = left || !type->isSigned() ? type->asUnsigned() : *type;
  std::string value = emit.value(i.operands[1], word);
  const Operand &count = i.operands[2];
  std::string text;
  if (count.is(Operand::Kind::Integer) && type->bits >= 32 &&
      count.value < static_cast<std::uint64_t>(type->bits))
    text = "(" + value + (left ? " << " : " >> ") + std::to_string(count.value) + ")";
  else
    text = call((left ? "shl<" : "shr<") + cppName(word) + ">", {value, emit.value(count, kU32)});
  emit.assign(i.operands[0], word, text);
  return true;
}

bool funnelShift(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::string direction = m.takeOneOf({"l", "r"});
  std::string mode = m.takeOneOf({"wrap", "clamp"});
  if (direction.empty() || mode.empty() || !m.take("b32") || i.operands.size() != 4)
    return false;
  std::string text = call("__funnelshift_" + direction + (mode == "clamp" ? "c" : ""),
                          {emit.value(i.operands[1], kU32), emit.value(i.operands[2], kU32),
                           emit.value(i.operands[3], kU32)});
  emit.assign(i.operands[0], kU32, text);
  return true;
}

bool bitField(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> type = m.takeType();
  bool insert = i.parts[0] == "bfi";
  if (!type || type->bits < 32 || !type->isInteger() || i.operands.size() != (insert ? 5u : 4u))
    return false;
  Type word = type->isSigned() ? *type : type->asUnsigned();
  std::vector<std::string> arguments = {emit.value(i.operands[1], word)};
  if (insert)
    arguments.push_back(emit.value(i.operands[2], word));
  arguments.push_back(emit.value(i.operands[i.operands.size() - 2], kU32));
  arguments.push_back(emit.value(i.operands[i.operands.size() - 1], kU32));
  emit.assign(i.operands[0], word,
              call((insert ? "bfi<" : "bfe<") + cppName(word) + ">", arguments));
  return true;
}

bool bfind(Emitter &emit, const Instruction &i, Modifiers &m) {
  bool amount = m.take("shiftamt");
  std::optional<Type> type = m.takeType();
  if (!type || type->bits < 32 || !type->isInteger() || i.operands.size() != 2)
    return false;
  emit.assign(i.operands[0], kU32,
              call((amount ? "bfindShift<" : "bfind<") + cppName(*type) + ">",
                   {emit.value(i.operands[1], *type)}));
  return true;
}

/// brev, clz, popc
bool countBits(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> type = m.takeType();
  if (!type || type->bits < 32 || !type->isInteger() || i.operands.size() != 2)
    return false;
  const std::string &root = i.parts[0];
  bool isSigned = root == "clz";
  Type word = isSigned ? type->asSigned() : type->asUnsigned();
  Type result = root == "brev" ? word : kS32;
  emit.assign(
      i.operands[0], result,
      call("__" + root + (type->bits == 64 ? "ll" : ""), {emit.value(i.operands[1], word)}));
  return true;
}

bool permute(Emitter &emit, const Instruction &i, Modifiers &m) {
  if (!m.take("b32") || i.operands.size() != 4)
    return false;
  std::string mode = m.takeOneOf({"f4e", "b4e", "rc8", "ecl", "ecr", "rc16"});
  const Operand &selector = i.operands[3];
  // The intrinsic does not replicate signs, which only selectors with a nibble above 7 ask for.
  bool plain =
      mode.empty() && selector.is(Operand::Kind::Integer) && (selector.value & 0x8888) == 0;
  if (!mode.empty())
    mode[0] = static_cast<char>(mode[0] - 'a' + 'A');
  emit.assign(i.operands[0], kU32,
              call(plain ? "__byte_perm" : "prmt" + mode,
                   {emit.value(i.operands[1], kU32), emit.value(i.operands[2], kU32),
                    emit.value(selector, kU32)}));
  return true;
}

std::string lop3Text(const std::string &a, const std::string &b, const std::string &c,
                     const Operand &table, Emitter &emit) {
  if (table.is(Operand::Kind::Integer)) {
    const char *op = table.value == 0x96   ? " ^ "
                     : table.value == 0x80 ? " & "
                     : table.value == 0xfe ? " | "
                                           : nullptr;
    if (op)
      return "(" + a + op + b + op + c + ")";
  }
  return call("lop3", {a, b, c, emit.value(table, kU32)});
}

bool lop3(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::string fold = m.takeOneOf({"or", "and"});
  if (!m.take("b32") || i.operands.size() != (fold.empty() ? 5u : 6u))
    return false;
  std::string text = lop3Text(emit.value(i.operands[1], kU32), emit.value(i.operands[2], kU32),
                              emit.value(i.operands[3], kU32), i.operands[4], emit);
  if (fold.empty()) {
    emit.assign(i.operands[0], kU32, text);
    return true;
  }
  if (!i.operands[0].is(Operand::Kind::Pair))
    return false;
  std::string word = emit.constant(text);
  emit.assign(i.operands[0].parts[0], kU32, word);
  emit.assign(i.operands[0].parts[1], kPredicate,
              "(" + word + " != 0" + (fold == "or" ? " || " : " && ") +
                  emit.predicate(i.operands[5]) + ")");
  return true;
}

bool bitMask(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::string mode = m.takeOneOf({"clamp", "wrap"});
  if (mode.empty() || !m.take("b32") || i.operands.size() != 3)
    return false;
  emit.assign(i.operands[0], kU32,
              call(mode == "clamp" ? "bmskClamp" : "bmskWrap",
                   {emit.value(i.operands[1], kU32), emit.value(i.operands[2], kU32)}));
  return true;
}

} // namespace

void addBitOperations(HandlerTable &table) {
  table.insert({{"and", logic},
                {"or", logic},
                {"xor", logic},
                {"not", notOperation},
                {"cnot", notOperation},
                {"shl", shift},
                {"shr", shift},
                {"shf", funnelShift},
                {"bfe", bitField},
                {"bfi", bitField},
                {"bfind", bfind},
                {"brev", countBits},
                {"clz", countBits},
                {"popc", countBits},
                {"prmt", permute},
                {"lop3", lop3},
                {"bmsk", bitMask}});
}

} // namespace sampan::ptx
