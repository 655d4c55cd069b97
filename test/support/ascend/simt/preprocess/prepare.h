// SPDX-License-Identifier: Apache-2.0
// An .asc source as text that an ordinary compiler takes, and what is wrong with it besides.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sampan::asc {

struct Complaint {
  std::string file;
  std::size_t line, column;
  std::string message;
};

struct Prepared {
  std::string text;
  std::vector<Complaint> complaints;
};

enum class Purpose {
  run,   ///< kernels become closures that the emulator runs, launches become calls
  check, ///< for the compiler's CUDA mode, which tells host from device code; launches stay
};

/// `source` is preprocessed text with line markers.
Prepared prepare(std::string_view source, Purpose purpose);

/// Complaints about PTX that was made from the check text: 64-bit floating-point arithmetic, calls
/// through pointers.
std::vector<Complaint> checkPtx(std::string_view ptx);

} // namespace sampan::asc
