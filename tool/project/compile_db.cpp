// SPDX-License-Identifier: Apache-2.0
#include "tool/project/compile_db.h"

#include "tool/nvcc/clang_arguments.h"
#include "tool/nvcc/words.h"
#include "tool/support/files.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace sampan {
namespace {

namespace path = llvm::sys::path;
using llvm::StringRef;
using Words = std::vector<std::string>;

bool isNvcc(StringRef program) {
  StringRef name = path::stem(program);
  return name == "nvcc" || name == "spncc";
}

bool isLauncher(StringRef program) {
  StringRef name = path::stem(program);
  return name == "ccache" || name == "sccache" || name == "distcc" || name == "env";
}

/// Flags that only nvcc has: enough to know whose flags these are.
bool looksLikeNvcc(const Words &flags) {
  return std::any_of(flags.begin(), flags.end(), [](StringRef flag) {
    return flag.starts_with("-gencode") || flag.starts_with("--generate-code") ||
           flag.starts_with("-arch") || flag.starts_with("--gpu-architecture") ||
           flag.starts_with("-Xcompiler") || flag.starts_with("--compiler-options") ||
           flag.contains("expt-relaxed-constexpr") || flag.contains("extended-lambda") ||
           flag.starts_with("-rdc") || flag == "-dc" || flag == "-lineinfo" ||
           flag == "-use_fast_math" || flag == "--use_fast_math" || flag.starts_with("-std ") ||
           flag == "--std" || flag.starts_with("--options-file");
  });
}

/// -I and -isystem relative to where the compiler ran stay relative: the front end gets that
/// directory. Only the place of another CUDA toolkit is taken out.
Words withoutForeignToolkit(Words flags, const std::string &directory, const Toolkit &kit) {
  Words kept;
  for (std::size_t i = 0; i < flags.size(); ++i) {
    StringRef flag = flags[i];
    std::string value;
    bool separate = (flag == "-I" || flag == "-isystem") && i + 1 < flags.size();
    if (separate)
      value = flags[i + 1];
    else if (flag.starts_with("-I"))
      value = flag.drop_front(2).str();
    else if (flag.starts_with("-isystem"))
      value = flag.drop_front(8).str();
    if (!value.empty() && isForeignCudaInclude(absolutePath(directory, value), kit)) {
      i += separate ? 1 : 0;
      continue;
    }
    kept.push_back(flags[i]);
    if (separate)
      kept.push_back(flags[++i]);
  }
  return kept;
}

bool hasCudaExtension(StringRef file) { return path::extension(file) == ".cu"; }

/// "-x cuda" and the like make any file CUDA.
bool forcesCuda(const Words &words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (words[i] == "-x" &&
        (words[i + 1] == "cu" || words[i + 1] == "cuda" || words[i + 1] == "hip"))
      return true;
  return std::find(words.begin(), words.end(), "-xcuda") != words.end();
}

} // namespace

CompileCommand interpretCommand(Words words, const std::string &directory, const std::string &file,
                                const Toolkit &kit) {
  CompileCommand command;
  command.directory = directory;
  command.file = absolutePath(directory, file);
  while (words.size() > 1 &&
         (isLauncher(words.front()) || words.front().find('=') != words.front().npos))
    words.erase(words.begin());
  bool nvcc = !words.empty() && isNvcc(words.front());
  if (!words.empty())
    words.erase(words.begin());
  command.forcedCuda = forcesCuda(words);
  command.isCuda = nvcc || hasCudaExtension(file) || command.forcedCuda;
  if (!nvcc && !looksLikeNvcc(words)) {
    command.arguments = withoutForeignToolkit(nvcc::parseRelevantFlags(words), directory, kit);
    return command;
  }
  Words errors;
  words =
      nvcc::expandArguments(std::move(words), [](const char *) { return std::nullopt; }, errors);
  // Not every flag need be known to parse the file.
  nvcc::ClangCommand translated = nvcc::nvccToClangArguments(words, kit);
  command.arguments = withoutForeignToolkit(std::move(translated.arguments), directory, kit);
  command.deviceArch = translated.deviceArch;
  command.relocatableDeviceCode = translated.relocatableDeviceCode;
  return command;
}

CompileCommand fixedCommand(const Words &flags, const std::string &directory,
                            const std::string &file, const Toolkit &kit) {
  Words words = flags;
  // With or without the compiler's name in front.
  bool named = !words.empty() && !words.front().starts_with("-");
  if (!named)
    words.insert(words.begin(), looksLikeNvcc(words) ? "nvcc" : "c++");
  return interpretCommand(std::move(words), directory, file, kit);
}

llvm::Expected<std::vector<RecordedCommand>> parseDatabaseEntries(std::string_view content) {
  auto json = nlohmann::json::parse(content, nullptr, /*allow_exceptions=*/false);
  if (!json.is_array())
    return llvm::createStringError("not a compilation database: a JSON array is expected");
  std::vector<RecordedCommand> entries;
  for (const nlohmann::json &entry : json) {
    std::string number = "entry " + std::to_string(entries.size() + 1);
    auto text = [&](const char *name) {
      auto at = entry.is_object() ? entry.find(name) : entry.end();
      bool given = entry.is_object() && at != entry.end() && at->is_string();
      return given ? at->get<std::string>() : std::string();
    };
    RecordedCommand command{text("directory"), text("file"), {}, text("output")};
    if (command.file.empty() || command.directory.empty())
      return llvm::createStringError(number + " lacks \"file\" or \"directory\"");
    if (entry.contains("arguments") && entry["arguments"].is_array()) {
      for (const nlohmann::json &word : entry["arguments"]) {
        if (!word.is_string())
          return llvm::createStringError(number + ": \"arguments\" holds more than strings");
        command.arguments.push_back(word.get<std::string>());
      }
    } else if (std::string line = text("command"); !line.empty()) {
      command.arguments = nvcc::splitWords(line, /*atCommas=*/false);
    } else {
      return llvm::createStringError(number + " lacks \"command\" and \"arguments\"");
    }
    entries.push_back(std::move(command));
  }
  return entries;
}

llvm::Expected<std::vector<RecordedCommand>> readDatabaseEntries(const std::string &file) {
  llvm::Expected<std::string> text = readFile(file);
  if (!text)
    return text.takeError();
  llvm::Expected<std::vector<RecordedCommand>> entries = parseDatabaseEntries(*text);
  if (!entries)
    return llvm::createStringError(file + ": " + llvm::toString(entries.takeError()));
  return entries;
}

llvm::Expected<CompileDatabase> CompileDatabase::parse(std::string_view text, const Toolkit &kit) {
  llvm::Expected<std::vector<RecordedCommand>> recorded = parseDatabaseEntries(text);
  if (!recorded)
    return recorded.takeError();
  CompileDatabase database;
  for (RecordedCommand &command : *recorded)
    database.entries.push_back(
        interpretCommand(std::move(command.arguments), command.directory, command.file, kit));
  return database;
}

llvm::Expected<CompileDatabase> CompileDatabase::load(const std::string &file, const Toolkit &kit) {
  llvm::Expected<std::string> text = readFile(file);
  if (!text)
    return text.takeError();
  llvm::Expected<CompileDatabase> database = parse(*text, kit);
  if (!database)
    return llvm::createStringError(file + ": " + llvm::toString(database.takeError()));
  return database;
}

std::vector<CompileCommand> CompileDatabase::commandsFor(const std::string &absoluteFile) const {
  std::vector<CompileCommand> found;
  for (const CompileCommand &command : entries) {
    if (command.file != absoluteFile)
      continue;
    bool known = std::any_of(found.begin(), found.end(), [&](const CompileCommand &other) {
      return other.arguments == command.arguments && other.directory == command.directory;
    });
    if (!known)
      found.push_back(command);
  }
  return found;
}

std::vector<std::string> CompileDatabase::cudaFiles() const {
  std::vector<std::string> files;
  for (const CompileCommand &command : entries)
    if (command.isCuda && std::find(files.begin(), files.end(), command.file) == files.end())
      files.push_back(command.file);
  return files;
}

std::string findDatabase(const std::string &directory) {
  for (StringRef at = directory; !at.empty(); at = path::parent_path(at)) {
    std::string candidate = at.str() + "/compile_commands.json";
    if (llvm::sys::fs::exists(candidate))
      return candidate;
  }
  return {};
}

} // namespace sampan
