// SPDX-License-Identifier: Apache-2.0
// The text of device functions: qualifiers, additional parameters and arguments, shared variables
// that move to the kernel, and the guard around what has no Ascend C form.
#pragma once

#include "rewriters/lowering/ascend/device_code.h"

#include <set>

namespace clang {
class LambdaExpr;
} // namespace clang

namespace sampan::ascend {

struct DeclarationText;

class FunctionText {
public:
  FunctionText(PassContext &context, DeviceCode &code) : context(context), code(code) {}

  /// One declaration or definition of a device function.
  void rewriteDeclaration(const clang::FunctionDecl &declaration);
  void rewriteLambda(const clang::LambdaExpr &lambda);
  /// What the body says, when the function is lowered.
  void rewriteBody(const DeviceFunction &function);

  /// Declarations of shared variables that moved away.
  const std::vector<Span> &removedText() const { return removed; }

private:
  void qualify(const clang::FunctionDecl &declaration, const DeclarationText &text, bool lowered);
  std::string aicore(const clang::FunctionDecl &declaration, const DeclarationText &text) const;
  void addParameters(const clang::FunctionDecl &declaration, const DeviceFunction &function);
  void nameBody(const clang::FunctionDecl &kernel, const DeclarationText &text,
                std::vector<Edit> &edits);
  void dropDefaults(const clang::FunctionDecl &kernel, std::vector<Edit> &edits);
  void addLaunchParameter(const clang::FunctionDecl &declaration);
  void guard(const clang::FunctionDecl &declaration, const DeclarationText &text,
             const std::string &reason);
  void extendCall(const ProgramCall &call, std::vector<Edit> &edits);
  void giveType(const clang::VarDecl &variable, std::vector<Edit> &edits);
  void removeShared(const clang::VarDecl &variable, std::vector<Edit> &edits);
  void emit(std::vector<Edit> edits);

  PassContext &context;
  DeviceCode &code;
  std::vector<Span> removed;
  const DeviceFunction *current = nullptr; ///< whose body is being rewritten
  std::set<Edit> insertions;               ///< in macro bodies, that several uses ask for
};

/// "const spn::VirtualBlock &vblock, float *tile": what `function` gets besides its own parameters.
std::string contextParameters(const PassContext &context, const DeviceFunction &function);
/// "vblock, tile": the same as arguments inside of `caller`, or of the kernel's entry (null).
std::string contextArguments(const DeviceFunction *caller, const DeviceFunction &callee);

/// The variable as a parameter (an array as the pointer that it decays to), or as it is declared.
std::string printVariable(const PassContext &context, const clang::VarDecl &variable,
                          const std::string &name, bool asParameter);
/// The array as a reference to it, "float (&name)[4][8]".
std::string printArrayReference(const PassContext &context, const clang::VarDecl &variable,
                                const std::string &name);

} // namespace sampan::ascend
