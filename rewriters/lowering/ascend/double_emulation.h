// SPDX-License-Identifier: Apache-2.0
// --fp64=emulate: double in device code becomes spn::soft_double, which computes with integers. The
// type's operators make most of the text right as it stands; what the language did implicitly is
// written out (roundings to other types, literals), and what the type cannot take the place of is
// an obstacle with its own reason.
#pragma once

#include "rewriters/lowering/ascend/device_code.h"

#include <optional>
#include <string>

namespace clang {
class Expr;
class Stmt;
} // namespace clang

namespace sampan::ascend {

bool emulatesDouble(const PassContext &context);

/// `text` with the emulated type for each word "double", where doubles are emulated.
std::string softened(const PassContext &context, std::string text);

/// Reads the expressions of one device function.
class DoubleEmulation {
public:
  DoubleEmulation(PassContext &context, DeviceFunction &function)
      : context(context), function(function) {}

  /// Why the expression cannot be emulated, or nothing; edits go to the function.
  std::optional<std::string> inspect(const clang::Expr &expression);
  /// A call of what is no function of the program. True: the emulated type has it.
  bool isOwnFunction(const clang::Expr &call) const;
  /// At the end: the type in the text, where doubles were seen.
  std::optional<std::string> finish();

private:
  std::optional<std::string> inspectLiteral(const clang::Expr &literal);
  void writeCast(const clang::Expr &cast);
  bool isRemoved(const Span &word) const;

  PassContext &context;
  DeviceFunction &function;
  bool seen = false;
};

} // namespace sampan::ascend
