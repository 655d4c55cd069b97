// SPDX-License-Identifier: Apache-2.0
// The report as a value: the only thing that renderers see. Made from the plan, the rules and the
// targets alone, sorted, without times or absolute paths, so that equal projects give equal
// reports.
//
// A report may speak of several targets. The first is the primary one: `target`, `summary`,
// `libraries` and the outcome in each use are its. Whatever differs between targets is a vector
// with one element per target, in the order of `targets`.
#pragma once

#include "rewriters/core/plan.h"
#include "rewriters/core/rules.h"
#include "tool/report/effort.h"
#include "tool/report/fit.h"
#include "tool/report/routes.h"

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sampan {

inline constexpr const char *kReportSchema = "sampan-report/1";
inline constexpr std::size_t kOutcomeCount = 6;

std::string_view outcomeName(Outcome outcome);
std::string_view useKindName(UseKind kind);
std::string_view syncPlaceName(SyncPlace place);

/// Uses by outcome.
struct OutcomeCounts {
  std::array<std::size_t, kOutcomeCount> counts{};

  void add(Outcome outcome) { ++counts[static_cast<std::size_t>(outcome)]; }
  std::size_t of(Outcome outcome) const { return counts[static_cast<std::size_t>(outcome)]; }
  std::size_t total() const;
  /// Translated, kept or emulated. Partial, unsupported and unknown are no success.
  std::size_t successful() const;
  /// Share of successful uses; 1 when there is nothing to do.
  double coverage() const;
};

enum class InputStatus : std::uint8_t { Complete, ParseErrors, Unreadable };

struct ReportInput {
  std::string file;
  InputStatus status = InputStatus::Complete;
};

struct ReportUse {
  Use use;             ///< with the outcome on the primary target
  std::string library; ///< "runtime", "cublas", ...; "unknown" without a rule
  std::string replacement;
  std::vector<Outcome> outcomes; ///< per target
};

/// Where a finding lies as editors and CI systems count: lines and columns from one, columns in
/// UTF-16 code units, the end behind the last character. `endLine` is 0 when the text is not known.
struct TextRegion {
  std::uint32_t line = 0, column = 0, endLine = 0, endColumn = 0;
};

/// How a finding stands to the baseline of a run. Without a baseline there is nothing to say.
enum class BaselineState : std::uint8_t { None, New, Unchanged };

/// A finding and what the report knows about it beyond its text.
struct ReportFinding : Finding {
  std::vector<std::size_t> targets; ///< indices of the targets that it concerns, ascending
  std::string subject, library;     ///< the API at its place and where it belongs, or empty
  std::string kernel;               ///< the kernel that it speaks of or lies in, or empty
  std::optional<std::size_t> kernelIndex;
  TextRegion region;
  std::string fingerprint; ///< the same when lines move; empty until it is assigned
  bool suppressed = false; ///< accepted by a person: counted apart
  std::string suppressionReason;
  BaselineState baseline = BaselineState::None;

  bool concerns(std::size_t targetIndex) const;
};

struct ReportKernel : KernelInfo {
  std::vector<KernelFit> fits; ///< per target
  std::vector<Effort> efforts; ///< per target; without what happens outside of its body
};

/// A file of the project that some unit read.
struct ReportFile {
  std::string file;
  std::size_t bytes = 0, lines = 0; ///< 0 when the text is not known
  std::size_t edits = 0, kernels = 0;
  std::vector<OutcomeCounts> outcomes; ///< per target
  std::vector<Effort> efforts;         ///< per target; the kernels in it included
};

/// What stayed out of sight. A gate may bound it: silence about a region is no statement that the
/// region is fine.
enum class BlindKind : std::uint8_t {
  File,       ///< not read at all
  ParseError, ///< the front end did not understand this line
  Branch,     ///< a preprocessor branch that no unit took
  Macro,      ///< a macro whose use of CUDA is made up of pieces, or hides a launch
};
inline constexpr std::size_t kBlindKindCount = 4;
std::string_view blindKindName(BlindKind kind);

struct BlindSpot {
  BlindKind kind = BlindKind::File;
  Span at;
  std::string why;
  std::size_t bytes = 0;
};

struct BlindSummary {
  std::array<std::size_t, kBlindKindCount> counts{};
  std::size_t bytes = 0;      ///< not analysed
  std::size_t totalBytes = 0; ///< of all files of the project

  double share() const;
};

/// Everything that a report says about one target as a whole.
struct TargetReport {
  std::string name, title;
  bool isAvailable = false; ///< a back end of this version runs it
  OutcomeCounts summary;
  std::map<std::string, OutcomeCounts> libraries, directories;
  std::array<std::size_t, kVerdictCount> verdicts{}; ///< kernels
  std::array<std::size_t, 3> findings{};             ///< by severity, without suppressed ones
  std::size_t suppressed = 0;
  std::array<std::size_t, kWorkClassCount> filesByWork{}, kernelsByWork{};
  std::vector<Blocker> blockers; ///< dearest first
  std::size_t minutes = 0;       ///< all files and, once each, what has to be found out
};

/// Text of one file as it is and as `translate` would leave it.
struct ReportSource {
  std::string file;
  std::string before, after;
};

struct ReportOptions {
  std::vector<const Target *> targets; ///< at least one
  std::string directory;               ///< paths below it become relative to it
  /// Text of a file by its absolute path. Without it sizes are unknown.
  std::function<std::optional<std::string>(const std::string &)> readSource;
  bool withSources = false; ///< fill Report::sources
  /// Host functions and operator registrations, for Report::routes.
  std::vector<RouteFacts> routeFacts;
  /// Assigns fingerprints and suppressions, before anything is counted. Paths are absolute.
  std::function<void(std::vector<ReportFinding> &)> annotate;
};

struct Report {
  std::string toolVersion;
  std::string target;
  std::vector<TargetReport> targets;
  std::vector<ReportInput> inputs;
  std::vector<ReportFile> files;
  OutcomeCounts summary;
  std::map<std::string, OutcomeCounts> libraries;
  std::vector<ReportUse> uses;
  std::vector<ReportFinding> findings;
  std::vector<ReportKernel> kernels;
  std::vector<Span> notAnalysed; ///< the preprocessor branches among `blindSpots`
  std::vector<BlindSpot> blindSpots;
  BlindSummary blind;
  std::vector<TodoItem> todo;
  std::vector<OperatorRoute> routes;
  std::vector<ReportSource> sources; ///< of files with edits, when asked for
  std::size_t editCount = 0, editedFiles = 0;

  /// Those that count: suppressed ones do not.
  std::size_t countFindings(Severity severity) const;

  /// `problems` are inputs that were not analysed.
  static Report from(const Plan &plan, const RuleTable &rules, const std::vector<Finding> &problems,
                     const ReportOptions &options);
  /// For one target, without source texts.
  static Report from(const Plan &plan, const RuleTable &rules, const Target &target,
                     const std::vector<Finding> &problems, const std::string &directory);
};

std::string_view inputStatusName(InputStatus status);

} // namespace sampan
