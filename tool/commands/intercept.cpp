// SPDX-License-Identifier: Apache-2.0
// `sampan intercept -- make -j8`: runs a build and writes how each file was compiled.
#include "tool/project/intercept.h"
#include "tool/commands/command.h"
#include "tool/project/compile_db.h"
#include "tool/support/cache_directory.h"
#include "tool/support/files.h"
#include "tool/support/process.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace sampan {
namespace {

std::string environment(const char *name) { return llvm::sys::Process::GetEnv(name).value_or(""); }

/// The scripts lie where they can stay; without such a place, with the notes.
std::string shimDirectory(const std::string &notes, const Toolkit &kit, const std::string &path) {
  std::string cache = cacheDirectory();
  if (cache.empty())
    return notes + "-shims";
  return cache + "/shims/" + contentHash(kit.executable + "\n" + path).substr(0, 16);
}

void prepareEnvironment(const CompilerShims &shims, const std::string &notes,
                        const std::string &path) {
  auto set = [](const char *name, const std::string &value) {
    setenv(name, value.c_str(), /*overwrite=*/1);
  };
  set("PATH", shims.directory + ":" + path);
  set(kInterceptVariable, notes);
  for (const char *name : {"CUDA_HOME", "CUDA_PATH", "CUDAToolkit_ROOT", "CUDA_TOOLKIT_ROOT_DIR"})
    set(name, shims.cudaRoot);
  set("CUDACXX", shims.cudaRoot + "/bin/nvcc");
  // What a compiler cache answers is never compiled, and would not be seen.
  set("CCACHE_DISABLE", "1");
}

/// With --append, entries of files that this build did not compile stay.
llvm::Error addFormer(const std::string &file, std::vector<RecordedCommand> &commands) {
  llvm::Expected<std::vector<RecordedCommand>> former = readDatabaseEntries(file);
  if (!former)
    return former.takeError();
  auto key = [](const RecordedCommand &command) {
    return absolutePath(command.directory, command.file);
  };
  std::set<std::string> compiled;
  for (const RecordedCommand &command : commands)
    compiled.insert(key(command));
  for (RecordedCommand &command : *former)
    if (!compiled.contains(key(command)))
      commands.push_back(std::move(command));
  std::sort(commands.begin(), commands.end());
  return llvm::Error::success();
}

int explainNothing(const std::string &program) {
  llvm::errs() << "sampan: error: `" << program
               << "` compiled nothing that was seen, so nothing was written\n"
                  "  - if everything was up to date, clean first, or use --append\n"
                  "  - if the build names its compilers by their full paths, have it use names: "
                  "make NVCC=nvcc CXX=g++\n"
                  "  - a CMake build directory that was configured before remembers its compilers: "
                  "configure a new one under `sampan intercept`, or with "
                  "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON\n";
  return ExitInput;
}

} // namespace

int runIntercept(const Arguments &arguments, const Toolkit &kit) {
  if (!arguments.fixedFlags || arguments.fixedFlags->empty() || !arguments.inputs.empty())
    return usageError("the command of the build follows --, as in: sampan intercept -- make -j8");
  const std::vector<std::string> &command = *arguments.fixedFlags;
  llvm::Expected<TemporaryDirectory> notes = TemporaryDirectory::create();
  if (!notes)
    return usageError(llvm::toString(notes.takeError()));
  std::string path = environment("PATH");
  llvm::Expected<CompilerShims> shims =
      writeShims(shimDirectory(notes->path(), kit, path), path, kit);
  if (!shims)
    return usageError(llvm::toString(shims.takeError()));
  if (findProgram(command.front()).empty())
    return usageError("program '" + command.front() + "' not found");
  prepareEnvironment(*shims, notes->path(), path);
  ProcessResult build = runProcess(command);
  if (build.status < 0)
    llvm::errs() << "sampan: error: " << command.front() << ": " << build.message << "\n";
  std::vector<RecordedCommand> commands = readRecords(notes->path());
  if (commands.empty())
    return build.status == 0 ? explainNothing(command.front()) : std::max(build.status, 1);
  std::size_t seen = commands.size();
  std::string file =
      absolutePath(arguments.output.empty() ? "compile_commands.json" : arguments.output);
  if (arguments.append && llvm::sys::fs::exists(file))
    if (llvm::Error error = addFormer(file, commands))
      return usageError(llvm::toString(std::move(error)));
  if (llvm::Error error = writeFileAtomically(file, databaseText(commands)))
    return usageError(llvm::toString(std::move(error)));
  if (!arguments.quiet)
    llvm::errs() << "sampan: " << seen << " compile commands seen, " << commands.size() << " in "
                 << file << (build.status == 0 ? "" : "; the build failed, so some may be missing")
                 << "\n";
  return build.status < 0 ? int(ExitInput) : build.status;
}

} // namespace sampan
