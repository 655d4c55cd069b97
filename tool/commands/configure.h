// SPDX-License-Identifier: Apache-2.0
// Completes a command line from .sampan.json and the environment: flags outrank the file, which
// outranks the environment.
#pragma once

#include "tool/commands/arguments.h"

namespace sampan {

/// False after an error message. A command that works on one target takes the first of several.
bool applyConfig(Arguments &arguments, bool severalTargets);

} // namespace sampan
