/* SPDX-License-Identifier: Apache-2.0
   Older and newer toolkits have <host_config.h> in different places. */
#ifndef SAMPAN_CRT_HOST_CONFIG_H
#define SAMPAN_CRT_HOST_CONFIG_H

#include "host_config.h"

#endif
