// SPDX-License-Identifier: Apache-2.0
#include "libs/blas/ascend/call.h"

#include "backends/ascend/device.h"
#include "src/log.h"

#include <algorithm>

namespace spn::blas::ascend {

using spn::ascend::acl;

Scratch::~Scratch() {
  if (queues.empty() || spn::ascend::enter(device) != spnSuccess)
    return;
  for (auto &[queue, chunks] : queues)
    for (const Chunk &chunk : chunks.chunks)
      (void)acl().aclrtFree(chunk.start);
}

Scratch::OfQueue &Scratch::of(void *queue) { return queues[queue]; }

bool View::isContiguous() const {
  std::int64_t expected = 1;
  for (std::size_t i = sizes.size(); i-- > 0;) {
    if (sizes[i] != 1 && strides[i] != expected)
      return false;
    expected *= sizes[i];
  }
  return true;
}

std::int64_t View::count() const {
  std::int64_t result = 1;
  for (std::int64_t size : sizes)
    result *= size;
  return result;
}

Call::Call(Scratch &scratch, void *stream, bool lowPrecision)
    : lock(scratch.mutex), memory(scratch.of(stream)), queue(stream), low(lowPrecision) {
  for (Scratch::Chunk &chunk : memory.chunks)
    chunk.used = 0;
}

Call::~Call() {
  for (aclTensor *tensor : tensors)
    (void)aclnn().aclDestroyTensor(tensor);
  for (aclScalar *scalar : scalars)
    (void)aclnn().aclDestroyScalar(scalar);
  for (aclIntArray *array : arrays)
    (void)aclnn().aclDestroyIntArray(array);
}

bool Call::check(const char *what, Status status) {
  if (!status || error)
    return error != spnSuccess;
  const char *message = acl().aclGetRecentErrMsg ? acl().aclGetRecentErrMsg() : nullptr;
  rt::logLine("ascend: %s failed with %d%s%s", what, status, message ? ": " : "",
              message ? message : "");
  error = spn::ascend::translate(status, what);
  if (error == spnSuccess)
    error = spnErrorUnknown;
  return true;
}

void *Call::take(std::size_t bytes) {
  bytes = (bytes + 511) / 512 * 512;
  for (Scratch::Chunk &chunk : memory.chunks)
    if (chunk.bytes - chunk.used >= bytes) {
      void *result = chunk.start + chunk.used;
      chunk.used += bytes;
      return result;
    }
  const std::size_t before = memory.chunks.empty() ? 0 : memory.chunks.back().bytes;
  Scratch::Chunk chunk;
  chunk.bytes = std::max({bytes, 2 * before, std::size_t{1} << 20});
  void *start = nullptr;
  if (check("aclrtMalloc", acl().aclrtMalloc(&start, chunk.bytes, spn::ascend::mallocHugeFirst)))
    return nullptr;
  chunk.start = static_cast<char *>(start);
  chunk.used = bytes;
  memory.chunks.push_back(chunk);
  return start;
}

aclTensor *Call::tensor(const View &view) {
  std::int64_t span = 1;
  for (std::size_t i = 0; i < view.sizes.size(); ++i)
    span += (view.sizes[i] - 1) * view.strides[i];
  tensors.push_back(aclnn().aclCreateTensor(view.sizes.data(), view.sizes.size(), view.type,
                                            view.strides.data(), 0, formatNd, &span, 1, view.data));
  if (!tensors.back()) {
    tensors.pop_back();
    check("aclCreateTensor", 1);
    return nullptr;
  }
  return tensors.back();
}

aclScalar *Call::scalar(float value) {
  numbers.push_back(std::make_unique<float>(value));
  scalars.push_back(aclnn().aclCreateScalar(numbers.back().get(), float32));
  return scalars.back();
}

aclIntArray *Call::integers(std::vector<std::int64_t> values) {
  arrays.push_back(aclnn().aclCreateIntArray(values.data(), values.size()));
  return arrays.back();
}

View Call::temporary(std::vector<std::int64_t> sizes, DataType type) {
  View view;
  view.type = type;
  view.sizes = std::move(sizes);
  view.strides.resize(view.sizes.size());
  std::int64_t stride = 1;
  for (std::size_t i = view.sizes.size(); i-- > 0; stride *= view.sizes[i])
    view.strides[i] = stride;
  const std::size_t element = type == float32 || type == int32 ? 4 : 2;
  view.data = take(static_cast<std::size_t>(view.count()) * element);
  return view;
}

void Call::execute(const char *name,
                   Status (*second)(void *, std::uint64_t, aclOpExecutor *, void *),
                   std::uint64_t bytes, aclOpExecutor *executor) {
  void *workspace = bytes ? take(bytes) : nullptr;
  if (!error)
    check(name, second(workspace, bytes, executor, queue));
}

void Call::fetch(void *to, const void *from, std::size_t bytes) {
  if (error || check("aclrtSynchronizeStream", acl().aclrtSynchronizeStream(queue)))
    return;
  check("aclrtMemcpy", acl().aclrtMemcpy(to, bytes, from, bytes, spn::ascend::deviceToHost));
}

void Call::deliver(void *to, const View &from) {
  const std::size_t bytes = static_cast<std::size_t>(from.count()) *
                            (from.type == float16 || from.type == bfloat16 ? 2 : 4);
  if (!error)
    check("aclrtMemcpyAsync",
          acl().aclrtMemcpyAsync(to, bytes, from.data, bytes, spn::ascend::deviceToHost, queue));
}

void Call::finish(spnError_t outcome) { spn::ascend::noteLaunch(error ? error : outcome); }

void multiply(Call &call, const View &c, const View &a, const View &b, float alpha, float beta) {
  aclScalar *scale = call.scalar(alpha), *keep = call.scalar(beta);
  if (c.isContiguous())
    return call.run(aclnn().InplaceBaddbmm, call.tensor(c), call.tensor(a), call.tensor(b), keep,
                    scale, call.cube());
  // Results go to contiguous memory only.
  const View product = call.temporary(c.sizes, c.type);
  call.run(aclnn().Baddbmm, call.tensor(beta == 0 ? product : c), call.tensor(a), call.tensor(b),
           keep, scale, call.tensor(product), call.cube());
  call.run(aclnn().InplaceCopy, call.tensor(c), call.tensor(product));
}

} // namespace spn::blas::ascend
