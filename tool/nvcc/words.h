// SPDX-License-Identifier: Apache-2.0
// Splits option values the way nvcc does: it hands them to a shell, so quotes and backslashes in
// them have a shell's meaning.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sampan::nvcc {

/// "-Wall,-g" and "-Wall -g" are two words each; quotes are removed and protect what they enclose.
std::vector<std::string> splitWords(std::string_view value, bool atCommas = true);

/// A list of names or macros: split at commas that stand outside of quotes and parentheses; the
/// text is otherwise kept.
std::vector<std::string> splitList(std::string_view value);

/// `word` as a shell would need it; for messages.
std::string quoted(std::string_view word);
std::string quotedCommand(const std::vector<std::string> &words);

} // namespace sampan::nvcc
