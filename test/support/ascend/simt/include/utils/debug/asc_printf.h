// SPDX-License-Identifier: Apache-2.0
// printf of device code. The host's does the work.
#pragma once

#include "ascend_emulator/device.h"

#include <stdio.h>

#ifdef ASC_EMULATOR_CHECK
template <class... Arguments> __aicore__ void printf(const char *format, Arguments &&...arguments);
#endif
