// SPDX-License-Identifier: Apache-2.0
// --fp64=emulate: double in device code becomes spn::soft_double, which computes with integers. The
// type's operators and conversions make most of the text right as it stands. Constants become their
// bits; members and variables that host code shares stay double and are seen as the emulated type
// where they are used. What the type cannot take the place of is an obstacle with its own reason.
#pragma once

#include "rewriters/lowering/ascend/device_code.h"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace clang {
class BinaryOperator;
class CallExpr;
class Expr;
class Stmt;
class ValueDecl;
} // namespace clang

namespace sampan::ascend {

bool emulatesDouble(const PassContext &context);
/// Whether the unit uses the template with double for one of its types.
bool isInstantiatedWithDouble(const clang::FunctionDecl &function);

/// `text` with the emulated type for "double", and for names of types that are made of it, where
/// doubles are emulated.
std::string softened(const PassContext &context, std::string text);

/// A function of CUDA or of the C library that the emulated type has.
bool isSoftFunction(llvm::StringRef name);
/// Whether a double, or memory of doubles, is the business of a call of what is not the program's.
bool passesDouble(const clang::CallExpr &call, const clang::FunctionDecl &callee);

/// Reads the expressions of one device function.
class DoubleEmulation {
public:
  DoubleEmulation(PassContext &context, DeviceFunction &function)
      : context(context), function(function) {}

  enum class Result { Goes, Done, Refused };
  /// Done: nothing inside needs a visit. Refused: `reason` says why it cannot be emulated.
  Result inspect(const clang::Expr &expression);
  std::string reason;
  /// A call of what is no function of the program. True: the emulated type has it.
  bool takesCall(const clang::CallExpr &call);
  /// The arguments of any call that are made double there.
  void convertArguments(const clang::CallExpr &call);
  /// At the end: the type in the text, where doubles were seen. Why not, or nothing.
  std::optional<std::string> finish();

private:
  Result refuse(std::string why) {
    reason = std::move(why);
    return Result::Refused;
  }
  bool foldConstant(const clang::Expr &expression);
  Result inspectUse(const clang::Expr &expression, const clang::ValueDecl &named);
  void allowLiterals(const clang::BinaryOperator &operation);
  bool wrap(const clang::Expr &expression, const std::string &open);
  void replaceWords(clang::FileID file, std::size_t first, std::size_t last);
  void writeWraps();
  bool isRemoved(const Span &word) const;
  bool keepsHostForm(const clang::FunctionDecl &definition) const;
  std::string hostForm(const clang::FunctionDecl &definition, bool withBody) const;

  PassContext &context;
  DeviceFunction &function;
  std::set<std::pair<Span, std::string>> wrapped;
  std::map<Span, std::string> opening, closing; ///< insertions; the outer one is written first
  std::set<const clang::Expr *> allowed;        ///< literals in macros
  bool seen = false;
};

} // namespace sampan::ascend
