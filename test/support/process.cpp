// SPDX-License-Identifier: Apache-2.0
#include "test/support/process.h"

#include "test/support/files.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace sampan::test {
namespace {

[[noreturn]] void runChild(const std::vector<std::string> &command, const ProcessOptions &options,
                           const std::string &out, const std::string &err) {
  setpgid(0, 0);
  int input = open("/dev/null", O_RDONLY);
  int output = open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  int errors = open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  dup2(input, 0);
  dup2(output, 1);
  dup2(errors, 2);
  if (!options.directory.empty() && chdir(options.directory.c_str()) != 0)
    _exit(127);
  for (const auto &[name, value] : options.environment)
    setenv(name.c_str(), value.c_str(), 1);
  std::vector<char *> argv;
  for (const std::string &word : command)
    argv.push_back(const_cast<char *>(word.c_str()));
  argv.push_back(nullptr);
  execvp(argv[0], argv.data());
  _exit(127);
}

} // namespace

ProcessResult runProcess(const std::vector<std::string> &command, const ProcessOptions &options) {
  TempDir streams;
  const std::string out = streams.path() / "out", err = streams.path() / "err";
  ProcessResult result;
  pid_t child = fork();
  if (child < 0)
    return result;
  if (child == 0)
    runChild(command, options, out, err);

  const auto deadline = std::chrono::steady_clock::now() + options.timeout;
  auto pause = std::chrono::milliseconds(1);
  int status = 0;
  rusage usage{};
  while (wait4(child, &status, WNOHANG, &usage) == 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      result.timedOut = true;
      kill(-child, SIGKILL); // the whole group: a driver has children of its own
      wait4(child, &status, 0, &usage);
      break;
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, std::chrono::milliseconds(50));
  }
  result.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.peakKilobytes = usage.ru_maxrss;
  result.out = readFile(out);
  result.err = readFile(err);
  return result;
}

std::string quoted(const std::vector<std::string> &command) {
  std::string line;
  for (const std::string &word : command) {
    bool plain = !word.empty() && word.find_first_of(" '\"\\$*?<>|&;()`\n") == std::string::npos;
    line += line.empty() ? "" : " ";
    line += plain ? word : "'" + word + "'";
  }
  return line;
}

} // namespace sampan::test
