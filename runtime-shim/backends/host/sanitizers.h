// SPDX-License-Identifier: Apache-2.0
// What the sanitizers must be told about stacks. Declared here because not every compiler comes
// with the headers of its sanitizers.
#pragma once

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
#define SPN_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SPN_ASAN 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define SPN_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SPN_TSAN 1
#endif
#endif

extern "C" {
#ifdef SPN_ASAN
void __sanitizer_start_switch_fiber(void **fakeStackSave, const void *bottom, std::size_t size);
void __sanitizer_finish_switch_fiber(void *fakeStackSave, const void **bottomOld,
                                     std::size_t *sizeOld);
void __asan_unpoison_memory_region(const volatile void *address, std::size_t size);
#endif
#ifdef SPN_TSAN
void *__tsan_get_current_fiber(void);
void *__tsan_create_fiber(unsigned flags);
void __tsan_destroy_fiber(void *fiber);
void __tsan_switch_to_fiber(void *fiber, unsigned flags);
#endif
}
