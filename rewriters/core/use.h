// SPDX-License-Identifier: Apache-2.0
// One use of one CUDA entity in the user's code: the raw material of coverage figures.
#pragma once

#include "rewriters/core/span.h"

#include <string>

namespace sampan {

enum class UseKind : std::uint8_t { Function, Type, Enumerator, Macro, Field, Header, Construct };

/// How the use came out. `Unknown` means that no rule and no pass covers it; it is never success.
enum class Outcome : std::uint8_t { Translated, Kept, Emulated, Partial, Unsupported, Unknown };

/// `name` is the CUDA spelling ("cudaMalloc", "__shfl_down_sync", "cuda_fp16.h") or, for a
/// construct, a stable lower-case name ("kernel-launch", "dynamic-shared-memory").
struct Use {
  std::string name;
  UseKind kind = UseKind::Function;
  Outcome outcome = Outcome::Unknown;
  Span at;
  bool inDeviceCode = false;

  friend auto operator<=>(const Use &, const Use &) = default;
};

} // namespace sampan
