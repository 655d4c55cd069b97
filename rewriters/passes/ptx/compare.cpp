// SPDX-License-Identifier: Apache-2.0
// setp, set, selp, slct, testp.
#include "rewriters/passes/ptx/instructions.h"

namespace sampan::ptx {
namespace {

/// C++ of the comparison that is named like an opcode's part, for operands of `type`.
std::string comparison(Emitter &emit, Modifiers &m, Type type, const Operand &left,
                       const Operand &right, bool flush) {
  std::string name = m.takeOneOf({"eq", "ne", "lt", "le", "gt", "ge", "lo", "ls", "hi", "hs", "equ",
                                  "neu", "ltu", "leu", "gtu", "geu", "num", "nan"});
  static const std::map<std::string, std::string> plain = {
      {"eq", "=="}, {"lt", "<"},  {"le", "<="}, {"gt", ">"}, {"ge", ">="},
      {"lo", "<"},  {"ls", "<="}, {"hi", ">"},  {"hs", ">="}};
  // True also when an operand is NaN: the opposite of the opposite ordered comparison.
  static const std::map<std::string, std::string> unordered = {
      {"ltu", ">="}, {"leu", ">"}, {"gtu", "<="}, {"geu", "<"}};
  if (type.isSmallFloat() && !type.pair) {
    auto widened = [&](const Operand &operand) {
      return call("widen" + smallFloatSuffix(type), {emit.value(operand, type)});
    };
    std::string a = widened(left), b = widened(right);
    if (auto op = plain.find(name); op != plain.end())
      return "(" + a + " " + op->second + " " + b + ")";
    return {};
  }
  std::string a = floatValue(emit, left, type, flush), b = floatValue(emit, right, type, flush);
  if (auto op = plain.find(name); op != plain.end())
    return "(" + a + " " + op->second + " " + b + ")";
  if (!type.isFloat())
    return name == "ne" && type.isInteger() ? "(" + a + " != " + b + ")" : "";
  if (auto op = unordered.find(name); op != unordered.end())
    return "!(" + a + " " + op->second + " " + b + ")";
  if (name == "ne" || name == "equ")
    return (name == "equ" ? "!" : "") + call("differs", {a, b});
  if (name == "neu")
    return "(" + a + " != " + b + ")";
  if (name == "num" || name == "nan")
    return (name == "nan" ? "!" : "") + call("ordered", {a, b});
  return {};
}

/// The comparison combined with the predicate that .and, .or or .xor joins, and its opposite.
struct Compared {
  std::string text, opposite;
};
std::optional<Compared> compared(Emitter &emit, const Instruction &i, Modifiers &m, Type type,
                                 bool wantsOpposite) {
  std::string join = m.takeOneOf({"and", "or", "xor"});
  if (i.operands.size() != (join.empty() ? 3u : 4u))
    return std::nullopt;
  bool flush = m.take("ftz");
  std::string text = comparison(emit, m, type.kind == Type::Kind::Bits ? type.asUnsigned() : type,
                                i.operands[1], i.operands[2], flush);
  if (text.empty() || type.pair)
    return std::nullopt;
  if (wantsOpposite)
    text = emit.constant(text);
  if (join.empty())
    return Compared{text, "!" + text};
  std::string op = join == "and" ? " && " : join == "or" ? " || " : " != ";
  std::string other = emit.predicate(i.operands[3]);
  return Compared{"(" + text + op + other + ")", "(!" + text + op + other + ")"};
}

bool setp(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> type = m.takeType();
  if (!type || i.operands.empty())
    return false;
  bool pair = i.operands[0].is(Operand::Kind::Pair);
  std::optional<Compared> result = compared(emit, i, m, *type, pair);
  if (!result)
    return false;
  if (!pair) {
    emit.assign(i.operands[0], kPredicate, result->text);
    return true;
  }
  // Both first: the old value of a destination may be the predicate that is joined.
  std::string first = emit.constant(result->text), second = emit.constant(result->opposite);
  emit.assign(i.operands[0].parts[0], kPredicate, first);
  emit.assign(i.operands[0].parts[1], kPredicate, second);
  return true;
}

bool set(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> to = m.takeType(), type = m.takeType();
  if (!to || !type || to->bits != 32 || to->isSmallFloat() || to->pair)
    return false;
  std::optional<Compared> result = compared(emit, i, m, *type, false);
  if (!result)
    return false;
  emit.assign(i.operands[0], to->isFloat() ? kF32 : kU32,
              to->isFloat() ? result->text + " ? 1.0f : 0.0f" : result->text + " ? ~0u : 0u");
  return true;
}

bool selp(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> type = m.takeType();
  if (!type || i.operands.size() != 4)
    return false;
  Type value = type->kind == Type::Kind::Bits ? type->asUnsigned() : *type;
  emit.assign(i.operands[0], value,
              emit.predicate(i.operands[3]) + " ? " + emit.value(i.operands[1], value) + " : " +
                  emit.value(i.operands[2], value));
  return true;
}

bool slct(Emitter &emit, const Instruction &i, Modifiers &m) {
  bool flush = m.take("ftz");
  std::optional<Type> type = m.takeType(), by = m.takeType();
  if (!type || !by || i.operands.size() != 4 || (*by != kS32 && *by != kF32))
    return false;
  Type value = type->kind == Type::Kind::Bits ? type->asUnsigned() : *type;
  emit.assign(i.operands[0], value,
              "(" + floatValue(emit, i.operands[3], *by, flush) + " >= 0) ? " +
                  emit.value(i.operands[1], value) + " : " + emit.value(i.operands[2], value));
  return true;
}

bool testp(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::string what =
      m.takeOneOf({"finite", "infinite", "number", "notanumber", "normal", "subnormal"});
  std::optional<Type> type = m.takeType();
  if (!type || !type->isFloat() || what.empty() || i.operands.size() != 2)
    return false;
  what[0] = static_cast<char>(what[0] - 'a' + 'A');
  emit.assign(i.operands[0], kPredicate, call("is" + what, {emit.value(i.operands[1], *type)}));
  return true;
}

} // namespace

void addComparisons(HandlerTable &table) {
  table.insert({{"setp", setp}, {"set", set}, {"selp", selp}, {"slct", slct}, {"testp", testp}});
}

} // namespace sampan::ptx
