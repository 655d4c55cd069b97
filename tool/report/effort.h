// SPDX-License-Identifier: Apache-2.0
// What is left to do by hand, as classes of work and an estimate in minutes. The figures and the
// formula stand in effort.cpp and nowhere else; docs/reports.md explains them to users.
#pragma once

#include "rewriters/core/finding.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sampan {

struct Report;

/// Ordered, a higher value is worse.
enum class WorkClass : std::uint8_t {
  Automatic, ///< the tool does all of it; a person reads the changes
  Check,     ///< it is translated, and a person has to look whether it does the same
  Rewrite,   ///< code has to be changed by hand, and how is known
  Blocked,   ///< the target has nothing to build it from: a redesign, or a missing library
};
inline constexpr std::size_t kWorkClassCount = 4;
std::string_view workClassName(WorkClass work);

/// Findings of one kind about one subject.
struct WorkReason {
  DiagId id = 0;
  WorkClass work = WorkClass::Automatic;
  std::string what; ///< the API or, where there is none, the message
  std::size_t count = 0;
  std::size_t minutes = 0;
};

struct Effort {
  WorkClass work = WorkClass::Automatic;
  std::size_t minutes = 0;
  std::vector<WorkReason> reasons; ///< worst first
};

/// A reason over the whole project. `minutes` has once what must be found out, and the repetitions.
struct Blocker {
  DiagId id = 0;
  WorkClass work = WorkClass::Automatic;
  std::string what;
  std::size_t count = 0, files = 0, kernels = 0;
  std::size_t minutes = 0;
};

/// One entry of the list that a person or another tool works off: a kernel (or, with an empty name,
/// the rest of a file), what stands in its way, and where.
struct TodoItem {
  std::string target, file, kernel;
  WorkClass work = WorkClass::Automatic;
  DiagId id = 0;
  std::string blocker;            ///< what the finding says
  std::string remedy;             ///< what to do about it
  std::vector<std::string> needs; ///< what the kernel asks of a target: "grid-sync", "double", ...
  std::vector<std::uint32_t> lines;
  std::size_t minutes = 0;
};

/// What one kind of finding costs: `once` for the project, `each` for every place.
struct WorkCost {
  WorkClass work = WorkClass::Automatic;
  std::size_t once = 0, each = 0;
};
WorkCost workCost(const Finding &finding);

/// Time to read `edits` changes of one file.
std::size_t reviewMinutes(std::size_t edits);

/// Fills efforts, blockers and the to-do list. Findings, kernels and files must be complete.
void addEffort(Report &report);

/// "1.5" for ninety minutes.
std::string hoursText(std::size_t minutes);

} // namespace sampan
