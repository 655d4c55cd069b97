// SPDX-License-Identifier: Apache-2.0
// A located statement about the user's code, always an instance of a row in diagnostics.def.
#pragma once

#include "rewriters/core/span.h"

#include <string>
#include <vector>

namespace sampan {

enum class Severity : std::uint8_t { Note, Warning, Error };

/// Numeric id as printed: 2103 for SPN2103.
using DiagId = std::uint16_t;

struct Finding {
  DiagId id = 0;
  Severity severity = Severity::Warning;
  Span at;
  std::string message;

  friend auto operator<=>(const Finding &, const Finding &) = default;
};

} // namespace sampan
