// SPDX-License-Identifier: Apache-2.0
// clock() of device code: increases, and means nothing here.
#pragma once

#include "ascend_emulator/device.h"

#include <time.h>

#ifdef ASC_EMULATOR_CHECK
__aicore__ uint64_t clock();
#endif
