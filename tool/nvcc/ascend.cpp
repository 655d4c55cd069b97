// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/ascend.h"

#include "tool/nvcc/compile_unit.h"
#include "tool/nvcc/words.h"
#include "tool/support/process.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace sampan::nvcc {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
using llvm::StringRef;
using Words = std::vector<std::string>;

const char *const kToolkitVariables[] = {"ASCEND_HOME_PATH", "ASCEND_TOOLKIT_HOME"};

/// Where AscendCL lies, seen from the compiler of the same toolkit; empty where that does not say.
std::string libraryFolder(const std::string &bisheng) {
  llvm::SmallString<256> program;
  if (fs::real_path(bisheng, program))
    return {};
  for (StringRef folder = path::parent_path(program); !folder.empty();
       folder = path::parent_path(folder))
    for (const char *name : {"/lib64", "/lib"})
      if (fs::exists(folder + name + "/libascendcl.so"))
        return (folder + name).str();
  return {};
}

/// The chip's SIMT language; both steps ask for it.
Words languageFlags() { return {"--npu-arch=dav-3510", "--enable-simt"}; }

/// What the translated sources use is C++17 (the launcher of a template).
std::string standardFlag(const std::string &standard) {
  std::string flag = cudaStandardFlag(standard);
  StringRef year = StringRef(flag).take_back(2);
  bool isOld = year == "14" || year == "1y";
  if (!isOld)
    return flag;
  return StringRef(flag).contains("gnu") ? "-std=gnu++17" : "-std=c++17";
}

} // namespace

std::string findBisheng(const std::string &wanted, const Environment &environment) {
  if (!wanted.empty()) {
    std::string program = findProgram(fs::is_directory(wanted) ? wanted + "/bisheng" : wanted);
    return fs::can_execute(program) ? program : std::string();
  }
  for (const char *variable : kToolkitVariables)
    if (auto home = environment(variable); home && !home->empty())
      for (const char *folder : {"/bin", "/compiler/ccec_compiler/bin", "/ccec_compiler/bin",
                                 "/tools/ccec_compiler/bin"})
        if (std::string program = *home + folder + "/bisheng"; fs::can_execute(program))
          return program;
  return findProgram("bisheng");
}

std::string bishengIsMissing(const std::string &wanted) {
  std::string text = "--targets=ascend950 needs Ascend's compiler, bisheng, and ";
  if (!wanted.empty())
    return text + "'" + wanted + "' (--bisheng) is no program";
  return text + "it is neither in ASCEND_HOME_PATH, ASCEND_TOOLKIT_HOME nor PATH. Install CANN 9.1 "
                "or newer and load its set_env.sh, or name the compiler with --bisheng=FILE";
}

Words ascendCompileFlags(const Invocation &invocation) {
  Words flags = languageFlags();
  flags.push_back(standardFlag(invocation.standard));
  flags.emplace_back(invocation.deviceDebug || invocation.optimise == "0" ? "-O0" : "-O2");
  if (invocation.debug || invocation.deviceDebug)
    flags.emplace_back("-g");
  if (invocation.noExceptions)
    flags.emplace_back("-fno-exceptions");
  if (!invocation.templateDepth.empty())
    flags.push_back("-ftemplate-depth=" + invocation.templateDepth);
  llvm::append_range(flags, Words{"-fno-strict-aliasing", "-w"});
  if (!invocation.contract)
    flags.emplace_back("-ffp-contract=off");
  if (invocation.perThreadStream)
    flags.emplace_back("-DCUDA_API_PER_THREAD_DEFAULT_STREAM=1");
  llvm::append_range(flags, invocation.hostFlags);
  llvm::append_range(flags, invocation.macros);
  return flags;
}

bool compileForAscend(Session &session, const std::string &file, const std::string &object,
                      const std::string &depfile) {
  const Invocation &invocation = session.invocation;
  std::string root = session.temporaryFile(path::stem(file).str(), ".src");
  session.show("sampan-rewrite --to ascendc" + showArchitectures(invocation) + " " + quoted(file) +
               " -o " + quoted(root));
  OverlayRequest request{root, workingDirectory(), absolutePath(file), file,
                         includeOptions(session)};
  CompileOverlay overlay{root, root + request.mainFile, {}};
  if (!invocation.dryRun) {
    Plan plan = analyseUnit(session, file, {.wanted = false, .refused = {}});
    if (!acceptUnit(session, plan, file))
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
  Words command = {session.bisheng, "-x", "asc"};
  llvm::append_range(command, overlay.flags);
  llvm::append_range(command, ascendCompileFlags(invocation));
  llvm::append_range(command, toolkitIncludes(session.kit));
  command.push_back("-ffile-prefix-map=" + overlay.root + "=");
  llvm::append_range(command, dependencyFlags(invocation, depfile));
  // -dc: device functions and variables of other files are found at the link.
  llvm::append_range(command,
                     Words{invocation.relocatable ? "-dc" : "-c", overlay.mainFile, "-o", object});
  if (!session.run(command))
    return false;
  return depfile.empty() || invocation.dryRun ||
         finishDepfile(session, depfile, root, file, object, /*toStdout=*/false);
}

Words ascendLinkCommand(const Invocation &invocation, const Toolkit &kit,
                        const std::string &bisheng, const Words &objects, const std::string &output,
                        Words &warnings) {
  HostCompiler linker;
  linker.program = bisheng;
  Words command = linkCommand(invocation, kit, linker, objects, output, warnings);
  Words ours = languageFlags();
  command.insert(command.begin() + 1, ours.begin(), ours.end());
  if (std::string folder = libraryFolder(bisheng); !folder.empty())
    command.push_back("-L" + folder);
  command.emplace_back("-lascendcl");
  return command;
}

} // namespace sampan::nvcc
