// SPDX-License-Identifier: Apache-2.0
// The help text of a diagnostic in its parts, and a title for all findings that share its id.
#pragma once

#include "rewriters/core/diagnostics.h"

#include <string>

namespace sampan::html {

struct Help {
  std::string title; ///< the message with its arguments left open: "no rule for ‹api›"
  std::string why, fix;
};

/// Empty texts for an id without a row.
Help helpOn(DiagId id, Language language);

} // namespace sampan::html
