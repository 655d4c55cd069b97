// SPDX-License-Identifier: Apache-2.0
#include "rewriters/core/diagnostics.h"
#include "tool/report/finding_text.h"
#include "tool/report/kernel_needs.h"
#include "tool/report/render.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace sampan {
namespace {

using Json = nlohmann::ordered_json;

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
  json["coverage"] = std::round(outcomes.coverage() * 1e4) / 1e4;
  return json;
}

Json summary(const Report &report) {
  Json json;
  json["uses"] = counts(report.summary);
  json["libraries"] = Json::object();
  for (const auto &[library, outcomes] : report.libraries)
    json["libraries"][library] = counts(outcomes);
  json["findings"] = {{"error", report.countFindings(Severity::Error)},
                      {"warning", report.countFindings(Severity::Warning)},
                      {"note", report.countFindings(Severity::Note)}};
  json["kernels"] = report.kernels.size();
  json["notAnalysed"] = report.notAnalysed.size();
  json["edits"] = {{"count", report.editCount}, {"files", report.editedFiles}};
  return json;
}

Json useJson(const ReportUse &entry) {
  Json json = {{"name", entry.use.name},
               {"kind", useKindName(entry.use.kind)},
               {"library", entry.library},
               {"outcome", outcomeName(entry.use.outcome)},
               {"side", entry.use.inDeviceCode ? "device" : "host"},
               {"at", place(entry.use.at)}};
  if (!entry.replacement.empty())
    json["replacement"] = entry.replacement;
  return json;
}

Json findingJson(const Finding &finding) {
  return {{"id", diagCode(finding.id)},
          {"severity", severityName(finding.severity)},
          {"message", finding.message},
          {"at", place(finding.at)}};
}

Json kernelJson(const KernelInfo &kernel) {
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
  return json;
}

} // namespace

std::string renderJson(const Report &report) {
  Json json;
  json["schema"] = kReportSchema;
  json["tool"] = {{"name", "sampan"}, {"version", report.toolVersion}};
  json["target"] = report.target;
  json["inputs"] = Json::array();
  for (const ReportInput &input : report.inputs)
    json["inputs"].push_back({{"file", input.file}, {"status", inputStatusName(input.status)}});
  json["summary"] = summary(report);
  json["uses"] = Json::array();
  for (const ReportUse &entry : report.uses)
    json["uses"].push_back(useJson(entry));
  json["findings"] = Json::array();
  for (const Finding &finding : report.findings)
    json["findings"].push_back(findingJson(finding));
  json["kernels"] = Json::array();
  for (const KernelInfo &kernel : report.kernels)
    json["kernels"].push_back(kernelJson(kernel));
  json["notAnalysed"] = Json::array();
  for (const Span &span : report.notAnalysed)
    json["notAnalysed"].push_back(place(span));
  // A source may hold any bytes; a report is UTF-8.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace sampan
