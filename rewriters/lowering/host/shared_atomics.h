// SPDX-License-Identifier: Apache-2.0
// Atomics on shared memory. A block never leaves its OS thread, so nobody else reaches its shared
// memory, and a plain read and write does what a locked instruction does, in a quarter of the time.
#pragma once

#include "rewriters/lowering/host/kernel_text.h"
#include "rewriters/lowering/host/shape.h"

namespace sampan::host {

/// Replaces atomic functions below `statement` by those of block scope, where the operand certainly
/// is shared memory of the kernel. Anything else, above all a pointer of unknown origin, stays.
void addSharedAtomicEdits(const clang::Stmt &statement, const KernelFacts &facts,
                          const KernelText &text, LocalEdits &edits);

} // namespace sampan::host
