// SPDX-License-Identifier: Apache-2.0
// Whether colours and progress lines are welcome.
#pragma once

#include <cstdint>

namespace sampan {

enum class ColourMode : std::uint8_t { Auto, Always, Never };
enum class Stream : std::uint8_t { Output, Error };

/// Auto: on a terminal unless NO_COLOR is set; CLICOLOR_FORCE turns it on anywhere.
bool useColour(ColourMode mode, Stream stream);

bool isTerminal(Stream stream);

} // namespace sampan
