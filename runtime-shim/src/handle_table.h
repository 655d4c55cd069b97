// SPDX-License-Identifier: Apache-2.0
// Which handles are alive. The C API hands out pointers that a program may keep too long, use twice
// or make up; a lookup here turns that into an error code, and keeps the object alive for as long
// as an operation that another thread runs still needs it.
#pragma once

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

namespace spn::rt {

template <class T> class HandleTable {
public:
  T *add(std::shared_ptr<T> object) {
    T *handle = object.get();
    std::unique_lock lock(mutex);
    objects[handle] = std::move(object);
    return handle;
  }
  /// Under a handle that is not the object's address.
  T *add(std::shared_ptr<T> object, T *handle) {
    std::unique_lock lock(mutex);
    objects[handle] = std::move(object);
    return handle;
  }
  std::shared_ptr<T> find(const T *handle) const {
    std::shared_lock lock(mutex);
    auto it = objects.find(handle);
    return it == objects.end() ? nullptr : it->second;
  }
  std::shared_ptr<T> remove(const T *handle) {
    std::unique_lock lock(mutex);
    auto it = objects.find(handle);
    if (it == objects.end())
      return nullptr;
    std::shared_ptr<T> object = std::move(it->second);
    objects.erase(it);
    return object;
  }
  std::vector<std::shared_ptr<T>> all() const {
    std::shared_lock lock(mutex);
    std::vector<std::shared_ptr<T>> result;
    for (auto &[handle, object] : objects)
      result.push_back(object);
    return result;
  }

private:
  mutable std::shared_mutex mutex;
  std::unordered_map<const T *, std::shared_ptr<T>> objects;
};

/// The one table of a kind of handles. It is never destroyed: programs call the API from
/// destructors of their own globals, in an order that nobody controls.
template <class T> HandleTable<T> &handles() {
  static auto *table = new HandleTable<T>;
  return *table;
}

} // namespace spn::rt
