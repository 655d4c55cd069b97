// SPDX-License-Identifier: Apache-2.0
#include "rewriters/core/diagnostic_examples.h"

namespace sampan {
namespace {

constexpr DiagExample kExamples[] = {
#define EXAMPLE(id, before, after) {id, before, after},
#include "rewriters/core/diagnostic_examples.def"
#undef EXAMPLE
};

} // namespace

std::span<const DiagExample> allDiagnosticExamples() { return kExamples; }

const DiagExample *exampleOf(DiagId id) {
  for (const DiagExample &example : kExamples)
    if (example.id == id)
      return &example;
  return nullptr;
}

} // namespace sampan
