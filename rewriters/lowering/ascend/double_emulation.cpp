// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/ascend/double_emulation.h"

#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/ascend/exact_demotion.h"
#include "rewriters/lowering/ascend/source_text.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

#include <cstring>

namespace sampan::ascend {
namespace {

constexpr const char *kType = "spn::soft_double";

bool isDouble(clang::QualType type) {
  return !type.isNull() && !type->isDependentType() &&
         type.getCanonicalType()->isSpecificBuiltinType(clang::BuiltinType::Double);
}

/// double itself, or an array of, or pointers to it.
bool involvesDouble(clang::QualType type) {
  if (type.isNull() || type->isDependentType())
    return false;
  while (type->isPointerType() || type->isReferenceType() || type->isArrayType())
    type = type->isArrayType() ? clang::QualType(type->getArrayElementTypeNoTypeQual(), 0)
                               : type->getPointeeType();
  return isDouble(type);
}

bool isAlias(clang::QualType type) { return type->getAs<clang::TypedefType>() != nullptr; }

} // namespace

bool emulatesDouble(const PassContext &context) {
  return llvm::is_contained(context.options.arguments, "-D__SAMPAN_SOFT_DOUBLE__");
}

std::string softened(const PassContext &context, std::string text) {
  if (!emulatesDouble(context))
    return text;
  auto isWord = [&](std::size_t i) {
    return i < text.size() && (llvm::isAlnum(text[i]) || text[i] == '_');
  };
  const std::size_t length = std::strlen("double");
  for (std::size_t at = 0; (at = text.find("double", at)) != std::string::npos;) {
    const bool alone = (at == 0 || !isWord(at - 1)) && !isWord(at + length);
    if (alone)
      text.replace(at, length, kType);
    at += alone ? std::strlen(kType) : length;
  }
  return text;
}

std::optional<std::string> DoubleEmulation::inspect(const clang::Expr &e) {
  if (const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(&e);
      cast && isDouble(cast->getSubExpr()->getType()) && !isDouble(e.getType()) &&
      cast->getCastKind() != clang::CK_LValueToRValue && !cast->isPartOfExplicitCast())
    writeCast(*cast);
  if (const auto *compound = llvm::dyn_cast<clang::CompoundAssignOperator>(&e);
      compound && !isDouble(compound->getLHS()->getType()) &&
      isDouble(compound->getComputationLHSType()))
    return "double precision in an assignment to another type";
  // What these hold stays double: their declarations are also the host's.
  if (llvm::isa<clang::MemberExpr>(e) && involvesDouble(e.getType()))
    return "a member that is double";
  if (const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(&e))
    if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
        variable && variable->getDeclContext()->isFileContext() &&
        !variable->hasAttr<clang::CUDASharedAttr>() && involvesDouble(variable->getType()))
      return "a variable of the file that is double";
  if (!isDoubleType(e))
    return std::nullopt;
  seen = true;
  if (!isDouble(e.getType()))
    return "long double";
  if (e.getBeginLoc().isMacroID())
    return "double precision in a macro";
  if (isAlias(e.getType()))
    return "double precision by another name";
  if (llvm::isa<clang::FloatingLiteral>(e))
    return inspectLiteral(e);
  return std::nullopt;
}

std::optional<std::string> DoubleEmulation::inspectLiteral(const clang::Expr &literal) {
  std::optional<Span> at = spanOf(context, literal);
  if (!at)
    return "double precision in a macro";
  const llvm::APFloat value = llvm::cast<clang::FloatingLiteral>(literal).getValue();
  const std::uint64_t bits = value.bitcastToAPInt().getZExtValue();
  function.edits.push_back({*at, std::string(kType) + "::of(0x" + llvm::utohexstr(bits, true, 16) +
                                     "ull /* " + textOf(context, *at) + " */)"});
  return std::nullopt;
}

/// What was implicit: the type has explicit conversions only.
void DoubleEmulation::writeCast(const clang::Expr &cast) {
  std::optional<Span> at = spanOf(context, cast);
  if (!at)
    return;
  clang::PrintingPolicy policy(context.language);
  Span end = *at;
  end.begin = end.end;
  end.column += at->end - at->begin;
  at->end = at->begin;
  function.edits.push_back(
      {*at, "static_cast<" + cast.getType().getUnqualifiedType().getAsString(policy) + ">("});
  function.edits.push_back({end, ")"});
}

bool DoubleEmulation::isOwnFunction(const clang::Expr &e) const {
  const auto &call = llvm::cast<clang::CallExpr>(e);
  const auto *reference =
      llvm::dyn_cast<clang::DeclRefExpr>(call.getCallee()->IgnoreParenImpCasts());
  return reference && !reference->hasQualifier() &&
         llvm::StringSwitch<bool>(calleeName(call))
             .Cases({"fabs", "sqrt", "fma", "fmin", "fmax", "floor"}, true)
             .Cases({"ceil", "trunc", "rint", "copysign"}, true)
             .Default(false);
}

/// A shared variable's declaration moves to the kernel's entry.
bool DoubleEmulation::isRemoved(const Span &word) const {
  return llvm::any_of(function.ownShared, [&](const clang::VarDecl *variable) {
    std::optional<DeclarationText> text = declarationText(context, *variable);
    if (!text || variable->getLexicalDeclContext()->isFileContext())
      return false;
    const std::vector<RawToken> &tokens = context.tokens(text->file);
    return tokens[text->first].begin <= word.begin && word.end <= tokens[text->last].end;
  });
}

std::optional<std::string> DoubleEmulation::finish() {
  const clang::FunctionDecl &definition = *function.definition;
  for (const clang::ParmVarDecl *parameter : definition.parameters())
    seen |= involvesDouble(parameter->getType());
  seen |= involvesDouble(definition.getReturnType());
  if (!seen)
    return std::nullopt;
  if (definition.isTemplated())
    return "double precision in a template";
  if (definition.hasAttr<clang::CUDAHostAttr>())
    return "double precision in a function for host and device";
  if (!function.isKernel && definition.getPreviousDecl())
    return "double precision in a function that is declared before";
  if (function.isKernel)
    for (const clang::ParmVarDecl *parameter : definition.parameters())
      if (involvesDouble(parameter->getType()) && !isDouble(parameter->getType()) &&
          !isDouble(parameter->getType()->getPointeeType()))
        return "a parameter that points to pointers to double";
  std::optional<DeclarationText> text = declarationText(context, definition);
  std::optional<TokenPlace> close = tokenPlace(context, definition.getBody()->getEndLoc());
  if (!text || !close || close->file != text->file)
    return "double precision in a macro";
  const std::vector<RawToken> &tokens = context.tokens(text->file);
  llvm::StringRef buffer = context.buffer(text->file);
  for (std::size_t i = text->first; i <= close->index; ++i)
    if (!tokens[i].inDirective && tokens[i].text(buffer) == "double" &&
        !isRemoved(context.spanOf(text->file, tokens[i].begin, tokens[i].end)))
      function.edits.push_back({context.spanOf(text->file, tokens[i].begin, tokens[i].end), kType});
  return std::nullopt;
}

} // namespace sampan::ascend
