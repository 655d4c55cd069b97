// SPDX-License-Identifier: Apache-2.0
// Choice of the back end. A name that isn't known gives no devices, so that the program reports
// "no CUDA-capable device" instead of quietly running somewhere else.
#include "backends/backend.h"

#include "log.h"

#include <cstdlib>
#include <cstring>

/// Defined by programs whose kernels were compiled for a device.
extern "C" __attribute__((weak)) const char *const spnPreferredBackend;

namespace spn {
namespace {

const Backend &noBackend() {
  static const Backend none = {
      "none",
      [] { return 0; },
      [](int, spnDeviceProp *) { return spnErrorNoDevice; },
      [](int, std::size_t, void **) { return spnErrorNoDevice; },
      [](int, void *) {},
      [](void *, const void *, std::size_t) { return spnErrorNoDevice; },
      [](void *, int, std::size_t) { return spnErrorNoDevice; },
      [](const GridLaunch &) { return spnErrorNoDevice; },
  };
  return none;
}

const Backend &choose() {
  const char *name = std::getenv("SAMPAN_BACKEND");
  if ((!name || !*name) && &spnPreferredBackend)
    name = spnPreferredBackend;
  if (!name || !*name || std::strcmp(name, "host") == 0)
    return hostBackend();
  if (std::strcmp(name, "ascend") == 0)
    return ascendBackend();
  rt::logLine("there is no back end '%s' in this build (SAMPAN_BACKEND); known: host, ascend",
              name);
  return noBackend();
}

} // namespace

const Backend &backend() {
  static const Backend &chosen = choose();
  return chosen;
}

} // namespace spn
