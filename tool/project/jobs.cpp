// SPDX-License-Identifier: Apache-2.0
#include "tool/project/jobs.h"

#include "tool/cache/result_cache.h"

#include "llvm/Support/ThreadPool.h"

#include <algorithm>
#include <atomic>
#include <optional>

namespace sampan {
namespace {

TuResult analyseOrRecall(const TuOptions &unit, const RuleTable &rules, ResultCache *cache) {
  if (!cache)
    return analyseTu(unit, rules);
  if (std::optional<TuResult> known = cache->find(unit))
    return std::move(*known);
  std::vector<FileFact> facts;
  TuResult result = analyseTu(unit, rules, &facts);
  cache->store(unit, result, facts);
  return result;
}

} // namespace

std::vector<TuResult> analyseAll(const std::vector<TuOptions> &units, const RuleTable &rules,
                                 unsigned threads, bool keepGoing, Progress &progress,
                                 ResultCache *cache) {
  std::vector<std::optional<TuResult>> slots(units.size());
  std::atomic<bool> stop = false;
  auto analyse = [&](std::size_t i) {
    if (stop)
      return;
    slots[i] = analyseOrRecall(units[i], rules, cache);
    if (slots[i]->failed && !keepGoing)
      stop = true;
    auto warnings = std::count_if(slots[i]->findings.begin(), slots[i]->findings.end(),
                                  [](const Finding &f) { return f.severity != Severity::Note; });
    progress.advance(units[i].file, static_cast<std::size_t>(warnings));
  };
  if (threads == 1) {
    for (std::size_t i = 0; i < units.size(); ++i)
      analyse(i);
  } else {
    llvm::DefaultThreadPool pool(llvm::hardware_concurrency(threads));
    for (std::size_t i = 0; i < units.size(); ++i)
      pool.async([&analyse, i] { analyse(i); });
    pool.wait();
  }
  if (cache)
    cache->trim();
  std::vector<TuResult> results;
  for (std::optional<TuResult> &slot : slots)
    if (slot)
      results.push_back(std::move(*slot));
  return results;
}

} // namespace sampan
