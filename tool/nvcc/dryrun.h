// SPDX-License-Identifier: Apache-2.0
// The texts by which build systems recognise nvcc: its version banner, the variables that -v and
// --dryrun print, the lists of architectures, the help.
#pragma once

#include "tool/nvcc/arguments.h"
#include "tool/support/toolkit.h"

#include <string>

namespace sampan::nvcc {

/// CMake looks for the first line, Meson takes what follows the last capital V as the version.
std::string versionBanner();

/// "#$ NAME=value" lines. CMake derives include and library directories from them, and looks for
/// the text of LIBRARIES in the link command.
std::string variables(const Toolkit &kit, const std::string &pathVariable);

/// `prefix` is "compute_" or "sm_".
std::string architectureList(const std::string &prefix);

std::string helpText();

} // namespace sampan::nvcc
