// SPDX-License-Identifier: Apache-2.0
// Reads SAMPAN_LOG and writes log lines whole, so that lines of several threads don't mix.
#include "log.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace spn::rt {
namespace {

unsigned parseTopics(const char *text) {
  unsigned topics = 0;
  while (text && *text) {
    const std::size_t length = std::strcspn(text, ",");
    auto is = [&](const char *name) {
      return length == std::strlen(name) && std::strncmp(text, name, length) == 0;
    };
    if (is("api"))
      topics |= logApi;
    else if (is("mem") || is("memory"))
      topics |= logMemory;
    else if (is("launch"))
      topics |= logLaunch;
    else if (is("all"))
      topics |= logApi | logMemory | logLaunch;
    text += length + (text[length] == ',');
  }
  return topics;
}

} // namespace

unsigned logTopics() {
  static const unsigned topics = parseTopics(std::getenv("SAMPAN_LOG"));
  return topics;
}

void logLine(const char *format, ...) {
  char line[1024];
  int used = std::snprintf(line, sizeof line, "sampan: ");
  va_list arguments;
  va_start(arguments, format);
  int more = std::vsnprintf(line + used, sizeof line - used - 1, format, arguments);
  va_end(arguments);
  std::size_t length = used + (more < 0 ? 0 : static_cast<std::size_t>(more));
  if (length > sizeof line - 2)
    length = sizeof line - 2;
  line[length] = '\n';
  std::fwrite(line, 1, length + 1, stderr);
}

void logCall(const char *function, spnError_t result) {
  logLine("api: %s -> %s", function, result == spnSuccess ? "ok" : spnGetErrorName(result));
}

} // namespace spn::rt
