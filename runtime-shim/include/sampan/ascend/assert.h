// SPDX-License-Identifier: Apache-2.0
// Stands for <assert.h> in translated sources. C's header defines assert() anew each time it is
// included, for host code alone; this gives the toolkit's back, which device code has too. No
// guard: whoever includes it, whenever, expects assert() and what NDEBUG says of it now.
#include <assert.h>
#ifndef NDEBUG
#pragma pop_macro("assert")
#pragma push_macro("assert")
#endif
