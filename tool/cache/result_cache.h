// SPDX-License-Identifier: Apache-2.0
// Results of analysed units, kept between runs. An entry is found by what went in (the text of the
// source, flags, rules, this build of the tool) and used when every file that the analysis read, or
// looked for in vain, is still as it was. Several processes may share a directory: entries appear
// under their name when they are complete, and one that makes no sense counts as absent.
#pragma once

#include "rewriters/ast/frontend.h"
#include "tool/cache/file_states.h"

#include <atomic>
#include <optional>
#include <string>
#include <vector>

namespace sampan {

struct Toolkit;

struct CacheSettings {
  std::string directory;                ///< empty: nothing is kept
  std::uint64_t maxBytes = 1ULL << 30U; ///< on disk

  /// "results" in the cache directory; SAMPAN_CACHE_SIZE in MiB, 0 for none.
  static CacheSettings fromEnvironment();
};

/// For any number of threads.
class ResultCache {
public:
  /// `ruleFiles` are those of --rules.
  ResultCache(CacheSettings settings, const Toolkit &kit,
              const std::vector<std::string> &ruleFiles);

  std::optional<TuResult> find(const TuOptions &options);
  void store(const TuOptions &options, const TuResult &result, const std::vector<FileFact> &facts);

  /// Removes the entries that were not used for longest when all together are too large.
  void trim();

  std::size_t hits() const { return hitCount; }
  std::size_t misses() const { return missCount; }

private:
  std::string entryOf(const TuOptions &options) const;

  CacheSettings settings;
  std::string identity; ///< what all entries of this run have in common
  FileStates states;
  std::atomic<std::size_t> hitCount = 0, missCount = 0, storedCount = 0;
};

} // namespace sampan
