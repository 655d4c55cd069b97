// SPDX-License-Identifier: Apache-2.0
// Functions of one number: ex2, lg2, rcp, rsqrt, sqrt, sin, cos, tanh, copysign. Approximate forms
// promise an error bound, which the exact result keeps.
#include "rewriters/passes/ptx/instructions.h"

namespace sampan::ptx {
namespace {

bool approximate(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> type = m.takeType();
  if (!type || !m.take("approx") || i.operands.size() != 2)
    return false;
  const std::string &root = i.parts[0];
  bool flush = m.take("ftz");
  if (type->isSmallFloat()) {
    if (root != "ex2" && root != "tanh")
      return false;
    emit.assign(i.operands[0], *type,
                call(root + smallFloatSuffix(*type), {emit.value(i.operands[1], *type)}));
    return true;
  }
  if (*type != kF32)
    return false;
  static const std::map<std::string, std::string> functions = {{"ex2", "::exp2f"},
                                                               {"lg2", "__log2f"},
                                                               {"sin", "__sinf"},
                                                               {"cos", "__cosf"},
                                                               {"tanh", "::tanhf"}};
  std::string text = call(functions.at(root), {floatValue(emit, i.operands[1], *type, flush)});
  emit.assign(i.operands[0], *type, finishFloat(text, flush, false));
  return true;
}

bool root(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> type = m.takeType();
  if (!type || !type->isFloat() || i.operands.size() != 2)
    return false;
  const std::string &name = i.parts[0];
  bool isApproximate = m.take("approx");
  std::string rounding = takeRounding(m);
  bool flush = m.take("ftz");
  std::string x = floatValue(emit, i.operands[1], *type, flush), text;
  bool isDouble = type->bits == 64;
  if (isApproximate == !rounding.empty())
    return false;
  if (name == "rsqrt")
    text = call(isDouble ? "rsqrt" : "::rsqrtf", {x});
  else if (isApproximate && name == "rcp")
    text = (isDouble ? "1.0 / " : "1.0f / ") + x;
  else
    text =
        call(std::string(isDouble ? "__d" : "__f") + name + "_" + (isApproximate ? "rn" : rounding),
             {x});
  if (isDouble && name == "rsqrt")
    text = call("::rsqrt", {x});
  emit.assign(i.operands[0], *type, finishFloat(text, flush && !isDouble, false));
  return name != "rsqrt" || isApproximate;
}

bool copysign(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> type = m.takeType();
  if (!type || !type->isFloat() || i.operands.size() != 3)
    return false;
  // The sign comes from the first source.
  emit.assign(i.operands[0], *type,
              call(type->bits == 64 ? "::copysign" : "::copysignf",
                   {emit.value(i.operands[2], *type), emit.value(i.operands[1], *type)}));
  return true;
}

} // namespace

void addFunctions(HandlerTable &table) {
  table.insert({{"ex2", approximate},
                {"lg2", approximate},
                {"sin", approximate},
                {"cos", approximate},
                {"tanh", approximate},
                {"rcp", root},
                {"sqrt", root},
                {"rsqrt", root},
                {"copysign", copysign}});
}

} // namespace sampan::ptx
