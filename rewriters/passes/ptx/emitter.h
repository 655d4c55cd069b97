// SPDX-License-Identifier: Apache-2.0
// Writes C++ for PTX operands: which text reads a register as a type, which statement writes it.
// Instructions say what to compute; here is how registers, operands and constants are spelled.
#pragma once

#include "rewriters/passes/ptx/syntax.h"
#include "rewriters/passes/ptx/types.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace sampan::ptx {

/// An operand of the asm statement, as the program writes it.
struct Argument {
  std::string text;                         ///< the C++ expression
  char constraint = 'r';                    ///< r l h f d b n
  bool isOutput = false;                    ///< = or +
  bool isRead = false;                      ///< an input, or +
  std::optional<Type> known = std::nullopt; ///< its C++ type where that is a plain number
  bool isPointer = false;                   ///< its C++ type is a data pointer
  int tiedTo = -1;                          ///< "0"(x): the output whose register it shares
};

class Emitter {
public:
  explicit Emitter(std::vector<Argument> arguments, std::string prefix)
      : arguments(std::move(arguments)), prefix(std::move(prefix)) {}

  // Registers.
  void openScope() { scopes.emplace_back(); }
  void closeScope() { scopes.pop_back(); }
  /// False when the type is not one that C++ has.
  bool declare(const Item &declaration);
  std::string label(const std::string &name) const;

  // Operands.
  /// An expression of type cppName(type); a primary expression, so that operators may follow.
  std::string value(const Operand &operand, Type type);
  /// Like value(), in a form that may be written more than once.
  std::string once(const Operand &operand, Type type);
  std::string predicate(const Operand &operand);
  /// Type of the register that the operand is, where it is one.
  std::optional<Type> typeOf(const Operand &operand);
  /// `spn::ptx::pointer(...)` for [a + 4].
  std::string address(const Operand &operand, bool isShared, const std::string &type = {});

  // Statements.
  void line(std::string text) { lines.push_back(std::move(text)); }
  /// `destination` becomes `expression`, which has type cppName(type).
  void assign(const Operand &destination, Type type, const std::string &expression);
  /// Introduces a constant and returns its name.
  std::string constant(const std::string &expression);
  /// The carry flag that extended arithmetic reads and writes.
  std::string carry();

  /// Marks the instruction as one that cannot be expressed.
  void fail() { failed = true; }

  // What the statement needs to know.
  std::vector<std::string> lines;
  std::vector<Argument> arguments;
  bool failed = false;
  bool usesCarry = false;
  bool threadCarry = false; ///< the flag lives on between statements
  bool mayReturn = false;   ///< in the body of a kernel
  std::string uniqueName(std::string stem);
  void reserve(std::string name) { taken.insert(std::move(name)); }

private:
  struct Register {
    std::string name;
    Type type;
  };
  const Register *find(const std::string &name) const;
  const Argument *argument(const Operand &operand);
  std::string number(const Operand &operand, Type type);
  std::string special(const std::string &name, Type type);
  std::string argumentValue(const Argument &argument, Type type);

  std::vector<std::map<std::string, Register>> scopes;
  std::set<std::string> taken;
  std::string prefix;
};

/// `text` in parentheses unless operators may follow it as it is.
std::string primary(const std::string &text);
/// True when evaluating `text` again has no effect and costs little.
bool isSimple(const std::string &text);
/// "f(a, b)"; names without a scope are taken from spn::ptx.
std::string call(const std::string &function, const std::vector<std::string> &arguments);

} // namespace sampan::ptx
