// SPDX-License-Identifier: Apache-2.0
// Reads from the tokens of a file what an operator's way to its kernels is made of: registrations
// with PyTorch or pybind11, function definitions, and what they mention and launch.
#pragma once

#include "rewriters/core/route_facts.h"

#include <string>
#include <string_view>

namespace sampan {

/// True when the text registers operators; quick, so that other projects pay nothing.
bool registersOperators(std::string_view text);

/// Needs no include files and no flags. Macros with arguments count as functions.
RouteFacts scanRoutes(const std::string &file, std::string_view text);

} // namespace sampan
