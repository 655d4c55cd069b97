// SPDX-License-Identifier: Apache-2.0
// Whether what an analysis learnt from the file system is still so. Hundreds of units read the same
// headers, so each path is looked at once per run.
#pragma once

#include "rewriters/core/file_fact.h"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace sampan {

/// For any number of threads.
class FileStates {
public:
  bool hold(const std::vector<FileFact> &facts);

private:
  bool holds(const FileFact &fact);

  std::mutex mutex;
  std::map<std::pair<std::string, FileState>, FileFact> known;
};

} // namespace sampan
