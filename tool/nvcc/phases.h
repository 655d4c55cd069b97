// SPDX-License-Identifier: Apache-2.0
// From inputs to outputs: which objects are made, where they go, and what is made of them.
#pragma once

#include "tool/nvcc/session.h"

namespace sampan::nvcc {

/// Runs what the invocation asks for. True on success.
bool runPhases(Session &session);

/// Where the object of an input goes under -c.
std::string objectName(const Invocation &invocation, const Input &input);

/// The file that a linking invocation makes.
std::string linkOutput(const Invocation &invocation);

} // namespace sampan::nvcc
