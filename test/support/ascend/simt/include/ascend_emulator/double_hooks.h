// SPDX-License-Identifier: Apache-2.0
// What the emulator and the AscendCL double tell each other, beyond the public AscendCL interface.
// The double defines these functions; the emulator works without them.
#pragma once

#include "ascend_emulator/dim3.h"

#include <stddef.h>

extern "C" {

/// Queues run(data) in the stream; its result other than 0 is the error of the device. drop(data)
/// instead, if the kernel cannot be queued; the error is then the thread's last error.
__attribute__((weak)) void ascendDoubleEnqueueKernel(void *stream, const char *name,
                                                     int (*run)(void *data),
                                                     void (*drop)(void *data), void *data);

/// Makes `error` the calling thread's last error.
__attribute__((weak)) void ascendDoubleNoteError(int error);

/// A kernel by the address that launches name it with. invoke(kernel, arguments), after
/// configure(...), launches it.
__attribute__((weak)) void ascendDoubleRegisterKernel(
    const char *name, void *kernel, void (*invoke)(void *kernel, void **arguments),
    void (*configure)(dim3 grid, dim3 block, size_t ubufBytes, void *stream));

/// Whether the address is one of device memory, though perhaps not of a block that exists.
__attribute__((weak)) bool ascendDoubleOwnsAddress(const void *address);

/// Whether it is an address by which kernels reach memory of the host.
__attribute__((weak)) bool ascendDoubleMapsAddress(const void *address);

/// A variable in global memory. It lies in the program's own memory, open to the host.
__attribute__((weak)) void ascendDoubleRegisterVariable(const void *variable, size_t bytes);
}
