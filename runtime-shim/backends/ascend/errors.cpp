// SPDX-License-Identifier: Apache-2.0
// AscendCL's error codes as CUDA's.
#include "device.h"

#include "src/log.h"

#include <algorithm>
#include <iterator>

namespace spn::ascend {
namespace {

struct Row {
  AclError from;
  spnError_t to;
};

// Sorted by code.
constexpr Row rows[] = {
    {100000, spnErrorInvalidValue},
    {100001, spnErrorInitializationError},
    {107000, spnErrorInvalidValue},
    {107001, spnErrorInvalidDevice},
    {107002, spnErrorInitializationError},
    {107003, spnErrorInvalidResourceHandle},
    {107006, spnErrorInvalidResourceHandle},
    {107008, spnErrorMisalignedAddress},
    {107017, spnErrorInvalidResourceHandle},
    {107019, spnErrorLaunchTimeout},
    {107020, spnErrorLaunchTimeout},
    {107042, spnErrorSymbolNotFound},
    {107043, spnErrorInvalidSymbol},
    {107044, spnErrorInvalidDeviceFunction},
    {207000, spnErrorNotSupported},
    {207001, spnErrorMemoryAllocation},
    {207004, spnErrorNoDevice},
    {207005, spnErrorMemoryAllocation},
    {207006, spnErrorNotPermitted},
    {207007, spnErrorMemoryAllocation},
    {207008, spnErrorMemoryAllocation},
    {207018, spnErrorMemoryAllocation},
    {507004, spnErrorNotReady},
    {507006, spnErrorNotReady},
    {507014, spnErrorLaunchTimeout},
    {507015, spnErrorLaunchFailure},
    {507016, spnErrorAssert},
    {507027, spnErrorInvalidDeviceFunction},
    {507034, spnErrorLaunchTimeout},
    {507035, spnErrorLaunchFailure},
    {507036, spnErrorAssert},
    {507042, spnErrorIllegalAddress},
    {507043, spnErrorIllegalAddress},
    {507044, spnErrorIllegalAddress},
    {507045, spnErrorIllegalAddress},
    {507046, spnErrorLaunchTimeout},
    {507047, spnErrorLaunchTimeout},
    {507053, spnErrorECCUncorrectable},
    {507054, spnErrorECCUncorrectable},
    {507910, spnErrorHostMemoryAlreadyRegistered},
    {507911, spnErrorHostMemoryNotRegistered},
};

} // namespace

spnError_t translate(AclError error, const char *function) {
  if (!error)
    return spnSuccess;
  if (rt::logs(rt::logApi)) {
    const char *message = acl().aclGetRecentErrMsg ? acl().aclGetRecentErrMsg() : nullptr;
    rt::logLine("ascend: %s returned %d%s%s", function, error, message ? ": " : "",
                message ? message : "");
  }
  const Row *row = std::lower_bound(std::begin(rows), std::end(rows), error,
                                    [](const Row &a, AclError code) { return a.from < code; });
  return row != std::end(rows) && row->from == error ? row->to : spnErrorUnknown;
}

} // namespace spn::ascend
