// SPDX-License-Identifier: Apache-2.0
// What a rule says about a use, as a finding. The passes and the report ask here, so that the same
// use reads the same wherever it is mentioned.
#pragma once

#include "rewriters/core/finding.h"
#include "rewriters/core/rules.h"

#include <optional>
#include <string>

namespace sampan {

/// The finding for a use of `name` at `at` on a target: unsupported, partial, without effect, or
/// removed from CUDA. Nothing when there is nothing to say.
std::optional<Finding> ruleFinding(const Rule &rule, const std::string &name, TargetId on,
                                   const Span &at);

} // namespace sampan
