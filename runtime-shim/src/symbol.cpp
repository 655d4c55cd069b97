// SPDX-License-Identifier: Apache-2.0
// __device__ and __constant__ variables. On the host their address is also their device address, so
// a copy to a symbol is a copy to it, and several devices share one variable. Other back ends say
// where a variable is.
#include "copy_state.h"
#include "host_thread.h"
#include "sampan/runtime.h"

#include <shared_mutex>
#include <unordered_map>

using namespace spn::rt;

namespace {

struct Symbols {
  std::shared_mutex mutex;
  std::unordered_map<const void *, std::size_t> bytes;
};

// Never destroyed, see handles().
Symbols &symbols() {
  static auto *all = new Symbols;
  return *all;
}

std::size_t sizeOf(const void *symbol) {
  std::shared_lock lock(symbols().mutex);
  auto it = symbols().bytes.find(symbol);
  return it == symbols().bytes.end() ? 0 : it->second;
}

spnError_t copySymbol(const char *function, const void *symbol, std::size_t offset, void *dst,
                      const void *src, std::size_t count, spnMemcpyKind kind, bool toSymbol,
                      spnStream_t stream, bool waits) {
  return call(function, [&] {
    if (!symbol)
      return spnErrorInvalidSymbol;
    const spnMemcpyKind forbidden = toSymbol ? spnMemcpyDeviceToHost : spnMemcpyHostToDevice;
    if (kind == forbidden || kind == spnMemcpyHostToHost)
      return spnErrorInvalidMemcpyDirection;
    const std::size_t size = sizeOf(symbol);
    if (size && (offset > size || count > size - offset))
      return spnErrorInvalidValue;
    char *place = nullptr;
    if (spnError_t error = symbolPlace(symbol, offset, &place))
      return error;
    CopyCall copy;
    if (spnError_t error = makeCopy(toSymbol ? place : dst, count, toSymbol ? src : place, count,
                                    count, 1, kind, copy))
      return error;
    return submitCopy(function, stream, std::move(copy), waits);
  });
}

} // namespace

namespace spn::rt {

spnError_t symbolPlace(const void *symbol, std::size_t offset, char **place) {
  void *address = const_cast<void *>(symbol);
  if (backend().symbolAddress)
    if (spnError_t error =
            backend().symbolAddress(currentDevice().index, symbol, sizeOf(symbol), &address))
      return error;
  *place = static_cast<char *>(address) + offset;
  return spnSuccess;
}

} // namespace spn::rt

namespace spn::detail {

void registerSymbol(const void *symbol, std::size_t bytes) {
  if (sizeOf(symbol) == bytes)
    return;
  std::unique_lock lock(symbols().mutex);
  symbols().bytes[symbol] = bytes;
}

} // namespace spn::detail

extern "C" {

spnError_t spnMemcpyToSymbol(const void *symbol, const void *src, size_t count, size_t offset,
                             spnMemcpyKind kind) {
  return copySymbol(__func__, symbol, offset, nullptr, src, count, kind, true, nullptr, true);
}

spnError_t spnMemcpyFromSymbol(void *dst, const void *symbol, size_t count, size_t offset,
                               spnMemcpyKind kind) {
  return copySymbol(__func__, symbol, offset, dst, nullptr, count, kind, false, nullptr, true);
}

spnError_t spnMemcpyToSymbolAsync(const void *symbol, const void *src, size_t count, size_t offset,
                                  spnMemcpyKind kind, spnStream_t stream) {
  return copySymbol(__func__, symbol, offset, nullptr, src, count, kind, true, stream, false);
}

spnError_t spnMemcpyFromSymbolAsync(void *dst, const void *symbol, size_t count, size_t offset,
                                    spnMemcpyKind kind, spnStream_t stream) {
  return copySymbol(__func__, symbol, offset, dst, nullptr, count, kind, false, stream, false);
}

spnError_t spnGetSymbolAddress(void **pointer, const void *symbol) {
  return call(__func__, [&] {
    if (!pointer || !symbol)
      return pointer ? spnErrorInvalidSymbol : spnErrorInvalidValue;
    char *place = nullptr;
    const spnError_t error = symbolPlace(symbol, 0, &place);
    *pointer = place;
    return error;
  });
}

spnError_t spnGetSymbolSize(size_t *bytes, const void *symbol) {
  return call(__func__, [&] {
    if (!bytes)
      return spnErrorInvalidValue;
    *bytes = sizeOf(symbol);
    return *bytes ? spnSuccess : spnErrorInvalidSymbol;
  });
}

} // extern "C"
