// SPDX-License-Identifier: Apache-2.0
// The operators of Ascend's toolkit that the library calls, found at run time. An operator is two
// functions: the first takes the operands and says how much workspace the second needs, the second
// queues the work in a stream.
#pragma once

#include "backends/ascend/acl.h"

#include <cstddef>
#include <cstdint>

struct aclTensor;
struct aclScalar;
struct aclIntArray;
struct aclOpExecutor;

namespace spn::blas::ascend {

using Status = int;

enum DataType : int {
  float32 = 0,
  float16 = 1,
  int32 = 3,
  bfloat16 = 27,
};
constexpr int formatNd = 2;
/// Precision of the matrix units.
enum CubeMathType : signed char { keepType = 0, useHf32 = 3 };

#define SPN_ACLNN_BASE(F)                                                                          \
  F(aclTensor *, aclCreateTensor,                                                                  \
    (const std::int64_t *dims, std::uint64_t rank, int type, const std::int64_t *strides,          \
     std::int64_t offset, int format, const std::int64_t *storage, std::uint64_t storageRank,      \
     void *data))                                                                                  \
  F(Status, aclDestroyTensor, (const aclTensor *tensor))                                           \
  F(aclScalar *, aclCreateScalar, (void *value, int type))                                         \
  F(Status, aclDestroyScalar, (const aclScalar *scalar))                                           \
  F(aclIntArray *, aclCreateIntArray, (const std::int64_t *values, std::uint64_t count))           \
  F(Status, aclDestroyIntArray, (const aclIntArray *array))

/// Name, and the parameters of the first function without the last two.
#define SPN_ACLNN_OPERATORS(F)                                                                     \
  F(InplaceBaddbmm, const aclTensor *, const aclTensor *, const aclTensor *, const aclScalar *,    \
    const aclScalar *, std::int8_t)                                                                \
  F(Baddbmm, const aclTensor *, const aclTensor *, const aclTensor *, const aclScalar *,           \
    const aclScalar *, aclTensor *, std::int8_t)                                                   \
  F(InplaceCopy, aclTensor *, const aclTensor *)                                                   \
  F(InplaceAdd, const aclTensor *, const aclTensor *, const aclScalar *)                           \
  F(InplaceAdds, const aclTensor *, const aclScalar *, const aclScalar *)                          \
  F(InplaceMuls, const aclTensor *, const aclScalar *)                                             \
  F(InplaceZero, aclTensor *)                                                                      \
  F(Cast, const aclTensor *, int, aclTensor *)                                                     \
  F(Abs, const aclTensor *, aclTensor *)                                                           \
  F(Dot, const aclTensor *, const aclTensor *, aclTensor *)                                        \
  F(Norm, const aclTensor *, const aclScalar *, const aclIntArray *, bool, aclTensor *)            \
  F(ArgMax, const aclTensor *, std::int64_t, bool, aclTensor *)                                    \
  F(ArgMin, const aclTensor *, std::int64_t, bool, aclTensor *)                                    \
  F(TriangularSolve, const aclTensor *, const aclTensor *, bool, bool, bool, aclTensor *,          \
    aclTensor *)

template <class... Parameters> struct Operator {
  const char *name = nullptr;
  Status (*prepare)(Parameters..., std::uint64_t *workspaceBytes,
                    aclOpExecutor **executor) = nullptr;
  Status (*run)(void *workspace, std::uint64_t workspaceBytes, aclOpExecutor *executor,
                void *stream) = nullptr;
};

struct Aclnn {
#define SPN_ACLNN_MEMBER(result, name, parameters) result(*name) parameters = nullptr;
  SPN_ACLNN_BASE(SPN_ACLNN_MEMBER)
#undef SPN_ACLNN_MEMBER
#define SPN_ACLNN_MEMBER(name, ...) Operator<__VA_ARGS__> name;
  SPN_ACLNN_OPERATORS(SPN_ACLNN_MEMBER)
#undef SPN_ACLNN_MEMBER
  bool usable = false;
};

/// Opens the libraries at the first call, and says on stderr why when that fails.
const Aclnn &aclnn();

} // namespace spn::blas::ascend
