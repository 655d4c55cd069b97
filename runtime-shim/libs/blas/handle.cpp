// SPDX-License-Identifier: Apache-2.0
// Handles: creation, modes, versions, texts of status codes.
#include "libs/blas/handle.h"

#include "src/handle_table.h"
#include "src/host_thread.h"
#include "src/log.h"

#include <set>
#include <string>

namespace spn::blas {

Settings settingsOf(spnblasHandle_t handle) {
  Settings settings;
  settings.owner = rt::handles<spnblasContext>().find(handle);
  if (!settings.owner)
    return settings;
  std::lock_guard lock(settings.owner->mutex);
  settings.stream = settings.owner->stream;
  settings.onDevice = settings.owner->pointerMode == SPNBLAS_POINTER_MODE_DEVICE;
  settings.lowPrecision = settings.owner->mathMode == SPNBLAS_TF32_TENSOR_OP_MATH;
  return settings;
}

bool onAscend() {
  static const bool ascend = std::strcmp(backend().name, "ascend") == 0;
  return ascend;
}

spnblasStatus_t refuse(const char *function, const char *why) {
  static std::mutex mutex;
  static auto *said = new std::set<std::string>;
  std::lock_guard lock(mutex);
  if (said->insert(std::string(function) + why).second)
    rt::logLine("%s is not available on this device: %s", function, why);
  return SPNBLAS_STATUS_ARCH_MISMATCH;
}

spnblasStatus_t statusOf(spnError_t error) {
  switch (error) {
  case spnSuccess:
    return SPNBLAS_STATUS_SUCCESS;
  case spnErrorMemoryAllocation:
    return SPNBLAS_STATUS_ALLOC_FAILED;
  case spnErrorNotSupported:
    return SPNBLAS_STATUS_NOT_SUPPORTED;
  case spnErrorInvalidValue:
    return SPNBLAS_STATUS_MAPPING_ERROR;
  default:
    return SPNBLAS_STATUS_EXECUTION_FAILED;
  }
}

namespace {

constexpr int versionNumber = 120400; // 12.4.0, as the runtime's

/// Calls body(context) with the context locked.
template <class Body> spnblasStatus_t withHandle(spnblasHandle_t handle, Body body) {
  const auto context = rt::handles<spnblasContext>().find(handle);
  if (!context)
    return SPNBLAS_STATUS_NOT_INITIALIZED;
  std::lock_guard lock(context->mutex);
  return body(*context);
}

template <class T> spnblasStatus_t get(spnblasHandle_t handle, T spnblasContext::*member, T *out) {
  return withHandle(handle, [&](spnblasContext &context) {
    if (!out)
      return SPNBLAS_STATUS_INVALID_VALUE;
    *out = context.*member;
    return SPNBLAS_STATUS_SUCCESS;
  });
}

template <class T> spnblasStatus_t set(spnblasHandle_t handle, T spnblasContext::*member, T value) {
  return withHandle(handle, [&](spnblasContext &context) {
    context.*member = value;
    return SPNBLAS_STATUS_SUCCESS;
  });
}

struct StatusText {
  spnblasStatus_t status;
  const char *name, *text;
};
constexpr StatusText statusTexts[] = {
    {SPNBLAS_STATUS_SUCCESS, "CUBLAS_STATUS_SUCCESS", "success"},
    {SPNBLAS_STATUS_NOT_INITIALIZED, "CUBLAS_STATUS_NOT_INITIALIZED",
     "the library was not initialized"},
    {SPNBLAS_STATUS_ALLOC_FAILED, "CUBLAS_STATUS_ALLOC_FAILED", "the resource allocation failed"},
    {SPNBLAS_STATUS_INVALID_VALUE, "CUBLAS_STATUS_INVALID_VALUE",
     "an unsupported value or parameter was passed to the function"},
    {SPNBLAS_STATUS_ARCH_MISMATCH, "CUBLAS_STATUS_ARCH_MISMATCH",
     "the function requires an architectural feature absent from the architecture of the device"},
    {SPNBLAS_STATUS_MAPPING_ERROR, "CUBLAS_STATUS_MAPPING_ERROR",
     "an access to GPU memory space failed"},
    {SPNBLAS_STATUS_EXECUTION_FAILED, "CUBLAS_STATUS_EXECUTION_FAILED",
     "the function failed to launch on the GPU"},
    {SPNBLAS_STATUS_INTERNAL_ERROR, "CUBLAS_STATUS_INTERNAL_ERROR",
     "the function failed due to an internal error"},
    {SPNBLAS_STATUS_NOT_SUPPORTED, "CUBLAS_STATUS_NOT_SUPPORTED",
     "the functionality requested is not supported"},
    {SPNBLAS_STATUS_LICENSE_ERROR, "CUBLAS_STATUS_LICENSE_ERROR",
     "the requested functionality requires some license"},
};

} // namespace
} // namespace spn::blas

using namespace spn::blas;
using spn::rt::handles;

extern "C" {

spnblasStatus_t spnblasCreate(spnblasHandle_t *handle) {
  if (!handle)
    return SPNBLAS_STATUS_INVALID_VALUE;
  const int device = spn::rt::hostThread().device;
  if (!spn::rt::isDevice(device))
    return SPNBLAS_STATUS_NOT_INITIALIZED;
  auto context = std::make_shared<spnblasContext>();
  if (onAscend()) {
    if (!ascend::aclnn().usable)
      return SPNBLAS_STATUS_NOT_INITIALIZED;
    context->scratch = std::make_shared<ascend::Scratch>(device);
  }
  *handle = handles<spnblasContext>().add(std::move(context));
  return SPNBLAS_STATUS_SUCCESS;
}

spnblasStatus_t spnblasDestroy(spnblasHandle_t handle) {
  const auto context = handles<spnblasContext>().remove(handle);
  if (!context)
    return SPNBLAS_STATUS_NOT_INITIALIZED;
  return statusOf(spnDeviceSynchronize());
}

spnblasStatus_t spnblasGetVersion(spnblasHandle_t handle, int *version) {
  return withHandle(handle, [&](spnblasContext &) {
    if (!version)
      return SPNBLAS_STATUS_INVALID_VALUE;
    *version = versionNumber;
    return SPNBLAS_STATUS_SUCCESS;
  });
}

spnblasStatus_t spnblasGetProperty(libraryPropertyType type, int *value) {
  if (!value || type < MAJOR_VERSION || type > PATCH_LEVEL)
    return SPNBLAS_STATUS_INVALID_VALUE;
  const int parts[] = {versionNumber / 10000, versionNumber / 100 % 100, versionNumber % 100};
  *value = parts[type];
  return SPNBLAS_STATUS_SUCCESS;
}

size_t spnblasGetCudartVersion(void) { return SPN_CUDART_VERSION; }

const char *spnblasGetStatusName(spnblasStatus_t status) {
  for (const StatusText &text : statusTexts)
    if (text.status == status)
      return text.name;
  return "unknown cublas status";
}

const char *spnblasGetStatusString(spnblasStatus_t status) {
  for (const StatusText &text : statusTexts)
    if (text.status == status)
      return text.text;
  return "unknown cublas status";
}

spnblasStatus_t spnblasSetStream(spnblasHandle_t handle, spnStream_t stream) {
  return set(handle, &spnblasContext::stream, stream);
}
spnblasStatus_t spnblasGetStream(spnblasHandle_t handle, spnStream_t *stream) {
  return get(handle, &spnblasContext::stream, stream);
}

spnblasStatus_t spnblasSetWorkspace(spnblasHandle_t handle, void *, size_t) {
  return withHandle(handle, [](spnblasContext &) { return SPNBLAS_STATUS_SUCCESS; });
}

spnblasStatus_t spnblasSetPointerMode(spnblasHandle_t handle, spnblasPointerMode_t mode) {
  if (mode != SPNBLAS_POINTER_MODE_HOST && mode != SPNBLAS_POINTER_MODE_DEVICE)
    return SPNBLAS_STATUS_INVALID_VALUE;
  return set(handle, &spnblasContext::pointerMode, mode);
}
spnblasStatus_t spnblasGetPointerMode(spnblasHandle_t handle, spnblasPointerMode_t *mode) {
  return get(handle, &spnblasContext::pointerMode, mode);
}

spnblasStatus_t spnblasSetAtomicsMode(spnblasHandle_t handle, spnblasAtomicsMode_t mode) {
  return set(handle, &spnblasContext::atomicsMode, mode);
}
spnblasStatus_t spnblasGetAtomicsMode(spnblasHandle_t handle, spnblasAtomicsMode_t *mode) {
  return get(handle, &spnblasContext::atomicsMode, mode);
}

spnblasStatus_t spnblasSetMathMode(spnblasHandle_t handle, spnblasMath_t mode) {
  return set(handle, &spnblasContext::mathMode, mode);
}
spnblasStatus_t spnblasGetMathMode(spnblasHandle_t handle, spnblasMath_t *mode) {
  return get(handle, &spnblasContext::mathMode, mode);
}

} // extern "C"
