// SPDX-License-Identifier: Apache-2.0
// Memory as CUDA's blocking calls have it. AscendCL's copy and fill at once, whatever the streams
// still have to do, and its free waits for nothing.
#pragma once

#include "acl/acl.h"

#include <stddef.h>

namespace spn {
namespace acl {

/// Nothing is not an error, and what still runs may use the memory.
inline aclError free(void *memory) {
  return memory ? aclrtFreeWithDevSync(memory) : static_cast<aclError>(ACL_SUCCESS);
}

inline aclError copy(void *to, const void *from, size_t bytes, aclrtMemcpyKind kind) {
  const aclError status = aclrtSynchronizeDevice();
  if (status != ACL_SUCCESS || bytes == 0)
    return status;
  return aclrtMemcpy(to, bytes, from, bytes, kind);
}

inline aclError fill(void *memory, int value, size_t bytes) {
  const aclError status = aclrtSynchronizeDevice();
  if (status != ACL_SUCCESS || bytes == 0)
    return status;
  return aclrtMemset(memory, bytes, value, bytes);
}

template <class T>
inline aclError copyToSymbol(const T &symbol, const void *from, size_t bytes, size_t offset = 0,
                             aclrtMemcpyKind kind = ACL_MEMCPY_HOST_TO_DEVICE) {
  void *address = nullptr;
  const aclError status = aclrtGetSymbolAddress(&symbol, &address);
  return status == ACL_SUCCESS ? copy(static_cast<char *>(address) + offset, from, bytes, kind)
                               : status;
}
template <class T>
inline aclError copyFromSymbol(void *to, const T &symbol, size_t bytes, size_t offset = 0,
                               aclrtMemcpyKind kind = ACL_MEMCPY_DEVICE_TO_HOST) {
  void *address = nullptr;
  const aclError status = aclrtGetSymbolAddress(&symbol, &address);
  return status == ACL_SUCCESS ? copy(to, static_cast<char *>(address) + offset, bytes, kind)
                               : status;
}

} // namespace acl
} // namespace spn
