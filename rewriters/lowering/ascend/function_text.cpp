// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/ascend/function_text.h"
#include "rewriters/core/host_api.h"
#include "rewriters/lowering/ascend/double_emulation.h"

#include "rewriters/lowering/ascend/opaque_shared.h"
#include "rewriters/lowering/ascend/program_text.h"
#include "rewriters/lowering/ascend/source_text.h"
#include "rewriters/lowering/ascend/texture_text.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/TypeLoc.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/raw_ostream.h"

namespace sampan::ascend {

namespace tok = clang::tok;

namespace {

const char *const kPass = "ascend-c";
const char *const kBlock = "vblock";
const char *const kVote = "blockVote";

bool hasWord(const PassContext &context, const DeclarationText &text, llvm::StringRef word) {
  const std::vector<RawToken> &tokens = context.tokens(text.file);
  for (std::size_t i = text.first; i < text.name; ++i)
    if (tokens[i].text(context.buffer(text.file)) == word)
      return true;
  return false;
}

/// Qualifiers may stand under a condition of their own, so that a directive follows them.
std::size_t firstQualifier(const std::vector<RawToken> &tokens, std::size_t first,
                           llvm::StringRef buffer) {
  std::size_t result = first;
  for (std::size_t i = first; i > 0; --i) {
    llvm::StringRef word = tokens[i - 1].text(buffer);
    if (word == "__device__" || word == "__host__" || word == "__global__")
      result = i - 1;
    else if (!tokens[i - 1].inDirective)
      break;
  }
  return result;
}

const SharedParameter *parameterFor(const DeviceFunction &function,
                                    const clang::VarDecl &variable) {
  for (const SharedParameter &parameter : function.shared)
    if (parameter.variable->getCanonicalDecl() == variable.getCanonicalDecl())
      return &parameter;
  return nullptr;
}

bool namesLocal(const clang::Stmt *statement) {
  if (!statement)
    return false;
  if (const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(statement))
    if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
        variable && variable->isLocalVarDeclOrParm())
      return true;
  return llvm::any_of(statement->children(), namesLocal);
}

/// "[TILE][TILE + 1]" as the program spells it. Nothing where a bound names a local constant, which
/// does not exist where the variable moves to.
std::optional<std::vector<std::string>> spelledBounds(const PassContext &context,
                                                      const clang::VarDecl &variable) {
  std::vector<std::string> bounds;
  if (!variable.getTypeSourceInfo())
    return std::nullopt;
  clang::TypeLoc type = variable.getTypeSourceInfo()->getTypeLoc();
  while (auto array = type.getAs<clang::ArrayTypeLoc>()) {
    const clang::Expr *size = array.getSizeExpr();
    std::optional<Span> span = size ? spanOf(context, *size) : std::nullopt;
    if (size && (!span || namesLocal(size)))
      return std::nullopt;
    bounds.push_back(size ? "[" + respell(context, textOf(context, *span)) + "]" : "[]");
    type = array.getElementLoc();
  }
  if (bounds.empty() || type.getType()->isFunctionPointerType() || type.getType()->isArrayType())
    return std::nullopt;
  return bounds;
}

} // namespace

std::string printVariable(const PassContext &context, const clang::VarDecl &variable,
                          const std::string &name, bool asParameter) {
  clang::PrintingPolicy policy(context.language);
  policy.SuppressTagKeyword = true;
  if (std::optional<std::vector<std::string>> bounds = spelledBounds(context, variable)) {
    clang::QualType element = context.ast.getBaseElementType(variable.getType());
    std::string type = softened(context, respell(context, element.getAsString(policy)));
    std::string rest;
    for (std::size_t i = asParameter ? 1 : 0; i < bounds->size(); ++i)
      rest += (*bounds)[i];
    if (!asParameter)
      return type + " " + name + rest;
    return type + (rest.empty() ? " *" + name : " (*" + name + ")" + rest);
  }
  clang::QualType type = variable.getType();
  if (asParameter) {
    const clang::ArrayType *array = context.ast.getAsArrayType(type);
    type = context.ast.getPointerType(array ? array->getElementType() : type);
  }
  std::string text;
  llvm::raw_string_ostream stream(text);
  type.print(stream, policy, name);
  return softened(context, respell(context, text));
}

std::string printArrayReference(const PassContext &context, const clang::VarDecl &variable,
                                const std::string &name) {
  return printVariable(context, variable, "(&" + name + ")", /*asParameter=*/false);
}

static std::string sharedParameter(const PassContext &context, const SharedParameter &parameter) {
  if (isOpaque(*parameter.variable))
    return "void *" + parameter.name;
  return parameter.asArray
             ? printArrayReference(context, *parameter.variable, parameter.name)
             : printVariable(context, *parameter.variable, parameter.name, /*asParameter=*/true);
}

std::string contextParameters(const PassContext &context, const DeviceFunction &function) {
  std::string text;
  if (function.needsBlock)
    text = std::string("const spn::VirtualBlock &") + kBlock;
  if (function.needsVote)
    text += (text.empty() ? "" : ", ") + std::string("spn::BlockVote &") + kVote;
  for (const SharedParameter &parameter : function.shared)
    text += (text.empty() ? "" : ", ") + sharedParameter(context, parameter);
  for (const clang::VarDecl *reference : function.references)
    text += (text.empty() ? "" : ", ") + boundType(context, *reference) + " " +
            reference->getName().str();
  return text;
}

std::string contextArguments(const DeviceFunction *caller, const DeviceFunction &callee) {
  std::string text = callee.needsBlock ? kBlock : "";
  if (callee.needsVote)
    text += (text.empty() ? "" : ", ") + std::string(kVote);
  for (const SharedParameter &parameter : callee.shared) {
    const SharedParameter *own = caller ? parameterFor(*caller, *parameter.variable) : &parameter;
    // The kernel's entry has the variable itself, every function the address of it.
    bool address =
        !caller && !parameter.variable->getType()->isArrayType() && !isOpaque(*parameter.variable);
    text += (text.empty() ? "" : ", ") + std::string(address ? "&" : "") +
            (own ? own->name : parameter.name);
  }
  for (const clang::VarDecl *reference : callee.references)
    text += (text.empty() ? "" : ", ") + reference->getName().str();
  return text;
}

void FunctionText::emit(std::vector<Edit> edits) {
  std::erase_if(edits, [&](const Edit &edit) {
    return edit.at.begin == edit.at.end && !insertions.insert(edit).second;
  });
  context.edit(kPass, std::move(edits));
}

void FunctionText::rewriteDeclaration(const clang::FunctionDecl &declaration) {
  std::optional<DeclarationText> text = declarationText(context, declaration);
  if (!text)
    return;
  const clang::FunctionDecl *definition = writtenDefinition(declaration);
  DeviceFunction *function = definition ? code.find(definition) : nullptr;
  bool isDefinition = declaration.doesThisDeclarationHaveABody();
  bool alsoHost = declaration.hasAttr<clang::CUDAHostAttr>();
  bool isKernel = declaration.hasAttr<clang::CUDAGlobalAttr>();
  bool lowered = !function || (function->isLowered() && !function->isForHostAlone());
  if (!lowered && !alsoHost && (isDefinition || !isKernel))
    guard(declaration, *text, function->obstacles.front().reason);
  else
    qualify(declaration, *text, lowered);
  if (lowered && function && function->needsContext() && (!isKernel || isDefinition))
    addParameters(declaration, *function);
  if (isKernel && !isDefinition && callsAcl(context.rules))
    addLaunchParameter(declaration);
}

/// `inline` where a second definition would clash: device code is not linked unless it is asked
/// for.
std::string FunctionText::aicore(const clang::FunctionDecl &declaration,
                                 const DeclarationText &text) const {
  bool needsInline = !context.options.relocatableDeviceCode && !declaration.isInlineSpecified() &&
                     !declaration.isConstexpr() && !llvm::isa<clang::CXXMethodDecl>(declaration) &&
                     !declaration.isTemplated() && !declaration.isTemplateInstantiation() &&
                     declaration.isDefined() && !hasWord(context, text, "static") &&
                     !hasWord(context, text, "inline") && !hasWord(context, text, "__inline__") &&
                     !hasWord(context, text, "__forceinline__");
  return needsInline ? "__aicore__ inline" : "__aicore__";
}

void FunctionText::qualify(const clang::FunctionDecl &declaration, const DeclarationText &text,
                           bool lowered) {
  const std::vector<RawToken> &tokens = context.tokens(text.file);
  llvm::StringRef buffer = context.buffer(text.file);
  bool isDefinition = declaration.doesThisDeclarationHaveABody();
  std::vector<Edit> edits;
  auto replace = [&](const RawToken &token, std::string by) {
    edits.push_back({context.spanOf(text.file, token.begin, token.end), std::move(by)});
  };
  for (std::size_t i = firstQualifier(tokens, text.first, buffer); i < text.last; ++i) {
    if (tokens[i].inDirective)
      continue;
    llvm::StringRef word = tokens[i].text(buffer);
    if (word == "__device__" && lowered)
      replace(tokens[i], aicore(declaration, text));
    else if (word == "__device__")
      edits.push_back(removeToken(context, text.file, tokens[i]));
    else if (word == "__global__" && isDefinition)
      replace(tokens[i], declaration.isTemplated() || hasWord(context, text, "inline")
                             ? "__aicore__"
                             : "__aicore__ inline");
    else if (word == "__global__")
      edits.push_back(removeToken(context, text.file, tokens[i]));
    else if (word == "__launch_bounds__" || word == "__maxnreg__") {
      std::optional<std::size_t> close = closingToken(tokens, i + 1);
      if (!close)
        continue;
      Edit edit = removeToken(context, text.file, tokens[*close]);
      edit.at = context.spanOf(text.file, tokens[i].begin, edit.at.end);
      edits.push_back(std::move(edit));
      i = *close;
    }
  }
  if (declaration.hasAttr<clang::CUDAGlobalAttr>() && isDefinition) {
    nameBody(declaration, text, edits);
    dropDefaults(declaration, edits);
  }
  emit(std::move(edits));
}

/// k -> k_block; template <> ... k<int> -> k_int_block
void FunctionText::nameBody(const clang::FunctionDecl &kernel, const DeclarationText &text,
                            std::vector<Edit> &edits) {
  const std::vector<RawToken> &tokens = context.tokens(text.file);
  std::string name = deviceName(context, kernel);
  if (name == kernel.getNameAsString()) {
    edits.push_back({insertionAt(context, text.file, tokens[text.name].end), "_block"});
    return;
  }
  std::size_t open = text.name;
  while (open < text.last && !tokens[open].is(tok::l_paren))
    ++open;
  edits.push_back(
      {context.spanOf(text.file, tokens[text.name].begin, tokens[open - 1].end), name + "_block"});
  removed.push_back(edits.back().at); // types in it keep their spelling
  for (std::size_t i = text.first; i + 2 < text.name; ++i)
    if (tokens[i].text(context.buffer(text.file)) == "template" && tokens[i + 1].is(tok::less) &&
        tokens[i + 2].is(tok::greater)) {
      Edit edit = removeToken(context, text.file, tokens[i + 2]);
      edit.at = context.spanOf(text.file, tokens[i].begin, edit.at.end);
      edits.push_back(std::move(edit));
    }
}

/// The launch function has the defaults of a kernel; its body is called with all arguments.
void FunctionText::dropDefaults(const clang::FunctionDecl &kernel, std::vector<Edit> &edits) {
  for (const clang::ParmVarDecl *parameter : kernel.parameters()) {
    if (!parameter->hasDefaultArg() || parameter->hasInheritedDefaultArg())
      continue;
    std::optional<Span> name = context.tokenSpan(parameter->getLocation());
    std::optional<TokenPlace> place = tokenPlace(context, parameter->getLocation());
    if (!name || !place)
      continue;
    const std::vector<RawToken> &tokens = context.tokens(place->file);
    std::size_t equals = place->index;
    while (equals < tokens.size() && !tokens[equals].is(tok::equal))
      ++equals;
    std::size_t last = equals;
    for (std::size_t i = equals + 1; i < tokens.size(); last = i++) {
      bool opens = tokens[i].is(tok::l_paren) || tokens[i].is(tok::l_brace);
      if (tokens[i].is(tok::r_paren) || tokens[i].is(tok::comma))
        break;
      if (std::optional<std::size_t> close = opens ? closingToken(tokens, i) : std::nullopt)
        i = *close;
    }
    if (last < tokens.size() && equals > 0)
      edits.push_back({context.spanOf(place->file, tokens[equals - 1].end, tokens[last].end), ""});
  }
}

void FunctionText::addParameters(const clang::FunctionDecl &declaration,
                                 const DeviceFunction &function) {
  clang::FunctionTypeLoc type = declaration.getFunctionTypeLoc();
  std::optional<TokenPlace> close = type ? tokenPlace(context, type.getRParenLoc()) : std::nullopt;
  if (!close)
    return;
  const RawToken &token = context.tokens(close->file)[close->index];
  std::string text = contextParameters(context, function);
  if (takesContextFirst(*function.definition))
    if (std::optional<TokenPlace> open = tokenPlace(context, type.getLParenLoc())) {
      const RawToken &parenthesis = context.tokens(open->file)[open->index];
      return emit({{insertionAt(context, open->file, parenthesis.end), text + ", "}});
    }
  const RawToken &before = context.tokens(close->file)[close->index - 1];
  if (declaration.getNumParams() == 0 && before.text(context.buffer(close->file)) == "void")
    emit({{context.spanOf(close->file, before.begin, before.end), text}});
  else
    emit({{insertionAt(context, close->file, token.begin),
           (declaration.getNumParams() ? ", " : "") + text}});
}

/// What launches a kernel takes the configuration first; a declaration names that function.
void FunctionText::addLaunchParameter(const clang::FunctionDecl &declaration) {
  clang::FunctionTypeLoc type = declaration.getFunctionTypeLoc();
  std::optional<TokenPlace> open = type ? tokenPlace(context, type.getLParenLoc()) : std::nullopt;
  if (!open)
    return;
  const RawToken &token = context.tokens(open->file)[open->index];
  emit(
      {{insertionAt(context, open->file, token.end),
        std::string("const spn::acl::Launch &launch") + (declaration.getNumParams() ? ", " : "")}});
}

void FunctionText::guard(const clang::FunctionDecl &declaration, const DeclarationText &text,
                         const std::string &reason) {
  const std::vector<RawToken> &tokens = context.tokens(text.file);
  llvm::StringRef buffer = context.buffer(text.file);
  std::uint32_t begin = tokens[text.first].begin;
  std::size_t last = text.last;
  if (declaration.doesThisDeclarationHaveABody() && declaration.getBody()) {
    std::optional<TokenPlace> close = tokenPlace(context, declaration.getBody()->getEndLoc());
    if (!close || close->file != text.file || close->index < last)
      return;
    last = close->index;
  }
  std::uint32_t end = tokens[last].end;
  std::size_t line = buffer.rfind('\n', begin);
  std::uint32_t lineBegin = line == buffer.npos ? 0 : static_cast<std::uint32_t>(line + 1);
  bool startsLine = buffer.slice(lineBegin, begin).trim().empty();
  std::string open = "#if SPN_UNSUPPORTED_CODE // not on " + std::string(ascendTarget().name) +
                     ": " + reason + "\n";
  std::string front = startsLine ? open : "\n" + open;
  emit({{insertionAt(context, text.file, startsLine ? lineBegin : begin), front},
        {insertionAt(context, text.file, end),
         std::string("\n#endif") + (end < buffer.size() && buffer[end] == '\n' ? "" : "\n")}});
}

void FunctionText::rewriteLambda(const clang::LambdaExpr &lambda) {
  const clang::CXXMethodDecl *call = lambda.getCallOperator();
  std::optional<TokenPlace> body = tokenPlace(context, lambda.getCompoundStmtBody()->getBeginLoc());
  std::optional<TokenPlace> introducer = tokenPlace(context, lambda.getIntroducerRange().getEnd());
  if (!call || !body || !introducer || body->file != introducer->file)
    return;
  const std::vector<RawToken> &tokens = context.tokens(body->file);
  llvm::StringRef buffer = context.buffer(body->file);
  std::vector<Edit> edits;
  std::optional<std::size_t> parameters;
  for (std::size_t i = introducer->index + 1; i < body->index; ++i) {
    llvm::StringRef word = tokens[i].text(buffer);
    if (word == "__device__" || word == "__host__")
      edits.push_back(removeToken(context, body->file, tokens[i]));
    else if (!parameters && tokens[i].is(tok::l_paren))
      parameters = closingToken(tokens, i);
  }
  const char *attribute = "__attribute__((cce_aicore))";
  if (parameters)
    edits.push_back(
        {insertionAt(context, body->file, tokens[*parameters].end), std::string(" ") + attribute});
  else
    edits.push_back({insertionAt(context, body->file, tokens[introducer->index].end),
                     std::string("() ") + attribute});
  emit(std::move(edits));
}

void FunctionText::extendCall(const ProgramCall &call, std::vector<Edit> &edits) {
  for (const clang::FunctionDecl *target : call.targets) {
    const DeviceFunction *callee = code.find(target);
    if (!callee || !callee->needsContext())
      continue;
    std::optional<TokenPlace> close = tokenPlace(context, call.closing);
    if (!close)
      return;
    std::string text = contextArguments(current, *callee);
    if (takesContextFirst(*callee->definition)) {
      std::optional<std::size_t> open = openingToken(context.tokens(close->file), close->index);
      if (!open)
        return;
      edits.push_back({insertionAt(context, close->file, context.tokens(close->file)[*open].end),
                       text + (*open + 1 == close->index ? "" : ", ")});
      return;
    }
    edits.push_back(
        {insertionAt(context, close->file, context.tokens(close->file)[close->index].begin),
         (call.hasArguments ? ", " : "") + text});
    return;
  }
}

/// Where types look different to host and device, the compiler has the last word on their sizes.
static std::string sizeCheck(const PassContext &context, const clang::VarDecl &variable) {
  bool differs = llvm::any_of(context.projectFiles(), [&](clang::FileID file) {
    return context.buffer(file).contains("__CUDA_ARCH__");
  });
  if (!differs || variable.getStorageClass() == clang::SC_Extern)
    return {};
  return " static_assert(sizeof(*" + variable.getName().str() +
         ") <= " + std::to_string(opaqueBytes(context, variable)) +
         ", \"more than its kernels reserve\");";
}

/// T *name = static_cast<T *>(name_bytes);
void FunctionText::giveType(const clang::VarDecl &variable, std::vector<Edit> &edits) {
  std::optional<DeclarationText> text = declarationText(context, variable);
  if (!text)
    return;
  const std::vector<RawToken> &tokens = context.tokens(text->file);
  std::string name = variable.getName().str();
  std::string type = printVariable(context, variable, "", /*asParameter=*/true);
  edits.push_back({context.spanOf(text->file, tokens[text->first].begin, tokens[text->last].end),
                   printVariable(context, variable, name, /*asParameter=*/true) +
                       " = static_cast<" + type + ">(" + name + "_bytes);" +
                       sizeCheck(context, variable)});
  removed.push_back(edits.back().at);
}

void FunctionText::removeShared(const clang::VarDecl &variable, std::vector<Edit> &edits) {
  std::optional<DeclarationText> text = declarationText(context, variable);
  if (!text)
    return;
  const std::vector<RawToken> &tokens = context.tokens(text->file);
  llvm::StringRef buffer = context.buffer(text->file);
  std::uint32_t begin = tokens[text->first].begin, end = tokens[text->last].end;
  std::size_t line = buffer.rfind('\n', begin);
  std::size_t lineBegin = line == buffer.npos ? 0 : line + 1;
  std::size_t lineEnd = buffer.find('\n', end);
  // A declaration with its lines to itself goes with them.
  if (lineEnd != buffer.npos && buffer.slice(lineBegin, begin).trim().empty() &&
      buffer.slice(end, lineEnd).trim().empty()) {
    begin = static_cast<std::uint32_t>(lineBegin);
    end = static_cast<std::uint32_t>(lineEnd + 1);
  }
  edits.push_back({context.spanOf(text->file, begin, end), ""});
  removed.push_back(edits.back().at);
}

void FunctionText::rewriteBody(const DeviceFunction &function) {
  if (!function.isLowered() || function.isForHostAlone())
    return;
  current = &function;
  std::vector<Edit> edits = function.edits;
  for (const clang::Expr *use : function.blockUses) {
    std::optional<Span> at = context.tokenSpan(use->getExprLoc());
    const auto *reference = llvm::cast<clang::DeclRefExpr>(use);
    bool isIndex = reference->getDecl()->getName() == "blockIdx";
    if (at)
      edits.push_back({*at, std::string(kBlock) + (isIndex ? ".idx" : ".grid")});
  }
  for (const clang::Expr *use : function.sharedUses) {
    const auto *reference = llvm::cast<clang::DeclRefExpr>(use);
    std::optional<Span> at = context.tokenSpan(use->getExprLoc());
    if (at && !reference->getDecl()->getType()->isArrayType())
      edits.push_back({*at, "(*" + reference->getDecl()->getName().str() + ")"});
  }
  for (const clang::VarDecl *variable : function.ownShared)
    if (isOpaque(*variable))
      giveType(*variable, edits);
    else if (!variable->getLexicalDeclContext()->isFileContext())
      removeShared(*variable, edits);
  for (const ProgramCall &call : function.calls)
    extendCall(call, edits);
  std::sort(edits.begin(), edits.end());
  edits.erase(std::unique(edits.begin(), edits.end()), edits.end());
  emit(std::move(edits));
}

} // namespace sampan::ascend
