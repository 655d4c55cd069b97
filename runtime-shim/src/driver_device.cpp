// SPDX-License-Identifier: Apache-2.0
// Device queries of the driver API. They need no context, only cuInit.
#include "driver_state.h"

#include <cstring>

using namespace spn::rt;

namespace {

/// Runs `body` when the API is initialised and `device` exists.
template <class Body> spnDrvResult deviceQuery(spnDrvDevice device, Body &&body) {
  if (spnDrvResult ready = checkInitialised(); ready != spnDrvSuccess)
    return ready;
  if (!isDevice(device))
    return spnDrvErrorInvalidDevice;
  return withRuntime(body);
}

} // namespace

extern "C" {

spnDrvResult spnDrvDriverGetVersion(int *version) {
  if (!version)
    return spnDrvErrorInvalidValue;
  *version = SPN_CUDART_VERSION;
  return spnDrvSuccess;
}

spnDrvResult spnDrvDeviceGet(spnDrvDevice *device, int ordinal) {
  return deviceQuery(ordinal, [&] {
    if (!device)
      return spnErrorInvalidValue;
    *device = ordinal;
    return spnSuccess;
  });
}

spnDrvResult spnDrvDeviceGetCount(int *count) {
  if (spnDrvResult ready = checkInitialised(); ready != spnDrvSuccess)
    return ready;
  if (!count)
    return spnDrvErrorInvalidValue;
  *count = deviceCount();
  return spnDrvSuccess;
}

spnDrvResult spnDrvDeviceGetName(char *name, int length, spnDrvDevice device) {
  return deviceQuery(device, [&] {
    if (!name || length <= 0)
      return spnErrorInvalidValue;
    spnDeviceProp properties;
    const spnError_t error = spnGetDeviceProperties(&properties, device);
    const std::size_t room = static_cast<std::size_t>(length) - 1;
    const std::size_t size = error == spnSuccess ? strnlen(properties.name, room) : 0;
    std::memcpy(name, properties.name, size);
    name[size] = 0;
    return error;
  });
}

spnDrvResult spnDrvDeviceTotalMem(size_t *bytes, spnDrvDevice device) {
  return deviceQuery(device, [&] {
    if (!bytes)
      return spnErrorInvalidValue;
    spnDeviceProp properties;
    const spnError_t error = spnGetDeviceProperties(&properties, device);
    if (error == spnSuccess)
      *bytes = properties.totalGlobalMem;
    return error;
  });
}

spnDrvResult spnDrvDeviceGetAttribute(int *value, spnDeviceAttr attribute, spnDrvDevice device) {
  return deviceQuery(device, [&] { return spnDeviceGetAttribute(value, attribute, device); });
}

spnDrvResult spnDrvDeviceComputeCapability(int *major, int *minor, spnDrvDevice device) {
  return deviceQuery(device, [&] {
    const spnError_t error = spnDeviceGetAttribute(major, spnDevAttrComputeCapabilityMajor, device);
    return error == spnSuccess
               ? spnDeviceGetAttribute(minor, spnDevAttrComputeCapabilityMinor, device)
               : error;
  });
}

spnDrvResult spnDrvDeviceGetPCIBusId(char *text, int length, spnDrvDevice device) {
  return deviceQuery(device, [&] { return spnDeviceGetPCIBusId(text, length, device); });
}

spnDrvResult spnDrvDeviceCanAccessPeer(int *can, spnDrvDevice device, spnDrvDevice peer) {
  return deviceQuery(device, [&] { return spnDeviceCanAccessPeer(can, device, peer); });
}

} // extern "C"
