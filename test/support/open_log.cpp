// SPDX-License-Identifier: Apache-2.0
// A library for LD_PRELOAD that appends every path which a process opens to the file in
// OPEN_LOG. With it a test sees whether the tools read a CUDA toolkit.
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

namespace {

template <class F> F real(const char *name) { return reinterpret_cast<F>(dlsym(RTLD_NEXT, name)); }

void note(const char *path) {
  const char *log = std::getenv("OPEN_LOG");
  if (!log || !path)
    return;
  static auto realOpen = real<int (*)(const char *, int, ...)>("open");
  int file = realOpen(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0)
    return;
  char line[4096];
  std::size_t length = strnlen(path, sizeof(line) - 1);
  std::memcpy(line, path, length);
  line[length] = '\n';
  [[maybe_unused]] ssize_t written = write(file, line, length + 1); // one write: lines stay whole
  close(file);
}

mode_t modeOf(int flags, va_list arguments) {
  return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

} // namespace

extern "C" {

#define SPN_OPEN(NAME)                                                                             \
  int NAME(const char *path, int flags, ...) {                                                     \
    va_list arguments;                                                                             \
    va_start(arguments, flags);                                                                    \
    mode_t mode = modeOf(flags, arguments);                                                        \
    va_end(arguments);                                                                             \
    note(path);                                                                                    \
    return real<int (*)(const char *, int, ...)>(#NAME)(path, flags, mode);                        \
  }
SPN_OPEN(open)
SPN_OPEN(open64)

#define SPN_OPENAT(NAME)                                                                           \
  int NAME(int at, const char *path, int flags, ...) {                                             \
    va_list arguments;                                                                             \
    va_start(arguments, flags);                                                                    \
    mode_t mode = modeOf(flags, arguments);                                                        \
    va_end(arguments);                                                                             \
    note(path);                                                                                    \
    return real<int (*)(int, const char *, int, ...)>(#NAME)(at, path, flags, mode);               \
  }
SPN_OPENAT(openat)
SPN_OPENAT(openat64)

FILE *fopen(const char *path, const char *mode) {
  note(path);
  return real<FILE *(*)(const char *, const char *)>("fopen")(path, mode);
}

FILE *fopen64(const char *path, const char *mode) {
  note(path);
  return real<FILE *(*)(const char *, const char *)>("fopen64")(path, mode);
}

} // extern "C"
