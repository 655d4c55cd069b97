// SPDX-License-Identifier: Apache-2.0
// Lists preprocessor branches that this view of the file skipped. Names and launches in them are
// rewritten as tokens, but nothing that needs the AST was looked at.
#include "rewriters/passes/passes.h"

namespace sampan {
namespace {

class SkippedBranches final : public Pass {
public:
  using Pass::Pass;

  void finish() override {
    for (clang::SourceRange range : context.preprocessor.skipped)
      if (std::optional<Span> at = context.span(range.getBegin(), range.getEnd()))
        context.addNotAnalysed(*at);
  }
};

} // namespace

std::unique_ptr<Pass> createSkippedBranchesPass(PassContext &context) {
  return makePass<SkippedBranches>(context);
}

} // namespace sampan
