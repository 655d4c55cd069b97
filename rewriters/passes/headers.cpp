// SPDX-License-Identifier: Apache-2.0
// #include <cuda_runtime.h>  ->  #include <sampan/kernel.h>, or <sampan/runtime.h> in host code
//
// nvcc includes cuda_runtime.h in front of every unit; most programs rely on it. The main file
// therefore gets the include written out when no CUDA include of its own comes early enough.
#include "rewriters/core/diagnostics.h"
#include "rewriters/core/host_api.h"
#include "rewriters/core/rule_finding.h"
#include "rewriters/passes/passes.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringSet.h"

#include <algorithm>
#include <set>

namespace sampan {
namespace {

constexpr const char *kPass = "headers";
constexpr std::string_view kRuntime = "sampan/runtime.h";
constexpr std::string_view kKernelLanguage = "sampan/kernel.h";
constexpr std::string_view kDriverApi = "sampan/driver_api.h";

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
    findOwnHeaders();
    for (clang::FileID file : context.projectFiles())
      rewriteFile(file);
  }

private:
  /// "cuda/pair.h" of the project is the project's, whatever else begins with cuda/.
  void findOwnHeaders() {
    std::set<std::string> paths;
    for (clang::FileID file : context.projectFiles())
      paths.insert(context.path(file));
    for (const IncludeDirective &include : context.preprocessor.includes)
      if (paths.contains(include.path))
        ownHeaders.insert(include.spelled);
  }

  /// What becomes of CUDA's header that the directive names; null when it names another.
  const Rule *ruleOf(const WrittenInclude &include) const {
    const Rule *rule = context.rules.find(include.name);
    bool isCuda = rule && rule->kind == RuleKind::Header;
    return isCuda && !ownHeaders.contains(include.name.str()) ? rule : nullptr;
  }

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

  /// What `file` includes instead. The kernel language brings the runtime API along; a host source,
  /// or a header without kernel code, gets the runtime API alone.
  std::vector<std::string> neutralHeaders(const Rule &rule, clang::FileID file) {
    std::vector<std::string> result;
    if (rule.action == RuleAction::Rename)
      result.emplace_back(rule.to);
    result.insert(result.end(), rule.includes.begin(), rule.includes.end());
    if (std::find(result.begin(), result.end(), kKernelLanguage) != result.end()) {
      const FileNeeds needs = needsOf(file);
      std::erase(result, needs.kernelLanguage ? kRuntime : kKernelLanguage);
      if (!needs.driverApi)
        std::erase(result, kDriverApi);
      if (!needs.kernelLanguage && needs.vectorFunctions)
        result.emplace_back("sampan/vector_functions.h");
    }
    if (context.options.language != TargetId::Host)
      for (std::string &header : result)
        header = ascendHeader(header);
    if (callsAcl(context.rules))
      for (std::string &header : result)
        if (header == "sampan/ascend/kernel.h" || header == kRuntime ||
            header == "sampan/runtime_api.h" || header == kDriverApi)
          header = "sampan/ascend/acl.h";
    return result;
  }

  /// Headers of the kernel language exist once more in terms of Ascend C.
  static std::string ascendHeader(llvm::StringRef header) {
    // The toolkit has vector types of its own, and their functions.
    if (header == "sampan/vector_functions.h" || header == "sampan/vector_types.h")
      return "sampan/ascend/kernel.h";
    for (llvm::StringRef part : {"kernel.h", "fp16.h", "bf16.h", "fp8.h", "cooperative_groups.h"})
      if (header == ("sampan/" + part).str())
        return ("sampan/ascend/" + part).str();
    if (header.starts_with("sampan/cooperative_groups/"))
      return "sampan/ascend/cooperative_groups.h"; // brings the algorithms along
    return header.str();
  }

  struct FileNeeds {
    bool kernelLanguage = false, vectorFunctions = false, driverApi = false;
  };

  /// Of a CUDA source always the kernel language: its host code may use all of it. Other files say
  /// by the words in them; the answer must be the same in every unit that includes them.
  FileNeeds needsOf(clang::FileID file) {
    FileNeeds needs;
    if (file == context.sources.getMainFileID() && context.options.cudaSource)
      needs.kernelLanguage = true;
    llvm::StringRef text = context.buffer(file);
    for (const RawToken &token : context.tokens(file)) {
      if (token.is(clang::tok::lesslessless))
        needs.kernelLanguage = true;
      if (!token.is(clang::tok::raw_identifier))
        continue;
      llvm::StringRef word = token.text(text);
      if (kernelWords().contains(word))
        needs.kernelLanguage = true;
      else if (word.consume_front("make_") && !word.empty() && word.back() >= '1' &&
               word.back() <= '4')
        needs.vectorFunctions = true;
      else if (isDriverName(word))
        needs.driverApi = true;
    }
    return needs;
  }

  bool isDriverName(llvm::StringRef word) const {
    if (word.starts_with("spnDrv"))
      return true;
    if (!word.starts_with_insensitive("cu"))
      return false;
    const Rule *rule = context.rules.find(word.str());
    return rule && rule->action == RuleAction::Rename &&
           std::ranges::find(rule->includes, kDriverApi) != rule->includes.end();
  }

  static const llvm::StringSet<> &kernelWords() {
    static const llvm::StringSet<> words = {
        "__global__",   "__device__",   "__host__",          "__shared__",
        "__constant__", "__managed__",  "__launch_bounds__", "__forceinline__",
        "__align__",    "__noinline__", "__syncthreads",     "threadIdx",
        "blockIdx",     "SPN_NOINLINE", "spnLaunch",         "__builtin_align__"};
    return words;
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
    if (file == context.sources.getMainFileID() && context.options.cudaSource)
      writeImplicit(file, includes, written);
    for (const WrittenInclude &include : includes)
      if (const Rule *rule = ruleOf(include))
        rewrite(file, include, *rule, written);
      else if (std::string_view(include.name) == kDriverApi)
        written.emplace(kDriverApi);
      else if (context.options.language != TargetId::Host && isAssertHeader(include.name))
        context.edit(kPass, {{context.spanOf(file, include.nameBegin, include.nameEnd),
                              "<sampan/ascend/assert.h>"}});
    if (!includes.empty() && needsOf(file).driverApi && written.emplace(kDriverApi).second)
      writeDriverApi(file, includes.front());
  }

  /// C's, which would take assert() from device code.
  static bool isAssertHeader(llvm::StringRef name) {
    return name == "assert.h" || name == "cassert";
  }

  /// A file that uses the driver API and gets cuda.h through another header, which may not need it.
  void writeDriverApi(clang::FileID file, const WrittenInclude &first) {
    std::uint32_t at = guardedByCondition(file, first.lineBegin) ? 0 : first.lineEnd;
    std::string text = "#include <" + std::string(kDriverApi) + ">" + lineBreak(file);
    context.edit(kPass, {{context.spanOf(file, at, at), text}});
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
      if (std::optional<Finding> finding =
              ruleFinding(rule, include.name.str(), TargetId::Host, name))
        context.report(std::move(*finding));
      return;
    }
    context.use({include.name.str(), UseKind::Header, Outcome::Translated, name, false});
    std::string text;
    for (const std::string &header : neutralHeaders(rule, file))
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
    std::vector<std::string> needed = neutralHeaders(*runtime, file);
    for (const WrittenInclude &include : includes) {
      if (needed.empty() || include.name == needed.front())
        return;
      const Rule *rule = ruleOf(include);
      if (rule && rule->action == RuleAction::Rename) {
        const std::vector<std::string> own = neutralHeaders(*rule, file);
        if (!own.empty() && own.front() == needed.front())
          return;
        // The vector types are Ascend C's, which our headers must find declared.
        if (context.options.language != TargetId::Host && !own.empty() &&
            !llvm::StringRef(own.front()).starts_with("sampan/ascend/"))
          break;
      }
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

  std::set<std::string> ownHeaders;
};

} // namespace

std::unique_ptr<Pass> createHeadersPass(PassContext &context) { return makePass<Headers>(context); }

} // namespace sampan
