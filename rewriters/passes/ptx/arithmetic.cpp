// SPDX-License-Identifier: Apache-2.0
// add, sub, mul, mad, fma, div, rem, abs, neg, min, max, sad and their relatives.
#include "rewriters/passes/ptx/instructions.h"

namespace sampan::ptx {

std::string takeRounding(Modifiers &modifiers) {
  std::string rounding = modifiers.takeOneOf({"rn", "rz", "rm", "rp"});
  return rounding == "rm" ? "rd" : rounding == "rp" ? "ru" : rounding;
}

std::string finishFloat(std::string text, bool flush, bool saturate) {
  if (flush)
    text = call("flush", {text});
  return saturate ? call("saturate", {text}) : text;
}

std::string floatValue(Emitter &emit, const Operand &operand, Type type, bool flush) {
  std::string text = emit.value(operand, type);
  return flush ? call("flush", {text}) : text;
}

std::string smallFloatSuffix(Type type) {
  return std::string(type.kind == Type::Kind::Half ? "Half" : "BFloat") + (type.pair ? "2" : "");
}

namespace {

std::string infix(const std::string &a, const char *op, const std::string &b, Type type) {
  std::string text = "(" + a + " " + op + " " + b + ")";
  // Narrow operands have been promoted to int.
  return type.bits < 32 ? cppName(type) + text : text;
}

std::string intrinsic(Type type, const std::string &name32, const std::string &name64,
                      const std::string &rounding) {
  return "__" + (type.bits == 64 ? name64 : name32) + "_" + rounding;
}

bool floatBinary(Emitter &emit, const Instruction &i, Modifiers &m, Type type, const char *op,
                 const char *name) {
  std::string rounding = takeRounding(m);
  bool flush = m.take("ftz"), saturate = m.take("sat");
  std::string a = floatValue(emit, i.operands[1], type, flush);
  std::string b = floatValue(emit, i.operands[2], type, flush);
  std::string text =
      rounding.empty()
          ? "(" + a + " " + op + " " + b + ")"
          : call(intrinsic(type, std::string("f") + name, std::string("d") + name, rounding),
                 {a, b});
  emit.assign(i.operands[0], type, finishFloat(text, flush, saturate));
  return true;
}

bool smallBinary(Emitter &emit, const Instruction &i, Modifiers &m, Type type,
                 const std::string &name) {
  m.take("rn");
  std::string text = call(name + smallFloatSuffix(type),
                          {emit.value(i.operands[1], type), emit.value(i.operands[2], type)});
  emit.assign(i.operands[0], type, text);
  return true;
}

bool addSub(Emitter &emit, const Instruction &i, Modifiers &m, bool subtract) {
  if (m.has("cc"))
    return carryArithmetic(emit, i, m);
  std::optional<Type> type = m.takeType();
  if (!type || i.operands.size() != 3)
    return false;
  const char *op = subtract ? "-" : "+";
  if (type->isFloat())
    return floatBinary(emit, i, m, *type, op, subtract ? "sub" : "add");
  if (type->isSmallFloat())
    return smallBinary(emit, i, m, *type, subtract ? "sub" : "add");
  if (type->pair) {
    std::string text = call(subtract ? "__vsub2" : "__vadd2",
                            {emit.value(i.operands[1], kU32), emit.value(i.operands[2], kU32)});
    emit.assign(i.operands[0], kU32, text);
    return true;
  }
  if (m.take("sat")) {
    std::string text = call(subtract ? "subSaturated" : "addSaturated",
                            {emit.value(i.operands[1], kS32), emit.value(i.operands[2], kS32)});
    emit.assign(i.operands[0], kS32, text);
    return *type == kS32;
  }
  Type wraps = type->asUnsigned();
  emit.assign(i.operands[0], wraps,
              infix(emit.value(i.operands[1], wraps), op, emit.value(i.operands[2], wraps), wraps));
  return true;
}
bool add(Emitter &emit, const Instruction &i, Modifiers &m) { return addSub(emit, i, m, false); }
bool sub(Emitter &emit, const Instruction &i, Modifiers &m) { return addSub(emit, i, m, true); }

/// The integer product that .lo, .hi or .wide selects, with its type.
std::optional<std::pair<std::string, Type>> product(Emitter &emit, const Instruction &i,
                                                    const std::string &part, Type type) {
  std::string name = part == "hi" ? "mulHi" : part == "wide" ? "mulWide" : "";
  if (part == "lo") {
    Type wraps = type.asUnsigned();
    std::string a = emit.value(i.operands[1], wraps), b = emit.value(i.operands[2], wraps);
    if (type.bits < 32)
      return std::pair(call("mulLo", {a, b}), wraps);
    return std::pair("(" + a + " * " + b + ")", wraps);
  }
  if (name.empty() || (part == "wide" && type.bits == 64))
    return std::nullopt;
  std::string text = call(name + "<" + cppName(type) + ">",
                          {emit.value(i.operands[1], type), emit.value(i.operands[2], type)});
  return std::pair(text, part == "wide" ? type.wide() : type);
}

bool mul(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> type = m.takeType();
  if (!type || i.operands.size() != 3)
    return false;
  if (type->isFloat())
    return floatBinary(emit, i, m, *type, "*", "mul");
  if (type->isSmallFloat())
    return smallBinary(emit, i, m, *type, "mul");
  auto result = product(emit, i, m.takeOneOf({"lo", "hi", "wide"}), *type);
  if (!result || !type->isInteger())
    return false;
  emit.assign(i.operands[0], result->second, result->first);
  return true;
}

bool fusedMultiply(Emitter &emit, const Instruction &i, Modifiers &m, Type type) {
  if (type.isSmallFloat()) {
    m.take("rn");
    bool relu = m.take("relu");
    std::string text = call((relu ? "fmaRelu" : "fma") + smallFloatSuffix(type),
                            {emit.value(i.operands[1], type), emit.value(i.operands[2], type),
                             emit.value(i.operands[3], type)});
    emit.assign(i.operands[0], type, text);
    return true;
  }
  std::string rounding = takeRounding(m);
  bool flush = m.take("ftz"), saturate = m.take("sat");
  std::string text = call(intrinsic(type, "fmaf", "fma", rounding.empty() ? "rn" : rounding),
                          {floatValue(emit, i.operands[1], type, flush),
                           floatValue(emit, i.operands[2], type, flush),
                           floatValue(emit, i.operands[3], type, flush)});
  emit.assign(i.operands[0], type, finishFloat(text, flush, saturate));
  return type.isFloat();
}

bool mad(Emitter &emit, const Instruction &i, Modifiers &m) {
  if (m.has("cc"))
    return carryArithmetic(emit, i, m);
  std::optional<Type> type = m.takeType();
  if (!type || i.operands.size() != 4)
    return false;
  if (!type->isInteger())
    return fusedMultiply(emit, i, m, *type);
  auto result = product(emit, i, m.takeOneOf({"lo", "hi", "wide"}), *type);
  if (!result)
    return false;
  Type sum = result->second.asUnsigned();
  std::string left =
      sum == result->second ? result->first : cppName(sum) + "(" + result->first + ")";
  emit.assign(i.operands[0], sum, infix(left, "+", emit.value(i.operands[3], sum), sum));
  return true;
}

bool fma(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> type = m.takeType();
  return type && i.operands.size() == 4 && (type->isFloat() || type->isSmallFloat()) &&
         fusedMultiply(emit, i, m, *type);
}

bool mul24(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> type = m.takeType();
  if (!type || type->bits != 32 || !m.take("lo") || i.operands.size() < 3)
    return false;
  std::string text = call(type->isSigned() ? "__mul24" : "__umul24",
                          {emit.value(i.operands[1], *type), emit.value(i.operands[2], *type)});
  if (i.operands.size() == 4)
    text = "(" + cppName(kU32) + "(" + text + ") + " + emit.value(i.operands[3], kU32) + ")";
  emit.assign(i.operands[0], kU32, text);
  return true;
}

bool divide(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> type = m.takeType();
  if (!type || i.operands.size() != 3)
    return false;
  if (type->isFloat()) {
    if (!m.takeOneOf({"approx", "full"}).empty()) {
      bool flush = m.take("ftz");
      std::string text = "(" + floatValue(emit, i.operands[1], *type, flush) + " / " +
                         floatValue(emit, i.operands[2], *type, flush) + ")";
      emit.assign(i.operands[0], *type, finishFloat(text, flush, false));
      return true;
    }
    return floatBinary(emit, i, m, *type, "/", "div");
  }
  std::string text = call("divide<" + cppName(*type) + ">",
                          {emit.value(i.operands[1], *type), emit.value(i.operands[2], *type)});
  emit.assign(i.operands[0], *type, text);
  return type->isInteger();
}

bool remainder(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> type = m.takeType();
  if (!type || i.operands.size() != 3 || !type->isInteger())
    return false;
  std::string text = call("remainder<" + cppName(*type) + ">",
                          {emit.value(i.operands[1], *type), emit.value(i.operands[2], *type)});
  emit.assign(i.operands[0], *type, text);
  return true;
}

bool absNeg(Emitter &emit, const Instruction &i, Modifiers &m, bool negate) {
  std::optional<Type> type = m.takeType();
  if (!type || i.operands.size() != 2)
    return false;
  bool flush = m.take("ftz");
  std::string text;
  if (type->isFloat())
    text = negate ? "-" + floatValue(emit, i.operands[1], *type, flush)
                  : call("absolute", {floatValue(emit, i.operands[1], *type, flush)});
  else if (type->isSmallFloat())
    text = "(" + emit.value(i.operands[1], *type) + (negate ? " ^ " : " & ") +
           (negate       ? type->pair ? "0x80008000u" : "0x8000u"
            : type->pair ? "0x7fff7fffu"
                         : "0x7fffu") +
           ")";
  else
    text = call(negate ? "negate" : "absolute", {emit.value(i.operands[1], type->asSigned())});
  emit.assign(i.operands[0], type->isInteger() ? type->asSigned() : *type, text);
  return !type->pair || type->isSmallFloat();
}
bool absolute(Emitter &emit, const Instruction &i, Modifiers &m) {
  return absNeg(emit, i, m, false);
}
bool negate(Emitter &emit, const Instruction &i, Modifiers &m) { return absNeg(emit, i, m, true); }

bool minMax(Emitter &emit, const Instruction &i, Modifiers &m, bool isMin) {
  std::optional<Type> type = m.takeType();
  if (!type || i.operands.size() < 3 || i.operands.size() > 4)
    return false;
  bool flush = m.take("ftz"), keepNan = m.take("NaN"), relu = m.take("relu");
  std::string name = isMin ? "minimum" : "maximum";
  if (type->isFloat() || type->isSmallFloat())
    name += keepNan ? "Nan" : "";
  if (type->isSmallFloat())
    name += smallFloatSuffix(*type);
  else if (type->isInteger() || type->isFloat())
    name += "<" + cppName(*type) + ">";
  else
    name = std::string(isMin ? "__vmin" : "__vmax") + (type->isSigned() ? "s2" : "u2");
  std::string text = floatValue(emit, i.operands[1], *type, flush);
  for (std::size_t k = 2; k < i.operands.size(); ++k)
    text = call(name, {text, floatValue(emit, i.operands[k], *type, flush)});
  if (relu && *type == kS32)
    text = call("maximum<" + cppName(*type) + ">", {text, "0"});
  else if (relu)
    return false;
  emit.assign(i.operands[0], *type, text);
  return true;
}
bool minimum(Emitter &emit, const Instruction &i, Modifiers &m) { return minMax(emit, i, m, true); }
bool maximum(Emitter &emit, const Instruction &i, Modifiers &m) {
  return minMax(emit, i, m, false);
}

bool sad(Emitter &emit, const Instruction &i, Modifiers &m) {
  std::optional<Type> type = m.takeType();
  if (!type || i.operands.size() != 4 || !type->isInteger())
    return false;
  Type sum = type->asUnsigned();
  std::string text = call("sad<" + cppName(*type) + ">",
                          {emit.value(i.operands[1], *type), emit.value(i.operands[2], *type),
                           emit.value(i.operands[3], sum)});
  emit.assign(i.operands[0], sum, text);
  return true;
}

/// dp4a and dp2a: dot products of bytes with bytes, or of halves with two of four bytes.
bool dotProduct(Emitter &emit, const Instruction &i, Modifiers &m) {
  bool halves = i.parts[0] == "dp2a";
  std::string part = halves ? m.takeOneOf({"lo", "hi"}) : "";
  std::optional<Type> a = m.takeType(), b = m.takeType();
  if (!a || !b || a->bits != 32 || b->bits != 32 || i.operands.size() != 4 ||
      (halves && part.empty()))
    return false;
  auto lane = [](Type type, const char *bits) {
    return std::string("spn::ptx::") + (type.isSigned() ? "s" : "u") + bits;
  };
  std::string name =
      (halves ? "dp2a<" + lane(*a, "16") : "dp4a<" + lane(*a, "8")) + ", " + lane(*b, "8") + ">";
  std::vector<std::string> arguments = {emit.value(i.operands[1], kU32),
                                        emit.value(i.operands[2], kU32),
                                        emit.value(i.operands[3], kU32)};
  if (halves)
    arguments.push_back(part == "lo" ? "0" : "2");
  emit.assign(i.operands[0], kU32, call(name, arguments));
  return true;
}

} // namespace

void addArithmetic(HandlerTable &table) {
  table.insert({{"add", add},
                {"sub", sub},
                {"mul", mul},
                {"mad", mad},
                {"fma", fma},
                {"mul24", mul24},
                {"mad24", mul24},
                {"div", divide},
                {"rem", remainder},
                {"abs", absolute},
                {"neg", negate},
                {"min", minimum},
                {"max", maximum},
                {"sad", sad},
                {"dp4a", dotProduct},
                {"dp2a", dotProduct}});
}

} // namespace sampan::ptx
