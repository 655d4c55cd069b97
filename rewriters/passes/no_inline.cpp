// SPDX-License-Identifier: Apache-2.0
// __noinline__ -> SPN_NOINLINE. As a macro the CUDA spelling would break system headers, which
// write
// __attribute__((__noinline__)).
#include "rewriters/passes/passes.h"

namespace sampan {
namespace {

class NoInline final : public Pass {
public:
  using Pass::Pass;

  void finish() override {
    for (clang::FileID file : context.projectFiles()) {
      llvm::StringRef text = context.buffer(file);
      const std::vector<RawToken> &tokens = context.tokens(file);
      for (std::size_t i = 0; i < tokens.size(); ++i) {
        const RawToken &token = tokens[i];
        if (!token.is(clang::tok::raw_identifier) || token.text(text) != "__noinline__")
          continue;
        bool inAttribute =
            i > 0 && (tokens[i - 1].is(clang::tok::l_paren) || tokens[i - 1].is(clang::tok::comma));
        if (inAttribute || isDirectiveOperand(tokens, i))
          continue;
        Span at = context.spanOf(file, token.begin, token.end);
        context.edit("no-inline", {{at, "SPN_NOINLINE"}});
      }
    }
  }

private:
  /// `#define __noinline__`, `#ifdef __noinline__`, `#undef __noinline__`
  static bool isDirectiveOperand(const std::vector<RawToken> &tokens, std::size_t i) {
    return i >= 2 && tokens[i - 2].is(clang::tok::hash) && tokens[i - 2].startsLine;
  }
};

} // namespace

std::unique_ptr<Pass> createNoInlinePass(PassContext &context) {
  return makePass<NoInline>(context);
}

} // namespace sampan
