// SPDX-License-Identifier: Apache-2.0
#include "tool/project/source_tree.h"

#include "tool/project/inputs.h"
#include "tool/support/files.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>
#include <deque>

namespace sampan {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
using llvm::StringRef;

/// Beyond this an include graph is not a project's own.
constexpr std::size_t kMostHeaders = 5000;

std::string textOf(const std::string &file) {
  llvm::Expected<std::string> text = readFile(file);
  if (text)
    return std::move(*text);
  llvm::consumeError(text.takeError());
  return {};
}

bool isHeaderName(StringRef file) {
  return llvm::is_contained(
      {".h", ".hpp", ".hh", ".hxx", ".cuh", ".inl", ".inc", ".ipp", ".tpp", ".cu"},
      path::extension(file));
}

bool isHostSourceName(StringRef file) {
  return llvm::is_contained({".cpp", ".cc", ".cxx", ".C", ".c++", ".c"}, path::extension(file));
}

/// A host source that has to do with CUDA: it includes one of CUDA's headers, or launches.
bool concernsCuda(const std::string &text) {
  for (const std::string &name : includedNames(text))
    for (StringRef prefix : {"cuda", "cublas", "cufft", "curand", "cusparse", "cusolver", "cudnn",
                             "nccl", "nvrtc", "nvToolsExt", "nvtx3/", "thrust/", "cub/",
                             "cooperative_groups", "device_launch_parameters"})
      if (StringRef(name).starts_with(prefix))
        return true;
  return StringRef(text).contains("__global__") || StringRef(text).contains("<<<");
}

bool isSkippedDirectory(const std::string &directory) {
  StringRef name = path::filename(directory);
  return name.starts_with(".") || name == "node_modules" || name == "__pycache__" ||
         fs::exists(directory + "/CMakeCache.txt") ||
         fs::exists(directory + "/.sampan-manifest.json");
}

std::size_t commonLength(StringRef a, StringRef b) {
  std::size_t length = 0;
  while (length < std::min(a.size(), b.size()) && a[length] == b[length])
    ++length;
  return length;
}

} // namespace

std::vector<std::string> includedNames(const std::string &text) {
  std::vector<std::string> names;
  StringRef rest = text;
  while (!rest.empty()) {
    StringRef line;
    std::tie(line, rest) = rest.split('\n');
    line = line.ltrim();
    if (!line.consume_front("#"))
      continue;
    line = line.ltrim();
    if (!line.consume_front("include"))
      continue;
    line = line.ltrim();
    char close = line.starts_with("<") ? '>' : line.starts_with("\"") ? '"' : '\0';
    std::size_t end = close == '\0' ? StringRef::npos : line.find(close, 1);
    if (end != StringRef::npos && end > 1)
      names.push_back(line.slice(1, end).str());
  }
  return names;
}

SourceTree SourceTree::scan(const std::string &root, const std::vector<std::string> &exclude) {
  SourceTree tree;
  std::vector<std::string> directories = {root};
  auto excluded = [&](const std::string &name) {
    return llvm::any_of(exclude, [&](const std::string &each) { return isInside(name, each); });
  };
  while (!directories.empty()) {
    std::string directory = std::move(directories.back());
    directories.pop_back();
    std::error_code code;
    for (fs::directory_iterator it(directory, code, /*follow_symlinks=*/false), end;
         !code && it != end; it.increment(code)) {
      std::string file = it->path();
      if (excluded(file))
        continue;
      // Links to directories are not followed: they may lead in circles.
      if (it->type() == fs::file_type::directory_file) {
        if (!isSkippedDirectory(file))
          directories.push_back(file);
        continue;
      }
      if (isHeaderName(file))
        tree.headers[path::filename(file).str()].push_back(file);
      bool isCuda = path::extension(file) == ".cu";
      if (isCuda || (isHostSourceName(file) && !checkInput(file) && concernsCuda(textOf(file))))
        tree.sources.push_back(file);
    }
  }
  std::sort(tree.sources.begin(), tree.sources.end());
  for (auto &[name, files] : tree.headers)
    std::sort(files.begin(), files.end());
  return tree;
}

std::string SourceTree::locate(const std::string &name, const std::string &includer) const {
  auto entry = headers.find(path::filename(name).str());
  if (entry == headers.end())
    return {};
  std::string best;
  for (const std::string &file : entry->second) {
    if (!StringRef(file).ends_with("/" + name))
      continue;
    std::size_t shared = commonLength(file, includer), most = commonLength(best, includer);
    if (best.empty() || shared > most || (shared == most && file.size() < best.size()))
      best = file;
  }
  return best;
}

std::vector<std::string> SourceTree::includeDirectories(const std::string &file) const {
  std::vector<std::string> directories;
  std::set<std::string> seen = {file};
  std::deque<std::string> waiting = {file};
  while (!waiting.empty() && seen.size() < kMostHeaders) {
    std::string current = std::move(waiting.front());
    waiting.pop_front();
    for (const std::string &name : includedNames(textOf(current))) {
      std::string found = absolutePath(path::parent_path(current).str(), name);
      if (!fs::exists(found)) {
        found.clear();
        for (const std::string &directory : directories)
          if (found.empty() && fs::exists(directory + "/" + name))
            found = absolutePath(directory, name);
      }
      if (found.empty()) {
        found = StringRef(name).contains("..") ? "" : locate(name, current);
        if (found.empty())
          continue;
        directories.push_back(found.substr(0, found.size() - name.size() - 1));
      }
      if (seen.insert(found).second)
        waiting.push_back(found);
    }
  }
  return directories;
}

} // namespace sampan
