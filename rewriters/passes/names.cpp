// SPDX-License-Identifier: Apache-2.0
// Gives every CUDA name what its rule says: cudaMalloc -> spnMalloc, float4 stays, cuLaunchKernel
// is a finding.
//
// Names are found as tokens, so that macro bodies, uninstantiated templates, skipped branches and
// code after a parse error come out the same as the rest. The AST only vetoes: a name that the
// user's own code declares is the user's.
#include "rewriters/core/diagnostics.h"
#include "rewriters/core/host_api.h"
#include "rewriters/core/rule_finding.h"
#include "rewriters/passes/call_arguments.h"
#include "rewriters/passes/passes.h"

#include "clang/AST/Decl.h"

#include <set>

namespace sampan {
namespace {

constexpr const char *kPass = "names";

UseKind useKind(RuleKind kind) {
  switch (kind) {
  case RuleKind::Function:
    return UseKind::Function;
  case RuleKind::Type:
    return UseKind::Type;
  case RuleKind::Enumerator:
    return UseKind::Enumerator;
  case RuleKind::Macro:
    return UseKind::Macro;
  case RuleKind::Field:
    return UseKind::Field;
  case RuleKind::Header:
    return UseKind::Header;
  case RuleKind::Construct:
    break;
  }
  return UseKind::Construct;
}

Outcome outcomeOf(const Rule &rule) {
  switch (rule.on(TargetId::Host).level) {
  case SupportLevel::None:
    return Outcome::Unsupported;
  case SupportLevel::Partial:
    return Outcome::Partial;
  case SupportLevel::Emulated:
    return Outcome::Emulated;
  case SupportLevel::Full:
    break;
  }
  return rule.action == RuleAction::Keep ? Outcome::Kept : Outcome::Translated;
}

/// Spelled like a name of the runtime or driver API: cudaXyz, CUDA_XYZ, cuXyz with an API shape.
bool looksLikeCuda(llvm::StringRef name) {
  return name.size() > 5 && name.starts_with("cuda") && name[4] >= 'A' && name[4] <= 'Z';
}

class Names final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Decl &decl) override {
    auto *named = llvm::dyn_cast<clang::NamedDecl>(&decl);
    if (!named || !named->getIdentifier() || !context.inProject(named->getLocation()))
      return;
    llvm::StringRef name = named->getName();
    if (looksLikeCuda(name) || context.rules.find(name))
      declared.insert(name.str());
  }

  void finish() override {
    for (const auto &[token, info] : context.preprocessor.definitions)
      if (const clang::IdentifierInfo *name = token.getIdentifierInfo();
          name && context.inProject(token.getLocation()))
        declared.insert(name->getName().str());
    for (clang::FileID file : context.projectFiles())
      scan(file);
  }

private:
  void scan(clang::FileID file) {
    llvm::StringRef text = context.buffer(file);
    const std::vector<RawToken> &tokens = context.tokens(file);
    std::vector<TokenRange> replaced;     // arguments that went with their call
    std::set<llvm::StringRef> parameters; // of the macro whose body this is
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].is(clang::tok::hash) && tokens[i].startsLine)
        parameters = macroParameters(tokens, i, text);
      if (tokens[i].inDirective && parameters.contains(tokens[i].text(text)))
        continue;
      if (!tokens[i].is(clang::tok::raw_identifier) || isIncludeLine(tokens, i, text))
        continue;
      if (llvm::any_of(replaced, [&](const TokenRange &range) {
            return range.begin <= tokens[i].begin && tokens[i].end <= range.end;
          }))
        continue;
      llvm::StringRef name = tokens[i].text(text);
      if (declared.contains(name.str()))
        continue;
      if (isPastedPrefix(tokens, i, name))
        pasted(file, tokens[i]);
      else if (const Rule *rule = context.rules.find(name))
        apply(file, tokens, i, *rule, replaced);
      else if (looksLikeCuda(name))
        unknown(file, tokens[i], name);
    }
  }

  /// #define NAME(cuDevice, ...): such a name means what the macro is given.
  static std::set<llvm::StringRef> macroParameters(const std::vector<RawToken> &tokens,
                                                   std::size_t hash, llvm::StringRef text) {
    std::set<llvm::StringRef> parameters;
    if (hash + 3 >= tokens.size() || tokens[hash + 1].text(text) != "define" ||
        !tokens[hash + 3].is(clang::tok::l_paren) || tokens[hash + 3].begin != tokens[hash + 2].end)
      return parameters;
    for (std::size_t i = hash + 4; i < tokens.size() && !tokens[i].is(clang::tok::r_paren); ++i)
      if (tokens[i].is(clang::tok::raw_identifier))
        parameters.insert(tokens[i].text(text));
    return parameters;
  }

  void apply(clang::FileID file, const std::vector<RawToken> &tokens, std::size_t i,
             const Rule &rule, std::vector<TokenRange> &replaced) {
    bool member =
        i > 0 && (tokens[i - 1].is(clang::tok::period) || tokens[i - 1].is(clang::tok::arrow) ||
                  tokens[i - 1].is(clang::tok::coloncolon));
    if (rule.kind == RuleKind::Field || rule.kind == RuleKind::Header ||
        rule.kind == RuleKind::Construct || rule.action == RuleAction::Pass)
      return;
    bool onDevice = context.deviceBodyAt(file, tokens[i].begin) != nullptr;
    // Kept functions share their names with the standard library: only device code means CUDA's.
    if (rule.action == RuleAction::Keep && rule.kind == RuleKind::Function && (!onDevice || member))
      return;
    if (member && rule.kind != RuleKind::Enumerator && !isGlobalQualifier(tokens, i))
      return;
    Span at = context.spanOf(file, tokens[i].begin, tokens[i].end);
    llvm::StringRef name = tokens[i].text(context.buffer(file));
    context.use({name.str(), useKind(rule.kind), outcomeOf(rule), at, onDevice});
    // What device code may not use is for the lowering to say, which knows how it is used.
    bool judgedElsewhere = onDevice && context.options.language != TargetId::Host;
    bool withoutAcl = rule.action == RuleAction::Reject &&
                      rule.reason == diag::ApiUnsupported::id && callsAcl(context.rules);
    if (withoutAcl && !judgedElsewhere)
      context.report(
          makeFinding(diag::ApiUnsupported{.api = name.str(), .target = "AscendCL"}, at));
    else if (std::optional<Finding> finding = ruleFinding(rule, name.str(), TargetId::Host, at);
             finding && !judgedElsewhere)
      context.report(std::move(*finding));
    // Also without support: the shim has the name, and its call says so when the program runs.
    if (rule.action != RuleAction::Rename)
      return;
    std::vector<Edit> edits;
    if (rule.to != std::string_view(name))
      edits.push_back({at, std::string(rule.to)});
    if (!rule.args.empty() && !rearrange(file, i, rule, replaced, edits))
      return;
    if (!edits.empty())
      context.edit(kPass, std::move(edits));
  }

  /// False, and reported, where the arguments cannot be what the rule says.
  bool rearrange(clang::FileID file, std::size_t i, const Rule &rule,
                 std::vector<TokenRange> &replaced, std::vector<Edit> &edits) {
    auto respelled = [&](llvm::StringRef word) {
      const Rule *other = context.rules.find(word);
      return other && other->action == RuleAction::Rename && other->args.empty() &&
                     !declared.contains(word.str())
                 ? other->to
                 : std::string_view(word);
    };
    Rearrangement result =
        rearrangeArguments(context.tokens(file), i, context.buffer(file), rule.args, respelled);
    for (ArgumentEdit &edit : result.edits)
      edits.push_back({context.spanOf(file, edit.range.begin, edit.range.end), edit.text});
    replaced.insert(replaced.end(), result.replaced.begin(), result.replaced.end());
    if (result.problem.empty())
      return true;
    const RawToken &token = context.tokens(file)[i];
    context.report(
        makeFinding(diag::NotRewritten{.what = "the call of " + std::string(rule.api),
                                       .target = std::string(target(TargetId::Ascend950).name),
                                       .reason = result.problem},
                    context.spanOf(file, token.begin, token.end)));
    return false;
  }

  /// `::name` with nothing in front of the colons.
  static bool isGlobalQualifier(const std::vector<RawToken> &tokens, std::size_t i) {
    return tokens[i - 1].is(clang::tok::coloncolon) &&
           (i < 2 || !(tokens[i - 2].is(clang::tok::raw_identifier) ||
                       tokens[i - 2].is(clang::tok::greater)));
  }

  /// `cuda##name` in a macro body makes names of the runtime, all of which follow one rule; unless
  /// the user declares a name that begins so, and the macro may make that one.
  bool isPastedPrefix(const std::vector<RawToken> &tokens, std::size_t i,
                      llvm::StringRef name) const {
    if (!tokens[i].inDirective || i + 1 >= tokens.size() ||
        !tokens[i + 1].is(clang::tok::hashhash) || !name.starts_with("cuda") ||
        (name != "cuda" && !looksLikeCuda(name)))
      return false;
    auto own = declared.lower_bound(name.str());
    return own == declared.end() || !llvm::StringRef(*own).starts_with(name);
  }

  static bool isIncludeLine(const std::vector<RawToken> &tokens, std::size_t i,
                            llvm::StringRef text) {
    if (!tokens[i].inDirective)
      return false;
    while (i > 0 && !tokens[i].startsLine)
      --i;
    return i + 1 < tokens.size() && tokens[i + 1].text(text).starts_with("include");
  }

  /// Which names the macro makes is not known here: none of them counts as a use.
  void pasted(clang::FileID file, const RawToken &token) {
    context.edit(kPass, {{context.spanOf(file, token.begin, token.begin + 4), "spn"}});
    context.addOpaqueMacro(context.spanOf(file, token.begin, token.end));
  }

  void unknown(clang::FileID file, const RawToken &token, llvm::StringRef name) {
    Span at = context.spanOf(file, token.begin, token.end);
    bool onDevice = context.deviceBodyAt(file, token.begin) != nullptr;
    context.use({name.str(), UseKind::Function, Outcome::Unknown, at, onDevice});
    context.report(makeFinding(diag::ApiUnknown{.api = name.str()}, at));
  }

  std::set<std::string> declared;
};

} // namespace

std::unique_ptr<Pass> createNamesPass(PassContext &context) { return makePass<Names>(context); }

} // namespace sampan
