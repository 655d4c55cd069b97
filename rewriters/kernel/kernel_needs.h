// SPDX-License-Identifier: Apache-2.0
// Lists what a kernel asks of a target, construct by construct, with the facts that decide whether
// a target has it: types, memories, masks, whether an old value is used.
#pragma once

#include "rewriters/core/kernel_info.h"
#include "rewriters/kernel/kernel_model.h"
#include "rewriters/kernel/shape.h"

namespace clang {
class ASTContext;
class FunctionDecl;
} // namespace clang

namespace sampan {

/// Fills `needs`, `shape` and `localBytes` of a description. `kernel` is a definition, of a
/// template best one of its instantiations; `model` may be that of the pattern.
void describeNeeds(const clang::ASTContext &ast, const clang::FunctionDecl &kernel,
                   const KernelModel &model, PlaceFinder placeOf, KernelInfo &info);

} // namespace sampan
