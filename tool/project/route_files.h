// SPDX-License-Identifier: Apache-2.0
// Finds the files that lead from operators to kernels. Registrations stand in host sources, which
// nobody names on the command line, since nothing in them is CUDA.
#pragma once

#include "rewriters/core/plan.h"
#include "rewriters/core/route_facts.h"

#include <vector>

namespace sampan {

/// What the files of the project, and the C++ sources beside them and one folder up, say about
/// operators. Empty when none of them registers one.
std::vector<RouteFacts> readRouteFacts(const Plan &plan);

} // namespace sampan
