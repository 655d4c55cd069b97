// SPDX-License-Identifier: Apache-2.0
#include "rewriters/core/diagnostics.h"
#include "tool/report/finding_text.h"
#include "tool/report/json_stream.h"
#include "tool/report/kernel_needs.h"
#include "tool/report/render.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace sampan {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double share) { return std::round(share * 1e4) / 1e4; }

Json place(const Span &span) {
  return {{"file", span.file},
          {"line", span.line},
          {"column", span.column},
          {"begin", span.begin},
          {"end", span.end}};
}

Json counts(const OutcomeCounts &outcomes) {
  Json json = {{"total", outcomes.total()}};
  for (std::size_t i = 0; i < kOutcomeCount; ++i)
    json[std::string(outcomeName(static_cast<Outcome>(i)))] = outcomes.counts[i];
  json["coverage"] = rounded(outcomes.coverage());
  return json;
}

Json countsByName(const std::map<std::string, OutcomeCounts> &all) {
  Json json = Json::object();
  for (const auto &[name, outcomes] : all)
    json[name] = counts(outcomes);
  return json;
}

Json workCounts(const std::array<std::size_t, kWorkClassCount> &byWork) {
  Json json = Json::object();
  for (std::size_t i = 0; i < kWorkClassCount; ++i)
    json[std::string(workClassName(static_cast<WorkClass>(i)))] = byWork[i];
  return json;
}

Json verdictCounts(const std::array<std::size_t, kVerdictCount> &verdicts) {
  Json json = Json::object();
  for (std::size_t i = 0; i < kVerdictCount; ++i)
    json[std::string(verdictName(static_cast<Verdict>(i)))] = verdicts[i];
  return json;
}

Json blindJson(const Report &report) {
  Json json = Json::object();
  for (std::size_t i = 0; i < kBlindKindCount; ++i)
    json[std::string(blindKindName(static_cast<BlindKind>(i)))] = report.blind.counts[i];
  json["bytes"] = report.blind.bytes;
  json["totalBytes"] = report.blind.totalBytes;
  json["share"] = rounded(report.blind.share());
  return json;
}

Json summary(const Report &report) {
  Json json;
  json["uses"] = counts(report.summary);
  json["libraries"] = countsByName(report.libraries);
  json["findings"] = {{"error", report.countFindings(Severity::Error)},
                      {"warning", report.countFindings(Severity::Warning)},
                      {"note", report.countFindings(Severity::Note)}};
  json["kernels"] = report.kernels.size();
  json["notAnalysed"] = report.notAnalysed.size();
  json["notSeen"] = blindJson(report);
  json["edits"] = {{"count", report.editCount}, {"files", report.editedFiles}};
  return json;
}

Json blockerJson(const Blocker &blocker) {
  return {{"id", diagCode(blocker.id)}, {"work", workClassName(blocker.work)},
          {"what", blocker.what},       {"count", blocker.count},
          {"files", blocker.files},     {"kernels", blocker.kernels},
          {"minutes", blocker.minutes}};
}

Json targetJson(const TargetReport &target) {
  Json json = {{"name", target.name},
               {"title", target.title},
               {"available", target.isAvailable},
               {"uses", counts(target.summary)},
               {"libraries", countsByName(target.libraries)},
               {"directories", countsByName(target.directories)},
               {"kernels", verdictCounts(target.verdicts)},
               {"findings",
                {{"error", target.findings[static_cast<std::size_t>(Severity::Error)]},
                 {"warning", target.findings[static_cast<std::size_t>(Severity::Warning)]},
                 {"note", target.findings[static_cast<std::size_t>(Severity::Note)]},
                 {"suppressed", target.suppressed}}},
               {"effort",
                {{"minutes", target.minutes},
                 {"files", workCounts(target.filesByWork)},
                 {"kernels", workCounts(target.kernelsByWork)}}}};
  json["blockers"] = Json::array();
  for (const Blocker &blocker : target.blockers)
    json["blockers"].push_back(blockerJson(blocker));
  return json;
}

/// One value per target, by its name.
template <class Values, class Convert>
Json perTarget(const Report &report, const Values &values, Convert convert) {
  Json json = Json::object();
  for (std::size_t i = 0; i < report.targets.size() && i < values.size(); ++i)
    json[report.targets[i].name] = convert(values[i]);
  return json;
}

Json effortJson(const Effort &effort) {
  Json json = {{"work", workClassName(effort.work)}, {"minutes", effort.minutes}};
  json["reasons"] = Json::array();
  for (const WorkReason &reason : effort.reasons)
    json["reasons"].push_back({{"id", diagCode(reason.id)},
                               {"work", workClassName(reason.work)},
                               {"what", reason.what},
                               {"count", reason.count},
                               {"minutes", reason.minutes}});
  return json;
}

Json fileJson(const Report &report, const ReportFile &file) {
  return {{"file", file.file},
          {"bytes", file.bytes},
          {"lines", file.lines},
          {"edits", file.edits},
          {"kernels", file.kernels},
          {"uses", perTarget(report, file.outcomes, counts)},
          {"effort", perTarget(report, file.efforts, effortJson)}};
}

Json useJson(const Report &report, const ReportUse &entry) {
  Json json = {{"name", entry.use.name},
               {"kind", useKindName(entry.use.kind)},
               {"library", entry.library},
               {"outcome", outcomeName(entry.use.outcome)},
               {"side", entry.use.inDeviceCode ? "device" : "host"},
               {"at", place(entry.use.at)}};
  if (report.targets.size() > 1)
    json["outcomes"] = perTarget(report, entry.outcomes, outcomeName);
  if (!entry.replacement.empty())
    json["replacement"] = entry.replacement;
  return json;
}

Json findingJson(const Report &report, const ReportFinding &finding) {
  Json targets = Json::array();
  for (std::size_t i : finding.targets)
    targets.push_back(report.targets[i].name);
  Json json = {{"id", diagCode(finding.id)},         {"severity", severityName(finding.severity)},
               {"message", finding.message},         {"targets", std::move(targets)},
               {"fingerprint", finding.fingerprint}, {"at", place(finding.at)}};
  if (!finding.subject.empty())
    json["api"] = finding.subject;
  if (!finding.kernel.empty())
    json["kernel"] = finding.kernel;
  if (finding.suppressed)
    json["suppressed"] = {{"reason", finding.suppressionReason}};
  if (finding.baseline != BaselineState::None)
    json["baseline"] = finding.baseline == BaselineState::New ? "new" : "unchanged";
  return json;
}

Json fitJson(const KernelFit &fit) {
  Json findings = Json::array();
  for (const Finding &finding : fit.findings)
    findings.push_back({{"id", diagCode(finding.id)}, {"message", finding.message}});
  Json json = {{"verdict", verdictName(fit.verdict)}, {"way", wayName(fit.way)}};
  if (!fit.counterpart.empty())
    json["counterpart"] = fit.counterpart;
  json["findings"] = std::move(findings);
  return json;
}

/// Parts of the configuration that are no constants are left out.
Json launchJson(const LaunchInfo &launch) {
  Json json = {{"at", place(launch.at)}};
  if (launch.blocks)
    json["blocks"] = *launch.blocks;
  if (launch.threads)
    json["threads"] = *launch.threads;
  if (launch.dynamicShared)
    json["dynamicSharedBytes"] = *launch.dynamicShared;
  json["cooperative"] = launch.cooperative;
  return json;
}

Json kernelJson(const Report &report, const ReportKernel &kernel) {
  Json json = {{"name", kernel.name},
               {"at", place(kernel.at)},
               {"template", kernel.isTemplate},
               {"parameters", kernel.parameterCount},
               {"staticSharedBytes", kernel.staticSharedBytes},
               {"barrier", syncPlaceName(kernel.barrier)},
               {"warpCollective", syncPlaceName(kernel.warpCollective)},
               {"barrierAfterDivergentReturn", kernel.barrierAfterDivergentReturn}};
  if (kernel.maxThreadsPerBlock)
    json["maxThreadsPerBlock"] = *kernel.maxThreadsPerBlock;
  json["uses"] = kernelFeatures(kernel);
  json["callees"] = kernel.callees;
  json["localBytes"] = kernel.localBytes;
  json["launches"] = Json::array();
  for (const LaunchInfo &launch : kernel.launches)
    json["launches"].push_back(launchJson(launch));
  json["fit"] = perTarget(report, kernel.fits, fitJson);
  json["effort"] = perTarget(report, kernel.efforts, effortJson);
  return json;
}

Json blindSpotJson(const BlindSpot &spot) {
  return {{"kind", blindKindName(spot.kind)},
          {"why", spot.why},
          {"bytes", spot.bytes},
          {"at", place(spot.at)}};
}

Json todoJson(const TodoItem &item) {
  Json json = {{"target", item.target}, {"file", item.file}};
  if (!item.kernel.empty())
    json["kernel"] = item.kernel;
  json["work"] = workClassName(item.work);
  json["id"] = diagCode(item.id);
  json["blocker"] = item.blocker;
  json["remedy"] = item.remedy;
  json["needs"] = item.needs;
  json["lines"] = item.lines;
  json["minutes"] = item.minutes;
  return json;
}

Json stepsJson(const std::vector<RouteStep> &steps) {
  Json json = Json::array();
  for (const RouteStep &step : steps)
    json.push_back({{"name", step.name}, {"analysed", step.analysed}, {"at", place(step.at)}});
  return json;
}

Json routeJson(const Report &report, const OperatorRoute &route) {
  return {{"library", route.library},
          {"name", route.name},
          {"schema", route.schema},
          {"binding", route.binding},
          {"key", route.key},
          {"at", place(route.at)},
          {"function", route.function},
          {"launchers", stepsJson(route.launchers)},
          {"kernels", stepsJson(route.kernels)},
          {"complete", route.complete},
          {"verdicts", perTarget(report, route.verdicts, verdictName)}};
}

template <class List, class Convert>
void writeList(JsonStream &out, std::string_view name, const List &list, Convert convert) {
  out.key(name);
  out.open('[');
  for (const auto &element : list)
    out.element(convert(element));
  out.close(']');
}

} // namespace

std::string renderJson(const Report &report) {
  auto with = [&](auto convert) {
    return [&report, convert](const auto &element) { return convert(report, element); };
  };
  JsonStream out;
  out.open('{');
  out.field("schema", kReportSchema);
  out.field("tool", {{"name", "sampan"}, {"version", report.toolVersion}});
  out.field("target", report.target);
  writeList(out, "targets", report.targets, targetJson);
  writeList(out, "inputs", report.inputs, [](const ReportInput &input) {
    return Json{{"file", input.file}, {"status", inputStatusName(input.status)}};
  });
  out.field("summary", summary(report));
  writeList(out, "files", report.files, with(fileJson));
  writeList(out, "uses", report.uses, with(useJson));
  writeList(out, "findings", report.findings, with(findingJson));
  writeList(out, "kernels", report.kernels, with(kernelJson));
  writeList(out, "notAnalysed", report.notAnalysed, place);
  writeList(out, "notSeen", report.blindSpots, blindSpotJson);
  writeList(out, "todo", report.todo, todoJson);
  writeList(out, "operators", report.routes, with(routeJson));
  out.close('}');
  return out.take();
}

} // namespace sampan
