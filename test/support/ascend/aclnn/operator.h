// SPDX-License-Identifier: Apache-2.0
// Descriptors of the operator double, and the two phases of every operator.
#pragma once

#include "../acl/source/double.h"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <vector>

struct aclTensor {
  std::vector<std::int64_t> dims, strides;
  int type = 0;
  char *data = nullptr;
  std::int64_t count() const;
  std::size_t span() const; ///< bytes from the first element to the end of the last
  bool isContiguous() const;
  double at(std::initializer_list<std::int64_t> index) const;
  void set(std::initializer_list<std::int64_t> index, double value) const;
  /// Element number i in row-major order.
  double at(std::int64_t i) const;
  void set(std::int64_t i, double value) const;

private:
  char *place(std::int64_t i) const;
  char *place(std::initializer_list<std::int64_t> index) const;
  double read(const char *p) const;
  void write(char *p, double value) const;
};

struct aclScalar {
  double value = 0;
};
struct aclOpExecutor;
struct aclIntArray {
  std::vector<std::int64_t> values;
};

namespace aclnn_double {

enum Type : int { float32 = 0, float16 = 1, int32 = 3, bfloat16 = 27 };
constexpr int invalidParameter = 161002; ///< ACLNN_ERR_PARAM_INVALID

/// First phase: refuses descriptors that do not exist or whose memory is not the device's, and
/// keeps the work for the second.
int prepare(const char *name, std::initializer_list<const aclTensor *> operands,
            std::initializer_list<const aclTensor *> contiguous, std::function<void()> work,
            std::uint64_t *workspaceBytes, aclOpExecutor **executor);
int run(const char *name, void *workspace, std::uint64_t bytes, aclOpExecutor *executor,
        aclrtStream stream);
bool sameType(std::initializer_list<const aclTensor *> tensors);
bool exists(const aclScalar *scalar);

} // namespace aclnn_double

#define ACLNN_CHECK(condition, ...)                                                                \
  do {                                                                                             \
    if (!(condition))                                                                              \
      return ::ascend_double::fail(::aclnn_double::invalidParameter, __VA_ARGS__);                 \
  } while (false)
