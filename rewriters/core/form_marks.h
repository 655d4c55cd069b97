// SPDX-License-Identifier: Apache-2.0
// Comments around each block form in the text that a host compiler reads. Where the compiler takes
// a form badly, they tell whose it is.
#pragma once

namespace sampan {

/// Followed by the line of the kernel's or device function's name.
constexpr const char kFormStart[] = "\n// spn form: ";
constexpr const char kFormEnd[] = "// spn form end\n";

} // namespace sampan
