// SPDX-License-Identifier: Apache-2.0
#include "tool/project/intercept.h"

#include "tool/nvcc/arguments.h"
#include "tool/nvcc/words.h"
#include "tool/support/files.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdlib>
#include <map>

namespace sampan {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
using llvm::StringRef;
using Words = std::vector<std::string>;

/// A script that notes its arguments, each with a zero byte behind it, and becomes `program`.
std::string shimText(const std::string &program, const std::string &name) {
  return "#!/bin/sh\n"
         "# Written by `sampan intercept`; harmless without it.\n"
         "if [ -n \"$" +
         std::string(kInterceptVariable) +
         "\" ]; then\n"
         "  number=0\n"
         "  # Process ids come again in a long build: no note replaces another.\n"
         "  while [ $number -lt 10000 ]; do\n"
         "    note=\"$" +
         kInterceptVariable +
         "/$$.$number\"\n"
         "    if (set -C; : > \"$note.lock\") 2> /dev/null; then\n"
         "      printf '%s\\0' \"$PWD\" " +
         nvcc::quoted(name) +
         " \"$@\" > \"$note\"\n"
         "      break\n"
         "    fi\n"
         "    number=$((number + 1))\n"
         "  done\n"
         "  # What this compiler starts is its own business.\n"
         "  unset " +
         kInterceptVariable +
         "\n"
         "fi\n"
         "exec " +
         nvcc::quoted(program) + " \"$@\"\n";
}

llvm::Error writeShim(const std::string &file, const std::string &program,
                      const std::string &name) {
  if (llvm::Error error = writeFileAtomically(file, shimText(program, name)))
    return error;
  if (std::error_code code = fs::setPermissions(file, fs::all_read | fs::all_exe | fs::owner_write))
    return llvm::createStringError(code, file + ": " + code.message());
  return llvm::Error::success();
}

/// ccache and the like under a compiler's name look for the compiler in PATH, and would find us.
bool isWrapper(const std::string &file) {
  llvm::SmallString<256> real;
  if (fs::real_path(file, real))
    return false;
  return llvm::is_contained({"ccache", "sccache", "distcc", "icecc"}, path::filename(real));
}

/// Compilers by name, the first of each in the search path.
std::map<std::string, std::string> findCompilers(StringRef searchPath,
                                                 const std::string &ownDirectory) {
  llvm::Regex pattern("^(.*-)?(gcc|g\\+\\+|cc|c\\+\\+|clang|clang\\+\\+)(-[0-9.]+)?$");
  std::map<std::string, std::string> found;
  llvm::SmallVector<StringRef> directories;
  searchPath.split(directories, ':', -1, /*KeepEmpty=*/false);
  for (StringRef directory : directories) {
    if (directory == ownDirectory)
      continue;
    std::error_code code;
    for (fs::directory_iterator it(directory, code), end; !code && it != end; it.increment(code)) {
      std::string name = path::filename(it->path()).str();
      if (pattern.match(name) && fs::can_execute(it->path()) && !isWrapper(it->path()))
        found.emplace(name, it->path());
    }
  }
  return found;
}

bool isSource(StringRef file) {
  return llvm::is_contained({".cu", ".c", ".cpp", ".cc", ".cxx", ".C", ".c++"},
                            path::extension(file));
}

/// Options of gcc and clang whose value is a word of its own.
bool takesValue(StringRef word) {
  return llvm::is_contained(
      {"-o",           "-I",        "-D",        "-U",          "-include",
       "-imacros",     "-isystem",  "-iquote",   "-idirafter",  "-iprefix",
       "-iwithprefix", "-isysroot", "--sysroot", "-x",          "-MF",
       "-MT",          "-MQ",       "-L",        "-l",          "-T",
       "-u",           "-z",        "-Xlinker",  "-Xassembler", "-Xpreprocessor",
       "-Xclang",      "-arch",     "-target",   "-mllvm",      "--param",
       "-e",           "-B",        "-wrapper",  "-aux-info",   "-dumpbase"},
      word);
}

struct HostCommand {
  Words sources;
  std::string output;
  bool compiles = true;
};

HostCommand parseHost(const Words &words) {
  HostCommand command;
  for (std::size_t i = 1; i < words.size(); ++i) {
    StringRef word = words[i];
    if (word == "-o" && i + 1 < words.size())
      command.output = words[i + 1];
    if (llvm::is_contained({"-E", "-M", "-MM", "--version", "-dumpversion", "-dumpmachine"}, word))
      command.compiles = false;
    if (takesValue(word))
      ++i;
    else if (!word.starts_with("-") && isSource(word))
      command.sources.push_back(word.str());
  }
  return command;
}

bool isNvcc(StringRef name) { return name == "nvcc" || name == "spncc"; }

/// The flags that the environment adds are part of the command.
Words expanded(const Words &words) {
  Words flags(words.begin() + 1, words.end()), ignored;
  flags = nvcc::expandArguments(
      std::move(flags), [](const char *name) { return llvm::sys::Process::GetEnv(name); }, ignored);
  flags.insert(flags.begin(), words.front());
  return flags;
}

HostCommand parseNvcc(const Words &words) {
  HostCommand command;
  nvcc::Invocation invocation =
      nvcc::parseArguments(Words(words.begin() + 1, words.end())).invocation;
  command.output = invocation.output;
  command.compiles = invocation.phase == nvcc::Phase::Link ||
                     invocation.phase == nvcc::Phase::Compile ||
                     invocation.phase == nvcc::Phase::SyntaxOnly;
  for (const nvcc::Input &input : invocation.inputs)
    if (input.kind == nvcc::InputKind::Cuda || input.kind == nvcc::InputKind::Cxx ||
        input.kind == nvcc::InputKind::C)
      command.sources.push_back(input.path);
  return command;
}

/// What CMake and configure compile to learn about a compiler is gone afterwards, or lies here.
bool isProbe(const RecordedCommand &command) {
  std::string file = absolutePath(command.directory, command.file);
  return StringRef(file).contains("/CMakeFiles/") ||
         StringRef(command.directory).contains("/CMakeFiles/") || !fs::exists(file);
}

} // namespace

llvm::Expected<CompilerShims> writeShims(const std::string &directory,
                                         const std::string &searchPath, const Toolkit &kit) {
  CompilerShims shims{directory + "/bin", directory + "/cuda"};
  for (const auto &[name, program] : findCompilers(searchPath, shims.directory))
    if (llvm::Error error = writeShim(shims.directory + "/" + name, program, name))
      return std::move(error);
  std::string nvcc = kit.cudaRoot + "/bin/nvcc";
  for (const std::string &file : {shims.directory + "/nvcc", shims.cudaRoot + "/bin/nvcc"})
    if (llvm::Error error = writeShim(file, nvcc, "nvcc"))
      return std::move(error);
  std::error_code code;
  for (fs::directory_iterator it(kit.cudaRoot, code), end; !code && it != end; it.increment(code)) {
    std::string link = shims.cudaRoot + "/" + path::filename(it->path()).str();
    if (path::filename(it->path()) == "bin" || fs::exists(link))
      continue;
    if (std::error_code failed = fs::create_link(it->path(), link))
      return llvm::createStringError(failed, link + ": " + failed.message());
  }
  return shims;
}

void noteCommand(const std::string &name, const Words &arguments) {
  const std::optional<std::string> directory = llvm::sys::Process::GetEnv(kInterceptVariable);
  if (!directory || directory->empty())
    return;
  unsetenv(kInterceptVariable);
  llvm::SmallString<256> file;
  int descriptor = 0;
  if (fs::createUniqueFile(*directory + "/spncc-%%%%%%%%", descriptor, file))
    return;
  llvm::raw_fd_ostream note(descriptor, /*shouldClose=*/true);
  note << absolutePath(".") << '\0' << name << '\0';
  for (const std::string &word : arguments)
    note << word << '\0';
  note.close();
  note.clear_error(); // the build goes on without it
}

std::vector<RecordedCommand> interpretRecord(const std::string &directory, const Words &record) {
  if (record.empty())
    return {};
  bool nvcc = isNvcc(path::stem(record.front()));
  Words words = nvcc ? expanded(record) : record;
  HostCommand command = nvcc ? parseNvcc(words) : parseHost(words);
  std::vector<RecordedCommand> entries;
  if (command.compiles)
    for (const std::string &source : command.sources)
      entries.push_back({directory, source, words, command.output});
  return entries;
}

std::vector<RecordedCommand> readRecords(const std::string &directory) {
  std::vector<RecordedCommand> commands;
  std::error_code code;
  for (fs::directory_iterator it(directory, code), end; !code && it != end; it.increment(code)) {
    if (path::extension(it->path()) == ".lock")
      continue;
    llvm::Expected<std::string> text = readFile(it->path());
    if (!text) {
      llvm::consumeError(text.takeError());
      continue;
    }
    llvm::SmallVector<StringRef, 32> parts;
    StringRef note = *text;
    // A note without its last zero byte is cut off.
    if (!note.consume_back(StringRef("\0", 1)))
      continue;
    note.split(parts, '\0');
    if (parts.size() < 2)
      continue;
    Words words(parts.begin() + 1, parts.end());
    for (RecordedCommand &command : interpretRecord(parts.front().str(), words))
      if (!isProbe(command))
        commands.push_back(std::move(command));
  }
  llvm::sort(commands);
  commands.erase(llvm::unique(commands), commands.end());
  return commands;
}

std::string databaseText(const std::vector<RecordedCommand> &commands) {
  llvm::json::Array entries;
  auto utf8 = [](const std::string &text) { return llvm::json::fixUTF8(text); };
  for (const RecordedCommand &command : commands) {
    llvm::json::Array arguments;
    for (const std::string &word : command.arguments)
      arguments.push_back(utf8(word));
    llvm::json::Object entry{{"directory", utf8(command.directory)},
                             {"file", utf8(command.file)},
                             {"arguments", std::move(arguments)}};
    if (!command.output.empty())
      entry["output"] = utf8(command.output);
    entries.push_back(std::move(entry));
  }
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << llvm::formatv("{0:2}", llvm::json::Value(std::move(entries))) << "\n";
  return text;
}

} // namespace sampan
