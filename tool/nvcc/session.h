// SPDX-License-Identifier: Apache-2.0
// What the steps of one run of the compile driver share: where to write, what to show, how to run.
#pragma once

#include "rewriters/core/rules.h"
#include "tool/nvcc/arguments.h"
#include "tool/nvcc/host_compiler.h"
#include "tool/support/files.h"
#include "tool/support/toolkit.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace sampan::nvcc {

class Session {
public:
  Session(Invocation invocation, Toolkit toolkit, HostCompiler hostCompiler, std::string bisheng,
          TemporaryDirectory temporary, std::shared_ptr<const RuleTable> rules, bool colour);

  const Invocation invocation;
  const Toolkit kit;
  const HostCompiler compiler;
  const std::string bisheng; ///< Ascend's compiler; empty unless kernels go there
  const std::shared_ptr<const RuleTable> rules; ///< ours, and the user's over them
  const bool colour;

  /// Path for an intermediate file. Distinct for each (stem, extension) asked for.
  std::string temporaryFile(const std::string &stem, const std::string &extension);

  /// Shows a step with -v or --dryrun, and runs it unless --dryrun. True on success.
  bool run(const std::vector<std::string> &command, const std::string &output = {});
  /// The same for a step that may fail without harm: what it says is shown when it succeeds only.
  bool attempt(const std::vector<std::string> &command);
  /// Runs a step that is expected to fail, for what it says.
  std::string messagesOf(const std::vector<std::string> &command);

  /// Shows a step that is not a program of its own.
  void show(const std::string &line);

  void message(const std::string &text);
  void error(const std::string &text) { message("spncc: error: " + text + "\n"); }
  void warning(const std::string &text);
  void note(const std::string &text);

private:
  void recordTime(const std::string &program, double milliseconds);

  TemporaryDirectory temporary;
  std::mutex mutex;
  std::vector<std::string> names;
};

} // namespace sampan::nvcc
