// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/phases.h"

#include "tool/nvcc/ascend.h"
#include "tool/nvcc/compile_cuda.h"
#include "tool/support/process.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/ThreadPool.h"

#include <algorithm>
#include <atomic>

namespace sampan::nvcc {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
using Words = std::vector<std::string>;

bool isSource(InputKind kind) { return kind != InputKind::Object && kind != InputKind::Unknown; }

bool compileInput(Session &session, const Input &input, const std::string &object) {
  return input.kind == InputKind::Cuda ? compileCuda(session, input.path, object)
                                       : compilePlain(session, input, object);
}

struct Job {
  Input input;
  std::string object;
};

/// Several files at a time with -t, else one after the other until one fails.
bool compileAll(Session &session, const std::vector<Job> &jobs) {
  unsigned threads = session.invocation.threads;
  if (threads == 1 || jobs.size() == 1)
    return std::all_of(jobs.begin(), jobs.end(), [&](const Job &job) {
      return compileInput(session, job.input, job.object);
    });
  std::atomic<bool> ok = true;
  llvm::DefaultThreadPool pool(llvm::heavyweight_hardware_concurrency(threads));
  for (const Job &job : jobs)
    pool.async([&session, &ok, &job] {
      if (!compileInput(session, job.input, job.object))
        ok = false;
    });
  pool.wait();
  return ok;
}

/// Compiles the sources to temporary objects; other inputs stand for themselves.
bool collectObjects(Session &session, Words &objects) {
  std::vector<Job> jobs;
  for (const Input &input : session.invocation.inputs) {
    if (!isSource(input.kind)) {
      objects.push_back(input.path);
      continue;
    }
    jobs.push_back({input, session.temporaryFile(path::stem(input.path).str(), ".o")});
    objects.push_back(jobs.back().object);
  }
  return compileAll(session, jobs);
}

bool compilePhase(Session &session) {
  std::vector<Job> jobs;
  for (const Input &input : session.invocation.inputs)
    if (isSource(input.kind))
      jobs.push_back({input, objectName(session.invocation, input)});
  if (jobs.size() > 1 && !session.invocation.output.empty()) {
    session.error("option '-o' names one file, but there are several inputs to compile");
    return false;
  }
  return compileAll(session, jobs);
}

bool linkPhase(Session &session, const std::string &output) {
  Words objects, warnings;
  if (!collectObjects(session, objects))
    return false;
  const Invocation &invocation = session.invocation;
  Words command =
      invocation.target == TargetId::Ascend950
          ? ascendLinkCommand(invocation, session.kit, session.bisheng, objects, output, warnings)
          : linkCommand(invocation, session.kit, session.compiler, objects, output, warnings);
  for (const std::string &text : warnings)
    session.warning(text);
  return session.run(command);
}

/// There is no separate device code, so the product is an object with nothing in it.
bool deviceLinkPhase(Session &session) {
  std::string output = session.invocation.output;
  if (output.empty())
    output = "a_dlink.o";
  return session.run(
      {session.compiler.program, "-m64", "-x", "c", "-c", "/dev/null", "-o", output});
}

bool archivePhase(Session &session) {
  Words objects;
  if (!collectObjects(session, objects))
    return false;
  std::string output = session.invocation.output.empty() ? "a.a" : session.invocation.output;
  // `ar` adds to an archive; nvcc makes a new one.
  if (!session.invocation.dryRun)
    fs::remove(output);
  Words command = {session.invocation.archiver.empty() ? "ar" : session.invocation.archiver, "rcs"};
  const Words &flags = session.invocation.archiveFlags;
  command.insert(command.end(), flags.begin(), flags.end());
  command.push_back(output);
  command.insert(command.end(), objects.begin(), objects.end());
  return session.run(command);
}

template <class Step> bool forEachSource(Session &session, Step step) {
  for (const Input &input : session.invocation.inputs)
    if (isSource(input.kind) && !step(session, input))
      return false;
  return true;
}

bool syntaxPhase(Session &session) {
  return forEachSource(session, [](Session &each, const Input &input) {
    return input.kind != InputKind::Cuda || compileCuda(each, input.path, "/dev/null");
  });
}

/// -cuda: what the host compiler would see, for builds that compile it themselves.
bool hostSourcePhase(Session &session) {
  if (session.invocation.target != TargetId::Host) {
    session.warning("'-cuda' writes sources for a host compiler, so nothing is written; 'sampan "
                    "translate --to ascendc' writes those for Ascend's");
    return true;
  }
  return forEachSource(session, [](Session &each, const Input &input) {
    const Invocation &invocation = each.invocation;
    std::string name = invocation.output;
    if (name.empty())
      name = (invocation.outputDirectory.empty() ? "" : invocation.outputDirectory + "/") +
             path::filename(input.path).str() + ".cpp.ii";
    return input.kind != InputKind::Cuda || compileCuda(each, input.path, name);
  });
}

bool runProgram(Session &session, const std::string &program) {
  Words command = {path::is_absolute(program) ? program : absolutePath(program)};
  const Words &arguments = session.invocation.runArguments;
  command.insert(command.end(), arguments.begin(), arguments.end());
  return session.run(command);
}

/// Meson starts an existing program with `--run PROGRAM`.
bool isRunOfProgram(const Invocation &invocation) {
  return invocation.runAfterwards && invocation.inputs.size() == 1 &&
         invocation.inputs.front().kind == InputKind::Unknown;
}

bool removeOutputs(const Invocation &invocation) {
  if (invocation.phase == Phase::Compile) {
    for (const Input &input : invocation.inputs)
      if (isSource(input.kind))
        fs::remove(objectName(invocation, input));
  } else {
    fs::remove(linkOutput(invocation));
  }
  return true;
}

bool knowsInputs(Session &session) {
  bool ok = true;
  for (const Input &input : session.invocation.inputs) {
    if (input.kind != InputKind::Unknown)
      continue;
    session.error("don't know what to do with '" + input.path + "'" +
                  (fs::exists(input.path) ? "; use -x to name its language" : ": no such file"));
    ok = false;
  }
  return ok;
}

} // namespace

std::string objectName(const Invocation &invocation, const Input &input) {
  if (!invocation.output.empty())
    return invocation.output;
  std::string name = path::stem(input.path).str() + ".o";
  return invocation.outputDirectory.empty() ? name : invocation.outputDirectory + "/" + name;
}

std::string linkOutput(const Invocation &invocation) {
  std::string name = invocation.output;
  if (name.empty())
    name = invocation.phase == Phase::Archive ? "a.a" : "a.out";
  if (invocation.outputDirectory.empty() || path::is_absolute(name))
    return name;
  return invocation.outputDirectory + "/" + name;
}

bool runPhases(Session &session) {
  const Invocation &invocation = session.invocation;
  if (isRunOfProgram(invocation))
    return runProgram(session, invocation.inputs.front().path);
  if (!knowsInputs(session))
    return false;
  if (invocation.clean)
    return removeOutputs(invocation);
  switch (invocation.phase) {
  case Phase::Preprocess:
    return forEachSource(session, preprocess);
  case Phase::Dependencies:
    return forEachSource(session, writeDependencies);
  case Phase::SyntaxOnly:
    return syntaxPhase(session);
  case Phase::HostSource:
    return hostSourcePhase(session);
  case Phase::Compile:
    return compilePhase(session);
  case Phase::DeviceLink:
    return deviceLinkPhase(session);
  case Phase::Archive:
    return archivePhase(session);
  default:
    break;
  }
  std::string output = linkOutput(invocation);
  if (!linkPhase(session, output))
    return false;
  return !invocation.runAfterwards || runProgram(session, output);
}

} // namespace sampan::nvcc
