// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/compile_cuda.h"

#include "rewriters/core/diagnostics.h"
#include "tool/nvcc/ascend.h"
#include "tool/nvcc/compile_unit.h"
#include "tool/nvcc/refused_forms.h"
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

constexpr unsigned kMostRounds = 4;

/// Takes note of forms that the host compiler did not take, all where it is not known which. Gives
/// what there is to say of it.
std::vector<Finding> refuseForms(const Plan &plan, const std::string &file, BlockForms &forms,
                                 const std::vector<Span> &found) {
  std::vector<Finding> findings;
  for (const Span &span : found) {
    if (llvm::is_contained(forms.refused, span))
      continue;
    forms.refused.push_back(span);
    auto kernel = std::ranges::find_if(plan.kernelForms, [&](const KernelForm &form) {
      return form.at.file == span.file && form.at.line == span.line;
    });
    findings.push_back(
        kernel == plan.kernelForms.end()
            ? makeFinding(diag::FunctionLoopFormRefused{}, {span.file, 0, 0, span.line, 1})
            : makeFinding(diag::LoopFormRefused{.kernel = kernel->kernel}, kernel->at));
  }
  if (findings.empty()) {
    findings.push_back(makeFinding(diag::FileLoopFormsRefused{}, {absolutePath(file), 0, 0, 0, 0}));
    forms.wanted = false;
  }
  return findings;
}

bool compileForHost(Session &session, const std::string &file, const std::string &object,
                    const std::string &depfile) {
  const Invocation &invocation = session.invocation;
  const std::string stem = path::stem(file).str();
  // Loops over threads are an extra. Kernels whose loops the host compiler does not take do
  // without; where it is not found out which those are, all of the file.
  BlockForms forms;
  std::vector<Finding> refusals; ///< unsaid, where the file does not compile without loops either
  for (unsigned round = 1;; ++round) {
    std::string root = session.temporaryFile(stem, ".src");
    session.show("sampan-rewrite" + showArchitectures(invocation) + " " + quoted(file) + " -o " +
                 quoted(root));
    OverlayRequest request{root, workingDirectory(), absolutePath(file), file,
                           includeOptions(session)};
    CompileOverlay overlay{root, root + request.mainFile, {}};
    Plan plan;
    if (!invocation.dryRun) {
      plan = analyseUnit(session, file, forms);
      // A second time nothing new is to be said.
      if (round == 1 && !acceptUnit(session, plan, file))
        return false;
      if (invocation.phase == Phase::SyntaxOnly)
        return true;
      llvm::Expected<CompileOverlay> written = writeCompileOverlay(request, plan);
      if (!written) {
        session.error(llvm::toString(written.takeError()));
        return false;
      }
      overlay = std::move(*written);
    }
    const Words command = hostCommand(session, overlay, file, object, depfile);
    const bool hasBlockForms = std::ranges::any_of(
        plan.kernelForms, [](const KernelForm &form) { return isBlockForm(form.form); });
    if (hasBlockForms ? session.attempt(command) : session.run(command)) {
      showFindings(session, std::move(refusals));
      return depfile.empty() || invocation.dryRun ||
             finishDepfile(session, depfile, root, file, object, /*toStdout=*/false);
    }
    if (!hasBlockForms)
      return false;
    llvm::append_range(refusals, refuseForms(plan, file, forms,
                                             round < kMostRounds
                                                 ? findRefusedForms(session, command, overlay.root)
                                                 : std::vector<Span>()));
  }
}

} // namespace

std::vector<std::string> hostCommand(Session &session, const CompileOverlay &overlay,
                                     const std::string &file, const std::string &object,
                                     const std::string &depfile) {
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

bool compileCuda(Session &session, const std::string &file, const std::string &object) {
  const Invocation &invocation = session.invocation;
  std::string depfile = invocation.dependencies.wanted
                            ? session.temporaryFile(path::stem(file).str(), ".d")
                            : std::string();
  if (!invocation.dryRun && !fs::exists(file)) {
    session.error("no such file: '" + file + "'");
    return false;
  }
  return invocation.target == TargetId::Ascend950 ? compileForAscend(session, file, object, depfile)
                                                  : compileForHost(session, file, object, depfile);
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
