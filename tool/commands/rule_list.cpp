// SPDX-License-Identifier: Apache-2.0
#include "tool/commands/rule_list.h"

#include "rewriters/core/diagnostics.h"
#include "tool/report/encoding.h"
#include "tool/report/numbers.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <map>

namespace sampan {
namespace {

constexpr const char *kPlanned =
    "planned: known from the target's documentation; this version has no back end that runs it";

std::string nameOf(const Rule &rule) { return std::string(rule.api) + (rule.isFamily ? "*" : ""); }

/// What stands in the place of the name.
std::string resultOf(const Rule &rule) {
  switch (rule.action) {
  case RuleAction::Rename:
    return std::string(rule.to);
  case RuleAction::Keep:
    return nameOf(rule);
  case RuleAction::Pass:
    return "(pass " + std::string(rule.to) + ")";
  case RuleAction::Drop:
  case RuleAction::Reject:
    return "-";
  }
  return "-";
}

std::string levelOf(const Rule &rule, const Target &target) {
  const Support &support = rule.on(target.id);
  std::string level(supportLevelName(support.level));
  return support.why == 0 ? level : level + " " + diagCode(support.why);
}

bool anyPlanned(const TargetList &targets) {
  for (const Target *target : targets)
    if (!target->isAvailable)
      return true;
  return false;
}

std::string renderText(const RuleList &rules, const TargetList &targets) {
  std::string text;
  for (const Rule *rule : rules) {
    text +=
        nameOf(*rule) + "  " + std::string(ruleActionName(rule->action)) + "  " + resultOf(*rule);
    for (const Target *target : targets) {
      text += "  ";
      if (targets.size() > 1)
        text += std::string(target->name) + ":";
      text += levelOf(*rule, *target) + (target->isAvailable ? "" : " (planned)");
    }
    text += "\n";
  }
  return text;
}

std::string renderMarkdown(const RuleList &rules, const TargetList &targets) {
  std::string text = "| CUDA | Sampan |", line = "|---|---|";
  for (const Target *target : targets) {
    text += " " + std::string(target->name) + (target->isAvailable ? "" : " (planned)") + " |";
    line += "---|";
  }
  text += "\n" + line + "\n";
  for (const Rule *rule : rules) {
    text += "| `" + nameOf(*rule) + "` | `" + resultOf(*rule) + "` |";
    for (const Target *target : targets)
      text += " " + levelOf(*rule, *target) + " |";
    text += "\n";
  }
  if (anyPlanned(targets))
    text += "\n" + std::string(kPlanned) + "\n";
  return text;
}

llvm::StringRef view(std::string_view text) { return text; }

std::string renderJson(const RuleList &rules, const TargetList &targets) {
  std::string text;
  llvm::raw_string_ostream out(text);
  llvm::json::OStream json(out, 2);
  json.object([&] {
    json.attribute("schema", "sampan-rule-list/1");
    json.attributeArray("targets", [&] {
      for (const Target *target : targets)
        json.object([&] {
          json.attribute("name", view(target->name));
          json.attribute("title", view(target->title));
          json.attribute("available", target->isAvailable);
        });
    });
    json.attributeArray("rules", [&] {
      for (const Rule *rule : rules)
        json.object([&] {
          json.attribute("api", nameOf(*rule));
          json.attribute("kind", view(ruleKindName(rule->kind)));
          json.attribute("action", view(ruleActionName(rule->action)));
          json.attribute("to", view(rule->to));
          json.attribute("library", view(rule->library));
          if (!rule->note.empty())
            json.attribute("note", view(rule->note));
          json.attributeObject("support", [&] {
            for (const Target *target : targets)
              json.attribute(view(target->name), levelOf(*rule, *target));
          });
        });
    });
  });
  return text + "\n";
}

constexpr std::string_view kHtmlHead = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Sampan: support of CUDA's API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
:root { color-scheme: light dark; }
body { font: 15px/1.4 system-ui, sans-serif; margin: 2rem; color: CanvasText; background: Canvas; }
table { border-collapse: collapse; margin: 0 0 2rem; }
th, td { padding: .2rem .6rem; border-bottom: 1px solid color-mix(in srgb, CanvasText 20%, Canvas);
  text-align: left; }
thead th { position: sticky; top: 0; background: Canvas; }
.none { font-weight: 600; } .none::before { content: "\2715\a0"; }
.partial::before { content: "\25d0\a0"; } .emulated::before { content: "\25cb\a0"; }
.full::before { content: "\25cf\a0"; }
@media print { thead th { position: static; } }
</style></head><body>
<h1>Support of CUDA's API</h1>
)";

std::string htmlTable(const RuleList &rules, const TargetList &targets) {
  std::string text = "<table><thead><tr><th scope=\"col\">CUDA</th><th scope=\"col\">Sampan</th>";
  for (const Target *target : targets)
    text += "<th scope=\"col\">" + xmlText(target->name) +
            (target->isAvailable ? "" : " (planned)") + "</th>";
  text += "<th scope=\"col\">note</th></tr></thead><tbody>\n";
  for (const Rule *rule : rules) {
    text += "<tr><th scope=\"row\"><code>" + xmlText(nameOf(*rule)) + "</code></th><td><code>" +
            xmlText(resultOf(*rule)) + "</code></td>";
    for (const Target *target : targets)
      text += "<td class=\"" + std::string(supportLevelName(rule->on(target->id).level)) + "\">" +
              xmlText(levelOf(*rule, *target)) + "</td>";
    text += "<td>" + xmlText(rule->note) + "</td></tr>\n";
  }
  return text + "</tbody></table>\n";
}

std::string renderHtml(const RuleList &rules, const TargetList &targets) {
  std::map<std::string_view, RuleList> libraries;
  for (const Rule *rule : rules)
    libraries[rule->library].push_back(rule);
  std::string text(kHtmlHead);
  if (anyPlanned(targets))
    text += "<p>" + xmlText(kPlanned) + "</p>\n";
  if (libraries.size() > 1) {
    text += "<ul>\n";
    for (const auto &[library, rows] : libraries)
      text += "<li><a href=\"#" + uriOf(library) + "\">" + xmlText(library) +
              "</a>: " + plural(rows.size(), "rule") + "</li>\n";
    text += "</ul>\n";
  }
  for (const auto &[library, rows] : libraries)
    text += "<h2 id=\"" + uriOf(library) + "\">" + xmlText(library) + "</h2>\n" +
            htmlTable(rows, targets);
  return text + "</body></html>\n";
}

constexpr RuleListFormat kFormats[] = {{"text", "txt", renderText},
                                       {"md", "markdown", renderMarkdown},
                                       {"json", {}, renderJson},
                                       {"html", {}, renderHtml}};

} // namespace

std::span<const RuleListFormat> ruleListFormats() { return kFormats; }

} // namespace sampan
