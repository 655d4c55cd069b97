/* SPDX-License-Identifier: Apache-2.0
   <host_config.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef __HOST_CONFIG_H__
#define __HOST_CONFIG_H__
#define __CRT_HOST_CONFIG_H__

#include "host_defines.h"

#endif
