// SPDX-License-Identifier: Apache-2.0
// One call of the library as it is queued in a stream of an Ascend device: descriptors of operands,
// memory for intermediate results, and the two halves of each operator.
#pragma once

#include "libs/blas/ascend/aclnn.h"
#include "libs/blas/values.h"
#include "sampan/runtime_api.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <type_traits>
#include <vector>

namespace spn::blas::ascend {

/// Memory of a handle for intermediate results, per queue: what is queued later in the same queue
/// may use it again.
class Scratch {
public:
  explicit Scratch(int number) : device(number) {}
  ~Scratch();
  Scratch(const Scratch &) = delete;
  Scratch &operator=(const Scratch &) = delete;
  struct Chunk {
    char *start = nullptr;
    std::size_t bytes = 0, used = 0;
  };
  struct OfQueue {
    std::vector<Chunk> chunks;
  };
  OfQueue &of(void *queue);
  std::mutex mutex; ///< held while a call is queued

private:
  const int device;
  std::map<void *, OfQueue> queues;
};

template <class T>
constexpr DataType typeOf = std::is_same_v<T, __half>          ? float16
                            : std::is_same_v<T, __nv_bfloat16> ? bfloat16
                            : std::is_same_v<T, int>           ? int32
                                                               : float32;
template <class T>
constexpr bool hasType =
    std::is_same_v<T, float> || std::is_same_v<T, __half> || std::is_same_v<T, __nv_bfloat16>;

/// Elements of device memory with any strides.
struct View {
  void *data = nullptr;
  DataType type = float32;
  std::vector<std::int64_t> sizes, strides;
  bool isContiguous() const;
  std::int64_t count() const;
};

class Call {
public:
  Call(Scratch &memory, void *stream, bool lowPrecision);
  ~Call();
  Call(const Call &) = delete;
  Call &operator=(const Call &) = delete;

  aclTensor *tensor(const View &view);
  aclScalar *scalar(float value);
  aclIntArray *integers(std::vector<std::int64_t> values);
  /// A contiguous array of intermediate results.
  View temporary(std::vector<std::int64_t> sizes, DataType type);

  /// Both halves of an operator. After the first error nothing more is queued.
  template <class... Parameters, class... Arguments>
  void run(const Operator<Parameters...> &op, Arguments... arguments) {
    std::uint64_t bytes = 0;
    aclOpExecutor *executor = nullptr;
    if (!error && !check(op.name, op.prepare(arguments..., &bytes, &executor)))
      execute(op.name, op.run, bytes, executor);
  }

  /// What lies in device memory once everything queued so far is done; waits for that.
  void fetch(void *to, const void *from, std::size_t bytes);
  template <class T> T read(const Scalar<T> &scalar) {
    T result = scalar.immediate();
    if (scalar.onDevice())
      fetch(&result, scalar.onDevice(), sizeof result);
    return result;
  }
  /// Queues a copy to the host's memory.
  void deliver(void *to, const View &from);

  CubeMathType cube() const { return low ? useHf32 : keepType; }
  spnError_t result() const { return error; }
  void finish(spnError_t outcome);

private:
  bool check(const char *what, Status status);
  void execute(const char *name, Status (*second)(void *, std::uint64_t, aclOpExecutor *, void *),
               std::uint64_t bytes, aclOpExecutor *executor);
  void *take(std::size_t bytes);

  std::lock_guard<std::mutex> lock;
  Scratch::OfQueue &memory;
  void *queue;
  bool low;
  spnError_t error = spnSuccess;
  std::vector<aclTensor *> tensors;
  std::vector<aclScalar *> scalars;
  std::vector<aclIntArray *> arrays;
  std::vector<std::unique_ptr<float>> numbers; ///< that scalars are made of
};

/// c = alpha * a * b + beta * c for batches of matrices; c is not read where beta is 0.
void multiply(Call &call, const View &c, const View &a, const View &b, float alpha, float beta);

} // namespace spn::blas::ascend
