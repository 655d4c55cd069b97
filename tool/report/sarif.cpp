// SPDX-License-Identifier: Apache-2.0
// SARIF 2.1.0. A target is a run of its own with an automation id, so that a code scanning service
// keeps the targets apart, and a finding that a target does not have is not there.
#include "rewriters/core/diagnostic_examples.h"
#include "rewriters/core/diagnostics.h"
#include "tool/report/encoding.h"
#include "tool/report/finding_text.h"
#include "tool/report/json_stream.h"
#include "tool/report/render.h"

#include <nlohmann/json.hpp>

namespace sampan {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char *kRoot = "%SRCROOT%";

/// The level of SARIF has the names of our severities.
std::string level(Severity severity) { return std::string(severityName(severity)); }

/// "why: ..." and "fix: ..." as two paragraphs.
std::string helpMarkdown(std::string_view help) {
  std::string text;
  while (!help.empty()) {
    std::size_t end = help.find('\n');
    std::string_view line = help.substr(0, end);
    std::size_t colon = line.find(':');
    if (colon != line.npos && colon < 8)
      text += "**" + std::string(line.substr(0, colon + 1)) + "**" +
              std::string(line.substr(colon + 1));
    else
      text += line;
    text += "\n\n";
    help = end == help.npos ? std::string_view() : help.substr(end + 1);
  }
  return text;
}

std::string exampleMarkdown(DiagId id) {
  const DiagExample *example = exampleOf(id);
  if (!example)
    return {};
  return "```cpp\n" + std::string(example->before) + "\n```\n\n```cpp\n" +
         std::string(example->after) + "\n```\n";
}

Json ruleJson(const DiagRow &row, Language language) {
  std::string help(helpOf(row, language));
  return {{"id", diagCode(row.id)},
          {"name", row.name},
          {"shortDescription", {{"text", formatOf(row, language)}}},
          {"fullDescription", {{"text", help}}},
          {"help", {{"text", help}, {"markdown", helpMarkdown(help) + exampleMarkdown(row.id)}}},
          {"defaultConfiguration", {{"level", level(row.severity)}}},
          {"properties", {{"tags", Json::array({"cuda", "migration", diagGroupName(row.group)})}}}};
}

/// What a translation of a rule may say.
Json chineseRuleJson(const DiagRow &row) {
  Json rule = ruleJson(row, Language::Chinese);
  rule.erase("defaultConfiguration");
  rule.erase("properties");
  return rule;
}

class Run {
public:
  Run(const Report &report, std::size_t index) : report(report), index(index) {
    for (const ReportFinding &finding : report.findings)
      if (finding.concerns(index))
        ruleIndex.emplace(finding.id, 0);
    std::size_t next = 0;
    for (auto &[id, position] : ruleIndex)
      position = next++;
    for (const ReportFile &file : report.files)
      fileIndex.emplace(file.file, fileIndex.size());
    // Inputs that could not be read are no files of the project, and findings may lie in others.
    for (const ReportFinding &finding : report.findings)
      fileIndex.emplace(finding.at.file, fileIndex.size());
  }

  void write(JsonStream &out) const {
    out.open('{');
    out.field("tool", toolJson());
    out.field("translations", Json::array({translationJson()}));
    out.field("language", messageLanguage() == Language::Chinese ? "zh-CN" : "en-US");
    out.field("automationDetails", {{"id", "sampan/" + report.targets[index].name + "/"}});
    out.field("invocations", Json::array({{{"executionSuccessful", allRead()}}}));
    out.field("originalUriBaseIds",
              {{kRoot, {{"description", {{"text", "the directory of the run"}}}}}});
    out.field("columnKind", "utf16CodeUnits");
    out.key("artifacts");
    out.open('[');
    for (const Json &artifact : artifacts())
      out.element(artifact);
    out.close(']');
    out.key("results");
    out.open('[');
    for (const ReportFinding &finding : report.findings)
      if (finding.concerns(index))
        out.element(resultJson(finding));
    out.close(']');
    out.close('}');
  }

private:
  Json toolJson() const {
    Json rules = Json::array();
    for (const auto &[id, position] : ruleIndex)
      rules.push_back(ruleJson(*findDiagnostic(id), Language::English));
    return {{"driver",
             {{"name", "sampan"},
              {"version", report.toolVersion},
              {"semanticVersion", report.toolVersion},
              {"language", "en-US"},
              {"rules", std::move(rules)}}}};
  }

  /// The same rules in the other language; a viewer picks the one of its user.
  Json translationJson() const {
    Json rules = Json::array();
    for (const auto &[id, position] : ruleIndex)
      rules.push_back(chineseRuleJson(*findDiagnostic(id)));
    return {{"name", "sampan"},
            {"language", "zh-CN"},
            {"contents", Json::array({"localizedData"})},
            {"isComprehensive", true},
            {"translationMetadata", {{"name", "sampan-zh-CN"}}},
            {"rules", std::move(rules)}};
  }

  bool allRead() const {
    return report.blind.counts[static_cast<std::size_t>(BlindKind::File)] == 0;
  }

  static Json location(const std::string &file) {
    Json json = {{"uri", uriOf(file)}};
    if (!file.starts_with('/'))
      json["uriBaseId"] = kRoot;
    return json;
  }

  std::vector<Json> artifacts() const {
    std::vector<Json> list(fileIndex.size());
    for (const auto &[file, position] : fileIndex)
      list[position] = {{"location", location(file)}};
    for (const ReportFile &file : report.files) {
      Json &artifact = list[fileIndex.at(file.file)];
      if (file.bytes > 0)
        artifact["length"] = file.bytes;
      artifact["sourceLanguage"] = "cplusplus";
    }
    return list;
  }

  static Json regionJson(const ReportFinding &finding) {
    const TextRegion &region = finding.region;
    Json json = {{"startLine", region.line}};
    if (region.endLine > 0) {
      json["startColumn"] = region.column;
      json["endLine"] = region.endLine;
      json["endColumn"] = region.endColumn;
    } else if (region.column > 1) {
      json["startColumn"] = region.column;
    }
    return json;
  }

  Json resultJson(const ReportFinding &finding) const {
    Json artifact = location(finding.at.file);
    artifact["index"] = fileIndex.at(finding.at.file);
    Json place = {{"physicalLocation",
                   {{"artifactLocation", std::move(artifact)}, {"region", regionJson(finding)}}}};
    if (!finding.kernel.empty())
      place["logicalLocations"] =
          Json::array({{{"fullyQualifiedName", finding.kernel}, {"kind", "function"}}});
    Json json = {{"ruleId", diagCode(finding.id)},
                 {"ruleIndex", ruleIndex.at(finding.id)},
                 {"level", level(finding.severity)},
                 {"message", {{"text", finding.message}}},
                 {"locations", Json::array({std::move(place)})},
                 {"partialFingerprints", {{"sampanFinding/v1", finding.fingerprint}}}};
    if (finding.baseline != BaselineState::None)
      json["baselineState"] = finding.baseline == BaselineState::New ? "new" : "unchanged";
    if (finding.suppressed) {
      Json suppression = {{"kind", "inSource"}};
      if (!finding.suppressionReason.empty())
        suppression["justification"] = finding.suppressionReason;
      json["suppressions"] = Json::array({std::move(suppression)});
    }
    Json properties = Json::object();
    if (!finding.subject.empty())
      properties["api"] = finding.subject;
    if (!finding.library.empty())
      properties["library"] = finding.library;
    if (!properties.empty())
      json["properties"] = std::move(properties);
    return json;
  }

  const Report &report;
  std::size_t index;
  std::map<DiagId, std::size_t> ruleIndex; ///< of the rules that occur
  std::map<std::string, std::size_t> fileIndex;
};

} // namespace

std::string renderSarif(const Report &report) {
  JsonStream out;
  out.open('{');
  out.field("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                       "sarif-schema-2.1.0.json");
  out.field("version", "2.1.0");
  out.key("runs");
  out.open('[');
  for (std::size_t i = 0; i < report.targets.size(); ++i) {
    out.item();
    Run(report, i).write(out);
  }
  out.close(']');
  out.close('}');
  return out.take();
}

} // namespace sampan
