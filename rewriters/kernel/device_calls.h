// SPDX-License-Identifier: Apache-2.0
// What a name means when device code calls it: barrier, warp collective, atomic, ... The kernel
// model and its analyses ask here, so that the list exists once.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <cstdint>

namespace clang {
class CallExpr;
class CUDAKernelCallExpr;
class FunctionDecl;
} // namespace clang

namespace sampan {

enum class DeviceCall : std::uint8_t {
  Ordinary,
  BlockBarrier,   ///< __syncthreads and its count/and/or forms, thread_block::sync
  GridBarrier,    ///< grid_group::sync
  WarpCollective, ///< shuffles, votes, match, reduce, __syncwarp, tile operations
  Atomic,
  Fence,
  Print,
  Heap,
  Clock,
  Texture,
  Trap,
};

/// By the name alone; `isMember` tells a call of a member function.
DeviceCall classifyDeviceCall(llvm::StringRef name, bool isMember, llvm::StringRef objectType);

/// Also sees through templates that are not instantiated and through overload sets.
DeviceCall classifyDeviceCall(const clang::CallExpr &call);

/// Name of the function that `call` names, empty for a call through a pointer.
llvm::StringRef calleeName(const clang::CallExpr &call);

/// The definition that `call` reaches: the pattern for a template, null when it cannot be told.
const clang::FunctionDecl *calleeDefinition(const clang::CallExpr &call);

/// The kernel that `launch` launches: of a template its instance, or in a template its pattern.
/// Null where it cannot be told.
const clang::FunctionDecl *launchedKernel(const clang::CUDAKernelCallExpr &launch);

/// True for a call whose callee nothing is known about: through a pointer, virtual, undefined.
bool isOpaqueCall(const clang::CallExpr &call);

} // namespace sampan
