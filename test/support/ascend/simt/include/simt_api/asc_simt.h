// SPDX-License-Identifier: Apache-2.0
// The SIMT interface of Ascend C without the half-precision types, for the emulator.
#pragma once

#include "simt_api/common_functions.h"
#include "simt_api/device_functions.h"
#include "simt_api/math_functions.h"
#include "simt_api/vector_functions.h"
