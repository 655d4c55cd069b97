// SPDX-License-Identifier: Apache-2.0
// asm("mov.u32 %0, %%laneid;" : "=r"(lane));  ->  lane = spn::detail::laneId();
//
// PTX in device code becomes C++ over the kernel language, statement by statement. What has no
// translation is reported and replaced by a call that ends the launch: the rest still builds, and
// nothing computes a wrong value. Assembly of the host's processor is left alone.
#include "rewriters/core/diagnostics.h"
#include "rewriters/passes/passes.h"
#include "rewriters/passes/ptx/asm_syntax.h"
#include "rewriters/passes/ptx/instructions.h"
#include "rewriters/passes/ptx/translate.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

#include <map>

namespace sampan {
namespace {

constexpr const char *kPass = "inline-ptx";

class InlinePtx final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Decl &decl) override {
    if (auto *function = llvm::dyn_cast<clang::FunctionDecl>(&decl))
      addBody(*function);
  }

  void visit(clang::Stmt &stmt) override {
    if (auto *lambda = llvm::dyn_cast<clang::LambdaExpr>(&stmt))
      addBody(*lambda->getCallOperator());
    auto *assembly = llvm::dyn_cast<clang::GCCAsmStmt>(&stmt);
    if (assembly && context.inDeviceCode)
      collect(*assembly);
  }

  void finish() override {
    for (auto &[place, found] : statements)
      rewrite(place.first, found);
  }

private:
  struct Body {
    std::uint32_t begin, end;
    bool isKernel, isAlsoHost;
  };
  struct Found {
    ptx::AsmSyntax syntax;
    ptx::Statement statement;
    bool varies = false;     ///< different text in different uses
    bool isOnePiece = false; ///< its operands were found in the text
    bool isAlsoHost = false;
  };

  void addBody(const clang::FunctionDecl &function) {
    if (!function.doesThisDeclarationHaveABody() || !function.getBody())
      return;
    clang::SourceLocation begin = context.spelling(function.getBody()->getBeginLoc());
    clang::SourceLocation end = context.spelling(function.getBody()->getEndLoc());
    if (begin.isInvalid() || end.isInvalid())
      return;
    auto [file, from] = context.sources.getDecomposedLoc(begin);
    auto [endFile, to] = context.sources.getDecomposedLoc(end);
    bool isKernel = function.hasAttr<clang::CUDAGlobalAttr>();
    bool isAlsoHost = function.hasAttr<clang::CUDAHostAttr>();
    if (file == endFile)
      bodies[file].push_back({from, to, isKernel, isAlsoHost});
  }

  const Body *bodyAround(clang::FileID file, std::uint32_t offset) const {
    const Body *innermost = nullptr;
    if (auto entry = bodies.find(file); entry != bodies.end())
      for (const Body &body : entry->second)
        if (body.begin <= offset && offset < body.end &&
            (!innermost || body.begin >= innermost->begin))
          innermost = &body;
    return innermost;
  }

  void collect(const clang::GCCAsmStmt &assembly) {
    // Where the keyword is spelled; or where a macro that stands for the keyword is used.
    clang::SourceLocation written = context.spelling(assembly.getAsmLoc());
    clang::SourceLocation used = context.sources.getExpansionLoc(assembly.getAsmLoc());
    for (clang::SourceLocation at : {written, used}) {
      if (at.isInvalid() || !context.inProject(at))
        continue;
      auto [file, offset] = context.sources.getDecomposedLoc(at);
      std::optional<ptx::AsmSyntax> syntax =
          ptx::parseAsm(context.tokens(file), context.tokenAt(file, offset), context.buffer(file));
      if (syntax)
        return add(assembly, file, std::move(*syntax));
    }
    if (std::optional<Span> place = context.tokenSpan(assembly.getAsmLoc()))
      reportUnsupported("(spelled in several places)", *place);
  }

  void add(const clang::GCCAsmStmt &assembly, clang::FileID file, ptx::AsmSyntax syntax) {
    ptx::Statement statement = describe(assembly, syntax);
    auto [entry, isNew] = statements.try_emplace({file, syntax.begin});
    Found &found = entry->second;
    if (!isNew) {
      found.varies |= found.statement.ptx != statement.ptx;
      return;
    }
    found.varies = syntax.stringVaries;
    found.isOnePiece = syntax.operands.size() == assembly.getNumOutputs() + assembly.getNumInputs();
    if (const Body *body = bodyAround(file, syntax.begin)) {
      statement.inKernel = body->isKernel;
      found.isAlsoHost = body->isAlsoHost;
    }
    found.statement = std::move(statement);
    found.syntax = std::move(syntax);
  }

  ptx::Statement describe(const clang::GCCAsmStmt &assembly, const ptx::AsmSyntax &syntax) {
    ptx::Statement result;
    result.ptx = assembly.getAsmString();
    result.inMacro = syntax.inMacro;
    unsigned outputs = assembly.getNumOutputs();
    for (unsigned i = 0; i < outputs + assembly.getNumInputs(); ++i) {
      bool isOutput = i < outputs;
      std::string constraint =
          isOutput ? assembly.getOutputConstraint(i) : assembly.getInputConstraint(i - outputs);
      const clang::Expr *expression =
          isOutput ? assembly.getOutputExpr(i) : assembly.getInputExpr(i - outputs);
      result.names.push_back(
          (isOutput ? assembly.getOutputName(i) : assembly.getInputName(i - outputs)).str());
      ptx::Argument argument;
      argument.isOutput = isOutput;
      argument.isRead = !isOutput || constraint.find('+') != std::string::npos;
      for (char c : constraint) {
        if (c >= '0' && c <= '9')
          argument.tiedTo = c - '0';
        else if (c == 'i')
          argument.constraint = 'n';
        else if (std::string_view("rlhfdbn").find(c) != std::string_view::npos)
          argument.constraint = c;
      }
      if (argument.tiedTo >= static_cast<int>(outputs))
        argument.tiedTo = -1;
      if (i < syntax.operands.size())
        argument.text = syntax.operands[i];
      describeType(expression, syntax.inMacro, argument);
      result.arguments.push_back(std::move(argument));
    }
    return result;
  }

  /// In a macro body other uses may have other types, so nothing is assumed about them.
  void describeType(const clang::Expr *expression, bool inMacro, ptx::Argument &argument) {
    if (!expression || inMacro)
      return;
    clang::QualType type = expression->IgnoreParenImpCasts()->getType();
    if (type.isNull() || type->isDependentType())
      return;
    type = type.getNonReferenceType();
    argument.isPointer =
        type->isObjectPointerType() || type->isVoidPointerType() || type->isPointerType();
    const auto *builtin = type->getAs<clang::BuiltinType>();
    if (!builtin)
      return;
    int bits = static_cast<int>(context.ast.getTypeSize(type));
    using Kind = ptx::Type::Kind;
    if (builtin->isInteger() && bits >= 8 && bits <= 64)
      argument.known =
          ptx::Type{builtin->isSignedInteger() ? Kind::Signed : Kind::Unsigned, bits, false};
    else if (builtin->getKind() == clang::BuiltinType::Float ||
             builtin->getKind() == clang::BuiltinType::Double)
      argument.known = ptx::Type{Kind::Float, bits, false};
  }

  void rewrite(clang::FileID file, const Found &found) {
    Span at = context.spanOf(file, found.syntax.begin, found.syntax.end);
    if (!found.isOnePiece || found.varies) {
      replaceUnsupported(found.isOnePiece ? "(put together by a macro)" : "(operands in a macro)",
                         at);
      return;
    }
    ptx::Translation translation = ptx::translate(found.statement);
    if (translation.isEmpty)
      return;
    if (!translation.problem.empty()) {
      // A function for both sides may hold assembly of the host's processor.
      if (!found.isAlsoHost || looksLikePtx(found.statement.ptx))
        replaceUnsupported(translation.problem, at);
      return;
    }
    context.use({kPass, UseKind::Construct, Outcome::Translated, at, true});
    // Compiled text keeps its line numbers, so there it stays on one line.
    bool oneLine = !context.translating();
    std::string lineEnd = oneLine ? " " : found.syntax.inMacro ? " \\\n" : "\n";
    std::string indent = oneLine ? "" : indentOf(file, found.syntax.begin);
    std::string text = translation.text(indent, lineEnd);
    if (translation.isBlock && found.syntax.semicolonFollows)
      at.end = found.syntax.semicolonEnd;
    else if (translation.isBlock)
      text = "do " + text + " while (false)";
    context.edit(kPass, {{at, text}});
  }

  static bool looksLikePtx(const std::string &text) {
    ptx::ParseResult parsed = ptx::parse(text);
    for (const ptx::Item &item : parsed.items)
      if (item.kind == ptx::Item::Kind::Instruction && item.instruction.parts.size() > 1)
        return true;
    return !parsed.problem.empty() && parsed.problem.find('.') != std::string::npos;
  }

  void replaceUnsupported(const std::string &instruction, const Span &at) {
    reportUnsupported(instruction, at);
    std::string literal;
    for (char c : instruction)
      if (c >= ' ' && c != '"' && c != '\\' && c != '#')
        literal += c;
    context.edit(kPass, {{at, "spn::ptx::unsupported(\"" + literal + "\")"}});
  }

  void reportUnsupported(const std::string &instruction, const Span &at) {
    context.use({kPass, UseKind::Construct, Outcome::Unsupported, at, true});
    context.report(makeFinding(
        diag::InlinePtxUnsupported{.instruction = instruction, .target = "any target"}, at));
  }

  /// Blanks in front of the line that contains `offset`.
  std::string indentOf(clang::FileID file, std::uint32_t offset) const {
    llvm::StringRef text = context.buffer(file);
    std::size_t line = text.rfind('\n', offset);
    line = line == llvm::StringRef::npos ? 0 : line + 1;
    std::size_t end = text.find_first_not_of(" \t", line);
    return text.slice(line, std::min<std::size_t>(end, offset)).str();
  }

  std::map<clang::FileID, std::vector<Body>> bodies;
  std::map<std::pair<clang::FileID, std::uint32_t>, Found> statements;
};

} // namespace

std::unique_ptr<Pass> createInlinePtxPass(PassContext &context) {
  return makePass<InlinePtx>(context);
}

} // namespace sampan
