// SPDX-License-Identifier: Apache-2.0
// The option table of the compile driver, made from Options.td.
#pragma once

#include "llvm/Option/OptTable.h"
#include "llvm/Option/Option.h"

namespace sampan::nvcc {

/// What the driver does about an option; see Options.td.
enum OptionClass : unsigned {
  Honour = 1U << 4U,
  Map = 1U << 5U,
  Ignore = 1U << 6U,
  Reject = 1U << 7U,
};

enum OptionId : unsigned {
  OPT_INVALID = 0,
#define OPTION(...) LLVM_MAKE_OPT_ID(__VA_ARGS__),
#include "NvccOptions.inc"
#undef OPTION
};

const llvm::opt::OptTable &optionTable();

} // namespace sampan::nvcc
