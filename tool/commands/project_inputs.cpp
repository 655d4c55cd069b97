// SPDX-License-Identifier: Apache-2.0
#include "tool/commands/project_inputs.h"

#include "rewriters/core/diagnostics.h"
#include "tool/project/source_tree.h"
#include "tool/support/files.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <set>

namespace sampan {
namespace {

namespace fs = llvm::sys::fs;

class Gatherer {
public:
  Gatherer(const Arguments &list, const CompileDatabase &commands)
      : arguments(list), database(commands) {
    for (const CompileCommand &command : database.commands())
      known.insert(command.file);
  }

  ProjectInputs run() {
    if (arguments.inputs.empty())
      addDatabase("");
    for (const std::string &input : arguments.inputs) {
      std::string file = absolutePath(input);
      if (fs::is_directory(file))
        addDirectory(file);
      else
        add({file, false, {}});
    }
    sayWhatWasGuessed();
    return {std::move(inputs), std::move(problems)};
  }

private:
  void add(ProjectInput input) {
    if (seen.insert(input.file).second)
      inputs.push_back(std::move(input));
  }

  /// CUDA sources of the database below `directory`; all for an empty one.
  void addDatabase(const std::string &directory) {
    for (const std::string &file : database.cudaFiles()) {
      bool excluded = llvm::any_of(arguments.exclude,
                                   [&](const std::string &each) { return isInside(file, each); });
      if (!excluded && (directory.empty() || isInside(file, directory)))
        add({file, false, {}});
    }
  }

  void addDirectory(const std::string &directory) {
    std::size_t before = inputs.size();
    addDatabase(directory);
    SourceTree tree = SourceTree::scan(directory, arguments.exclude);
    for (const std::string &file : tree.cudaSources()) {
      ProjectInput input{file, !arguments.fixedFlags && !known.contains(file), {}};
      if (input.guessed)
        input.includeDirectories = tree.includeDirectories(file);
      add(std::move(input));
    }
    if (inputs.size() == before)
      problems.push_back(
          makeFinding(diag::InputUnreadable{.file = directory,
                                            .reason = "it is a directory without CUDA sources"},
                      Span{directory, 0, 0, 1, 1}));
  }

  void sayWhatWasGuessed() const {
    std::set<std::string> directories;
    std::size_t files = 0;
    for (const ProjectInput &input : inputs) {
      files += input.guessed ? 1 : 0;
      directories.insert(input.includeDirectories.begin(), input.includeDirectories.end());
    }
    if (files == 0 || arguments.quiet)
      return;
    llvm::errs() << "sampan: " << files << " files are in no compile_commands.json: their flags "
                 << "were guessed (" << directories.size()
                 << " include directories, from their #include lines)\n";
    if (arguments.verbose)
      for (const std::string &directory : directories)
        llvm::errs() << "  -I " << shortened(directory, absolutePath(".")) << "\n";
  }

  const Arguments &arguments;
  const CompileDatabase &database;
  std::set<std::string> known, seen;
  std::vector<ProjectInput> inputs;
  std::vector<Finding> problems;
};

} // namespace

std::optional<Finding> ProjectInput::note() const {
  if (includeDirectories.empty())
    return std::nullopt;
  std::string flags;
  for (const std::string &directory : includeDirectories)
    flags += (flags.empty() ? "-I" : " -I") + shortened(directory, absolutePath("."));
  return makeFinding(diag::FlagsGuessed{.flags = flags}, Span{file, 0, 0, 1, 1});
}

llvm::Expected<CompileDatabase> openDatabase(const Arguments &arguments, const Toolkit &kit) {
  std::string file;
  if (!arguments.buildPath.empty()) {
    file = arguments.buildPath;
    if (fs::is_directory(file))
      file += "/compile_commands.json";
    if (!fs::exists(file))
      return llvm::createStringError("no compile_commands.json in '" + arguments.buildPath + "'");
  } else if (!arguments.inputs.empty()) {
    std::string input = absolutePath(arguments.inputs.front());
    bool isDirectory = fs::is_directory(input);
    if (isDirectory && fs::exists(input + "/build/compile_commands.json"))
      file = input + "/build/compile_commands.json";
    else
      file = findDatabase(isDirectory ? input : llvm::sys::path::parent_path(input).str());
  }
  if (file.empty())
    return CompileDatabase();
  return CompileDatabase::load(file, kit);
}

ProjectInputs gatherInputs(const Arguments &arguments, const CompileDatabase &database) {
  return Gatherer(arguments, database).run();
}

} // namespace sampan
