// SPDX-License-Identifier: Apache-2.0
// Publishes the kernel model of every kernel definition as values, for reports and fit checks.
#include "rewriters/core/kernel_merge.h"
#include "rewriters/kernel/kernel_model.h"
#include "rewriters/kernel/kernel_needs.h"
#include "rewriters/passes/passes.h"

#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Stmt.h"

#include <algorithm>

namespace sampan {
namespace {

/// What is compiled of a kernel: the instantiations of a template, else the kernel itself.
std::vector<const clang::FunctionDecl *> instantiationsOf(const clang::FunctionDecl &kernel) {
  std::vector<const clang::FunctionDecl *> result;
  if (const clang::FunctionTemplateDecl *made = kernel.getDescribedFunctionTemplate())
    for (const clang::FunctionDecl *instance : made->specializations())
      if (instance->getTemplateInstantiationPattern() == &kernel && instance->getBody())
        result.push_back(instance);
  if (result.empty())
    result.push_back(&kernel);
  return result;
}

class KernelFacts final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Decl &decl) override {
    auto *function = llvm::dyn_cast<clang::FunctionDecl>(&decl);
    if (!function || !function->hasAttr<clang::CUDAGlobalAttr>() ||
        !function->doesThisDeclarationHaveABody() || !function->getBody())
      return;
    std::optional<Span> at = context.tokenSpan(function->getLocation());
    if (!at)
      return;
    KernelModel model = buildKernelModel(context.ast, *function);
    model.info.at = *at;
    if (std::optional<Span> end = context.tokenSpan(function->getBody()->getEndLoc());
        end && end->file == at->file && end->end > at->begin)
      model.info.bodyEnd = end->end;
    addNeeds(*function, model);
    context.addKernel(std::move(model.info));
  }

private:
  void addNeeds(const clang::FunctionDecl &kernel, KernelModel &model) {
    auto placeOf = [&](clang::SourceLocation location) {
      return context.tokenSpan(location).value_or(model.info.at);
    };
    KernelInfo united = model.info;
    for (const clang::FunctionDecl *instance : instantiationsOf(kernel)) {
      KernelInfo info = model.info;
      KernelModel concrete = buildKernelModel(context.ast, *instance);
      describeNeeds(context.ast, *instance, concrete, placeOf, info);
      addFromTokens(kernel, info);
      if (instance == instantiationsOf(kernel).front())
        united = std::move(info);
      else
        uniteKernel(united, info);
    }
    model.info = std::move(united);
  }

  static KernelNeed &add(NeedKind kind, Span at, KernelInfo &info) {
    KernelNeed need;
    need.kind = kind;
    need.at = std::move(at);
    info.needs.push_back(std::move(need));
    return info.needs.back();
  }

  /// Names of device libraries and launches from a kernel, as tokens: without the library, and
  /// without support for such launches in the front end, the AST has gaps there.
  void addFromTokens(const clang::FunctionDecl &kernel, KernelInfo &info) {
    clang::SourceLocation begin = context.spelling(kernel.getBody()->getBeginLoc());
    if (begin.isInvalid() || info.bodyEnd == 0)
      return;
    clang::FileID file = context.sources.getFileID(begin);
    const std::vector<RawToken> &tokens = context.tokens(file);
    llvm::StringRef text = context.buffer(file);
    std::size_t i = context.tokenAt(file, context.sources.getFileOffset(begin));
    std::set<std::string_view> seen;
    for (; i < tokens.size() && tokens[i].end <= info.bodyEnd; ++i) {
      if (tokens[i].is(clang::tok::lesslessless))
        add(NeedKind::DynamicParallelism, context.spanOf(file, tokens[i].begin, tokens[i].end),
            info);
      if (!tokens[i].is(clang::tok::raw_identifier))
        continue;
      std::string name = tokens[i].text(text).str();
      bool scoped = i + 2 < tokens.size() && tokens[i + 1].is(clang::tok::coloncolon);
      if (scoped)
        name += "::" + tokens[i + 2].text(text).str();
      const Rule *rule = context.rules.find(name);
      bool rejected = rule && rule->deviceCode && rule->action == RuleAction::Reject;
      if (!rejected || !seen.insert(rule->library).second)
        continue;
      KernelNeed &need =
          add(NeedKind::DeviceLibrary, context.spanOf(file, tokens[i].begin, tokens[i].end), info);
      need.name = name;
      need.detail = rule->library;
    }
    std::sort(info.needs.begin(), info.needs.end());
  }
};

} // namespace

std::unique_ptr<Pass> createKernelFactsPass(PassContext &context) {
  return makePass<KernelFacts>(context);
}

} // namespace sampan
