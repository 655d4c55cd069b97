// SPDX-License-Identifier: Apache-2.0
// Everything that the page says, in each language that Sampan speaks. The sentences are the rows of
// texts.def and nowhere else.
#pragma once

#include "rewriters/core/diagnostics.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace sampan::html {

enum class Text {
#define TEXT(name, english, chinese) name,
#define COUNTED(name, one, many, chinese)
#include "tool/report/html/texts.def"
#undef COUNTED
#undef TEXT
};

/// Texts with a number, which English inflects.
enum class Counted {
#define TEXT(name, english, chinese)
#define COUNTED(name, one, many, chinese) name,
#include "tool/report/html/texts.def"
#undef COUNTED
#undef TEXT
};

std::string_view textOf(Text text, Language language);
/// Replaces {0}, {1}, ... in the text.
std::string textOf(Text text, Language language, std::initializer_list<std::string_view> values);
/// Replaces {0} by the number.
std::string textOf(Counted text, Language language, std::size_t number);

/// "12,345"
std::string number(std::size_t value);
/// "93.4%"; rounded to a hundred only when nothing is missing, and to zero when nothing is there.
std::string percent(double share);
/// "12 h"; "1.5 h" below ten hours, a dash for nothing.
std::string hours(std::size_t minutes);
/// "48 KiB"
std::string byteSize(std::size_t bytes);

} // namespace sampan::html
