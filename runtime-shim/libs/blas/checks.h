// SPDX-License-Identifier: Apache-2.0
// What every function asks before it queues anything.
#pragma once

#include "libs/blas/handle.h"

namespace spn::blas {

constexpr const char *noDouble =
    "the operators of Ascend's toolkit compute neither with double nor with complex numbers; keep "
    "this call on the host, or use float";
constexpr const char *noReverse = "vectors with a negative increment have no descriptor there";
constexpr const char *noOperator = "there is no operator for it";

/// Returns from the calling function where the handle is no handle or T is nothing for the device.
#define SPN_BLAS_BEGIN(T, function)                                                                \
  const Settings settings = settingsOf(handle);                                                    \
  if (!settings.owner)                                                                             \
    return SPNBLAS_STATUS_NOT_INITIALIZED;                                                         \
  if (onAscend() && !ascend::hasType<T>)                                                           \
  return refuse(function, noDouble)
/// The same for functions that no operator stands for.
#define SPN_BLAS_BEGIN_ON_HOST(function)                                                           \
  const Settings settings = settingsOf(handle);                                                    \
  if (!settings.owner)                                                                             \
    return SPNBLAS_STATUS_NOT_INITIALIZED;                                                         \
  if (onAscend())                                                                                  \
  return refuse(function, noOperator)
#define SPN_BLAS_REQUIRE(condition)                                                                \
  do {                                                                                             \
    if (!(condition))                                                                              \
      return SPNBLAS_STATUS_INVALID_VALUE;                                                         \
  } while (false)
/// Increments that Ascend's descriptors cannot say.
#define SPN_BLAS_FORWARD_ONLY(function, ...)                                                       \
  do {                                                                                             \
    if (onAscend() && std::min({__VA_ARGS__}) <= 0)                                                \
      return refuse(function, noReverse);                                                          \
  } while (false)

} // namespace spn::blas
