// SPDX-License-Identifier: Apache-2.0
// Block sizes that kernels are launched with, as far as the file that defines them says so. A loop
// over a number of threads that the compiler knows is unrolled, and what a row keeps stays in
// registers: the block form is written a second time for such a size, and the general one remains
// for all others.
#pragma once

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <array>
#include <cstdint>
#include <vector>

namespace clang {
class ASTContext;
class CUDAKernelCallExpr;
class FunctionDecl;
} // namespace clang

namespace sampan::host {

using BlockShape = std::array<std::uint64_t, 3>;

class BlockShapes {
public:
  explicit BlockShapes(const clang::ASTContext &ast) : ast(ast) {}

  /// `around`: the function that the launch stands in, or null.
  void add(const clang::CUDAKernelCallExpr &launch, const clang::FunctionDecl *around);
  /// Of a kernel or template, in the order of the launches; few.
  std::vector<BlockShape> of(const clang::FunctionDecl &kernel) const;

private:
  const clang::ASTContext &ast;
  llvm::DenseMap<const clang::FunctionDecl *, llvm::SmallVector<BlockShape, 2>> shapes;
};

/// Whether a copy of the kernel's block form for each of the sizes is worth its compile time. Rows
/// of several threads, tiles and values that live across barriers gain; for a kernel that goes
/// through a row without either it makes no difference.
bool gainFromSize(const clang::FunctionDecl &kernel, const std::vector<BlockShape> &sizes,
                  bool hasBarriers);

} // namespace sampan::host
