// SPDX-License-Identifier: Apache-2.0
// Looks at each input before anything is parsed: what is no source text is refused with a message
// of its own instead of a thousand parse errors.
#pragma once

#include "rewriters/core/finding.h"

#include <optional>
#include <string>

namespace sampan {

/// Files beyond this are data, not source.
inline constexpr std::uint64_t kLargestInput = 64U << 20U;

/// Why the file cannot be taken as a source, or nothing.
std::optional<Finding> checkInput(const std::string &absoluteFile);

} // namespace sampan
