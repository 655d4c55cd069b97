// SPDX-License-Identifier: Apache-2.0
// An asm statement as tokens. The AST knows what its operands mean; the texts that go into the
// replacement, and the range to replace, come from where the statement is spelled.
#pragma once

#include "rewriters/ast/tokens.h"

#include <optional>
#include <string>
#include <vector>

namespace sampan::ptx {

struct AsmSyntax {
  std::uint32_t begin = 0, end = 0; ///< from the keyword to after the closing parenthesis
  bool semicolonFollows = false;
  std::uint32_t semicolonEnd = 0;
  bool inMacro = false;
  std::vector<std::string> operands; ///< the C++ expressions, outputs first
  /// The string is put together from macro parameters, so that it differs from use to use.
  bool stringVaries = false;
};

/// `first` is the index of the keyword, or of a macro that stands for it. Nothing when the
/// statement is not spelled in one piece.
std::optional<AsmSyntax> parseAsm(const std::vector<RawToken> &tokens, std::size_t first,
                                  llvm::StringRef buffer);

} // namespace sampan::ptx
