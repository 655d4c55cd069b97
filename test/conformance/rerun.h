// SPDX-License-Identifier: Apache-2.0
// Runs tests of this program in a process of their own. The runtime reads its environment once, so
// a test of another setting needs another process.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

struct Rerun {
  int status = -1; ///< exit status
  std::string output;
};

/// `environment` as "NAME=value NAME=value". Tests named DISABLED_ run too: so are those called
/// that make sense in another environment only. A filter that no test passes is a failure.
inline Rerun rerun(const std::string &environment, const std::string &filter) {
  char path[4096];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  const std::string program(path, length > 0 ? static_cast<std::size_t>(length) : 0);
  const std::string command = "env " + environment + " '" + program + "' --gtest_filter='" +
                              filter + "' --gtest_also_run_disabled_tests 2>&1";
  Rerun result;
  std::FILE *pipe = popen(command.c_str(), "r");
  if (!pipe)
    return result;
  char buffer[4096];
  while (std::size_t count = std::fread(buffer, 1, sizeof buffer, pipe))
    result.output.append(buffer, count);
  const int status = pclose(pipe);
  if (WIFEXITED(status) && result.output.find("[ RUN ") != std::string::npos)
    result.status = WEXITSTATUS(status);
  return result;
}

/// The back end under test is not the host, so that settings of host streams and devices don't
/// count.
inline bool deviceWorksByItself() {
  const char *backend = std::getenv("SAMPAN_BACKEND");
  return backend && *backend && std::strcmp(backend, "host") != 0;
}
