/* SPDX-License-Identifier: Apache-2.0
   Older and newer toolkits have <host_defines.h> in different places. */
#ifndef SAMPAN_CRT_HOST_DEFINES_H
#define SAMPAN_CRT_HOST_DEFINES_H

#include "host_defines.h"

#endif
