// SPDX-License-Identifier: Apache-2.0
// Names and texts of AscendCL's error codes. AscendCL itself tells about the last error alone, and
// once.
#pragma once

#include "acl/acl.h"

namespace spn {
namespace acl {

struct ErrorRow {
  aclError code;
  const char *name, *text;
};

/// The codes that CUDA has a counterpart of.
inline const ErrorRow &errorRow(aclError code) {
  static const ErrorRow rows[] = {
      {ACL_SUCCESS, "ACL_SUCCESS", "no error"},
      {100000, "ACL_ERROR_INVALID_PARAM", "invalid argument"},
      {100001, "ACL_ERROR_UNINITIALIZE", "AscendCL is not initialised"},
      {107000, "ACL_ERROR_RT_PARAM_INVALID", "invalid argument"},
      {107001, "ACL_ERROR_RT_INVALID_DEVICEID", "invalid device"},
      {107002, "ACL_ERROR_RT_CONTEXT_NULL", "this thread has chosen no device"},
      {107003, "ACL_ERROR_RT_STREAM_CONTEXT", "the stream belongs to another context"},
      {107017, "ACL_ERROR_RT_INVALID_HANDLE", "invalid handle"},
      {107044, "ACL_ERROR_RT_INVALID_DEVICE_FUNCTION", "invalid device function"},
      {207000, "ACL_ERROR_RT_FEATURE_NOT_SUPPORT", "not supported"},
      {207001, "ACL_ERROR_RT_MEMORY_ALLOCATION", "out of memory"},
      {207004, "ACL_ERROR_RT_NO_DEVICE", "no device"},
      {507004, "ACL_ERROR_RT_STREAM_NOT_COMPLETE", "the device has not finished"},
      {507015, "ACL_ERROR_RT_AICORE_EXCEPTION", "a kernel failed"},
      {507034, "ACL_ERROR_RT_VECTOR_CORE_TIMEOUT", "a kernel ran too long"},
      {507035, "ACL_ERROR_RT_VECTOR_CORE_EXCEPTION", "a kernel failed"},
      {507036, "ACL_ERROR_RT_VECTOR_CORE_TRAP_EXCEPTION", "a kernel stopped itself"},
  };
  for (const ErrorRow &row : rows)
    if (row.code == code)
      return row;
  static const ErrorRow other = {-1, "unknown AscendCL error", "unknown AscendCL error"};
  return other;
}

inline const char *errorName(aclError code) { return errorRow(code).name; }
inline const char *errorText(aclError code) { return errorRow(code).text; }

/// Calls that tune CUDA's hardware.
template <class... Arguments> inline aclError noEffect(Arguments &&...) { return ACL_SUCCESS; }

} // namespace acl
} // namespace spn
