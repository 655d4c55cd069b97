// SPDX-License-Identifier: Apache-2.0
// The 950 has no managed memory, and pinned memory has another address on the device. So managed
// memory is a block of the host with a twin on the device; one of the two is the newer one. Which
// blocks a kernel uses is told by its arguments: words that are addresses in such a block.
// Addresses inside of managed memory stay those of the host.
#include "shared_memory.h"

#include "device.h"
#include "src/managed_variables.h"

#include <atomic>
#include <cstring>
#include <map>
#include <mutex>
#include <new>
#include <set>

namespace spn::ascend {
namespace {

constexpr int onHost = -1;

struct Managed {
  std::size_t bytes = 0;
  const void *symbol = nullptr; ///< the device's part of a __managed__ variable
  int newest = onHost;          ///< or the device whose twin is
  std::map<int, void *> twins{};
};

struct Pinned {
  std::size_t bytes = 0;
  bool isRegistered = false; ///< so that kernels may reach it
  bool byProgram = false;
  std::map<int, char *> views{}; ///< its addresses on devices
};

struct Shared {
  std::mutex mutex;
  std::map<char *, Managed> managed;
  std::map<char *, Pinned> pinned;
  std::map<char *, char *> hostOfView;
  std::set<std::pair<int, void *>> busy; ///< queues with work on managed memory
  std::size_t variables = 0;             ///< of the program that are in `managed`
};
Shared &shared() {
  static auto *all = new Shared; // programs free memory until the very end
  return *all;
}
/// Most programs have neither.
std::atomic<bool> hasBlocks{false}, hasPinned{false};

bool hasManaged() { return hasBlocks || rt::managedVariableCount(); }

/// Takes up variables that came with the program, or with a library since.
void adoptVariables() {
  Shared &all = shared();
  if (all.variables == rt::managedVariableCount())
    return;
  for (const rt::ManagedVariable &variable : rt::managedVariables()) {
    Managed &block = all.managed[static_cast<char *>(variable.host)];
    block.bytes = variable.bytes;
    block.symbol = variable.device;
  }
  all.variables = rt::managedVariableCount();
}

/// The entry around `address`; its end counts, because programs pass ends of ranges.
template <class Value>
typename std::map<char *, Value>::iterator around(std::map<char *, Value> &map, const void *pointer,
                                                  bool withEnd) {
  auto *address = static_cast<char *>(const_cast<void *>(pointer));
  auto it = map.upper_bound(address);
  if (it == map.begin())
    return map.end();
  --it;
  const auto offset = static_cast<std::size_t>(address - it->first);
  return offset < it->second.bytes || (withEnd && offset == it->second.bytes) ? it : map.end();
}

spnError_t fetch(char *host, Managed &block) {
  const int device = block.newest;
  if (spnError_t error = enter(device))
    return error;
  if (spnError_t error = SPN_ACL_CALL(aclrtMemcpy, host, block.bytes, block.twins[device],
                                      block.bytes, deviceToHost))
    return error;
  block.newest = onHost;
  return spnSuccess;
}

spnError_t twinOf(int device, Managed &block, void **twin) {
  void *&known = block.twins[device];
  if (!known) {
    if (spnError_t error = block.symbol
                               ? deviceSymbolAddress(device, block.symbol, block.bytes, &known)
                               : allocate(device, block.bytes, &known)) {
      block.twins.erase(device);
      return error;
    }
  }
  *twin = known;
  return spnSuccess;
}

/// Brings the block's contents to the device.
spnError_t move(int device, char *host, Managed &block) {
  if (block.newest == device)
    return spnSuccess;
  if (block.newest != onHost) {
    for (auto [other, queue] : shared().busy)
      if (other == block.newest && enter(other) == spnSuccess)
        if (spnError_t error = SPN_ACL_CALL(aclrtSynchronizeStream, queue))
          return error;
    if (spnError_t error = fetch(host, block))
      return error;
  }
  void *twin = nullptr;
  if (spnError_t error = twinOf(device, block, &twin))
    return error;
  if (spnError_t error = enter(device))
    return error;
  // At once: nothing that is queued uses a block whose contents are the host's.
  if (spnError_t error =
          SPN_ACL_CALL(aclrtMemcpy, twin, block.bytes, host, block.bytes, hostToDevice))
    return error;
  block.newest = device;
  return spnSuccess;
}

spnError_t viewOf(int device, char *host, Pinned &block, char **view) {
  char *&known = block.views[device];
  if (!known) {
    if (!acl().aclrtHostGetDevicePointer || !acl().aclrtHostRegisterV2)
      return spnErrorNotSupported;
    if (spnError_t error = enter(device))
      return error;
    if (!block.isRegistered)
      if (spnError_t error =
              SPN_ACL_CALL(aclrtHostRegisterV2, host, block.bytes, hostRegisterMapped))
        return error;
    block.isRegistered = true;
    void *address = nullptr;
    if (spnError_t error = SPN_ACL_CALL(aclrtHostGetDevicePointer, host, &address, 0u))
      return error;
    known = static_cast<char *>(address);
    shared().hostOfView[known] = host;
  }
  *view = known;
  return spnSuccess;
}

/// `*word` as the device's address, if it is one of shared memory.
spnError_t moveWord(int device, void **word, bool *isManaged) {
  auto *address = static_cast<char *>(*word);
  if (auto it = around(shared().managed, address, true); it != shared().managed.end()) {
    if (spnError_t error = move(device, it->first, it->second))
      return error;
    *word = static_cast<char *>(it->second.twins[device]) + (address - it->first);
    *isManaged = true;
  } else if (auto host = around(shared().pinned, address, true); host != shared().pinned.end()) {
    char *view = nullptr;
    // What kernels cannot reach may still be an argument that they only pass around.
    if (viewOf(device, host->first, host->second, &view) == spnSuccess)
      *word = view + (address - host->first);
  }
  return spnSuccess;
}

} // namespace

spnError_t allocateManaged(int, std::size_t bytes, void **out) {
  if (spnError_t error = enter(0))
    return error;
  if (spnError_t error = SPN_ACL_CALL(aclrtMallocHost, out, bytes))
    return error;
  std::memset(*out, 0, bytes);
  std::lock_guard lock(shared().mutex);
  shared().managed[static_cast<char *>(*out)].bytes = bytes;
  hasBlocks = true;
  return spnSuccess;
}

bool releaseManaged(const void *pointer) {
  if (!hasManaged())
    return false;
  Managed block;
  auto *host = static_cast<char *>(const_cast<void *>(pointer));
  {
    std::lock_guard lock(shared().mutex);
    auto it = shared().managed.find(host);
    if (it == shared().managed.end())
      return false;
    block = std::move(it->second);
    shared().managed.erase(it);
  }
  for (auto [device, twin] : block.twins)
    if (!block.symbol)
      release(device, twin);
  if (enter(0) == spnSuccess)
    (void)SPN_ACL_CALL(aclrtFreeHost, host);
  return true;
}

bool isManagedVariable(const void *symbol) {
  if (!hasManaged())
    return false;
  std::lock_guard lock(shared().mutex);
  adoptVariables();
  auto it = shared().managed.find(static_cast<char *>(const_cast<void *>(symbol)));
  return it != shared().managed.end() && it->second.symbol;
}

void notePinned(void *pointer, std::size_t bytes, bool isRegistered) {
  std::lock_guard lock(shared().mutex);
  Pinned &block = shared().pinned[static_cast<char *>(pointer)];
  block.bytes = bytes;
  block.isRegistered = block.byProgram = isRegistered;
  hasPinned = true;
}

void forgetPinned(const void *pointer) {
  std::lock_guard lock(shared().mutex);
  auto it = shared().pinned.find(static_cast<char *>(const_cast<void *>(pointer)));
  if (it == shared().pinned.end())
    return;
  for (auto [device, view] : it->second.views)
    shared().hostOfView.erase(view);
  if (it->second.isRegistered && !it->second.byProgram && acl().aclrtHostUnregister &&
      enter(0) == spnSuccess)
    (void)SPN_ACL_CALL(aclrtHostUnregister, it->first);
  shared().pinned.erase(it);
}

spnError_t mapHost(int device, void *pointer, void **onDevice) {
  std::lock_guard lock(shared().mutex);
  auto it = around(shared().pinned, pointer, false);
  if (it == shared().pinned.end())
    return spnErrorInvalidValue;
  char *view = nullptr;
  if (spnError_t error = viewOf(device, it->first, it->second, &view))
    return error;
  *onDevice = view + (static_cast<char *>(pointer) - it->first);
  return spnSuccess;
}

spnError_t moveOperand(int device, void *queue, void **pointer) {
  if (!hasManaged() && !hasPinned)
    return spnSuccess;
  std::lock_guard lock(shared().mutex);
  adoptVariables();
  auto *address = static_cast<char *>(*pointer);
  // Copies know pinned memory by the host's address.
  if (auto view = shared().hostOfView.upper_bound(address); view != shared().hostOfView.begin()) {
    --view;
    const std::size_t bytes = shared().pinned[view->second].bytes;
    if (address < view->first + bytes) {
      *pointer = view->second + (address - view->first);
      return spnSuccess;
    }
  }
  auto it = around(shared().managed, address, false);
  if (it == shared().managed.end())
    return spnSuccess;
  if (spnError_t error = move(device, it->first, it->second))
    return error;
  *pointer = static_cast<char *>(it->second.twins[device]) + (address - it->first);
  if (queue)
    shared().busy.insert({device, queue});
  return spnSuccess;
}

spnError_t settle(int device) {
  if (!hasManaged())
    return spnSuccess;
  std::lock_guard lock(shared().mutex);
  for (auto it = shared().busy.begin(); it != shared().busy.end();) {
    int status = streamStatusComplete;
    if (it->first == device && enter(device) == spnSuccess &&
        acl().aclrtStreamQuery(it->second, &status) == 0 && status == streamStatusComplete)
      it = shared().busy.erase(it);
    else
      ++it;
  }
  auto next = shared().busy.lower_bound({device, nullptr});
  if (next != shared().busy.end() && next->first == device)
    return spnSuccess;
  for (auto &[host, block] : shared().managed)
    if (block.newest == device)
      if (spnError_t error = fetch(host, block))
        return error;
  return spnSuccess;
}

void forgetQueue(int device, void *queue) {
  if (!hasManaged())
    return;
  {
    std::lock_guard lock(shared().mutex);
    shared().busy.erase({device, queue});
  }
  (void)settle(device);
}

void forgetTwins(int device) {
  std::lock_guard lock(shared().mutex);
  for (auto &[host, block] : shared().managed) {
    block.twins.erase(device);
    if (block.newest == device)
      block.newest = onHost;
  }
  for (auto &[host, block] : shared().pinned)
    if (auto view = block.views.find(device); view != block.views.end()) {
      shared().hostOfView.erase(view->second);
      block.views.erase(view);
    }
  std::erase_if(shared().busy, [&](auto &entry) { return entry.first == device; });
}

Arguments::Arguments(const GridLaunch &what, void *queue) : launch(what) {
  if (!hasManaged() && !hasPinned)
    return;
  const detail::KernelBody &body = *launch.body;
  own = ::operator new(body.size, std::align_val_t(body.alignment));
  body.copy(own, launch.closure);
  std::lock_guard lock(shared().mutex);
  adoptVariables();
  bool isManaged = false;
  for (auto &[host, block] : shared().managed) // kernels use variables without being given them
    if (block.symbol && outcome == spnSuccess) {
      outcome = move(launch.device, host, block);
      isManaged = true;
    }
  auto *bytes = static_cast<char *>(own);
  for (std::size_t at = 0; at + sizeof(void *) <= body.size && outcome == spnSuccess;
       at += sizeof(void *)) {
    void *word = nullptr;
    std::memcpy(&word, bytes + at, sizeof word);
    outcome = moveWord(launch.device, &word, &isManaged);
    std::memcpy(bytes + at, &word, sizeof word);
  }
  if (isManaged)
    shared().busy.insert({launch.device, queue});
}

Arguments::~Arguments() {
  if (!own)
    return;
  launch.body->destroy(own);
  ::operator delete(own, std::align_val_t(launch.body->alignment));
}

} // namespace spn::ascend
