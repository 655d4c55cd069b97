// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/ascend/double_emulation.h"

#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/ascend/exact_demotion.h"
#include "rewriters/lowering/ascend/source_text.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Lex/MacroInfo.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

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

bool isInstantiatedWith(const clang::FunctionDecl &function,
                        llvm::function_ref<bool(clang::QualType)> what) {
  const clang::FunctionTemplateDecl *made = function.getDescribedFunctionTemplate();
  if (!made)
    return false;
  for (const clang::FunctionDecl *instance : made->specializations())
    if (const clang::TemplateArgumentList *list = instance->getTemplateSpecializationArgs())
      for (const clang::TemplateArgument &argument : list->asArray())
        if (argument.getKind() == clang::TemplateArgument::Type && what(argument.getAsType()))
          return true;
  return false;
}

/// double, or a vector of doubles.
bool holdsDouble(clang::QualType type) {
  const clang::RecordDecl *record = type->getAsRecordDecl();
  llvm::StringRef name = record ? record->getName() : llvm::StringRef();
  return isDouble(type) || (name.consume_front("double") && name.size() == 1);
}

bool isInstantiatedWithVectors(const clang::FunctionDecl &function) {
  return isInstantiatedWith(
      function, [](clang::QualType type) { return !isDouble(type) && holdsDouble(type); });
}

/// `mask<double>`, or `mask<T>` where T may be double.
bool namesTemplateOfVariables(const clang::Expr &e, const clang::FunctionDecl &in) {
  if (const auto *open = llvm::dyn_cast<clang::UnresolvedLookupExpr>(&e))
    return isInstantiatedWith(in, isDouble) &&
           llvm::any_of(open->decls(), [](const clang::NamedDecl *decl) {
             return llvm::isa<clang::VarTemplateDecl>(decl->getUnderlyingDecl());
           });
  const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(&e);
  const auto *variable =
      reference ? llvm::dyn_cast<clang::VarTemplateSpecializationDecl>(reference->getDecl())
                : nullptr;
  if (!variable)
    return false;
  return isInstantiatedWith(in, isDouble) ||
         llvm::any_of(variable->getTemplateArgs().asArray(),
                      [](const clang::TemplateArgument &argument) {
                        return argument.getKind() == clang::TemplateArgument::Type &&
                               holdsDouble(argument.getAsType());
                      });
}

/// A type of the program, by a name that every function can say.
const clang::TypedefNameDecl *fileAlias(const PassContext &context, llvm::StringRef word) {
  auto found = context.ast.Idents.find(word);
  if (found == context.ast.Idents.end())
    return nullptr;
  for (const clang::NamedDecl *decl :
       context.ast.getTranslationUnitDecl()->lookup(found->getValue()))
    if (const auto *alias = llvm::dyn_cast<clang::TypedefNameDecl>(decl))
      return involvesDouble(alias->getUnderlyingType()) ? alias : nullptr;
  return nullptr;
}

/// `#define DATA double`: every definition of the name says so.
bool isMacroForDouble(const PassContext &context, llvm::StringRef word) {
  auto identifier = context.ast.Idents.find(word);
  if (identifier == context.ast.Idents.end() || !identifier->getValue()->hadMacroDefinition())
    return false;
  bool found = false;
  for (const auto &[token, info] : context.preprocessor.definitions) {
    const clang::IdentifierInfo *defined = token.getIdentifierInfo();
    if (!defined || !info || defined->getName() != word)
      continue;
    if (!info->isObjectLike() || info->getNumTokens() != 1 ||
        !info->getReplacementToken(0).getIdentifierInfo() ||
        info->getReplacementToken(0).getIdentifierInfo()->getName() != "double")
      return false;
    found = true;
  }
  return found;
}

std::string softWord(const PassContext &context, llvm::StringRef word) {
  if (word == "double" || isMacroForDouble(context, word))
    return kType;
  return fileAlias(context, word) ? "spn::ascend::Softened<" + word.str() + ">" : "";
}

/// Another name for double must be one that the text of the function can replace.
bool isForeignAlias(const PassContext &context, clang::QualType type) {
  const auto *alias = type->getAs<clang::TypedefType>();
  if (!alias || !context.inProject(alias->getDecl()->getLocation()))
    return false;
  return fileAlias(context, alias->getDecl()->getName()) == nullptr;
}

} // namespace

bool emulatesDouble(const PassContext &context) {
  return llvm::is_contained(context.options.arguments, "-D__SAMPAN_SOFT_DOUBLE__");
}

bool isInstantiatedWithDouble(const clang::FunctionDecl &function) {
  return isInstantiatedWith(function, isDouble);
}

std::string softened(const PassContext &context, std::string text) {
  if (!emulatesDouble(context))
    return text;
  auto isWord = [](char c) { return llvm::isAlnum(c) || c == '_'; };
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && isWord(text[end]))
      ++end;
    if (end == at) {
      result += text[at++];
      continue;
    }
    std::string word = text.substr(at, end - at), by = softWord(context, word);
    result += by.empty() ? word : by;
    at = end;
  }
  return result;
}

/// Inserts `open` in front and a parenthesis behind; once, though macros may repeat an argument.
bool DoubleEmulation::wrap(const clang::Expr &expression, const std::string &open) {
  std::optional<Span> at = spanOf(context, expression);
  if (!at)
    return false;
  if (!wrapped.insert({*at, open}).second)
    return true;
  Span end = *at;
  end.begin = end.end;
  end.column += at->end - at->begin;
  at->end = at->begin;
  opening[*at] += open;
  closing[end] += ")";
  return true;
}

void DoubleEmulation::writeWraps() {
  // What closes at a place does so before another one opens there.
  for (const auto &[at, text] : closing)
    function.edits.push_back({at, text});
  for (const auto &[at, text] : opening)
    function.edits.push_back({at, text});
}

/// A number that the compiler knows, with how it was written.
bool DoubleEmulation::foldConstant(const clang::Expr &e) {
  if (!isDouble(e.getType()) || e.isValueDependent() || e.isLValue())
    return false;
  if (const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(&e);
      cast && cast->getCastKind() != clang::CK_LValueToRValue)
    return false; // converted by the type itself
  llvm::APFloat value(0.0);
  if (!e.EvaluateAsFloat(value, context.ast, clang::Expr::SE_NoSideEffects))
    return false;
  std::optional<Span> at = spanOf(context, e);
  if (!at)
    return false;
  std::string text = textOf(context, *at);
  if (text.find_first_of("\n") != text.npos || text.find("*/") != text.npos ||
      text.find("/*") != text.npos)
    text = "a constant";
  seen = true;
  Edit edit{*at, std::string(kType) + "::of(0x" +
                     llvm::utohexstr(value.bitcastToAPInt().getZExtValue(), true, 16) + "ull /* " +
                     text + " */)"};
  if (!llvm::is_contained(function.edits, edit))
    function.edits.push_back(std::move(edit));
  return true;
}

/// `0.5 * x` in a macro's text stays: the type takes a constant that is a double. Both operands
/// must not be the language's.
void DoubleEmulation::allowLiterals(const clang::BinaryOperator &operation) {
  auto literal = [](const clang::Expr *e) {
    e = e->IgnoreParens();
    if (const auto *minus = llvm::dyn_cast<clang::UnaryOperator>(e))
      e = minus->getSubExpr()->IgnoreParens();
    return llvm::isa<clang::FloatingLiteral>(e) ? e : nullptr;
  };
  auto isEmulated = [&](const clang::Expr *e) {
    const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(e->IgnoreParens());
    return isDouble(e->getType()) && !literal(e) &&
           (!cast || cast->getCastKind() == clang::CK_LValueToRValue);
  };
  const clang::Expr *left = operation.getLHS(), *right = operation.getRHS();
  if (literal(left) && isEmulated(right))
    allowed.insert(literal(left));
  if (literal(right) && (isEmulated(left) || operation.isAssignmentOp()))
    allowed.insert(literal(right));
}

/// What host code shares stays double: it is seen as the emulated type where it is used.
DoubleEmulation::Result DoubleEmulation::inspectUse(const clang::Expr &e,
                                                    const clang::ValueDecl &named) {
  bool stays = llvm::isa<clang::FieldDecl>(named);
  if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(&named)) {
    const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(&e);
    stays = (variable->hasGlobalStorage() && !variable->isStaticLocal() &&
             !variable->hasAttr<clang::CUDASharedAttr>()) ||
            (reference && reference->refersToEnclosingVariableOrCapture() &&
             variable->getDeclContext() != function.definition);
  }
  if (!stays || !involvesDouble(named.getType()))
    return Result::Goes;
  seen = true;
  if (named.getType()->isReferenceType() && llvm::isa<clang::FieldDecl>(named))
    return refuse("a member that refers to double");
  if (!wrap(e, "spn::soft_view("))
    return refuse("double precision in a macro");
  return Result::Goes;
}

DoubleEmulation::Result DoubleEmulation::inspect(const clang::Expr &e) {
  if (foldConstant(e))
    return Result::Done;
  if (const auto *operation = llvm::dyn_cast<clang::BinaryOperator>(&e))
    allowLiterals(*operation);
  if (const auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(&e);
      choice && isDouble(e.getType()))
    for (const clang::Expr *arm : {choice->getTrueExpr(), choice->getFalseExpr()})
      if (const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(arm->IgnoreParens());
          cast && !isDouble(cast->getSubExpr()->getType()) && !wrap(*arm, "spn::soft_double("))
        return refuse("double precision in a macro");
  if (const auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(&e);
      choice && e.isTypeDependent() && isInstantiatedWithDouble(*function.definition))
    for (const clang::Expr *arm : {choice->getTrueExpr(), choice->getFalseExpr()})
      if (!arm->isTypeDependent() && arm->getType()->isIntegerType() &&
          !wrap(*arm, "spn::ascend::Arm("))
        return refuse("double precision in a macro");
  if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(&e))
    if (Result result = inspectUse(e, *member->getMemberDecl()); result != Result::Goes)
      return result;
  if (namesTemplateOfVariables(e, *function.definition))
    return refuse("a variable template of doubles"); // the device's would be another variable
  if (const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(&e))
    if (Result result = inspectUse(e, *reference->getDecl()); result != Result::Goes)
      return result;
  if (llvm::isa<clang::CXXDependentScopeMemberExpr>(e) &&
      isInstantiatedWithVectors(*function.definition))
    return refuse("a member of a type that is a vector of doubles in some launch");
  if (!isDoubleType(e))
    return Result::Goes;
  seen = true;
  if (!isDouble(e.getType()))
    return refuse("long double");
  if (isForeignAlias(context, e.getType()))
    return refuse("double precision by a name that is not the file's");
  if (llvm::isa<clang::FloatingLiteral>(e) && !allowed.contains(&e))
    return refuse("double precision in a macro");
  return Result::Goes;
}

/// What the language made double: no function of ours is found for other types.
void DoubleEmulation::convertArguments(const clang::CallExpr &call) {
  for (const clang::Expr *argument : call.arguments())
    if (const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(argument->IgnoreParens());
        cast && isDouble(cast->getType()) && !isDouble(cast->getSubExpr()->getType()) &&
        cast->getCastKind() != clang::CK_LValueToRValue)
      wrap(*argument, "spn::soft_double(");
}

bool DoubleEmulation::takesCall(const clang::CallExpr &call) {
  const auto *reference =
      llvm::dyn_cast<clang::DeclRefExpr>(call.getCallee()->IgnoreParenImpCasts());
  if (!isSoftFunction(calleeName(call)))
    return false;
  seen = true;
  if (!reference) // overloads; the argument that a template leaves open will find it
    return llvm::isa<clang::UnresolvedLookupExpr>(call.getCallee()->IgnoreParenImpCasts());
  convertArguments(call);
  bool found = llvm::any_of(call.arguments(), [](const clang::Expr *argument) {
    return argument->isTypeDependent() || involvesDouble(argument->getType());
  });
  llvm::StringRef written = calleeName(call);
  std::string own = written == "__ldg" ? "spn::ldg" : written.str();
  if (!found || written.starts_with("make_"))
    own = "spn::" + own;
  if (!reference->hasQualifier() && own == written)
    return true; // found by its argument
  std::optional<Span> name = context.tokenSpan(reference->getLocation());
  std::optional<Span> begin = context.tokenSpan(reference->getBeginLoc());
  if (!name || !begin || begin->file != name->file)
    return false;
  begin->end = name->end;
  function.edits.push_back({*begin, own});
  return true;
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

void DoubleEmulation::replaceWords(clang::FileID file, std::size_t first, std::size_t last) {
  const std::vector<RawToken> &tokens = context.tokens(file);
  llvm::StringRef buffer = context.buffer(file);
  for (std::size_t i = first; i <= last && i < tokens.size(); ++i) {
    if (tokens[i].inDirective || !tokens[i].is(clang::tok::raw_identifier))
      continue;
    Span at = context.spanOf(file, tokens[i].begin, tokens[i].end);
    std::string by = softWord(context, tokens[i].text(buffer));
    // Inside of a constant that was folded, the word is gone with it.
    bool gone = llvm::any_of(function.edits, [&](const Edit &edit) {
      return edit.at.file == at.file && edit.at.begin <= at.begin && at.end <= edit.at.end;
    });
    if (!by.empty() && !gone && !isRemoved(at))
      function.edits.push_back({at, by});
  }
}

/// Host code goes on calling a function for both with the types that it has.
bool DoubleEmulation::keepsHostForm(const clang::FunctionDecl &definition) const {
  return definition.hasAttr<clang::CUDAHostAttr>() && !definition.isTemplateInstantiation() &&
         !llvm::isa<clang::CXXMethodDecl>(definition) && !definition.isOverloadedOperator() &&
         !definition.isConstexpr() &&
         llvm::any_of(definition.parameters(), [](const clang::ParmVarDecl *parameter) {
           return involvesDouble(parameter->getType()) && !parameter->getName().empty();
         });
}

std::string DoubleEmulation::hostForm(const clang::FunctionDecl &definition, bool withBody) const {
  clang::PrintingPolicy policy(context.language);
  policy.SuppressTagKeyword = true;
  const std::string name = definition.getNameAsString();
  const clang::QualType result = definition.getReturnType();
  std::string parameters, arguments;
  for (const clang::ParmVarDecl *parameter : definition.parameters()) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    parameter->getType().print(stream, policy, parameter->getName());
    const std::string used = parameter->getName().str();
    parameters += (parameters.empty() ? "" : ", ") + text;
    arguments += (arguments.empty() ? "" : ", ") +
                 (involvesDouble(parameter->getType()) ? "spn::soft_view(" + used + ")" : used);
  }
  const bool internal = definition.getStorageClass() == clang::SC_Static;
  const std::string type = result.getAsString(policy);
  std::string header;
  if (const clang::FunctionTemplateDecl *made = definition.getDescribedFunctionTemplate()) {
    const clang::TemplateParameterList &list = *made->getTemplateParameters();
    if (std::optional<Span> span =
            context.span(context.spelling(list.getTemplateLoc()),
                         context.spelling(list.getRAngleLoc()).getLocWithOffset(1)))
      header = textOf(context, *span) + " ";
  }
  std::string text = header + (internal ? "static " : "") +
                     (definition.isInlined() ? "inline " : "") + type + " " + name + "(" +
                     parameters + ")";
  if (!withBody)
    return text;
  std::string call = name + "(" + arguments + ")";
  if (involvesDouble(result) && !isDouble(result))
    call = "reinterpret_cast<" + type + ">(" + call + ")";
  return text + " { " + (result->isVoidType() ? "" : "return ") + call + "; }";
}

std::optional<std::string> DoubleEmulation::finish() {
  const clang::FunctionDecl &definition = *function.definition;
  writeWraps();
  for (const clang::ParmVarDecl *parameter : definition.parameters())
    seen |= involvesDouble(parameter->getType());
  seen |= involvesDouble(definition.getReturnType());
  if (function.isKernel)
    for (const clang::ParmVarDecl *parameter : definition.parameters())
      if (parameter->getType()->isReferenceType() && involvesDouble(parameter->getType()))
        return "a kernel's parameter that refers to double";
  std::optional<TokenPlace> close = tokenPlace(context, definition.getBody()->getEndLoc());
  std::optional<TokenPlace> first;
  if (function.isLambda) {
    first = tokenPlace(context, definition.getBeginLoc());
  } else if (std::optional<DeclarationText> text = declarationText(context, definition)) {
    first = TokenPlace{text->file, text->first};
  }
  if (!first || !close || close->file != first->file)
    return seen ? std::optional<std::string>("double precision in a macro") : std::nullopt;
  replaceWords(close->file, first->index, close->index);
  if (function.isKernel || function.isLambda)
    return std::nullopt;
  bool forwards = keepsHostForm(definition);
  if (forwards)
    function.edits.push_back(
        {insertionAt(context, close->file, context.tokens(close->file)[close->index].end),
         "\n" + hostForm(definition, /*withBody=*/true)});
  for (const clang::FunctionDecl *declaration : definition.redecls())
    if (declaration != &definition)
      if (std::optional<DeclarationText> text = declarationText(context, *declaration)) {
        replaceWords(text->file, text->first, text->last);
        if (forwards)
          function.edits.push_back(
              {insertionAt(context, text->file, context.tokens(text->file)[text->last].end),
               "\n" + hostForm(definition, /*withBody=*/false) + ";"});
      }
  return std::nullopt;
}

} // namespace sampan::ascend
