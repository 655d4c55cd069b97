// SPDX-License-Identifier: Apache-2.0
#include "tool/project/route_files.h"

#include "rewriters/ast/route_scan.h"
#include "tool/project/inputs.h"
#include "tool/support/files.h"

#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <set>

namespace sampan {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

bool isHostSourceName(llvm::StringRef file) {
  return llvm::StringSwitch<bool>(path::extension(file))
      .Cases({".cpp", ".cc", ".cxx", ".c++", ".C"}, true)
      .Default(false);
}

std::set<std::string> candidates(const Plan &plan) {
  std::set<std::string> files(plan.files.begin(), plan.files.end());
  files.insert(plan.mainFiles.begin(), plan.mainFiles.end());
  std::set<std::string> folders;
  for (const std::string &file : files) {
    std::string folder = path::parent_path(file).str();
    folders.insert(folder);
    folders.insert(path::parent_path(folder).str());
  }
  for (const std::string &folder : folders) {
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error))
      if (isHostSourceName(entry->path()) && fs::is_regular_file(entry->path()))
        files.insert(entry->path());
  }
  return files;
}

std::string textOf(const std::string &file) {
  if (std::uint64_t size = 0; fs::file_size(file, size) || size > kLargestInput)
    return {};
  llvm::Expected<std::string> text = readFile(file);
  if (text)
    return std::move(*text);
  llvm::consumeError(text.takeError());
  return {};
}

} // namespace

std::vector<RouteFacts> readRouteFacts(const Plan &plan) {
  std::set<std::string> files = candidates(plan);
  bool any = false;
  for (const std::string &file : files)
    any = any || registersOperators(textOf(file));
  std::vector<RouteFacts> facts;
  if (!any)
    return facts;
  for (const std::string &file : files)
    facts.push_back(scanRoutes(file, textOf(file)));
  return facts;
}

} // namespace sampan
