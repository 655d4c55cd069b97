/* SPDX-License-Identifier: Apache-2.0
   <channel_descriptor.h> over Sampan. The guard has the name that CUDA gives it, since programs test it. */
#ifndef __CHANNEL_DESCRIPTOR_H__
#define __CHANNEL_DESCRIPTOR_H__

#include "cuda_runtime_api.h"

#endif
