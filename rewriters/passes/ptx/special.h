// SPDX-License-Identifier: Apache-2.0
// PTX's special registers and what the kernel language calls them.
#pragma once

#include "rewriters/passes/ptx/types.h"

namespace sampan::ptx {

struct SpecialRegister {
  std::string text; ///< a C++ expression
  Type type;
};

/// `name` without the percent sign: "laneid", "tid.x".
std::optional<SpecialRegister> specialRegister(std::string_view name);

} // namespace sampan::ptx
