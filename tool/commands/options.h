// SPDX-License-Identifier: Apache-2.0
// The option table of `sampan`, made from Options.td.
#pragma once

#include "llvm/Option/OptTable.h"
#include "llvm/Option/Option.h"

namespace sampan {

enum CommandVisibility : unsigned {
  TranslateVis = 1U << 1U,
  ReportVis = 1U << 2U,
  ExplainVis = 1U << 3U,
  RulesVis = 1U << 4U,
  EnvVis = 1U << 5U,
  DoctorVis = 1U << 6U,
  BaselineVis = 1U << 7U,
  InterceptVis = 1U << 8U,
  ExplainKernelVis = 1U << 9U,
};

enum SampanOptionId : unsigned {
  OPT_INVALID = 0,
#define OPTION(...) LLVM_MAKE_OPT_ID(__VA_ARGS__),
#include "SampanOptions.inc"
#undef OPTION
};

const llvm::opt::OptTable &sampanOptions();

} // namespace sampan
