// SPDX-License-Identifier: Apache-2.0
// Values of variables that the threads of a block have one each of, kept while the block's other
// threads have their turn: across a barrier, or across the rounds of a loop that all threads go
// through together. A struct is kept with an array for each of its parts, so that neighbouring
// threads' parts are neighbours in memory: compilers then make vectors of threads.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

namespace spn {
namespace detail {

constexpr int mostThreads = 1024;

/// Threads of a row that are taken through a uniform loop together.
constexpr int rowLanes = 64;
/// The same for a loop that each thread begins at a place of its own: neighbours go on to read
/// neighbouring memory, so the more the better.
constexpr int strideLanes = 256;
/// The same for a loop that each thread leaves on its own: all of them wait for the last one.
constexpr int partedLanes = 16;
/// Threads that read for a round in shared memory before any of them writes.
constexpr int roundLanes = 32;

/// The type of a struct's parts: of its members, where it is one of CUDA's vector types; else as
/// wide as its alignment. `unsigned` only ever carries bits.
template <class T, class = void> struct PartOf {
  typedef typename std::conditional<alignof(T) % 8 == 0, unsigned long long, unsigned>::type type;
};
template <class T>
struct PartOf<T,
              typename std::enable_if<std::is_arithmetic<decltype(std::declval<T &>().x)>::value &&
                                      (sizeof(std::declval<T &>().x) >= 4)>::type> {
  typedef typename std::remove_cv<
      typename std::remove_reference<decltype(std::declval<T &>().x)>::type>::type type;
};

/// Larger ones, or of smaller members, stay in one piece.
template <class T> struct IsSplit {
  static constexpr bool isStruct = std::is_class<T>::value;
  static constexpr bool value = isStruct && sizeof(T) > 4 && sizeof(T) <= 64 && alignof(T) >= 4 &&
                                sizeof(T) % sizeof(typename PartOf<T>::type) == 0;
};
template <class T, bool = std::is_class<T>::value> struct MaySplit {
  static constexpr bool value = IsSplit<T>::value;
};
template <class T> struct MaySplit<T, false> {
  static constexpr bool value = false;
};

template <class T, int Count, bool Split = MaySplit<T>::value> struct ValueStore {
  union {
    T values[Count];
  };
  // Not initialised, as the variable is not.
  ValueStore() {}
  ~ValueStore() {}
  T get(int thread) const { return values[thread]; }
  void set(int thread, const T &value) { values[thread] = value; }
  T *at(int thread) { return values + thread; }
};

template <class T, int Count> struct ValueStore<T, Count, true> {
  typedef typename PartOf<T>::type Part;
  static constexpr std::size_t parts = sizeof(T) / sizeof(Part);
  alignas(64) Part values[parts][Count];

  ValueStore() {}
  T get(int thread) const { return collect(thread, std::make_index_sequence<parts>()); }
  void set(int thread, const T &value) { spread(thread, value, std::make_index_sequence<parts>()); }

private:
  template <std::size_t... I>
  __attribute__((always_inline)) T collect(int thread, std::index_sequence<I...>) const {
    union Whole {
      T value;
      Whole() {}
      ~Whole() {}
    } whole;
    char *const bytes = reinterpret_cast<char *>(&whole.value);
    const int done[] = {
        (__builtin_memcpy(bytes + I * sizeof(Part), &values[I][thread], sizeof(Part)), 0)...};
    (void)done;
    return whole.value;
  }
  template <std::size_t... I>
  __attribute__((always_inline)) void spread(int thread, const T &value,
                                             std::index_sequence<I...>) {
    const char *const bytes = reinterpret_cast<const char *>(&value);
    const int done[] = {
        (__builtin_memcpy(&values[I][thread], bytes + I * sizeof(Part), sizeof(Part)), 0)...};
    (void)done;
  }
};

/// One value per thread of the block, in one piece: for variables whose address is taken, and for
/// what threads hand over to each other. A local of the block, so that the compiler knows nothing
/// else to point to it; not initialised, as the variable is not.
template <class T> struct PerThread {
  union {
    // As aligned as a variable would be: programs read their arrays by vectors, too.
    alignas(64) T values[mostThreads];
  };
  PerThread() {}
  PerThread(const PerThread &) {} // for a return by value, which is never a copy
  ~PerThread() {}
  T &operator[](int thread) { return values[thread]; }
  const T &operator[](int thread) const { return values[thread]; }
  T *at(int thread) { return values + thread; }
  // Templates, because arrays have neither.
  template <class Whole = T> Whole get(int thread) const { return values[thread]; }
  template <class Whole = T> void set(int thread, const Whole &value) { values[thread] = value; }
};

/// The same for variables that live across a barrier.
template <class T, bool Split = MaySplit<T>::value> struct ThreadValues : PerThread<T> {};
template <class T> struct ThreadValues<T, true> : ValueStore<T, mostThreads> {
  T operator[](int thread) const { return this->get(thread); }
};

/// One value per thread of the part of a row that goes through a loop together. The values are an
/// object of their own: nothing that is stored among them can change where they begin, so that
/// compilers read that once and not for each thread.
template <class T, int Lanes> struct RowValues {
  ValueStore<T, Lanes> &store;
  const int first; ///< linear index of the thread that the first value belongs to
  RowValues(ValueStore<T, Lanes> &values, int firstThread) : store(values), first(firstThread) {}
  T get(int thread) const { return store.get(thread - first); }
  void set(int thread, const T &value) const { store.set(thread - first, value); }
  T *at(int thread) const { return store.at(thread - first); }
};

// Vectors as wide as the processor's registers, whose lanes are threads of a row. Vector number
// `place` of a value begins so many lanes further on.

#if defined(__AVX512F__)
#define SPN_VECTOR_BYTES 64
#elif defined(__AVX__)
#define SPN_VECTOR_BYTES 32
#else
#define SPN_VECTOR_BYTES 16
#endif
template <class T> struct VectorOf;
template <> struct VectorOf<float> {
  typedef float type __attribute__((vector_size(SPN_VECTOR_BYTES)));
};
template <> struct VectorOf<double> {
  typedef double type __attribute__((vector_size(SPN_VECTOR_BYTES)));
};
template <class T> constexpr int lanesOf() {
  return SPN_VECTOR_BYTES / static_cast<int>(sizeof(T));
}

template <class T>
__attribute__((always_inline)) inline typename VectorOf<T>::type loadLanes(const T *from,
                                                                           int place) {
  typename VectorOf<T>::type value;
  __builtin_memcpy(&value, from + place * lanesOf<T>(), sizeof value);
  return value;
}
template <class T>
__attribute__((always_inline)) inline void storeLanes(T *to, int place,
                                                      const typename VectorOf<T>::type &value) {
  __builtin_memcpy(to + place * lanesOf<T>(), &value, sizeof value);
}

} // namespace detail
} // namespace spn
