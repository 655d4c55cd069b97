// SPDX-License-Identifier: Apache-2.0
// Writes the block form of a kernel: the tree of shape.h as C++ around pieces of the kernel's own
// text.
#pragma once

#include "rewriters/core/kernel_form.h"
#include "rewriters/lowering/host/block_shapes.h"
#include "rewriters/lowering/host/kernel_text.h"
#include "rewriters/lowering/host/shape.h"

namespace sampan::host {

/// What goes before SPN_KERNEL_END, also for blocks of each of `sizes` where it pays. Nothing when
/// a piece of text cannot be used (`obstacle` says why). Fills in what `form` says of the result.
std::optional<std::string> writeBlockForm(const KernelFacts &facts, const Shape &shape,
                                          const KernelText &text,
                                          const std::vector<BlockShape> &sizes, KernelForm &form,
                                          Obstacle &obstacle);

/// The body of a device function's overload (callee_forms.h).
std::optional<std::string> writeCalleeBody(const KernelFacts &facts, const Shape &shape,
                                           const KernelText &text, KernelForm &form,
                                           Obstacle &obstacle);

} // namespace sampan::host
