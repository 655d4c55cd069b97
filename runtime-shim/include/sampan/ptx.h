// SPDX-License-Identifier: Apache-2.0
// What translated inline PTX is written with. An asm statement becomes plain C++ where C++ has the
// operation, and calls of these functions where it has not. They behave as the PTX instruction
// does, also where C++ leaves the result open: shifts by too much, division by zero, overflow.
#pragma once

#include "sampan/atomics.h"
#include "sampan/intrinsics.h"
#include "sampan/math_functions.h"
#include "sampan/memory_access.h"
#include "sampan/simd_intrinsics.h"
#include "sampan/synchronization.h"
#include "sampan/warp.h"

#include "sampan/ptx_detail/types.h"

#include "sampan/ptx_detail/integer.h"

#include "sampan/ptx_detail/floating.h"

#include "sampan/ptx_detail/memory.h"

#include "sampan/ptx_detail/threads.h"

#include "sampan/ptx_detail/video.h"
