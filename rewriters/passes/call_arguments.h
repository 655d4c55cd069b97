// SPDX-License-Identifier: Apache-2.0
// f(a, b, c)  ->  f(a, c, b, c), as a rule says: "args": ["$0", "$2", "$1", "$2"]
//
// Arguments that keep their order stay where they are, so that other passes may change what is in
// them; copies are respelled here.
#pragma once

#include "rewriters/passes/launch_syntax.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sampan {

struct ArgumentEdit {
  TokenRange range;
  std::string text;
};

struct Rearrangement {
  std::string problem; ///< why there are no edits, or empty
  std::vector<ArgumentEdit> edits;
  std::vector<TokenRange> replaced; ///< in which nothing else may change
};

/// The spelling that a word gets.
using Respelling = std::function<std::string_view(llvm::StringRef)>;

/// `name` is the index of the token with the function's name.
Rearrangement rearrangeArguments(const std::vector<RawToken> &tokens, std::size_t name,
                                 llvm::StringRef text, std::span<const std::string_view> wanted,
                                 const Respelling &respelled);

} // namespace sampan
