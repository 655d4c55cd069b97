// SPDX-License-Identifier: Apache-2.0
// What a printf call asks of a device's printf beyond integers, floats, characters and strings.
#pragma once

#include <string>

namespace clang {
class CallExpr;
} // namespace clang

namespace sampan {

/// The first thing that a small printf lacks ("%n", "*", "\t", "a format that is no literal"), or
/// empty.
std::string printProblem(const clang::CallExpr &call);

} // namespace sampan
