// SPDX-License-Identifier: Apache-2.0
// Streams and events where CUDA answers by the error code, or finishes what AscendCL wants finished
// before.
#pragma once

#include "acl/acl.h"

namespace spn {
namespace acl {

inline aclError destroyStream(aclrtStream stream) {
  const aclError status = aclrtSynchronizeStream(stream);
  const aclError destroyed = aclrtDestroyStream(stream);
  return status == ACL_SUCCESS ? destroyed : status;
}

inline aclError queryStream(aclrtStream stream) {
  aclrtStreamStatus state = ACL_STREAM_STATUS_NOT_READY;
  const aclError status = aclrtStreamQuery(stream, &state);
  if (status != ACL_SUCCESS || state == ACL_STREAM_STATUS_COMPLETE)
    return status;
  return ACL_ERROR_RT_STREAM_NOT_COMPLETE;
}

inline aclError queryEvent(aclrtEvent event) {
  aclrtEventRecordedStatus state = ACL_EVENT_RECORDED_STATUS_NOT_READY;
  const aclError status = aclrtQueryEventStatus(event, &state);
  if (status != ACL_SUCCESS || state == ACL_EVENT_RECORDED_STATUS_COMPLETE)
    return status;
  return ACL_ERROR_RT_STREAM_NOT_COMPLETE;
}

} // namespace acl
} // namespace spn
