// SPDX-License-Identifier: Apache-2.0
#include "tool/support/cache_directory.h"

#include "tool/support/files.h"

#include <cstdlib>

namespace sampan {
namespace {

std::string environment(const char *name) {
  const char *value = std::getenv(name);
  return value ? value : "";
}

} // namespace

std::string cacheDirectory() {
  std::string directory;
  if (const char *chosen = std::getenv("SAMPAN_CACHE_DIR"))
    directory = chosen;
  else if (std::string base = environment("XDG_CACHE_HOME"); !base.empty())
    directory = base + "/sampan";
  else if (std::string home = environment("HOME"); !home.empty())
    directory = home + "/.cache/sampan";
  return directory.empty() ? directory : absolutePath(directory);
}

} // namespace sampan
