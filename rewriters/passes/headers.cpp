// SPDX-License-Identifier: Apache-2.0
// #include <cuda_runtime.h>  ->  #include <sampan/runtime.h> ...
//
// nvcc includes cuda_runtime.h in front of every unit; most programs rely on it. The main file
// therefore gets the include written out when no CUDA include of its own comes early enough.
#include "rewriters/core/diagnostics.h"
#include "rewriters/passes/passes.h"

#include "clang/Basic/SourceManager.h"

#include <set>

namespace sampan {
namespace {

constexpr const char *kPass = "headers";

/// An include directive as written, active or not.
struct WrittenInclude {
  std::uint32_t lineBegin = 0, lineEnd = 0; ///< the whole line, newline included
  std::uint32_t nameBegin = 0, nameEnd = 0; ///< with quotes or brackets
  llvm::StringRef name;
  bool angled = false;
};

class Headers final : public Pass {
public:
  using Pass::Pass;

  void finish() override {
    reportMissing();
    for (clang::FileID file : context.projectFiles())
      rewriteFile(file);
  }

private:
  void reportMissing() {
    for (const IncludeDirective &include : context.preprocessor.includes) {
      if (!include.path.empty())
        continue;
      const Rule *rule = context.rules.find(include.spelled);
      if (rule && rule->kind == RuleKind::Header)
        continue;
      if (std::optional<Span> at =
              context.span(include.filename.getBegin(), include.filename.getEnd()))
        context.report(makeFinding(diag::HeaderMissing{.header = include.spelled}, *at));
    }
  }

  static std::vector<std::string> neutralHeaders(const Rule &rule) {
    std::vector<std::string> result;
    if (rule.action == RuleAction::Rename)
      result.emplace_back(rule.to);
    result.insert(result.end(), rule.includes.begin(), rule.includes.end());
    return result;
  }

  std::vector<WrittenInclude> includesOf(clang::FileID file) {
    std::vector<WrittenInclude> result;
    llvm::StringRef text = context.buffer(file);
    const std::vector<RawToken> &tokens = context.tokens(file);
    for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
      if (!tokens[i].is(clang::tok::hash) || !tokens[i].startsLine ||
          tokens[i + 1].text(text) != "include")
        continue;
      WrittenInclude include;
      std::size_t lineStart = text.rfind('\n', tokens[i].begin);
      include.lineBegin = static_cast<std::uint32_t>(lineStart == text.npos ? 0 : lineStart + 1);
      std::size_t lineEnd = text.find('\n', tokens[i + 1].end);
      include.lineEnd =
          static_cast<std::uint32_t>(lineEnd == text.npos ? text.size() : lineEnd + 1);
      include.nameBegin = tokens[i + 2].begin;
      char open = text[include.nameBegin];
      if (open != '<' && open != '"')
        continue;
      std::size_t close = text.find(open == '<' ? '>' : '"', include.nameBegin + 1);
      if (close == text.npos || close >= include.lineEnd)
        continue;
      include.nameEnd = static_cast<std::uint32_t>(close + 1);
      include.angled = open == '<';
      include.name = text.slice(include.nameBegin + 1, close);
      result.push_back(include);
    }
    return result;
  }

  void rewriteFile(clang::FileID file) {
    std::set<std::string> written;
    std::vector<WrittenInclude> includes = includesOf(file);
    if (file == context.sources.getMainFileID())
      writeImplicit(file, includes, written);
    for (const WrittenInclude &include : includes)
      if (const Rule *rule = context.rules.find(include.name);
          rule && rule->kind == RuleKind::Header)
        rewrite(file, include, *rule, written);
  }

  void rewrite(clang::FileID file, const WrittenInclude &include, const Rule &rule,
               std::set<std::string> &written) {
    Span name = context.spanOf(file, include.nameBegin, include.nameEnd);
    if (rule.action == RuleAction::Keep) {
      context.use({include.name.str(), UseKind::Header, Outcome::Kept, name, false});
      return;
    }
    if (rule.action == RuleAction::Reject) {
      context.use({include.name.str(), UseKind::Header, Outcome::Unsupported, name, false});
      context.report(
          makeFinding(diag::ApiUnsupported{.api = include.name.str(),
                                           .target = std::string(target(TargetId::Host).name)},
                      name));
      return;
    }
    context.use({include.name.str(), UseKind::Header, Outcome::Translated, name, false});
    std::string text;
    for (const std::string &header : neutralHeaders(rule))
      if (written.insert(header).second)
        text += (text.empty() ? "<" : lineBreak(file) + "#include <") + header + ">";
    if (text.empty())
      context.edit(kPass, {{context.spanOf(file, include.lineBegin, include.lineEnd), ""}});
    else
      context.edit(kPass, {{name, text}});
  }

  /// Writes what nvcc includes by itself, unless the file's own CUDA include already stands in
  /// front of everything that could need it.
  void writeImplicit(clang::FileID file, const std::vector<WrittenInclude> &includes,
                     std::set<std::string> &written) {
    const Rule *runtime = context.rules.find("cuda_runtime.h");
    if (!runtime)
      return;
    std::vector<std::string> needed = neutralHeaders(*runtime);
    for (const WrittenInclude &include : includes) {
      if (needed.empty() || include.name == needed.front())
        return;
      const Rule *rule = context.rules.find(include.name);
      if (rule && rule->kind == RuleKind::Header && rule->action == RuleAction::Rename &&
          neutralHeaders(*rule) == needed)
        return;
      if (!include.angled)
        break;
    }
    std::uint32_t at = 0;
    if (!includes.empty())
      at = includes.front().lineBegin;
    else if (!context.tokens(file).empty())
      at = context.tokens(file).front().begin;
    if (guardedByCondition(file, at))
      at = 0;
    std::string text;
    for (const std::string &header : needed)
      if (written.insert(header).second)
        text += "#include <" + header + ">" + lineBreak(file);
    context.edit(kPass, {{context.spanOf(file, at, at), text}});
  }

  /// What ends the lines of the file: "\r\n" where the first line does.
  std::string lineBreak(clang::FileID file) {
    llvm::StringRef text = context.buffer(file);
    std::size_t first = text.find('\n');
    return first != text.npos && first > 0 && text[first - 1] == '\r' ? "\r\n" : "\n";
  }

  /// True when a conditional directive stands before `at`: the include there may be skipped.
  bool guardedByCondition(clang::FileID file, std::uint32_t at) {
    llvm::StringRef text = context.buffer(file);
    const std::vector<RawToken> &tokens = context.tokens(file);
    for (std::size_t i = 0; i + 1 < tokens.size() && tokens[i].begin < at; ++i)
      if (tokens[i].is(clang::tok::hash) && tokens[i].startsLine &&
          tokens[i + 1].text(text).starts_with("if"))
        return true;
    return false;
  }
};

} // namespace

std::unique_ptr<Pass> createHeadersPass(PassContext &context) { return makePass<Headers>(context); }

} // namespace sampan
