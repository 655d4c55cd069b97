// SPDX-License-Identifier: Apache-2.0
// Values as bytes and back, for a cache that only this very build of the tool reads.
#pragma once

#include "tool/cache/members.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace sampan {

class ByteWriter {
public:
  std::string bytes;

  template <class T> void put(const T &value) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>)
      bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
    else
      visitMembers(value, [this](const auto &...members) { (this->put(members), ...); });
  }
  void put(const std::string &text) {
    put(std::uint64_t(text.size()));
    bytes += text;
  }
  template <class T> void put(const std::vector<T> &list) { putRange(list); }
  template <class T> void put(const std::set<T> &list) { putRange(list); }
  template <class K, class V> void put(const std::map<K, V> &map) {
    put(std::uint64_t(map.size()));
    for (const auto &[key, value] : map) {
      put(key);
      put(value);
    }
  }
  template <class T, std::size_t N> void put(const std::array<T, N> &list) {
    for (const T &each : list)
      put(each);
  }
  template <class T> void put(const std::optional<T> &value) {
    put(value.has_value());
    if (value)
      put(*value);
  }

private:
  template <class List> void putRange(const List &list) {
    put(std::uint64_t(list.size()));
    for (const auto &each : list)
      put(each);
  }
};

/// Any bytes may be read: after the first that make no sense, `ok` is false and values are empty.
class ByteReader {
public:
  explicit ByteReader(std::string_view bytes) : rest(bytes) {}
  bool ok = true;

  bool atEnd() const { return rest.empty(); }

  template <class T> void get(T &value) {
    if constexpr (std::is_same_v<T, bool>) {
      std::uint8_t byte = 0;
      get(byte);
      value = byte != 0;
    } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      if (take(sizeof value))
        std::memcpy(&value, taken.data(), sizeof value);
    } else {
      visitMembers(value, [this](auto &...members) { (this->get(members), ...); });
    }
  }
  void get(std::string &text) {
    if (take(size()))
      text = taken;
  }
  template <class T> void get(std::vector<T> &list) {
    for (std::size_t count = size(); ok && count > 0; --count)
      get(list.emplace_back());
  }
  template <class T> void get(std::set<T> &list) {
    for (std::size_t count = size(); ok && count > 0; --count) {
      T each{};
      get(each);
      list.insert(std::move(each));
    }
  }
  template <class K, class V> void get(std::map<K, V> &map) {
    for (std::size_t count = size(); ok && count > 0; --count) {
      K key{};
      get(key);
      get(map[std::move(key)]);
    }
  }
  template <class T, std::size_t N> void get(std::array<T, N> &list) {
    for (T &each : list)
      get(each);
  }
  template <class T> void get(std::optional<T> &value) {
    bool present = false;
    get(present);
    if (present)
      get(value.emplace());
  }

private:
  /// A count of things of at least one byte each.
  std::size_t size() {
    std::uint64_t count = 0;
    get(count);
    ok = ok && count <= rest.size();
    return ok ? static_cast<std::size_t>(count) : 0;
  }
  bool take(std::size_t count) {
    ok = ok && count <= rest.size();
    if (!ok)
      return false;
    taken = rest.substr(0, count);
    rest.remove_prefix(count);
    return true;
  }

  std::string_view rest, taken;
};

} // namespace sampan
