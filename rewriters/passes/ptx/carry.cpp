// SPDX-License-Identifier: Apache-2.0
// Extended-precision arithmetic: add.cc, addc, sub.cc, subc, mad.cc, madc. The condition code is a
// variable; see Emitter::carry().
#include "rewriters/passes/ptx/instructions.h"

namespace sampan::ptx {

bool carryArithmetic(Emitter &emit, const Instruction &i, Modifiers &m) {
  const std::string &root = i.parts[0];
  bool reads = root == "addc" || root == "subc" || root == "madc";
  bool writes = m.take("cc");
  std::string base = root.substr(0, 3);
  std::optional<Type> type = m.takeType();
  std::string part = base == "mad" ? m.takeOneOf({"lo", "hi"}) : "";
  std::size_t count = base == "mad" ? 4 : 3;
  if (!type || type->bits < 32 || !type->isInteger() || i.operands.size() != count ||
      (base == "mad" && part.empty()))
    return false;
  Type word = type->asUnsigned();
  std::vector<std::string> arguments;
  if (base == "mad") {
    std::string a = emit.value(i.operands[1], part == "hi" ? *type : word);
    std::string b = emit.value(i.operands[2], part == "hi" ? *type : word);
    arguments.push_back(part == "hi" ? call("mulHi<" + cppName(*type) + ">", {a, b})
                                     : "(" + a + " * " + b + ")");
    arguments.push_back(emit.value(i.operands[3], word));
  } else {
    arguments = {emit.value(i.operands[1], word), emit.value(i.operands[2], word)};
  }
  // add, addCarry: with the flag as input. The last argument is where the new flag goes.
  std::string name = base == "sub" ? "sub" : "add";
  name += reads ? "With" : "";
  name += writes ? "Carry" : "";
  if (reads && !writes)
    name += "Carry";
  if (reads && writes)
    name += "Out";
  arguments.push_back(emit.carry());
  emit.assign(i.operands[0], word, call(name + "<" + cppName(word) + ">", arguments));
  return true;
}

void addCarryArithmetic(HandlerTable &table) {
  for (std::string_view name : {"addc", "subc", "madc"})
    table[name] = carryArithmetic;
}

} // namespace sampan::ptx
