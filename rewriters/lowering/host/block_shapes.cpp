// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/block_shapes.h"

#include "rewriters/kernel/constant_value.h"
#include "rewriters/kernel/device_calls.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

namespace sampan::host {
namespace {

/// Each shape is one more copy of the kernel for the host's compiler.
constexpr std::size_t kMostShapes = 2;
constexpr std::uint64_t kMostThreads = 1024;

/// As it is written: the pattern of a template.
const clang::FunctionDecl *writtenKernel(const clang::FunctionDecl *function) {
  if (!function)
    return nullptr;
  if (const clang::FunctionDecl *pattern = function->getTemplateInstantiationPattern())
    function = pattern;
  return function->getCanonicalDecl();
}

} // namespace

void BlockShapes::add(const clang::CUDAKernelCallExpr &launch, const clang::FunctionDecl *around) {
  const clang::FunctionDecl *kernel = writtenKernel(launchedKernel(launch));
  const clang::CallExpr *configuration = launch.getConfig();
  if (!kernel || !configuration || configuration->getNumArgs() < 2)
    return;
  std::optional<BlockShape> shape =
      ConstantValues(ast, around).dimensions(*configuration->getArg(1));
  if (!shape)
    return;
  std::uint64_t threads = 1;
  for (std::uint64_t size : *shape) {
    if (size == 0 || size > kMostThreads)
      return;
    threads *= size;
  }
  llvm::SmallVector<BlockShape, 2> &known = shapes[kernel];
  if (threads <= kMostThreads && known.size() < kMostShapes && !llvm::is_contained(known, *shape))
    known.push_back(*shape);
}

std::vector<BlockShape> BlockShapes::of(const clang::FunctionDecl &kernel) const {
  auto found = shapes.find(writtenKernel(&kernel));
  if (found == shapes.end())
    return {};
  return {found->second.begin(), found->second.end()};
}

bool gainFromSize(const clang::FunctionDecl &kernel, const std::vector<BlockShape> &sizes,
                  bool hasBarriers) {
  constexpr std::ptrdiff_t kManyInstances = 4;
  const clang::FunctionTemplateDecl *made = kernel.getDescribedFunctionTemplate();
  if (sizes.empty() ||
      (made && std::distance(made->spec_begin(), made->spec_end()) > kManyInstances))
    return false;
  return hasBarriers ||
         llvm::any_of(sizes, [](const BlockShape &size) { return size[1] * size[2] > 1; });
}

} // namespace sampan::host
