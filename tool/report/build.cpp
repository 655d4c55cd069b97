// SPDX-License-Identifier: Apache-2.0
// Makes a report from a plan: what each use and each kernel comes to on each target, what was not
// seen, what is left to do.
#include "rewriters/core/diagnostics.h"
#include "rewriters/core/edit_apply.h"
#include "rewriters/core/rule_finding.h"
#include "tool/report/blind_spots.h"
#include "tool/report/finding_details.h"
#include "tool/report/fit_program.h"
#include "tool/report/model.h"
#include "tool/support/files.h"

#include "llvm/Support/Path.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

namespace sampan {
namespace {

constexpr Outcome kOutcomes[] = {Outcome::Translated, Outcome::Kept,        Outcome::Emulated,
                                 Outcome::Partial,    Outcome::Unsupported, Outcome::Unknown};
static_assert(std::size(kOutcomes) == kOutcomeCount);

using Place = std::pair<std::string, std::uint32_t>;

/// The passes speak of the host; a target may offer less.
Outcome outcomeOn(const Target &target, const Use &use, const Rule *rule) {
  if (use.outcome == Outcome::Unsupported || use.outcome == Outcome::Unknown)
    return use.outcome;
  if (!rule)
    return target.id == TargetId::Host ? use.outcome : Outcome::Unknown;
  switch (rule->on(target.id).level) {
  case SupportLevel::Full:
    return use.outcome;
  case SupportLevel::Emulated:
    return std::max(use.outcome, Outcome::Emulated);
  case SupportLevel::Partial:
    return std::max(use.outcome, Outcome::Partial);
  case SupportLevel::None:
    return Outcome::Unsupported;
  }
  return Outcome::Unknown;
}

/// On other targets than the host, where the fit check has looked at the very use.
Outcome outcomeOf(Verdict verdict, Outcome original) {
  switch (verdict) {
  case Verdict::Direct:
    return original;
  case Verdict::Emulated:
    return std::max(original, Outcome::Emulated);
  case Verdict::NeedsChange:
    return std::max(original, Outcome::Partial);
  case Verdict::Impossible:
    break;
  }
  return Outcome::Unsupported;
}

const Rule *ruleOf(const RuleTable &rules, const Use &use) {
  if (use.kind == UseKind::Field && use.name.find("::") == std::string::npos)
    return rules.find("cudaDeviceProp::" + use.name);
  return rules.find(use.name);
}

class Builder {
public:
  Builder(const Plan &plan, const RuleTable &rules, const std::vector<Finding> &problems,
          const ReportOptions &options)
      : plan(plan), rules(rules), problems(problems), options(options) {}

  Report build() {
    report.toolVersion = SAMPAN_VERSION;
    for (const Target *target : options.targets) {
      all.push_back(all.size());
      TargetReport entry;
      entry.name = target->name;
      entry.title = target->title;
      entry.isAvailable = target->isAvailable;
      report.targets.push_back(std::move(entry));
    }
    report.target = report.targets.front().name;
    addInputs();
    addUses();
    addFindings();
    addKernels();
    addProgram();
    mergeFindings();
    assignKernels();
    if (options.annotate)
      options.annotate(report.findings);
    addRegions(report.findings, options.readSource);
    addMissingFingerprints(report.findings, options.directory);
    addFiles();
    report.notAnalysed = plan.notAnalysed;
    addBlindSpots(report, plan, fileBytes, options.readSource);
    addEffort(report);
    addRoutes(report, options.routeFacts);
    countPerTarget();
    shortenPaths();
    return std::move(report);
  }

private:
  void addInputs() {
    std::set<std::string> broken;
    for (const Finding &finding : plan.findings)
      if (finding.id == diag::ParseError::id)
        broken.insert(finding.at.file);
    for (const std::string &file : plan.mainFiles) {
      bool failed = std::binary_search(plan.failedFiles.begin(), plan.failedFiles.end(), file);
      report.inputs.push_back({file, failed                  ? InputStatus::Unreadable
                                     : broken.contains(file) ? InputStatus::ParseErrors
                                                             : InputStatus::Complete});
    }
    for (const Finding &problem : problems)
      report.inputs.push_back({problem.at.file, InputStatus::Unreadable});
  }

  /// Every use that is no success has a finding at its place, and Unknown is one of the worst.
  void addUses() {
    std::set<Place> explained;
    for (const Finding &finding : plan.findings)
      if (finding.severity != Severity::Note)
        explained.emplace(finding.at.file, finding.at.begin);
    std::vector<DeviceUses> checked;
    for (const Target *target : options.targets)
      checked.emplace_back(plan, rules, *target);
    for (const Use &original : plan.uses) {
      const Rule *rule = ruleOf(rules, original);
      ReportUse entry{original, rule ? std::string(rule->library) : "unknown", {}, {}};
      if (rule && rule->action == RuleAction::Rename && !rule->isFamily)
        entry.replacement = rule->to;
      bool known = explained.contains({original.at.file, original.at.begin});
      if (rule)
        known &= !dropHostStatement(original, *rule);
      for (std::size_t i : all) {
        const Target &target = *options.targets[i];
        std::optional<Verdict> verdict =
            target.id == TargetId::Host ? std::nullopt : checked[i].at(original.at);
        entry.outcomes.push_back(verdict ? outcomeOf(*verdict, original.outcome)
                                         : outcomeOn(target, original, rule));
        // Where the fit check has spoken, its findings say why.
        if (!verdict)
          explain(original, entry.outcomes.back(), rule, i, known);
      }
      entry.use.outcome = entry.outcomes.front();
      subjects[{original.at.file, original.at.begin}] = {original.name, entry.library};
      report.uses.push_back(std::move(entry));
    }
  }

  /// What a pass said about a name is true of the host. Here each target gets its own statement.
  /// True when there was one.
  bool dropHostStatement(const Use &use, const Rule &rule) {
    std::optional<Finding> said = ruleFinding(rule, use.name, TargetId::Host, use.at);
    if (!said)
      return false;
    hostStatements.insert(*said);
    return said->severity != Severity::Note;
  }

  void explain(const Use &use, Outcome outcome, const Rule *rule, std::size_t targetIndex,
               bool known) {
    const Target &target = *options.targets[targetIndex];
    std::optional<Finding> finding;
    if (rule)
      finding = ruleFinding(*rule, use.name, target.id, use.at);
    if (!finding && !known && outcome == Outcome::Unknown)
      finding = makeFinding(diag::ApiUnknown{.api = use.name}, use.at);
    else if (!finding && !known && outcome == Outcome::Unsupported)
      finding = makeFinding(
          diag::ApiUnsupported{.api = use.name, .target = std::string(target.name)}, use.at);
    if (finding)
      add(std::move(*finding), {targetIndex});
  }

  void add(Finding finding, std::vector<std::size_t> targets) {
    ReportFinding entry;
    static_cast<Finding &>(entry) = std::move(finding);
    shortenMessage(entry.message);
    entry.targets = std::move(targets);
    report.findings.push_back(std::move(entry));
  }

  /// Messages name files too, and a report looks the same in every checkout.
  void shortenMessage(std::string &message) const {
    const std::string prefix = options.directory + "/";
    for (std::size_t at = message.find(prefix); at != std::string::npos;
         at = message.find(prefix, at))
      message.erase(at, prefix.size());
  }

  void addFindings() {
    for (const Finding &finding : plan.findings)
      if (!hostStatements.contains(finding))
        add(finding, all);
    for (const Finding &problem : problems)
      add(problem, all);
  }

  void addProgram() {
    for (std::size_t i : all)
      for (Finding &finding : fitProgram(plan, rules, *options.targets[i]))
        add(std::move(finding), {i});
  }

  void addKernels() {
    for (const KernelInfo &kernel : plan.kernels) {
      ReportKernel entry;
      static_cast<KernelInfo &>(entry) = kernel;
      for (std::size_t i : all) {
        entry.fits.push_back(fitKernel(kernel, *options.targets[i], rules));
        for (const Finding &finding : entry.fits.back().findings) {
          add(finding, {i});
          // It may lie at a launch, or in a function that the kernel calls.
          report.findings.back().kernel = kernel.name;
          report.findings.back().kernelIndex = report.kernels.size();
        }
        ++report.targets[i].verdicts[static_cast<std::size_t>(entry.fits.back().verdict)];
      }
      report.kernels.push_back(std::move(entry));
    }
  }

  /// The same statement about several targets is one finding.
  void mergeFindings() {
    auto key = [](const ReportFinding &finding) {
      return std::tie(finding.at, finding.id, finding.message);
    };
    std::sort(report.findings.begin(), report.findings.end(),
              [&](const ReportFinding &a, const ReportFinding &b) { return key(a) < key(b); });
    std::vector<ReportFinding> merged;
    for (ReportFinding &finding : report.findings) {
      if (merged.empty() || key(merged.back()) != key(finding)) {
        merged.push_back(std::move(finding));
        continue;
      }
      std::vector<std::size_t> both;
      std::set_union(merged.back().targets.begin(), merged.back().targets.end(),
                     finding.targets.begin(), finding.targets.end(), std::back_inserter(both));
      merged.back().targets = std::move(both);
      if (!merged.back().kernelIndex) {
        merged.back().kernel = std::move(finding.kernel);
        merged.back().kernelIndex = finding.kernelIndex;
      }
    }
    report.findings = std::move(merged);
    for (ReportFinding &finding : report.findings)
      if (auto found = subjects.find({finding.at.file, finding.at.begin}); found != subjects.end())
        std::tie(finding.subject, finding.library) = found->second;
  }

  void assignKernels() {
    std::map<Place, std::size_t> starts;
    for (std::size_t i = 0; i < report.kernels.size(); ++i)
      starts[{report.kernels[i].at.file, report.kernels[i].at.begin}] = i;
    for (ReportFinding &finding : report.findings) {
      if (finding.kernelIndex)
        continue;
      auto next = starts.upper_bound({finding.at.file, finding.at.begin});
      if (next == starts.begin() || std::prev(next)->first.first != finding.at.file)
        continue;
      const ReportKernel &kernel = report.kernels[std::prev(next)->second];
      if (finding.at.begin >= std::max(kernel.bodyEnd, kernel.at.end))
        continue;
      finding.kernel = kernel.name;
      finding.kernelIndex = std::prev(next)->second;
    }
  }

  void addFiles() {
    std::set<std::string> names(plan.files.begin(), plan.files.end());
    for (const ReportInput &input : report.inputs)
      names.insert(input.file);
    std::map<std::string, std::size_t> index;
    for (const std::string &name : names) {
      ReportFile file;
      file.file = name;
      file.outcomes.resize(all.size());
      const std::vector<Edit> &edits = plan.editsOf(name);
      file.edits = edits.size();
      report.editCount += edits.size();
      report.editedFiles += edits.empty() ? 0 : 1;
      measure(file, edits);
      index[name] = report.files.size();
      report.files.push_back(std::move(file));
    }
    for (const ReportKernel &kernel : report.kernels)
      if (auto found = index.find(kernel.at.file); found != index.end())
        ++report.files[found->second].kernels;
    for (const ReportUse &entry : report.uses)
      if (auto found = index.find(entry.use.at.file); found != index.end())
        for (std::size_t i : all)
          report.files[found->second].outcomes[i].add(entry.outcomes[i]);
  }

  void measure(ReportFile &file, const std::vector<Edit> &edits) {
    std::optional<std::string> text;
    if (options.readSource)
      text = options.readSource(file.file);
    if (!text)
      return;
    file.bytes = text->size();
    file.lines = static_cast<std::size_t>(std::count(text->begin(), text->end(), '\n'));
    fileBytes[file.file] = file.bytes;
    if (!options.withSources || edits.empty())
      return;
    AppliedEdits applied = applyEdits(*text, edits);
    if (applied.ok)
      report.sources.push_back({file.file, std::move(*text), std::move(applied.text)});
  }

  void countPerTarget() {
    for (std::size_t i : all) {
      TargetReport &entry = report.targets[i];
      for (const ReportUse &use : report.uses) {
        entry.summary.add(use.outcomes[i]);
        entry.libraries[use.library].add(use.outcomes[i]);
        std::string directory =
            llvm::sys::path::parent_path(shortened(use.use.at.file, options.directory)).str();
        entry.directories[directory.empty() ? "." : directory].add(use.outcomes[i]);
      }
      for (const ReportFinding &finding : report.findings) {
        if (!finding.concerns(i))
          continue;
        if (finding.suppressed)
          ++entry.suppressed;
        else
          ++entry.findings[static_cast<std::size_t>(finding.severity)];
      }
    }
    report.summary = report.targets.front().summary;
    report.libraries = report.targets.front().libraries;
  }

  void shortenPaths() {
    auto shorten = [&](std::string &file) { file = shortened(file, options.directory); };
    for (ReportInput &input : report.inputs)
      shorten(input.file);
    for (ReportFile &file : report.files)
      shorten(file.file);
    for (ReportUse &entry : report.uses)
      shorten(entry.use.at.file);
    for (ReportFinding &finding : report.findings)
      shorten(finding.at.file);
    for (ReportKernel &kernel : report.kernels) {
      shorten(kernel.at.file);
      for (LaunchInfo &launch : kernel.launches)
        shorten(launch.at.file);
      for (KernelFit &fit : kernel.fits)
        for (Finding &finding : fit.findings) {
          shorten(finding.at.file);
          shortenMessage(finding.message);
        }
    }
    for (Span &span : report.notAnalysed)
      shorten(span.file);
    for (BlindSpot &spot : report.blindSpots)
      shorten(spot.at.file);
    for (TodoItem &item : report.todo)
      shorten(item.file);
    for (ReportSource &source : report.sources)
      shorten(source.file);
    for (OperatorRoute &route : report.routes) {
      shorten(route.at.file);
      for (RouteStep &step : route.launchers)
        shorten(step.at.file);
      for (RouteStep &step : route.kernels)
        shorten(step.at.file);
    }
  }

  const Plan &plan;
  const RuleTable &rules;
  const std::vector<Finding> &problems;
  const ReportOptions &options;
  Report report;
  std::vector<std::size_t> all;     ///< the index of every target
  std::set<Finding> hostStatements; ///< findings of passes that the targets' own replace
  std::map<Place, std::pair<std::string, std::string>> subjects; ///< API and library by place
  std::map<std::string, std::size_t> fileBytes;
};

} // namespace

Report Report::from(const Plan &plan, const RuleTable &rules, const std::vector<Finding> &problems,
                    const ReportOptions &options) {
  return Builder(plan, rules, problems, options).build();
}

Report Report::from(const Plan &plan, const RuleTable &rules, const Target &target,
                    const std::vector<Finding> &problems, const std::string &directory) {
  ReportOptions options;
  options.targets = {&target};
  options.directory = directory;
  return from(plan, rules, problems, options);
}

} // namespace sampan
