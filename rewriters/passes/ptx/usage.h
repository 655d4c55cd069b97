// SPDX-License-Identifier: Apache-2.0
// When the instructions of a statement read and write the statement's operands. Registers hold what
// an operand was when the statement began; C++ text reads what it is now. This tells where the
// difference matters.
#pragma once

#include "rewriters/passes/ptx/emitter.h"

namespace sampan::ptx {

struct ArgumentUsage {
  int uses = 0;      ///< times its text would be written
  int lastRead = -1; ///< index of an instruction
};

struct Usage {
  std::vector<ArgumentUsage> arguments;
  /// First instruction after which a C++ variable may have another value.
  int firstEffect = -1;
  bool hasBranches = false;
  bool carryEscapes = false; ///< the carry flag enters from, or leaves to, another statement
};

Usage usageOf(const std::vector<Item> &items, const std::vector<Argument> &arguments);

} // namespace sampan::ptx
