// SPDX-License-Identifier: Apache-2.0
// Descriptors and phases. Strict where a device would go wrong without a word: a descriptor that is
// gone, an executor that is used twice, a workspace that is too small, lies in the host's memory or
// over an operand; workspace holds rubbish after each operator.
#include "operator.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>

using namespace ascend_double;

extern "C" void ascendDoubleEnqueueKernel(void *handle, const char *name, int (*run)(void *),
                                          void (*drop)(void *), void *data);

struct aclOpExecutor {
  const char *name;
  std::vector<const aclTensor *> handles;
  std::vector<aclTensor> operands;
  std::function<void()> work;
  std::uint64_t workspaceBytes;
};

namespace {

struct Live {
  std::mutex mutex;
  std::set<const void *> tensors, scalars, arrays, executors;
  std::uint64_t prepared = 0;
};
Live &live() {
  static auto *all = new Live;
  return *all;
}

bool isIn(std::set<const void *> Live::*kind, const void *object) {
  std::lock_guard lock(live().mutex);
  return (live().*kind).count(object);
}

int destroyed(std::set<const void *> Live::*kind, const void *object, const char *what) {
  std::lock_guard lock(live().mutex);
  return (live().*kind).erase(object)
             ? 0
             : misuse(aclnn_double::invalidParameter, "destroyed a %s that does not exist", what);
}

std::size_t bytesOf(int type) {
  return type == aclnn_double::float16 || type == aclnn_double::bfloat16 ? 2 : 4;
}

struct Queued {
  std::function<void()> work;
  void *workspace;
  std::uint64_t bytes;
};

int runQueued(void *data) {
  auto *queued = static_cast<Queued *>(data);
  if (queued->bytes)
    std::memset(queued->workspace, 0xa5, queued->bytes);
  queued->work();
  delete queued;
  return 0;
}
void dropQueued(void *data) { delete static_cast<Queued *>(data); }

} // namespace

std::int64_t aclTensor::count() const {
  std::int64_t result = 1;
  for (std::int64_t size : dims)
    result *= size;
  return result;
}

std::size_t aclTensor::span() const {
  std::int64_t last = 0;
  for (std::size_t i = 0; i < dims.size(); ++i)
    last += (dims[i] - 1) * strides[i];
  return static_cast<std::size_t>(last + 1) * bytesOf(type);
}

bool aclTensor::isContiguous() const {
  std::int64_t expected = 1;
  for (std::size_t i = dims.size(); i-- > 0; expected *= dims[i])
    if (dims[i] != 1 && strides[i] != expected)
      return false;
  return true;
}

char *aclTensor::place(std::initializer_list<std::int64_t> index) const {
  std::int64_t offset = 0;
  std::size_t i = 0;
  for (std::int64_t each : index)
    offset += each * strides[i++];
  return data + offset * static_cast<std::int64_t>(bytesOf(type));
}

char *aclTensor::place(std::int64_t number) const {
  std::int64_t offset = 0;
  for (std::size_t i = dims.size(); i-- > 0; number /= dims[i])
    offset += number % dims[i] * strides[i];
  return data + offset * static_cast<std::int64_t>(bytesOf(type));
}

double aclTensor::read(const char *p) const {
  if (type == aclnn_double::float16) {
    _Float16 x;
    std::memcpy(&x, p, sizeof x);
    return static_cast<double>(static_cast<float>(x));
  }
  if (type == aclnn_double::int32) {
    std::int32_t x;
    std::memcpy(&x, p, sizeof x);
    return x;
  }
  std::uint32_t bits = 0;
  std::memcpy(type == aclnn_double::bfloat16 ? reinterpret_cast<char *>(&bits) + 2
                                             : reinterpret_cast<char *>(&bits),
              p, bytesOf(type));
  float x;
  std::memcpy(&x, &bits, sizeof x);
  return static_cast<double>(x);
}

void aclTensor::write(char *p, double value) const {
  if (type == aclnn_double::float16) {
    const auto x = static_cast<_Float16>(static_cast<float>(value));
    std::memcpy(p, &x, sizeof x);
  } else if (type == aclnn_double::int32) {
    const auto x = static_cast<std::int32_t>(value);
    std::memcpy(p, &x, sizeof x);
  } else {
    const auto x = static_cast<float>(value);
    std::uint32_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    if (type == aclnn_double::bfloat16) { // to the nearest, ties to even
      bits += 0x7fff + (bits >> 16 & 1);
      std::memcpy(p, reinterpret_cast<char *>(&bits) + 2, 2);
    } else {
      std::memcpy(p, &bits, sizeof bits);
    }
  }
}

double aclTensor::at(std::initializer_list<std::int64_t> index) const { return read(place(index)); }
void aclTensor::set(std::initializer_list<std::int64_t> index, double value) const {
  write(place(index), value);
}
double aclTensor::at(std::int64_t i) const { return read(place(i)); }
void aclTensor::set(std::int64_t i, double value) const { write(place(i), value); }

namespace aclnn_double {

bool sameType(std::initializer_list<const aclTensor *> tensors) {
  return std::all_of(tensors.begin(), tensors.end(), [&](const aclTensor *tensor) {
    return tensor->type == (*tensors.begin())->type;
  });
}

bool exists(const aclScalar *scalar) { return isIn(&Live::scalars, scalar); }

int prepare(const char *name, std::initializer_list<const aclTensor *> operands,
            std::initializer_list<const aclTensor *> contiguous, std::function<void()> work,
            std::uint64_t *workspaceBytes, aclOpExecutor **executor) {
  if (aclError error = notReady())
    return error;
  ACLNN_CHECK(workspaceBytes && executor, "%s: null", name);
  std::vector<aclTensor> copies;
  for (const aclTensor *tensor : operands) {
    if (!isIn(&Live::tensors, tensor))
      return misuse(invalidParameter, "%s: an operand is no tensor that exists", name);
    bool inside = false;
    Block block;
    if (tensor->count() &&
        (locate(tensor->data, tensor->span(), &block, &inside) != Where::device || !inside))
      return misuse(invalidParameter, "%s: an operand is not in the device's memory", name);
    copies.push_back(*tensor);
  }
  for (const aclTensor *tensor : contiguous)
    ACLNN_CHECK(tensor->isContiguous(), "%s: the result must be contiguous", name);
  std::lock_guard lock(live().mutex);
  // Not the same each time: nobody may count on it.
  *workspaceBytes = 512 * (live().prepared++ % 3);
  *executor =
      new aclOpExecutor{name, operands, std::move(copies), std::move(work), *workspaceBytes};
  live().executors.insert(*executor);
  return 0;
}

int run(const char *name, void *workspace, std::uint64_t bytes, aclOpExecutor *executor,
        aclrtStream stream) {
  if (aclError error = notReady())
    return error;
  {
    std::lock_guard lock(live().mutex);
    if (!live().executors.erase(executor))
      return misuse(invalidParameter, "%s: the executor has been used or never existed", name);
  }
  const std::unique_ptr<aclOpExecutor> owner(executor);
  if (std::strcmp(name, executor->name) != 0)
    return misuse(invalidParameter, "%s: the executor is one of %s", name, executor->name);
  for (const aclTensor *tensor : executor->handles)
    if (!isIn(&Live::tensors, tensor))
      return misuse(invalidParameter, "%s: a tensor was destroyed before the second phase", name);
  if (bytes < executor->workspaceBytes)
    return misuse(invalidParameter, "%s: the workspace is too small", name);
  bool inside = false;
  Block block;
  auto *start = static_cast<char *>(workspace);
  if (bytes && (locate(workspace, bytes, &block, &inside) != Where::device || !inside))
    return misuse(invalidParameter, "%s: the workspace is not in the device's memory", name);
  for (const aclTensor &tensor : executor->operands)
    if (bytes && start < tensor.data + tensor.span() && tensor.data < start + bytes)
      return misuse(invalidParameter, "%s: the workspace lies over an operand", name);
  aclError error = 0;
  if (!streamOf(stream, error))
    return error;
  ascendDoubleEnqueueKernel(stream, name, runQueued, dropQueued,
                            new Queued{std::move(executor->work), workspace, bytes});
  return 0;
}

} // namespace aclnn_double

extern "C" {

ACL_FUNC_VISIBILITY aclTensor *aclCreateTensor(const std::int64_t *dims, std::uint64_t rank,
                                               int type, const std::int64_t *strides,
                                               std::int64_t offset, int format,
                                               const std::int64_t *storage,
                                               std::uint64_t storageRank, void *data) {
  using namespace aclnn_double;
  const bool known = type == float32 || type == float16 || type == int32 || type == bfloat16;
  if (!known || format != 2 || offset || (rank && (!dims || !strides)) || !storage || !storageRank)
    return nullptr;
  auto *tensor = new aclTensor{
      {dims, dims + rank}, {strides, strides + rank}, type, static_cast<char *>(data)};
  std::int64_t room = 1;
  for (std::uint64_t i = 0; i < storageRank; ++i)
    room *= storage[i];
  const auto needed = static_cast<std::int64_t>(tensor->span() / bytesOf(type));
  if (std::any_of(tensor->dims.begin(), tensor->dims.end(), [](auto size) { return size < 0; }) ||
      needed > room) {
    delete tensor;
    return nullptr;
  }
  std::lock_guard lock(live().mutex);
  live().tensors.insert(tensor);
  return tensor;
}

ACL_FUNC_VISIBILITY int aclDestroyTensor(const aclTensor *tensor) {
  if (int error = destroyed(&Live::tensors, tensor, "tensor"))
    return error;
  delete tensor;
  return 0;
}

ACL_FUNC_VISIBILITY aclScalar *aclCreateScalar(void *value, int type) {
  if (!value || type != aclnn_double::float32)
    return nullptr;
  auto *scalar = new aclScalar{static_cast<double>(*static_cast<float *>(value))};
  std::lock_guard lock(live().mutex);
  live().scalars.insert(scalar);
  return scalar;
}

ACL_FUNC_VISIBILITY int aclDestroyScalar(const aclScalar *scalar) {
  if (int error = destroyed(&Live::scalars, scalar, "scalar"))
    return error;
  delete scalar;
  return 0;
}

ACL_FUNC_VISIBILITY aclIntArray *aclCreateIntArray(const std::int64_t *values,
                                                   std::uint64_t count) {
  auto *array = new aclIntArray{{values, values + count}};
  std::lock_guard lock(live().mutex);
  live().arrays.insert(array);
  return array;
}

ACL_FUNC_VISIBILITY int aclDestroyIntArray(const aclIntArray *array) {
  if (int error = destroyed(&Live::arrays, array, "array of integers"))
    return error;
  delete array;
  return 0;
}

} // extern "C"
