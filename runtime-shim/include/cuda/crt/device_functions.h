/* SPDX-License-Identifier: Apache-2.0
   Older and newer toolkits have <device_functions.h> in different places. */
#ifndef SAMPAN_CRT_DEVICE_FUNCTIONS_H
#define SAMPAN_CRT_DEVICE_FUNCTIONS_H

#include "device_functions.h"

#endif
