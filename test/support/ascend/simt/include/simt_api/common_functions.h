// SPDX-License-Identifier: Apache-2.0
// What every SIMT source has.
#pragma once

#include "ascend_emulator/device.h"
#include "utils/debug/asc_assert.h"
#include "utils/debug/asc_time.h"

ASC_FUNCTION void __trap() ASC_BODY(::ascend_emulator::trap();)
