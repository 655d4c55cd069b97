// SPDX-License-Identifier: Apache-2.0
// assert() of device code, which ends the kernel. Host code gets the one of C.
#ifndef SAMPAN_EMULATOR_ASC_ASSERT_H
#define SAMPAN_EMULATOR_ASC_ASSERT_H
#include "ascend_emulator/device.h"

#include <assert.h>
#ifdef ASC_EMULATOR_CHECK
__aicore__ void ascendEmulatorAssert(bool condition);
__host__ void ascendEmulatorAssert(bool condition);
#else
inline void ascendEmulatorAssert(bool condition, const char *text, const char *file,
                                 unsigned line) {
  if (condition)
    return;
  if (::ascend_emulator::insideKernel())
    ::ascend_emulator::assertionFailed(text, file, line);
  __assert_fail(text, file, line, "");
}
#endif
#endif

// Headers of the system may have replaced it again.
#undef assert
#ifdef NDEBUG
#define assert(condition) ((void)0)
#elif defined(ASC_EMULATOR_CHECK)
#define assert(condition) ascendEmulatorAssert(static_cast<bool>(condition))
#else
#define assert(condition)                                                                          \
  ascendEmulatorAssert(static_cast<bool>(condition), #condition, __FILE__, __LINE__)
#endif
