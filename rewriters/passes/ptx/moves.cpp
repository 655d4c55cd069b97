// SPDX-License-Identifier: Apache-2.0
// mov, with its packing and unpacking forms, and cvta.
#include "rewriters/passes/ptx/instructions.h"

namespace sampan::ptx {
namespace {

/// mov.b64 {low, high}, x
bool unpack(Emitter &emit, const Instruction &i, Type type) {
  const std::vector<Operand> &parts = i.operands[0].parts;
  int bits = type.bits / static_cast<int>(parts.size());
  if (bits < 8 || bits * static_cast<int>(parts.size()) != type.bits)
    return false;
  Type word = type.asUnsigned(), part{Type::Kind::Unsigned, bits, false};
  std::string whole = emit.constant(emit.value(i.operands[1], word));
  for (std::size_t k = 0; k < parts.size(); ++k) {
    std::string shifted =
        k == 0 ? whole : whole + " >> " + std::to_string(static_cast<int>(k) * bits);
    emit.assign(parts[k], part, cppName(part) + "(" + shifted + ")");
  }
  return true;
}

/// mov.b64 x, {low, high}
bool pack(Emitter &emit, const Instruction &i, Type type) {
  const std::vector<Operand> &parts = i.operands[1].parts;
  int bits = type.bits / static_cast<int>(parts.size());
  if (bits < 8 || bits * static_cast<int>(parts.size()) != type.bits)
    return false;
  Type word = type.asUnsigned(), part{Type::Kind::Unsigned, bits, false};
  std::string text;
  for (std::size_t k = 0; k < parts.size(); ++k) {
    std::string value = cppName(word) + "(" + emit.value(parts[k], part) + ")";
    text += k == 0 ? value : " | " + value + " << " + std::to_string(static_cast<int>(k) * bits);
  }
  emit.assign(i.operands[0], word, "(" + text + ")");
  return true;
}

bool mov(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> type = m.takeType();
  if (!type || i.operands.size() != 2)
    return false;
  if (i.operands[0].is(Operand::Kind::Vector))
    return unpack(emit, i, *type);
  if (i.operands[1].is(Operand::Kind::Vector))
    return pack(emit, i, *type);
  if (*type == kPredicate) {
    emit.assign(i.operands[0], kPredicate, emit.predicate(i.operands[1]));
    return true;
  }
  Type word = type->kind == Type::Kind::Bits ? type->asUnsigned() : *type;
  // An untyped move between registers of one type needs no reinterpretation.
  if (std::optional<Type> to = emit.typeOf(i.operands[0]);
      to && to == emit.typeOf(i.operands[1]) && to->bits == type->bits)
    word = to->kind == Type::Kind::Bits ? to->asUnsigned() : *to;
  emit.assign(i.operands[0], word, emit.value(i.operands[1], word));
  return true;
}

/// There is one address space. A shared address is the pointer, of which 32-bit registers keep the
/// low half.
bool cvta(Emitter &emit, const Instruction &i, Modifiers &m) {
  bool isTo = m.take("to");
  std::string space = m.takeOneOf(
      {"global", "shared", "shared::cta", "shared::cluster", "const", "local", "param"});
  std::optional<Type> type = m.takeType();
  if (space.empty() || !type || i.operands.size() != 2)
    return false;
  std::string text = emit.value(i.operands[1], type->asUnsigned());
  bool isShared = space.starts_with("shared");
  if (isShared && isTo)
    text = call("sharedAddress", {text});
  else if (isShared)
    text = call("as<" + cppName(kU64) + ">", {call("sharedPointer", {text})});
  else if (type->bits != 64)
    return false;
  emit.assign(i.operands[0], isShared ? kU64 : type->asUnsigned(), text);
  return true;
}

bool isspacep(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::string space =
      m.takeOneOf({"global", "shared", "shared::cta", "shared::cluster", "const", "local"});
  if (space.empty() || i.operands.size() != 2)
    return false;
  std::string function = space.starts_with("shared") ? "__isShared"
                         : space == "global"         ? "__isGlobal"
                         : space == "local"          ? "__isLocal"
                                                     : "__isConstant";
  emit.assign(i.operands[0], kPredicate,
              "(" + call(function, {call("pointer", {emit.value(i.operands[1], kU64)})}) +
                  " != 0)");
  return true;
}

} // namespace

void addMoves(HandlerTable &table) {
  table.insert({{"mov", mov}, {"cvta", cvta}, {"isspacep", isspacep}});
}

} // namespace sampan::ptx
