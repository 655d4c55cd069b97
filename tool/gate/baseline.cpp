// SPDX-License-Identifier: Apache-2.0
#include "tool/gate/baseline.h"

#include "rewriters/core/diagnostics.h"
#include "rewriters/core/located_json.h"
#include "tool/gate/fingerprint.h"
#include "tool/support/files.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

namespace sampan {
namespace {

constexpr const char *kSchema = "sampan-baseline/1";
/// Of a source line; it is there for people only.
constexpr std::size_t kLongestText = 160;

std::string quoted(const std::string &text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

llvm::Error wrong(const std::string &name, unsigned line, const std::string &what) {
  return llvm::createStringError(name + ":" + std::to_string(line) + ": " + what);
}

/// A member that must be a string. Empty, with `error` set, when it is not.
std::string stringOf(const JsonValue &object, const std::string &member, std::string &error) {
  const JsonValue *value = object.member(member);
  if (!value || value->kind != JsonValue::Kind::String)
    error = "\"" + member + "\" is missing or no string";
  else if (value->string.empty())
    error = "\"" + member + "\" is empty";
  else
    return value->string;
  return {};
}

/// Cut at the limit, never inside a UTF-8 sequence.
std::string shortText(std::string text) {
  if (text.size() <= kLongestText)
    return text;
  std::size_t end = kLongestText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  return text.substr(0, end) + "...";
}

} // namespace

Baseline Baseline::from(const std::vector<ReportFinding> &findings,
                        const std::vector<std::string> &targets, const std::string &root,
                        SourceLines &sources) {
  Baseline baseline;
  baseline.targets = targets;
  for (const ReportFinding &finding : findings)
    if (!finding.suppressed)
      baseline.entries[finding.fingerprint] = {
          finding.fingerprint, diagCode(finding.id), shortened(finding.at.file, root),
          concernsWholeFile(finding) ? std::string()
                                     : shortText(normalisedLine(sources.line(
                                           absolutePath(root, finding.at.file), finding.at.line)))};
  return baseline;
}

std::string Baseline::toJson() const {
  std::vector<const BaselineEntry *> sorted;
  for (const auto &[fingerprint, entry] : entries)
    sorted.push_back(&entry);
  std::sort(sorted.begin(), sorted.end(), [](const BaselineEntry *a, const BaselineEntry *b) {
    return std::tie(a->file, a->id, a->text, a->fingerprint) <
           std::tie(b->file, b->id, b->text, b->fingerprint);
  });
  std::string text = "{\n  \"schema\": \"" + std::string(kSchema) + "\",\n  \"targets\": [";
  for (const std::string &target : targets)
    text += (&target == &targets.front() ? "" : ", ") + quoted(target);
  text += "],\n  \"findings\": [";
  for (const BaselineEntry *entry : sorted)
    text += std::string(entry == sorted.front() ? "\n" : ",\n") +
            "    {\"file\": " + quoted(entry->file) + ", \"id\": " + quoted(entry->id) +
            ", \"fingerprint\": " + quoted(entry->fingerprint) +
            ", \"text\": " + quoted(entry->text) + "}";
  return text + (sorted.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

llvm::Expected<Baseline> Baseline::parse(const std::string &text, const std::string &name) {
  JsonResult json = parseLocatedJson(text);
  if (json.errorLine != 0)
    return wrong(name, json.errorLine, json.error);
  std::string error;
  if (json.value.kind != JsonValue::Kind::Object ||
      stringOf(json.value, "schema", error) != kSchema)
    return wrong(name, 1,
                 std::string("no baseline of Sampan: \"schema\": \"") + kSchema + "\" is expected");
  const JsonValue *targets = json.value.member("targets");
  const JsonValue *findings = json.value.member("findings");
  if (!targets || targets->kind != JsonValue::Kind::Array)
    return wrong(name, 1, "\"targets\" is missing or no list");
  if (!findings || findings->kind != JsonValue::Kind::Array)
    return wrong(name, 1, "\"findings\" is missing or no list");
  Baseline baseline;
  for (const JsonValue &target : targets->array) {
    if (target.kind != JsonValue::Kind::String)
      return wrong(name, target.line, "a target is no string");
    baseline.targets.push_back(target.string);
  }
  for (const JsonValue &finding : findings->array) {
    if (finding.kind != JsonValue::Kind::Object)
      return wrong(name, finding.line, "a finding is no object");
    BaselineEntry entry;
    entry.fingerprint = stringOf(finding, "fingerprint", error);
    entry.id = stringOf(finding, "id", error);
    entry.file = stringOf(finding, "file", error);
    if (!error.empty())
      return wrong(name, finding.line, error);
    const JsonValue *line = finding.member("text");
    if (line && line->kind == JsonValue::Kind::String)
      entry.text = line->string;
    // Twice the same after a merge of two branches: once is meant.
    baseline.entries.emplace(entry.fingerprint, entry);
  }
  return baseline;
}

llvm::Expected<Baseline> Baseline::load(const std::string &file) {
  llvm::Expected<std::string> text = readFile(file);
  if (!text)
    return text.takeError();
  return parse(*text, file);
}

BaselineDiff compare(const Baseline &baseline, const std::vector<ReportFinding> &findings,
                     const std::set<std::string> &analysed,
                     const std::function<bool(const std::string &)> &exists) {
  BaselineDiff diff;
  std::set<std::string> found;
  for (const ReportFinding &finding : findings) {
    found.insert(finding.fingerprint);
    if (finding.suppressed)
      continue;
    if (baseline.entries.contains(finding.fingerprint))
      ++diff.unchanged;
    else
      diff.added.push_back(&finding);
  }
  for (const auto &[fingerprint, entry] : baseline.entries)
    if (!found.contains(fingerprint) && (analysed.contains(entry.file) || !exists(entry.file)))
      diff.gone.push_back(entry);
  std::sort(diff.gone.begin(), diff.gone.end(), [](const BaselineEntry &a, const BaselineEntry &b) {
    return std::tie(a.file, a.id, a.text, a.fingerprint) <
           std::tie(b.file, b.id, b.text, b.fingerprint);
  });
  return diff;
}

} // namespace sampan
