/* SPDX-License-Identifier: Apache-2.0
   Older and newer toolkits have <common_functions.h> in different places. */
#ifndef SAMPAN_CRT_COMMON_FUNCTIONS_H
#define SAMPAN_CRT_COMMON_FUNCTIONS_H

#include "common_functions.h"

#endif
