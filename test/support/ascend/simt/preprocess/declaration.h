// SPDX-License-Identifier: Apache-2.0
// Declarations of variables in unified buffer, read from their tokens.
#pragma once

#include "tokens.h"

#include <optional>

namespace sampan::asc {

struct UbufVariable {
  std::string name;
  std::string type;   ///< all that stands before the name, without __ubuf__ and extern
  std::string suffix; ///< array bounds
};

struct UbufDeclaration {
  bool dynamic = false; ///< extern T name[]
  bool initialised = false;
  std::vector<UbufVariable> variables;
};

/// The declaration in tokens [begin, end), of which `qualifier` is __ubuf__. Nothing if __ubuf__
/// qualifies what a pointer points to, so that the variable itself is an ordinary one.
std::optional<UbufDeclaration> readUbuf(const std::vector<Token> &tokens, std::size_t begin,
                                        std::size_t qualifier, std::size_t end);

/// Tokens [begin, end) with a single blank where there is space between them.
std::string spell(const std::vector<Token> &tokens, std::size_t begin, std::size_t end);

} // namespace sampan::asc
