// SPDX-License-Identifier: Apache-2.0
// Barrier and fences.
#pragma once

#include "ascend_emulator/device.h"

ASC_FUNCTION void asc_syncthreads() ASC_BODY(::ascend_emulator::blockBarrier();)
    // One host thread runs the block, so its memory is in order; others may wait for it, though.
    ASC_FUNCTION void asc_threadfence() ASC_BODY(__atomic_thread_fence(__ATOMIC_SEQ_CST);
                                                 ::ascend_emulator::mayWait();) ASC_FUNCTION
    void asc_threadfence_block() ASC_BODY(::ascend_emulator::mayWait();)
