// SPDX-License-Identifier: Apache-2.0
// Loops that end only when another thread has done something. Stricter than what asks for a hint to
// give way: a hint in the wrong place costs little, a wrong word about a kernel misleads.
#pragma once

#include <cstdint>

namespace clang {
class Stmt;
} // namespace clang

namespace sampan {

enum class LoopWait : std::uint8_t {
  None,
  Flag,  ///< reads memory until it changes
  Retry, ///< goes through its data again until other threads have done theirs
  Lock,  ///< tries to take a lock: a fixed value for a fixed value
};

LoopWait waitingLoop(const clang::Stmt &statement);

} // namespace sampan
