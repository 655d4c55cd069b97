// SPDX-License-Identifier: Apache-2.0
// Shared variables whose type has no name where the kernel must declare them: it is local to a
// function, or made of the template parameters of a device function. The kernel declares bytes, and
// the function gives them their type.
//
//   template <class T> __device__ T sum(T x) { __shared__ T parts[32]; ... }
//   ->  template <class T> __aicore__ T sum(T x, void *parts_bytes) {
//         T *parts = static_cast<T *>(parts_bytes); ... }
//       __global__ ... { __ubuf__ __align__(16) unsigned char sum_parts[128]; ... }
#pragma once

#include "rewriters/ast/pass_context.h"

#include <cstdint>
#include <string>

namespace clang {
class VarDecl;
} // namespace clang

namespace sampan::ascend {

/// Whether the variable's type can be named inside of its function alone.
bool isOpaque(const clang::VarDecl &variable);

/// Whether the type is one of cub or another library that device code gets from CUDA.
bool hasLibraryType(const clang::VarDecl &variable);

/// Bytes that the variable takes at most, over all instances of its function.
std::uint64_t opaqueBytes(const PassContext &context, const clang::VarDecl &variable);

} // namespace sampan::ascend
