// SPDX-License-Identifier: Apache-2.0
// Codes of the driver API: from the runtime's, and their names and texts.
#include "driver_state.h"

namespace spn::rt {
namespace {

/// CUDA's spelling; null for a number that is no code.
const char *nameOf(spnDrvResult error) noexcept {
  switch (static_cast<int>(error)) {
#define SPN_DRV_ERROR(own, cuda)                                                                   \
  case spnDrv##own:                                                                                \
    return "CUDA_" #cuda;
#include "driver_errors.def"
#undef SPN_DRV_ERROR
  default:
    return nullptr;
  }
}

} // namespace

spnDrvResult driverResult(spnError_t error) noexcept {
  switch (error) {
  case spnErrorInvalidConfiguration:
  case spnErrorInvalidPitchValue:
  case spnErrorInvalidSymbol:
  case spnErrorInvalidHostPointer:
  case spnErrorInvalidDevicePointer:
  case spnErrorInvalidMemcpyDirection:
    return spnDrvErrorInvalidValue;
  default:
    return nameOf(static_cast<spnDrvResult>(error)) ? static_cast<spnDrvResult>(error)
                                                    : spnDrvErrorUnknown;
  }
}

} // namespace spn::rt

using namespace spn::rt;

extern "C" {

spnDrvResult spnDrvGetErrorName(spnDrvResult error, const char **name) {
  if (!name)
    return spnDrvErrorInvalidValue;
  *name = nameOf(error);
  return *name ? spnDrvSuccess : spnDrvErrorInvalidValue;
}

spnDrvResult spnDrvGetErrorString(spnDrvResult error, const char **text) {
  if (!text)
    return spnDrvErrorInvalidValue;
  const bool known = nameOf(error) != nullptr;
  // Codes that both have share their text.
  *text = known ? spnGetErrorString(static_cast<spnError_t>(error)) : nullptr;
  return known ? spnDrvSuccess : spnDrvErrorInvalidValue;
}

} // extern "C"
