// SPDX-License-Identifier: Apache-2.0
// k<<<grid, block, shared, stream>>>(args)  ->  spnLaunch(k, grid, block, shared, stream, args)
// and over AscendCL itself                  ->  k({grid, block, shared, stream}, args)
//
// The chevrons are legal nowhere else, so launches are found as tokens: in templates, in macro
// bodies, in branches that this compilation skips, and where the AST is broken by an error.
#include "rewriters/core/diagnostics.h"
#include "rewriters/core/host_api.h"
#include "rewriters/passes/launch_syntax.h"
#include "rewriters/passes/passes.h"

namespace sampan {
namespace {

constexpr const char *kPass = "kernel-launch";

class KernelLaunch final : public Pass {
public:
  using Pass::Pass;

  void finish() override {
    for (clang::FileID file : context.projectFiles()) {
      const std::vector<RawToken> &tokens = context.tokens(file);
      for (std::size_t i = 0; i < tokens.size(); ++i)
        if (tokens[i].is(clang::tok::lesslessless))
          rewrite(file, i);
    }
  }

private:
  void rewrite(clang::FileID file, std::size_t chevron) {
    const std::vector<RawToken> &tokens = context.tokens(file);
    llvm::StringRef text = context.buffer(file);
    Span at = context.spanOf(file, tokens[chevron].begin, tokens[chevron].end);
    LaunchParse parse = parseLaunch(tokens, chevron, text);
    if (!parse.launch) {
      context.use({"kernel-launch", UseKind::Construct, Outcome::Unsupported, at, false});
      context.report(makeFinding(diag::LaunchNotRewritten{.reason = parse.problem}, at));
      return;
    }
    context.use({"kernel-launch", UseKind::Construct, Outcome::Translated, at, false});
    context.edit(kPass, edits(file, *parse.launch, text));
  }

  std::vector<Edit> edits(clang::FileID file, const LaunchSyntax &launch, llvm::StringRef text) {
    std::vector<Edit> result;
    auto replace = [&](std::uint32_t begin, std::uint32_t end, std::string by) {
      result.push_back({context.spanOf(file, begin, end), std::move(by)});
    };
    if (callsAcl(context.rules)) {
      // The function that launches takes the configuration as its first argument.
      replace(launch.open.begin, launch.open.end, "({");
      replace(launch.close.begin, launch.argumentsOpen.end, launch.hasArguments ? "}, " : "}");
      return result;
    }
    if (launch.needsPlainCalls) {
      // A macro cannot take these as arguments: spell out what it would do.
      std::string callee = text.slice(launch.callee.begin, launch.callee.end).str();
      replace(launch.callee.begin, launch.open.end, "(::spnPushLaunch(");
      replace(launch.close.begin, launch.close.end, "), " + callee);
      replace(launch.argumentsClose.end, launch.argumentsClose.end, ")");
      return result;
    }
    replace(launch.callee.begin, launch.callee.begin,
            launch.calleeHasComma ? "spnLaunch((" : "spnLaunch(");
    std::string afterCallee = launch.calleeHasComma ? ")," : ",";
    std::uint32_t grid = launch.open.end;
    while (grid < text.size() && (text[grid] == ' ' || text[grid] == '\t'))
      ++grid;
    llvm::StringRef gap = text.slice(launch.callee.end, launch.open.begin);
    if (gap.trim(" \t").empty()) {
      bool ownLine = grid < text.size() && (text[grid] == '\n' || text[grid] == '\r');
      replace(launch.callee.end, grid, ownLine ? afterCallee : afterCallee + " ");
    } else {
      // A line break or a comment stands between: it stays.
      replace(launch.callee.end, launch.callee.end, afterCallee);
      replace(launch.open.begin, grid, "");
    }
    for (const TokenRange &argument : launch.configuration)
      if (argument.hasTopLevelComma) {
        replace(argument.begin, argument.begin, "(");
        replace(argument.end, argument.end, ")");
      }
    std::string missing;
    for (std::size_t i = launch.configuration.size(); i < 4; ++i)
      missing += ", 0";
    if (launch.hasArguments)
      missing += ",";
    std::string_view between = text.slice(launch.close.end, launch.argumentsOpen.begin);
    replace(launch.close.begin, launch.close.end, missing);
    bool needsSpace =
        launch.hasArguments && between.empty() &&
        llvm::StringRef(" \t\r\n").find(text[launch.argumentsOpen.end]) == llvm::StringRef::npos;
    replace(launch.argumentsOpen.begin, launch.argumentsOpen.end, needsSpace ? " " : "");
    return result;
  }
};

} // namespace

std::unique_ptr<Pass> createKernelLaunchPass(PassContext &context) {
  return makePass<KernelLaunch>(context);
}

} // namespace sampan
