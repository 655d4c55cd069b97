// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/compile_cuda.h"

#include "rewriters/ast/frontend.h"
#include "rewriters/core/plan.h"
#include "rewriters/core/rules.h"
#include "tool/nvcc/clang_arguments.h"
#include "tool/nvcc/words.h"
#include "tool/project/compile_overlay.h"
#include "tool/project/depfile.h"
#include "tool/report/finding_text.h"
#include "tool/support/cache_directory.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>

namespace sampan::nvcc {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
using Words = std::vector<std::string>;

std::string workingDirectory() { return absolutePath("."); }

std::string showArchitectures(const Invocation &invocation) {
  std::string text;
  for (int architecture : invocation.architectures)
    text += " -arch compute_" + std::to_string(architecture);
  return text;
}

/// The analysis of one file as a plan of its own.
Plan analyse(const Session &session, const std::string &file, bool blockForms) {
  TuOptions options;
  options.blockForms = blockForms;
  options.file = file;
  options.directory = workingDirectory();
  options.arguments = clangArguments(session.invocation, session.kit);
  options.cudaIncludeDir = session.kit.cudaInclude;
  options.sampanIncludeDir = session.kit.include;
  options.deviceArch = session.invocation.deviceArch();
  options.purpose = Purpose::Compile;
  options.relocatableDeviceCode = session.invocation.relocatable;
  options.cacheDirectory = cacheDirectory();
  std::vector<TuResult> results;
  results.push_back(analyseTu(options, *session.rules));
  return Plan::merge(std::move(results));
}

/// Shows what the analysis found. False when the file cannot be compiled.
bool accept(Session &session, const Plan &plan, const std::string &file) {
  const Invocation &invocation = session.invocation;
  bool acceptable = plan.failedFiles.empty();
  std::vector<Finding> shown;
  for (Finding finding : plan.findings) {
    if (invocation.warningsAreErrors && finding.severity == Severity::Warning)
      finding.severity = Severity::Error;
    if (finding.severity == Severity::Error)
      acceptable = false;
    if (finding.severity == Severity::Error ||
        (finding.severity == Severity::Warning && !invocation.noWarnings) || invocation.verbose)
      shown.push_back(std::move(finding));
  }
  FindingPrinter printer(workingDirectory(), session.colour);
  session.message(printer.print(shown));
  if (!plan.failedFiles.empty() && shown.empty())
    session.error(file + ": the front end could not read this file");
  return acceptable;
}

std::vector<IncludeOption> includeOptions(const Session &session) {
  std::vector<IncludeOption> options;
  auto add = [&](const char *flag, const Words &values) {
    for (const std::string &value : values)
      if (!isForeignCudaInclude(value, session.kit))
        options.push_back({flag, value});
  };
  const Invocation &invocation = session.invocation;
  add("-I", invocation.includePaths);
  // Directories that reach the host compiler by -Xcompiler need their twins too.
  const Words &flags = invocation.hostFlags;
  for (std::size_t i = 0; i < flags.size(); ++i)
    for (const char *name : {"-isystem", "-iquote", "-I"}) {
      llvm::StringRef value = flags[i];
      if (!value.consume_front(name))
        continue;
      if (value.empty() && i + 1 < flags.size())
        value = flags[++i];
      add(name, {value.str()});
      break;
    }
  add("-isystem", invocation.systemIncludePaths);
  add("-include", invocation.preIncludes);
  return options;
}

/// Include directories of ours come after the user's.
Words toolkitIncludes(const Toolkit &kit) {
  return {"-isystem", kit.cudaInclude, "-isystem", kit.include};
}

std::string defaultDepfile(const Invocation &invocation, const std::string &file,
                           const std::string &object) {
  if (!invocation.dependencies.file.empty())
    return invocation.dependencies.file;
  if (invocation.phase == Phase::Dependencies)
    return invocation.output;
  llvm::SmallString<128> name(invocation.output.empty() ? path::filename(file) : object);
  path::replace_extension(name, ".d");
  return name.str().str();
}

Words defaultTargets(const Invocation &invocation, const std::string &file,
                     const std::string &object) {
  if (!invocation.dependencies.targets.empty())
    return invocation.dependencies.targets;
  if (!object.empty() && invocation.phase == Phase::Compile)
    return {object};
  return {path::stem(file).str() + ".o"};
}

/// Rewrites the host compiler's rule in terms of the user's files.
bool finishDepfile(Session &session, const std::string &written, const std::string &overlayRoot,
                   const std::string &file, const std::string &object, bool toStdout) {
  llvm::Expected<std::string> text = readFile(written);
  if (!text) {
    session.error(llvm::toString(text.takeError()));
    return false;
  }
  const Invocation &invocation = session.invocation;
  std::string directory = workingDirectory();
  bool absolute = path::is_absolute(file);
  std::string main = absolutePath(file);
  auto map = [&](const std::string &name) {
    std::string original = overlayRoot.empty() ? name : originalPath(name, overlayRoot);
    if (absolutePath(original) == main)
      return file;
    return absolute || original == name ? original : shortened(original, directory);
  };
  Words prerequisites = mapPrerequisites(parseDepfile(*text), map);
  std::string rule = formatDepfile(defaultTargets(invocation, file, object), prerequisites,
                                   invocation.dependencies.phonyTargets);
  if (toStdout) {
    llvm::outs() << rule;
    return true;
  }
  if (llvm::Error error =
          writeFileAtomically(absolutePath(defaultDepfile(invocation, file, object)), rule)) {
    session.error(llvm::toString(std::move(error)));
    return false;
  }
  return true;
}

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
  if (!depfile.empty())
    llvm::append_range(command, Words{invocation.dependencies.systemHeaders ? "-MD" : "-MMD", "-MF",
                                      depfile, "-MT", "object"});
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
      Plan plan = analyse(session, file, blockForms);
      // A second time nothing new is to be said.
      if (blockForms && !accept(session, plan, file))
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
      session.note("the loop form of a kernel does not compile; trying without: " + file);
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
