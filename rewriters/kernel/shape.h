// SPDX-License-Identifier: Apache-2.0
// What a kernel computes as a whole: map, reduction, matrix product, histogram, ... Told from the
// accesses to memory and the way values are folded; names of kernels and variables play no part.
#pragma once

#include "rewriters/core/kernel_shape.h"
#include "rewriters/kernel/memory_accesses.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace clang {
class ASTContext;
class FunctionDecl;
class SourceLocation;
} // namespace clang

namespace sampan {

/// Turns a place of the AST into one of a project's file.
using PlaceFinder = llvm::function_ref<Span(clang::SourceLocation)>;

KernelShape describeShape(const clang::ASTContext &ast, const clang::FunctionDecl &kernel,
                          const MemoryAccesses &accesses, PlaceFinder placeOf);

} // namespace sampan
