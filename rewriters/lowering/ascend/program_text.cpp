// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/ascend/program_text.h"

#include "rewriters/core/host_api.h"
#include "rewriters/lowering/ascend/device_code.h"
#include "rewriters/lowering/ascend/function_text.h"
#include "rewriters/lowering/ascend/source_text.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

namespace sampan::ascend {

namespace tok = clang::tok;

namespace {

const char *const kPass = "ascend-c";

/// New spelling of a word that means one thing in host and device code, or empty.
std::string commonSpelling(const PassContext &context, llvm::StringRef word, bool mayRunOnHost,
                           bool onlyHost = false) {
  std::string_view spelling = ascendTarget().spellingOf(word);
  const Rule *rule = context.rules.find(word);
  bool isType = rule && rule->kind == RuleKind::Type;
  if (!spelling.empty() && (isType || word.starts_with("make_")))
    return std::string(spelling);
  // Ascend C has these for device code alone.
  llvm::StringRef host =
      llvm::StringSwitch<llvm::StringRef>(word)
          .Cases({"__float2half", "__float2half_rn"}, "spn::host::float2half")
          .Case("__half2float", "spn::host::half2float")
          .Case("__halves2half2", "spn::host::halves2half2")
          .Case("__half2half2", "spn::host::half2half2")
          .Case("__floats2half2_rn", "spn::host::floats2half2")
          .Case("__float2half2_rn", "spn::host::float2half2")
          .Case("__float22half2_rn", "spn::host::float22half2")
          .Case("__half22float2", "spn::host::half22float2")
          .Case("__low2half", "spn::host::low2half")
          .Case("__high2half", "spn::host::high2half")
          .Case("__low2float", "spn::host::low2float")
          .Case("__high2float", "spn::host::high2float")
          .Case("__halves2bfloat162", "spn::host::halves2bfloat162")
          .Case("__floats2bfloat162_rn", "spn::host::floats2bfloat162")
          .Case("__float22bfloat162_rn", "spn::host::float22bfloat162")
          .Case("__bfloat1622float2", "spn::host::bfloat1622float2")
          .Cases({"__float2bfloat16", "__float2bfloat16_rn"}, "spn::host::float2bfloat16")
          .Case("__bfloat162float", "spn::host::bfloat162float")
          .Default({});
  if (onlyHost && !host.empty())
    return host.str();
  if (mayRunOnHost && word.starts_with("make_") && rule && rule->library == "device" &&
      !word.contains("double"))
    return "spn::" + word.str();
  return {};
}

llvm::StringRef qualifier(llvm::StringRef word) {
  return llvm::StringSwitch<llvm::StringRef>(word)
      .Case("__forceinline__", "inline __attribute__((always_inline))")
      .Case("__noinline__", "__attribute__((noinline))")
      .Default({});
}

class ProgramText {
public:
  ProgramText(PassContext &context, const std::set<std::string> &declared,
              const std::vector<Span> &removed)
      : context(context), declared(declared), removed(removed) {}

  void rewriteFile(clang::FileID file) {
    const std::vector<RawToken> &tokens = context.tokens(file);
    llvm::StringRef buffer = context.buffer(file);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (!tokens[i].is(tok::raw_identifier) || isDirectiveName(tokens, i, buffer))
        continue;
      llvm::StringRef word = tokens[i].text(buffer);
      std::string by = declared.contains(word.str()) ? ownWord(file, tokens[i], word)
                                                     : newWord(file, tokens, i, word);
      if (!by.empty() && !isRemoved(context.spanOf(file, tokens[i].begin, tokens[i].end)))
        context.edit(kPass, {{context.spanOf(file, tokens[i].begin, tokens[i].end), by}});
    }
  }

  void rewriteVariable(const clang::VarDecl &variable) {
    bool shared = variable.hasAttr<clang::CUDASharedAttr>();
    bool onDevice = variable.hasAttr<clang::CUDADeviceAttr>() ||
                    variable.hasAttr<clang::CUDAConstantAttr>() || isManaged(variable);
    bool atFileScope = variable.getLexicalDeclContext()->isFileContext();
    std::optional<DeclarationText> text =
        shared || onDevice ? declarationText(context, variable) : std::nullopt;
    if (!text || (shared && !atFileScope))
      return;
    const std::vector<RawToken> &tokens = context.tokens(text->file);
    if (shared) {
      // Each kernel that uses it declares it.
      context.edit(
          kPass,
          {{context.spanOf(text->file, tokens[text->first].begin, tokens[text->last].end), ""}});
      return;
    }
    qualify(variable, *text);
  }

private:
  bool isManaged(const clang::VarDecl &variable) const {
    return variable.hasGlobalStorage() && saysWord(context, variable, "__managed__");
  }

  bool isRemoved(const Span &at) const {
    return llvm::any_of(removed, [&](const Span &gone) {
      return gone.file == at.file && gone.begin <= at.begin && at.end <= gone.end;
    });
  }

  void qualify(const clang::VarDecl &variable, const DeclarationText &text) {
    const std::vector<RawToken> &tokens = context.tokens(text.file);
    llvm::StringRef buffer = context.buffer(text.file);
    // A header's variable belongs to each unit that includes it, as nvcc has it.
    bool isFree = variable.getStorageClass() == clang::SC_None && !variable.isInline() &&
                  variable.getDeclContext()->isFileContext() &&
                  !context.options.relocatableDeviceCode &&
                  text.file != context.sources.getMainFileID();
    std::string word = isManaged(variable) ? "" : "__gm__";
    if (isFree)
      word = word.empty() ? "static" : "static " + word;
    std::vector<Edit> edits;
    for (std::size_t i = text.first; i < text.name; ++i) {
      llvm::StringRef token = tokens[i].text(buffer);
      if (token != "__device__" && token != "__constant__" && token != "__managed__")
        continue;
      if (word.empty())
        edits.push_back(removeToken(context, text.file, tokens[i]));
      else
        edits.push_back({context.spanOf(text.file, tokens[i].begin, tokens[i].end), word});
      word.clear();
    }
    context.edit(kPass, std::move(edits));
    if (isManaged(variable) && !callsAcl(context.rules))
      addTwin(variable, text, isFree || variable.getStorageClass() == clang::SC_Static);
  }

  /// The variable of kernels, and what tells the runtime that the two are one.
  void addTwin(const clang::VarDecl &variable, const DeclarationText &text, bool isStatic) {
    const std::vector<RawToken> &tokens = context.tokens(text.file);
    std::size_t end = text.last;
    while (end < tokens.size() && !tokens[end].is(tok::semi))
      end = tokens[end].is(tok::l_brace) ? closingToken(tokens, end).value_or(tokens.size())
                                         : end + 1;
    if (end >= tokens.size())
      return;
    std::string name = variable.getName().str(), twin = managedTwin(variable);
    bool isDefinition = variable.isThisDeclarationADefinition() != clang::VarDecl::DeclarationOnly;
    std::string added = "\n" +
                        std::string(isStatic       ? "static "
                                    : isDefinition ? ""
                                                   : "extern ") +
                        "__gm__ " + printVariable(context, variable, twin, /*asParameter=*/false) +
                        ";";
    if (isDefinition)
      added += "\nstatic const spn::ascend::ManagedVariable " + name + "_managed(" + name + ", " +
               twin + ");";
    context.edit(kPass, {{insertionAt(context, text.file, tokens[end].end), added}});
  }

  /// A name of the API that the program declares, too. Its own make_float3(float) goes on with
  /// ours, which make the vectors with CUDA's layout.
  std::string ownWord(clang::FileID file, const RawToken &token, llvm::StringRef word) {
    llvm::StringRef vector = word;
    bool isMaker = vector.consume_front("make_") && !vector.contains("double") && !vector.empty() &&
                   vector.back() >= '1' && vector.back() <= '4' &&
                   commonSpelling(context, word, true).ends_with("::" + word.str());
    if (!isMaker)
      return {};
    const std::vector<RawToken> &tokens = context.tokens(file);
    std::size_t at = context.tokenAt(file, token.begin);
    bool isQualified = at > 0 && (tokens[at - 1].is(tok::period) || tokens[at - 1].is(tok::arrow));
    return isQualified ? std::string() : "spn_" + word.str();
  }

  std::string newWord(clang::FileID file, const std::vector<RawToken> &tokens, std::size_t i,
                      llvm::StringRef word) {
    if (llvm::StringRef by = qualifier(word); !by.empty()) {
      bool inAttribute = i > 0 && (tokens[i - 1].is(tok::l_paren) || tokens[i - 1].is(tok::comma));
      return inAttribute ? "" : by.str();
    }
    // Qualifiers of declarations are changed where the declaration is known.
    if (tokens[i].inDirective && word == "__device__")
      return "__aicore__";
    if (tokens[i].inDirective && word == "__constant__")
      return "__gm__";
    if (tokens[i].inDirective && word == "__managed__")
      return " "; // the kernels that use such variables are refused
    bool member = i > 0 && (tokens[i - 1].is(tok::period) || tokens[i - 1].is(tok::arrow));
    if (member)
      return {};
    const PassContext::DeviceBody *body = context.deviceBodyAt(file, tokens[i].begin);
    return commonSpelling(context, word, !body || body->alsoHost, !body && !tokens[i].inDirective);
  }

  /// `#define word`, `#ifdef word`, `#include <word.h>`
  static bool isDirectiveName(const std::vector<RawToken> &tokens, std::size_t i,
                              llvm::StringRef buffer) {
    if (!tokens[i].inDirective)
      return false;
    if (i >= 2 && tokens[i - 2].is(tok::hash) && tokens[i - 2].startsLine)
      return true;
    while (i > 0 && !tokens[i].startsLine)
      --i;
    return i + 1 < tokens.size() && !tokens[i + 1].text(buffer).starts_with("define");
  }

  PassContext &context;
  const std::set<std::string> &declared;
  const std::vector<Span> &removed;
};

} // namespace

std::string respell(const PassContext &context, const std::string &text) {
  std::string result;
  llvm::StringRef rest(text);
  auto isWordCharacter = [](char c) { return llvm::isAlnum(c) || c == '_'; };
  while (!rest.empty()) {
    llvm::StringRef word = rest.take_while(isWordCharacter);
    if (word.empty()) {
      result += rest.front();
      rest = rest.drop_front();
      continue;
    }
    rest = rest.drop_front(word.size());
    std::string spelled = commonSpelling(context, word, false);
    const Rule *rule = context.rules.find(word);
    bool isQualified = llvm::StringRef(result).ends_with("::");
    if (word == "__grid_constant__")
      rest = rest.ltrim(' ');
    else if (!spelled.empty() && !isQualified)
      result += spelled;
    else if (rule && rule->action == RuleAction::Rename && rule->kind == RuleKind::Type)
      result += rule->to;
    else
      result += word;
  }
  return result;
}

void rewriteProgramText(PassContext &context, const std::vector<const clang::VarDecl *> &variables,
                        const std::set<std::string> &declared, const std::vector<Span> &removed) {
  for (clang::FileID file : context.projectFiles())
    ProgramText(context, declared, removed).rewriteFile(file);
  for (const clang::VarDecl *variable : variables)
    ProgramText(context, declared, removed).rewriteVariable(*variable);
}

} // namespace sampan::ascend
