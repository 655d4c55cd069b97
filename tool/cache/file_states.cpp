// SPDX-License-Identifier: Apache-2.0
#include "tool/cache/file_states.h"

#include "rewriters/ast/recording_files.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <algorithm>

namespace sampan {
namespace {

namespace fs = llvm::sys::fs;

std::string listing(const std::string &directory) {
  std::vector<std::string> names;
  std::error_code code;
  for (fs::directory_iterator it(directory, code), end; !code && it != end; it.increment(code))
    names.push_back(llvm::sys::path::filename(it->path()).str());
  std::sort(names.begin(), names.end());
  std::string text;
  for (const std::string &name : names)
    text += name + "\n";
  return text;
}

/// The present state, asked in the way of `state`.
FileFact observe(const std::string &path, FileState state) {
  FileFact fact{path, FileState::Absent, {}};
  if (!fs::exists(path))
    return fact;
  fact.state = FileState::Present;
  if (state == FileState::Content) {
    if (auto buffer = llvm::MemoryBuffer::getFile(path, false, false)) {
      fact.state = state;
      fact.hash = factHash((*buffer)->getBuffer());
    }
  } else if (state == FileState::Listing) {
    fact.state = state;
    fact.hash = factHash(listing(path));
  }
  return fact;
}

} // namespace

bool FileStates::holds(const FileFact &fact) {
  // Absent and Present are answers to one question.
  FileState question = std::max(fact.state, FileState::Present);
  {
    std::lock_guard lock(mutex);
    if (auto seen = known.find({fact.path, question}); seen != known.end())
      return seen->second == fact;
  }
  FileFact now = observe(fact.path, question);
  bool same = now == fact;
  std::lock_guard lock(mutex);
  known.insert_or_assign({fact.path, question}, std::move(now));
  return same;
}

bool FileStates::hold(const std::vector<FileFact> &facts) {
  return std::all_of(facts.begin(), facts.end(),
                     [this](const FileFact &fact) { return holds(fact); });
}

} // namespace sampan
