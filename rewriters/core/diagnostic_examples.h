// SPDX-License-Identifier: Apache-2.0
// Code that gets a diagnostic, and code that does not: diagnostic_examples.def as values.
#pragma once

#include "rewriters/core/finding.h"

#include <span>
#include <string_view>

namespace sampan {

struct DiagExample {
  DiagId id;
  std::string_view before, after;
};

std::span<const DiagExample> allDiagnosticExamples();
/// Null when there is none.
const DiagExample *exampleOf(DiagId id);

} // namespace sampan
