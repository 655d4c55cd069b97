// SPDX-License-Identifier: Apache-2.0
// cvt between integers and floating-point numbers of all widths.
#include "rewriters/passes/ptx/instructions.h"

namespace sampan::ptx {
namespace {

std::string modeName(const std::string &rounding) {
  return rounding.ends_with('z')   ? "spn::detail::Rounding::Zero"
         : rounding.ends_with('m') ? "spn::detail::Rounding::Down"
         : rounding.ends_with('p') ? "spn::detail::Rounding::Up"
                                   : "spn::detail::Rounding::Nearest";
}

/// cvt.rn.f16x2.f32 d, high, low
bool packHalves(Emitter &emit, const Instruction &i, Modifiers &m, Type to, Type from,
                const std::string &rounding) {
  bool relu = m.take("relu");
  if (from != kF32 || i.operands.size() != 3 || (rounding != "rn" && rounding != "rz"))
    return false;
  std::string name =
      "pack" + smallFloatSuffix(to) + (rounding == "rz" ? "Zero" : "") + (relu ? "Relu" : "");
  if (relu && rounding == "rz")
    return false;
  emit.assign(i.operands[0], to,
              call(name, {emit.value(i.operands[1], kF32), emit.value(i.operands[2], kF32)}));
  return true;
}

std::string fromFloat(const std::string &x, Type to, Type from, const std::string &rounding,
                      bool integral) {
  std::string mode = modeName(rounding);
  if (to.isInteger())
    return call("toInteger<" + cppName(to) + ", " + mode + ">", {x});
  if (integral)
    return call("spn::detail::toIntegral<" + mode + ">", {x});
  if (to.bits == from.bits || to.bits == 64)
    return cppName(to) + "(" + x + ")";
  return call("spn::detail::toFloat<" + mode + ">", {x});
}

std::string fromInteger(const std::string &x, Type to, Type from, const std::string &rounding,
                        bool saturate) {
  if (!to.isFloat())
    return saturate ? call("clamped<" + cppName(to) + ">", {x}) : cppName(to) + "(" + x + ")";
  // Narrow integers convert exactly.
  if (from.bits < 32 || rounding == "rn")
    return cppName(to) + "(" + x + ")";
  return call("spn::detail::fromInteger<" + cppName(to) + ", " + modeName(rounding) + ">", {x});
}

bool cvt(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::string integer = m.takeOneOf({"rni", "rzi", "rmi", "rpi"});
  std::string rounding = m.takeOneOf({"rn", "rz", "rm", "rp"});
  bool flush = m.take("ftz"), saturate = m.take("sat");
  std::optional<Type> to = m.takeType(), from = m.takeType();
  if (!to || !from || from->pair || *to == kPredicate || *from == kPredicate)
    return false;
  if (to->pair)
    return to->isSmallFloat() && packHalves(emit, i, m, *to, *from, rounding);
  if (i.operands.size() != 2)
    return false;
  // A bf16 rounded by truncation and the like are rare enough to be refused.
  if (to->isSmallFloat() && !rounding.empty() && rounding != "rn")
    return false;
  std::string mode = !integer.empty() ? integer.substr(0, 2) : rounding;
  if (from->isFloat() && to->isInteger() && mode.empty())
    return false;
  std::string x =
      emit.value(i.operands[1], from->kind == Type::Kind::Bits ? from->asUnsigned() : *from);
  Type source = *from;
  if (flush && source.isFloat())
    x = call("flush", {x});
  if (source.isSmallFloat()) {
    x = call("widen" + smallFloatSuffix(source), {x});
    source = kF32;
  }
  Type target = to->isSmallFloat() ? kF32 : *to;
  if (to->isSmallFloat() && source.isFloat()) {
    // One rounding, from the widest form.
    x = integer.empty() ? x : call("spn::detail::toIntegral<" + modeName(mode) + ">", {x});
    if (saturate)
      x = call("saturate", {x});
    emit.assign(i.operands[0], *to, call("narrow" + smallFloatSuffix(*to), {x}));
    return true;
  }
  std::string text = source.isFloat() ? fromFloat(x, target, source, mode, !integer.empty())
                                      : fromInteger(x, target, source, mode, saturate);
  if (to->isSmallFloat())
    text = call("narrow" + smallFloatSuffix(*to), {cppName(kF64) + "(" + x + ")"});
  else if (target.isFloat())
    text = finishFloat(text, flush && target.bits == 32, saturate);
  emit.assign(i.operands[0], *to, text);
  return !to->isSmallFloat() || from->bits < 64;
}

} // namespace

void addConversions(HandlerTable &table) { table["cvt"] = cvt; }

} // namespace sampan::ptx
