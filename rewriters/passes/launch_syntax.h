// SPDX-License-Identifier: Apache-2.0
// The parts of a kernel launch as it is written, found by reading tokens around `<<<`.
#pragma once

#include "rewriters/ast/tokens.h"

#include <optional>
#include <string>
#include <vector>

namespace sampan {

/// Bytes [begin, end) of the file.
struct TokenRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool hasTopLevelComma = false; ///< a comma that would split a macro argument
};

struct LaunchSyntax {
  TokenRange callee;
  bool calleeHasComma = false;
  TokenRange open;                       ///< <<<
  std::vector<TokenRange> configuration; ///< up to four expressions; one: a macro holds them all
  TokenRange close;                      ///< >>>
  TokenRange argumentsOpen;              ///< (
  TokenRange argumentsClose;             ///< )
  bool hasArguments = false;
  /// Cannot be the arguments of a macro: an #if stands inside, or a macro holds the configuration.
  bool needsPlainCalls = false;
};

/// Either `launch`, or `problem` says why there is none.
struct LaunchParse {
  std::optional<LaunchSyntax> launch;
  std::string problem;
};

/// `chevron` is the index of the `<<<`.
LaunchParse parseLaunch(const std::vector<RawToken> &tokens, std::size_t chevron,
                        llvm::StringRef text);

} // namespace sampan
