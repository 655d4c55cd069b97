// SPDX-License-Identifier: Apache-2.0
// Words of PTX inside an asm string.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sampan::ptx {

struct Word {
  enum class Kind { Name, Argument, Number, Punctuation, End };
  Kind kind = Kind::End;
  std::string text; ///< Argument: the index in decimal digits
  bool spaceBefore = false;

  bool is(char punctuation) const {
    return kind == Kind::Punctuation && text.size() == 1 && text[0] == punctuation;
  }
};

/// Splits `text`; comments vanish. %N and %[name] become arguments, %% a percent sign. The last
/// word is an End. A character that PTX does not have becomes punctuation, for the parser to
/// refuse.
std::vector<Word> split(std::string_view text, const std::vector<std::string> &names);

} // namespace sampan::ptx
