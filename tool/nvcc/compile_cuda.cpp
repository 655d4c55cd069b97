// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/compile_cuda.h"

#include "tool/nvcc/ascend.h"
#include "tool/nvcc/compile_unit.h"
#include "tool/nvcc/words.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>

namespace sampan::nvcc {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
using Words = std::vector<std::string>;

Words hostCommand(Session &session, const CompileOverlay &overlay, const std::string &file,
                  const std::string &object, const std::string &depfile) {
  const Invocation &invocation = session.invocation;
  Words command = {session.compiler.program, "-x", "c++", "-include", "cuda_runtime.h"};
  // The twins must be found before what -Xcompiler names.
  llvm::append_range(command, overlay.flags);
  llvm::append_range(command, cudaCompileFlags(invocation, session.compiler));
  llvm::append_range(command, invocation.macros);
  llvm::append_range(command, toolkitIncludes(session.kit));
  // The temporary tree has a new name in each run; nothing in the object may depend on it.
  command.push_back("-ffile-prefix-map=" + overlay.root + "=");
  command.push_back("-frandom-seed=" +
                    (invocation.randomSeed.empty() ? file : invocation.randomSeed));
  llvm::append_range(command, dependencyFlags(invocation, depfile));
  const char *step = invocation.phase == Phase::HostSource ? "-E" : "-c";
  llvm::append_range(command, Words{step, overlay.mainFile, "-o", object});
  return command;
}

} // namespace

bool compileCuda(Session &session, const std::string &file, const std::string &object) {
  const Invocation &invocation = session.invocation;
  std::string stem = path::stem(file).str();
  std::string depfile =
      invocation.dependencies.wanted ? session.temporaryFile(stem, ".d") : std::string();
  if (!invocation.dryRun && !fs::exists(file)) {
    session.error("no such file: '" + file + "'");
    return false;
  }
  if (invocation.target == TargetId::Ascend950)
    return compileForAscend(session, file, object, depfile);
  // Loops over threads are an extra. Where the host compiler takes none, the kernels do without.
  for (bool blockForms : {true, false}) {
    std::string root = session.temporaryFile(stem, ".src");
    session.show("sampan-rewrite" + showArchitectures(invocation) + " " + quoted(file) + " -o " +
                 quoted(root));
    OverlayRequest request{root, workingDirectory(), absolutePath(file), file,
                           includeOptions(session)};
    CompileOverlay overlay{root, root + request.mainFile, {}};
    bool hasBlockForms = false;
    if (!invocation.dryRun) {
      Plan plan = analyseUnit(session, file, blockForms);
      // A second time nothing new is to be said.
      if (blockForms && !acceptUnit(session, plan, file))
        return false;
      if (invocation.phase == Phase::SyntaxOnly)
        return true;
      hasBlockForms = std::ranges::any_of(
          plan.kernelForms, [](const KernelForm &form) { return form.form != HostForm::Fibre; });
      llvm::Expected<CompileOverlay> written = writeCompileOverlay(request, plan);
      if (!written) {
        session.error(llvm::toString(written.takeError()));
        return false;
      }
      overlay = std::move(*written);
    }
    Words command = hostCommand(session, overlay, file, object, depfile);
    if (hasBlockForms && !session.attempt(command)) {
      session.warning(file + ": the loop form of a kernel does not compile; the kernels of this "
                             "file run thread by thread (-v shows why)");
      continue;
    }
    if (!hasBlockForms && !session.run(command))
      return false;
    return depfile.empty() || invocation.dryRun ||
           finishDepfile(session, depfile, root, file, object, /*toStdout=*/false);
  }
  return false;
}

bool compilePlain(Session &session, const Input &input, const std::string &object) {
  const Invocation &invocation = session.invocation;
  Words command = {session.compiler.program};
  if (input.kind != InputKind::Assembly)
    llvm::append_range(command, Words{"-x", input.kind == InputKind::C ? "c" : "c++"});
  llvm::append_range(command, plainCompileFlags(invocation, session.kit, input.kind));
  if (invocation.dependencies.wanted && input.kind != InputKind::Assembly) {
    llvm::append_range(command, Words{invocation.dependencies.systemHeaders ? "-MD" : "-MMD", "-MF",
                                      defaultDepfile(invocation, input.path, object)});
    for (const std::string &target : defaultTargets(invocation, input.path, object))
      llvm::append_range(command, Words{"-MT", target});
    if (invocation.dependencies.phonyTargets)
      command.emplace_back("-MP");
  }
  llvm::append_range(command, Words{"-c", input.path, "-o", object});
  return session.run(command);
}

namespace {

/// The command that preprocesses the file as it stands.
Words preprocessCommand(Session &session, const Input &input) {
  const Invocation &invocation = session.invocation;
  Words command = {session.compiler.program, "-x", input.kind == InputKind::C ? "c" : "c++"};
  if (input.kind != InputKind::Cuda) {
    llvm::append_range(command, plainCompileFlags(invocation, session.kit, input.kind));
    return command;
  }
  command.insert(command.end(), {"-include", "cuda_runtime.h"});
  llvm::append_range(command, cudaCompileFlags(invocation, session.compiler));
  llvm::append_range(command, preprocessorFlags(invocation, session.kit));
  llvm::append_range(command, toolkitIncludes(session.kit));
  return command;
}

} // namespace

bool preprocess(Session &session, const Input &input) {
  const Invocation &invocation = session.invocation;
  Words command = preprocessCommand(session, input);
  llvm::append_range(command, Words{"-E", input.path});
  if (!invocation.output.empty())
    llvm::append_range(command, Words{"-o", invocation.output});
  return session.run(command);
}

bool writeDependencies(Session &session, const Input &input) {
  const Invocation &invocation = session.invocation;
  std::string depfile = session.temporaryFile(path::stem(input.path).str(), ".d");
  Words command = preprocessCommand(session, input);
  llvm::append_range(command, Words{invocation.dependencies.systemHeaders ? "-M" : "-MM", "-MF",
                                    depfile, input.path});
  if (!session.run(command))
    return false;
  std::string file =
      invocation.dependencies.file.empty() ? invocation.output : invocation.dependencies.file;
  return invocation.dryRun ||
         finishDepfile(session, depfile, {}, input.path, {}, /*toStdout=*/file.empty());
}

} // namespace sampan::nvcc
