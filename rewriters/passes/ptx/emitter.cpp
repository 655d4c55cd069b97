// SPDX-License-Identifier: Apache-2.0
#include "rewriters/passes/ptx/emitter.h"

#include "rewriters/passes/ptx/special.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <cmath>
#include <cstring>

namespace sampan::ptx {
namespace {

bool isWord(char c) { return llvm::isAlnum(c) || c == '_'; }

/// Index after the bracket that closes the one at `open`, or npos.
std::size_t afterClosing(const std::string &text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    depth += text[i] == '(' || text[i] == '[' || text[i] == '{';
    depth -= text[i] == ')' || text[i] == ']' || text[i] == '}';
    if (depth == 0)
      return i + 1;
  }
  return std::string::npos;
}

Type typeOfConstraint(char constraint) {
  switch (constraint) {
  case 'l':
    return kU64;
  case 'h':
    return kU16;
  case 'f':
    return kF32;
  case 'd':
    return kF64;
  case 'b':
    return kPredicate;
  default:
    return kU32;
  }
}

std::string realLiteral(double value, bool isDouble) {
  std::string text;
  for (int digits = 1; digits <= 17; ++digits) {
    char buffer[40];
    std::snprintf(buffer, sizeof(buffer), "%.*g", digits, value);
    text = buffer;
    if (isDouble ? std::strtod(buffer, nullptr) == value
                 : std::strtof(buffer, nullptr) == static_cast<float>(value))
      break;
  }
  if (text.find_first_of(".e") == std::string::npos)
    text += ".0";
  return text + (isDouble ? "" : "f");
}

} // namespace

std::string primary(const std::string &text) {
  std::size_t i = 0;
  if (text.empty())
    return text;
  if (text[0] == '(') {
    i = afterClosing(text, 0);
  } else {
    while (i < text.size() && (isWord(text[i]) || text[i] == ':'))
      ++i;
    if (i == 0)
      return "(" + text + ")";
    if (llvm::isDigit(text[0])) // 1.0f
      while (i < text.size() && (isWord(text[i]) || text[i] == '.'))
        ++i;
  }
  while (i < text.size()) {
    if (text[i] == '(' || text[i] == '[') {
      i = afterClosing(text, i);
    } else if (text[i] == '.' || text.compare(i, 2, "->") == 0) {
      i += text[i] == '.' ? 1 : 2;
      while (i < text.size() && isWord(text[i]))
        ++i;
    } else if (text[i] == '<' && text.compare(0, 10, "spn::ptx::") == 0) {
      i = text.find('>', i);
      i += i != std::string::npos;
    } else {
      return "(" + text + ")";
    }
    if (i == std::string::npos || i == 0)
      return "(" + text + ")";
  }
  return text;
}

bool isSimple(const std::string &text) {
  return text.find_first_of("(=") == std::string::npos && text.find("++") == std::string::npos &&
         text.find("--") == std::string::npos;
}

std::string call(const std::string &function, const std::vector<std::string> &arguments) {
  bool scoped = function.substr(0, function.find('<')).find("::") != std::string::npos ||
                function.starts_with("__");
  std::string text = (scoped ? "" : "spn::ptx::") + function + "(";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    llvm::StringRef argument = arguments[i];
    // Parentheses around a whole argument only made it a primary expression.
    if (argument.starts_with("(") && afterClosing(arguments[i], 0) == argument.size() &&
        argument.find(',') == llvm::StringRef::npos)
      argument = argument.drop_front().drop_back();
    text += (i ? ", " : "") + argument.str();
  }
  return text + ")";
}

std::string Emitter::uniqueName(std::string stem) {
  std::string name = prefix + stem;
  for (int i = 2; taken.contains(name); ++i)
    name = prefix + stem + "_" + std::to_string(i);
  taken.insert(name);
  return name;
}

bool Emitter::declare(const Item &declaration) {
  std::optional<Type> type = typeNamed(declaration.text);
  if (!type)
    return false;
  std::string list;
  for (const std::string &name : declaration.names) {
    std::string stem;
    for (char c : name)
      if (c != '%')
        stem += isWord(c) ? c : '_';
    std::string spelled = uniqueName(stem);
    scopes.back()[name] = {spelled, *type};
    list += (list.empty() ? " " : ", ") + spelled + (*type == kPredicate ? " = false" : " = 0");
  }
  line(cppName(*type) + list + ";");
  return true;
}

std::string Emitter::label(const std::string &name) const {
  std::string result = prefix + "ptx_";
  for (char c : name)
    result += isWord(c) ? c : '_';
  return result;
}

const Emitter::Register *Emitter::find(const std::string &name) const {
  for (auto scope = scopes.rbegin(); scope != scopes.rend(); ++scope)
    if (auto found = scope->find(name); found != scope->end())
      return &found->second;
  return nullptr;
}

const Argument *Emitter::argument(const Operand &operand) {
  std::size_t index = static_cast<std::size_t>(operand.index);
  if (!operand.is(Operand::Kind::Argument) || index >= arguments.size())
    return nullptr;
  const Argument *found = &arguments[index];
  return found->tiedTo < 0 ? found : &arguments[static_cast<std::size_t>(found->tiedTo)];
}

std::optional<Type> Emitter::typeOf(const Operand &operand) {
  if (const Argument *found = argument(operand))
    return typeOfConstraint(found->constraint);
  if (const Register *found = find(operand.text); found && operand.is(Operand::Kind::Register))
    return found->type;
  return std::nullopt;
}

std::string Emitter::argumentValue(const Argument &argument, Type type) {
  std::string name = cppName(type);
  // A literal takes the suffix of the type.
  llvm::StringRef text = argument.text;
  bool isHex = text.consume_front("0x");
  bool isLiteral = !text.empty() && llvm::all_of(text, [&](char c) {
    return llvm::isDigit(c) || (isHex && llvm::isHexDigit(c));
  }) && (isHex || text == "0" || text.front() != '0');
  if (isLiteral && argument.known && type.bits >= 32 && type.isInteger() && !type.isSigned())
    return argument.text + (type.bits == 64 ? "ull" : "u");
  bool sameRegister = argument.known && argument.known->isFloat() == type.isFloat();
  if (sameRegister && cppName(*argument.known) == name)
    return primary(argument.text);
  // Reading a number as a wider or narrower one is what the register would hold, too.
  if (sameRegister && !type.isFloat())
    return name + "(" + argument.text + ")";
  return "spn::ptx::as<" + name + ">(" + argument.text + ")";
}

std::string Emitter::number(const Operand &operand, Type type) {
  if (operand.is(Operand::Kind::Real)) {
    double value = 0;
    if (operand.selector == "f") {
      std::uint32_t bits = static_cast<std::uint32_t>(operand.value);
      float narrow = 0;
      std::memcpy(&narrow, &bits, sizeof(narrow));
      value = narrow;
    } else if (operand.selector == "d") {
      std::memcpy(&value, &operand.value, sizeof(value));
    } else {
      value = std::strtod(operand.text.c_str(), nullptr);
    }
    if (!type.isFloat()) {
      // An untyped move of a float constant.
      std::string bits = "0x" + llvm::utohexstr(operand.value, true);
      if (operand.selector.empty())
        fail();
      return cppName(type) + "(" + bits + (type.bits == 64 ? "ull" : "u") + ")";
    }
    if (!std::isfinite(value))
      return "spn::ptx::as<" + cppName(type) + ">(spn::ptx::u" + std::to_string(type.bits) + "(0x" +
             llvm::utohexstr(operand.value, true) + (type.bits == 64 ? "ull))" : "u))");
    std::string text = realLiteral(value, type.bits == 64);
    return text[0] == '-' ? "(" + text + ")" : text;
  }
  if (type == kPredicate)
    return operand.value ? "true" : "false";
  if (type.isFloat()) {
    fail();
    return {};
  }
  std::uint64_t value = operand.value;
  if (type.bits < 64)
    value &= (std::uint64_t(1) << type.bits) - 1;
  bool hex = operand.text.find_first_of("xX") != std::string::npos || value > 0xffff;
  std::string digits = hex ? "0x" + llvm::utohexstr(value, true) : std::to_string(value);
  if (type.bits <= 16)
    return cppName(type) + "(" + digits + ")";
  if (type.isSigned()) {
    std::uint64_t sign = std::uint64_t(1) << (type.bits - 1);
    if (value & sign)
      return value == sign
                 ? cppName(type) + "(" + digits + (type.bits == 64 ? "ull)" : "u)")
                 : "(-" + std::to_string(type.bits == 64 ? 0 - value : (sign << 1) - value) +
                       (type.bits == 64 ? "ll)" : ")");
    return digits + (type.bits == 64 ? "ll" : "");
  }
  return digits + (type.bits == 64 ? "ull" : "u");
}

std::string Emitter::special(const std::string &name, Type type) {
  std::optional<SpecialRegister> found = specialRegister(name);
  if (!found) {
    fail();
    return {};
  }
  if (found->type == type || (found->type.asUnsigned() == type.asUnsigned() && !type.isSigned()))
    return primary(found->text);
  return cppName(type) + "(" + found->text + ")";
}

std::string Emitter::value(const Operand &operand, Type type) {
  switch (operand.kind) {
  case Operand::Kind::Integer:
  case Operand::Kind::Real:
    return number(operand, type);
  case Operand::Kind::Special:
    return special(operand.text, type);
  case Operand::Kind::Argument:
    if (const Argument *found = argument(operand); found && operand.selector.empty())
      return argumentValue(*found, type);
    break;
  case Operand::Kind::Register:
    if (const Register *found = find(operand.text); found && operand.selector.empty()) {
      if (cppName(found->type) == cppName(type))
        return found->name;
      if (found->type.isFloat() == type.isFloat() && !type.isFloat())
        return cppName(type) + "(" + found->name + ")";
      if (found->type.bits == type.bits)
        return "spn::ptx::as<" + cppName(type) + ">(" + found->name + ")";
    }
    break;
  default:
    break;
  }
  fail();
  return {};
}

std::string Emitter::once(const Operand &operand, Type type) {
  std::string text = value(operand, type);
  std::string inner = text;
  if (std::size_t open = inner.find('('); open != std::string::npos && inner.back() == ')')
    inner = inner.substr(open + 1, inner.size() - open - 2);
  return isSimple(inner) ? text : constant(text);
}

std::string Emitter::predicate(const Operand &operand) {
  Operand plain = operand;
  plain.negated = false;
  if (const Register *found = find(plain.text);
      plain.is(Operand::Kind::Register) && (!found || found->type != kPredicate))
    fail();
  std::string text;
  if (operand.is(Operand::Kind::Argument)) {
    const Argument *found = argument(operand);
    if (!found)
      fail();
    else
      text = "(" + found->text + " != 0)";
  } else {
    text = value(plain, kPredicate);
  }
  return operand.negated ? "!" + text : text;
}

std::string Emitter::address(const Operand &operand, bool isShared, const std::string &type) {
  if (!operand.is(Operand::Kind::Address)) {
    fail();
    return {};
  }
  const Operand &base = operand.parts[0];
  std::string text;
  if (const Argument *found = argument(base))
    text = found->text;
  else
    text = value(base, typeOf(base).value_or(kU64).asUnsigned());
  std::string offset = operand.offset ? std::to_string(operand.offset) : "";
  if (operand.parts.size() > 1)
    offset = value(operand.parts[1], kS64) + (offset.empty() ? "" : " + " + offset);
  std::string function = isShared ? "sharedPointer" : "pointer";
  if (!type.empty())
    function += "<" + type + ">";
  return offset.empty() ? call(function, {text}) : call(function, {text, offset});
}

std::string Emitter::constant(const std::string &expression) {
  std::string name = uniqueName("t");
  line("const auto " + name + " = " + expression + ";");
  return name;
}

std::string Emitter::carry() {
  usesCarry = true;
  return threadCarry ? "spn::ptx::carryFlag()" : prefix + "carry";
}

void Emitter::assign(const Operand &destination, Type type, const std::string &expression) {
  llvm::StringRef text = expression;
  if (text.starts_with("(") && afterClosing(expression, 0) == text.size())
    text = text.drop_front().drop_back();
  std::string name = cppName(type);
  if (destination.is(Operand::Kind::Sink))
    return line("(void)(" + text.str() + ");");
  if (const Register *found = find(destination.text);
      found && destination.is(Operand::Kind::Register)) {
    bool same = cppName(found->type) == name ||
                (found->type.isFloat() == type.isFloat() && !type.isFloat() &&
                 (found->type == kPredicate) == (type == kPredicate));
    if (!same && found->type.bits != type.bits)
      return fail();
    return line(
        found->name + " = " +
        (same ? text.str() : "spn::ptx::as<" + cppName(found->type) + ">(" + text.str() + ")") +
        ";");
  }
  const Argument *found = argument(destination);
  if (!found || !found->isOutput || type == kPredicate)
    return fail();
  bool direct = found->known && found->known->isFloat() == type.isFloat() &&
                (!type.isFloat() || *found->known == type);
  if (direct)
    return line((isSimple(found->text) && found->text.find('?') == std::string::npos
                     ? found->text
                     : primary(found->text)) +
                " = " + text.str() + ";");
  line("spn::ptx::set(" + found->text + ", " + text.str() + ");");
}

} // namespace sampan::ptx
