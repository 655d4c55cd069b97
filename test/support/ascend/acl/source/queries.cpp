// SPDX-License-Identifier: Apache-2.0
// What the double says about its devices: the documented figures of an Ascend 950.
#include "double.h"

#include <cstring>
#include <map>

using namespace ascend_double;

namespace {

std::size_t limits[] = {1152, 1024, 32768, 1 << 20, 2 << 20};

} // namespace

extern "C" {

aclError aclrtGetDeviceInfo(uint32_t number, aclrtDevAttr attribute, int64_t *value) {
  if (aclError error = notReady(false))
    return error;
  ASCEND_REQUIRE(value && number < static_cast<uint32_t>(deviceCount()), ACL_ERROR_RT_PARAM_INVALID,
                 "there is no device %u", number);
  static const std::map<int, int64_t> values = {
      {ACL_DEV_ATTR_AICORE_CORE_NUM, 32},
      {ACL_DEV_ATTR_CUBE_CORE_NUM, 32},
      {ACL_DEV_ATTR_VECTOR_CORE_NUM, 64},
      {ACL_DEV_ATTR_WARP_SIZE, 32},
      {ACL_DEV_ATTR_MAX_THREAD_PER_VECTOR_CORE, 2048},
      {ACL_DEV_ATTR_UBUF_PER_VECTOR_CORE, 216 << 10},
      {ACL_DEV_ATTR_MAX_GRID_DIM_X, 65535},
      {ACL_DEV_ATTR_MAX_GRID_DIM_Y, 65535},
      {ACL_DEV_ATTR_MAX_GRID_DIM_Z, 65535},
      {ACL_DEV_ATTR_MAX_BLOCK_PER_GRID, 65535},
      {ACL_DEV_ATTR_MAX_THREADS_PER_BLOCK, 2048},
      {ACL_DEV_ATTR_MAX_BLOCK_DIM_X, 2048},
      {ACL_DEV_ATTR_MAX_BLOCK_DIM_Y, 2048},
      {ACL_DEV_ATTR_MAX_BLOCK_DIM_Z, 2048},
      {ACL_DEV_ATTR_TOTAL_GLOBAL_MEM_SIZE, int64_t(16) << 30},
      {ACL_DEV_ATTR_L2_CACHE_SIZE, 128 << 20},
      {ACL_DEV_ATTR_NPU_ARCH, 3510},
  };
  auto it = values.find(attribute);
  ASCEND_REQUIRE(it != values.end(), ACL_ERROR_RT_FEATURE_NOT_SUPPORT, "unknown attribute %d",
                 static_cast<int>(attribute));
  *value = it->second;
  return ACL_SUCCESS;
}

aclError aclrtDeviceGetUuid(int32_t number, aclrtUuid *uuid) {
  if (aclError error = notReady(false))
    return error;
  ASCEND_REQUIRE(uuid && number >= 0 && number < deviceCount(), ACL_ERROR_RT_INVALID_DEVICEID,
                 "there is no device %d", number);
  std::memset(uuid->bytes, 0, sizeof uuid->bytes);
  std::memcpy(uuid->bytes, "ascend-double-", 14);
  uuid->bytes[14] = static_cast<char>('0' + number);
  return ACL_SUCCESS;
}

aclError aclrtDeviceSetLimit(aclrtDeviceLimit limit, size_t value) {
  if (aclError error = notReady(false))
    return error;
  ASCEND_REQUIRE(limit >= 0 && limit <= ACL_RT_DEV_LIMIT_SIMT_PRINTF_FIFO_SIZE,
                 ACL_ERROR_RT_PARAM_INVALID, "unknown limit");
  ASCEND_REQUIRE(!thisThread().context, ACL_ERROR_RT_FEATURE_NOT_SUPPORT,
                 "limits are set before aclrtSetDevice");
  limits[limit] = value;
  return ACL_SUCCESS;
}

aclError aclrtDeviceGetLimit(aclrtDeviceLimit limit, size_t *value) {
  if (aclError error = notReady(false))
    return error;
  ASCEND_REQUIRE(value && limit >= 0 && limit <= ACL_RT_DEV_LIMIT_SIMT_PRINTF_FIFO_SIZE,
                 ACL_ERROR_RT_PARAM_INVALID, "unknown limit");
  *value = limits[limit];
  return ACL_SUCCESS;
}

aclError aclrtDeviceGetStreamPriorityRange(int32_t *leastPriority, int32_t *greatestPriority) {
  if (aclError error = notReady(false))
    return error;
  ASCEND_REQUIRE(leastPriority && greatestPriority, ACL_ERROR_RT_PARAM_INVALID, "null");
  *leastPriority = 7;
  *greatestPriority = 0;
  return ACL_SUCCESS;
}

aclError aclrtDeviceCanAccessPeer(int32_t *can, int32_t number, int32_t peer) {
  if (aclError error = notReady(false))
    return error;
  ASCEND_REQUIRE(can && number >= 0 && number < deviceCount() && peer >= 0 && peer < deviceCount(),
                 ACL_ERROR_RT_INVALID_DEVICEID, "there is no such device");
  *can = number != peer;
  return ACL_SUCCESS;
}

aclError aclrtDeviceEnablePeerAccess(int32_t peer, uint32_t flags) {
  if (aclError error = notReady())
    return error;
  ASCEND_REQUIRE(peer >= 0 && peer < deviceCount() && !flags &&
                     peer != thisThread().context->device.number,
                 ACL_ERROR_RT_PARAM_INVALID, "device %d cannot be a peer", peer);
  return ACL_SUCCESS;
}

aclError aclrtDeviceDisablePeerAccess(int32_t peer) { return aclrtDeviceEnablePeerAccess(peer, 0); }

} // extern "C"
