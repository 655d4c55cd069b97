// SPDX-License-Identifier: Apache-2.0
// One asm statement with PTX -> the C++ that replaces it. No Clang here: the pass supplies texts.
#pragma once

#include "rewriters/passes/ptx/emitter.h"

namespace sampan::ptx {

struct Statement {
  std::string ptx;                 ///< the asm string, with its escapes resolved
  std::vector<Argument> arguments; ///< outputs, then inputs
  std::vector<std::string> names;  ///< symbolic names of the arguments, empty where none
  bool inMacro = false;            ///< spelled in a macro body, where names may be parameters
  bool inKernel = false;           ///< `return` ends the thread
};

struct Translation {
  std::string problem;            ///< empty, or the instruction that has no translation
  bool isEmpty = false;           ///< no instruction: a compiler barrier
  bool isBlock = false;           ///< lines form a compound statement
  std::vector<std::string> lines; ///< without the braces; an expression when not a block

  /// The replacement. Lines but the first start with `indent`; `lineEnd` is put between lines.
  std::string text(const std::string &indent, const std::string &lineEnd) const;
};

Translation translate(const Statement &statement);

} // namespace sampan::ptx
