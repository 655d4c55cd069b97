// SPDX-License-Identifier: Apache-2.0
// What prepared .asc sources and the emulated device functions call: launches, unified buffer,
// meeting points of threads. The kernel runs on host threads; results are "checked on the emulator,
// not on a device".
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include "ascend_emulator/position.h"

namespace ascend_emulator {

// Limits that the documentation of the Ascend 950 states.
constexpr unsigned mostBlocks = 65535, mostThreads = 2048, lanesPerWarp = 32;
constexpr std::size_t mostUbufBytes = 216 * 1024, mostParameterBytes = 6 * 1024;

/// Position within the block, and what the warp has.
unsigned linearThread() noexcept;
bool insideKernel() noexcept;

// --- launches ---

/// The operands of <<<...>>>, for the kernel call that follows in this host thread.
void configure(dim3 grid, dim3 block, std::size_t ubufBytes, void *stream);

struct KernelCode {
  const char *name;
  unsigned bounds; ///< of __launch_bounds__
  std::size_t size, alignment;
  void (*copy)(void *to, const void *from);
  void (*destroy)(void *closure);
  void (*run)(const void *closure); ///< one thread
};
/// Hands the kernel to the stream that configure() named.
void launch(const KernelCode &code, const void *closure);

template <unsigned Bounds> struct Kernel {
  static_assert(Bounds >= 1 && Bounds <= mostThreads, "__launch_bounds__ takes 1 to 2048 threads");
  const char *name;
  template <class Closure> void operator=(Closure &&closure) const {
    using Body = std::remove_reference_t<Closure>;
    static_assert(sizeof(Body) <= mostParameterBytes, "the parameters of the kernel are too large");
    static const KernelCode code = {
        name,
        Bounds,
        sizeof(Body),
        alignof(Body),
        [](void *to, const void *from) { ::new (to) Body(*static_cast<const Body *>(from)); },
        [](void *object) { static_cast<Body *>(object)->~Body(); },
        [](const void *object) {
          Body thread(*static_cast<const Body *>(object));
          thread();
        }};
    launch(code, &closure);
  }
};

/// A kernel that AscendCL may launch by its address, or by its name from a loaded binary.
class Registered {
public:
  template <class... Parameters> Registered(const char *name, void (*kernel)(Parameters...)) {
    add(name, reinterpret_cast<void *>(kernel), [](void *function, void **arguments) {
      call(reinterpret_cast<void (*)(Parameters...)>(function), arguments,
           std::index_sequence_for<Parameters...>());
    });
  }

private:
  using Invoke = void (*)(void *function, void **arguments);
  static void add(const char *name, void *kernel, Invoke invoke);
  template <class... Parameters, std::size_t... I>
  static void call(void (*kernel)(Parameters...), void **arguments, std::index_sequence<I...>) {
    (void)arguments;
    kernel(*static_cast<std::remove_reference_t<Parameters> *>(arguments[I])...);
  }
};

/// A variable in global memory, which AscendCL finds by its address.
struct RegisteredVariable {
  RegisteredVariable(const void *variable, std::size_t bytes);
};

// --- unified buffer ---

/// Place of the variable that `site` identifies in the running block.
void *staticUbufBytes(const void *site, std::size_t bytes, std::size_t alignment, const char *name);
template <class T, int Site> T &staticUbuf(std::size_t alignment, const char *name) {
  static const char site = 0;
  return *static_cast<T *>(staticUbufBytes(&site, sizeof(T), alignment, name));
}
void *dynamicUbuf();
bool isUbuf(const void *pointer) noexcept;
bool isLocal(const void *pointer) noexcept;

/// extern __ubuf__ T name[] outside of kernels.
template <class T> struct DynamicUbuf {
  operator T *() const { return static_cast<T *>(dynamicUbuf()); }
};

// --- meeting points ---

void blockBarrier();

/// What a lane brings to an operation of its warp. Lanes that come to the same call meet, so that
/// the compiler must not make one call of two.
struct WarpOp {
  /// Runs once for the lanes in `mask`, with all of them suspended.
  void (*combine)(WarpOp *const *byLane, std::uint32_t mask);
};
__attribute__((nomerge)) void meetWarp(WarpOp &op);
/// Lets other threads run: for loops that wait for memory to change.
void giveWay();
/// The same, now and then.
void mayWait();

// --- what cores keep, for sources that are compiled with ASCEND_EMULATOR_STALE ---

/// Memory has changed past the cache of the core.
void noteWrite(const void *address, std::size_t bytes);
/// The core drops one line, or all of its cache (null).
void forgetCache(const void *line);
#ifdef ASC_EMULATOR_STALE
#define ASC_WRITTEN(address) ::ascend_emulator::noteWrite(address, sizeof *(address))
#define ASC_FORGET(line) ::ascend_emulator::forgetCache(line)
#else
#define ASC_WRITTEN(address)
#define ASC_FORGET(line)
#endif

/// Ends the kernel with an error that the next synchronisation returns.
[[noreturn]] __attribute__((format(printf, 1, 2))) void fault(const char *format, ...);
[[noreturn]] void trap();
[[noreturn]] void assertionFailed(const char *condition, const char *file, unsigned line);

} // namespace ascend_emulator
