// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/session.h"

#include "tool/support/files.h"

#include "tool/nvcc/words.h"
#include "tool/support/process.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <chrono>

namespace sampan::nvcc {

Session::Session(Invocation parsed, Toolkit toolkit, HostCompiler hostCompiler,
                 std::string ascendCompiler, TemporaryDirectory temporaryDirectory,
                 std::shared_ptr<const RuleTable> ruleTable, bool withColour)
    : invocation(std::move(parsed)), kit(std::move(toolkit)), compiler(std::move(hostCompiler)),
      bisheng(std::move(ascendCompiler)), rules(std::move(ruleTable)), colour(withColour),
      temporary(std::move(temporaryDirectory)) {}

std::string Session::temporaryFile(const std::string &stem, const std::string &extension) {
  std::lock_guard lock(mutex);
  std::string name = stem + extension;
  for (unsigned i = 2; llvm::is_contained(names, name); ++i)
    name = stem + "_" + std::to_string(i) + extension;
  names.push_back(name);
  return temporary.path() + "/" + name;
}

void Session::message(const std::string &text) {
  std::lock_guard lock(mutex);
  llvm::errs() << text;
}

void Session::warning(const std::string &text) {
  if (!invocation.noWarnings)
    message("spncc: warning: " + text + "\n");
}

void Session::note(const std::string &text) {
  if (invocation.verbose)
    message("spncc: note: " + text + "\n");
}

void Session::show(const std::string &line) {
  if (invocation.verbose || invocation.dryRun)
    message("#$ " + line + "\n");
}

bool Session::run(const std::vector<std::string> &command, const std::string &output) {
  show(quotedCommand(command) + (output.empty() ? "" : " > " + quoted(output)));
  if (invocation.dryRun)
    return true;
  auto begin = std::chrono::steady_clock::now();
  ProcessResult result = runProcess(command, output);
  std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  if (!invocation.timeFile.empty())
    recordTime(command.front(), took.count());
  if (result.status < 0)
    error(command.front() + ": " + result.message);
  return result.status == 0;
}

bool Session::attempt(const std::vector<std::string> &command) {
  show(quotedCommand(command));
  if (invocation.dryRun)
    return true;
  std::string messages = temporaryFile("attempt", ".txt");
  auto begin = std::chrono::steady_clock::now();
  ProcessResult result = runProcessKeepingMessages(command, messages);
  std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  if (!invocation.timeFile.empty())
    recordTime(command.front(), took.count());
  llvm::Expected<std::string> text = readFile(messages);
  if (!text)
    llvm::consumeError(text.takeError());
  else if (result.status == 0 || invocation.verbose)
    message(*text);
  return result.status == 0;
}

std::string Session::messagesOf(const std::vector<std::string> &command) {
  show(quotedCommand(command));
  const std::string messages = temporaryFile("attempt", ".txt");
  (void)runProcessKeepingMessages(command, messages);
  llvm::Expected<std::string> text = readFile(messages);
  if (text)
    return *text;
  llvm::consumeError(text.takeError());
  return {};
}

void Session::recordTime(const std::string &program, double milliseconds) {
  std::lock_guard lock(mutex);
  bool isNew = !llvm::sys::fs::exists(invocation.timeFile);
  std::error_code code;
  llvm::raw_fd_ostream stream(invocation.timeFile, code, llvm::sys::fs::OF_Append);
  if (code)
    return;
  if (isNew)
    stream << "phase name,time (ms)\n";
  stream << llvm::sys::path::filename(program) << ',' << static_cast<long>(milliseconds) << '\n';
}

} // namespace sampan::nvcc
