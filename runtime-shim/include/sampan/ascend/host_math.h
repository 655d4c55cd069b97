// SPDX-License-Identifier: Apache-2.0
// What CUDA's math library has and the C library has not, for the host code of an .asc file. Ascend
// C declares functions of the same names and types for the device, so that these stand in a
// namespace of their own; the translator writes spn::host::rsqrtf(x) where host code calls rsqrtf.
#pragma once

#define SPN_MATHFN inline // no device ever sees them: they compute in double precision

#include "sampan/detail/math_support.h"
#include "sampan/detail/math_tables.h"

namespace spn {
namespace host {
namespace spn {
namespace detail {
using namespace ::spn::detail; // the headers below add to it
} // namespace detail
} // namespace spn
#include "sampan/math_overloads.h"
#include "sampan/math_roots.h"
#include "sampan/math_special.h"
#include "sampan/math_trigonometric.h"
} // namespace host
} // namespace spn
