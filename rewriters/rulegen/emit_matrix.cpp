// SPDX-License-Identifier: Apache-2.0
// The support matrix: one table per library, for people.
#include "rewriters/core/located_json.h"
#include "rewriters/rulegen/emit.h"

#include <map>
#include <sstream>

namespace sampan::rulegen {
namespace {

std::string cell(const Support &support) {
  switch (support.level) {
  case SupportLevel::Full:
    return "yes";
  case SupportLevel::Emulated:
    return "emulated";
  case SupportLevel::Partial:
    return "partly";
  case SupportLevel::None:
    break;
  }
  return "-";
}

void emitSummary(std::ostream &out,
                 const std::map<std::string, std::vector<const RuleRow *>> &libraries) {
  out << "| library | names |";
  for (std::size_t t = 0; t < kTargetCount; ++t)
    out << " " << targetName(static_cast<TargetId>(t)) << " |";
  out << "\n|---|---:|";
  for (std::size_t t = 0; t < kTargetCount; ++t)
    out << "---:|";
  out << "\n";
  for (const auto &[library, rows] : libraries) {
    out << "| " << library << " | " << rows.size() << " |";
    for (std::size_t t = 0; t < kTargetCount; ++t) {
      std::size_t supported = 0;
      for (const RuleRow *row : rows)
        supported += row->support[t].level != SupportLevel::None;
      out << " " << supported << " |";
    }
    out << "\n";
  }
}

} // namespace

std::vector<std::string> plannedTargets(const std::vector<NamedText> &files) {
  std::vector<std::string> names;
  for (const NamedText &file : files) {
    JsonResult json = parseLocatedJson(file.text);
    const JsonValue *name = json.value.member("name"), *status = json.value.member("status");
    if (name && status && status->string != "available")
      names.push_back(name->string);
  }
  return names;
}

std::string emitMatrix(const RuleSet &rules, const std::vector<std::string> &planned) {
  std::map<std::string, std::vector<const RuleRow *>> libraries;
  for (const RuleRow &row : rules.rows)
    libraries[row.library].push_back(&row);
  std::ostringstream out;
  out << "# Support matrix\n\nGenerated from rewriters/rules. A number counts the names that a "
         "target "
         "supports, fully, emulated or partly.\n\n";
  if (!planned.empty()) {
    out << "These targets have no back end in this version; their columns say what they could "
           "offer:";
    for (const std::string &name : planned)
      out << " " << name;
    out << ".\n\n";
  }
  emitSummary(out, libraries);
  for (const auto &[library, rows] : libraries) {
    out << "\n## " << library << "\n\n| CUDA | Sampan |";
    for (std::size_t t = 0; t < kTargetCount; ++t)
      out << " " << targetName(static_cast<TargetId>(t)) << " |";
    out << " note |\n|---|---|";
    for (std::size_t t = 0; t < kTargetCount; ++t)
      out << "---|";
    out << "---|\n";
    for (const RuleRow *row : rows) {
      out << "| `" << row->api << (row->isFamily ? "*" : "") << "` | "
          << (row->to.empty() ? std::string(ruleActionName(row->action)) : "`" + row->to + "`")
          << " |";
      for (const Support &support : row->support)
        out << " " << cell(support) << " |";
      out << " " << row->note << " |\n";
    }
  }
  return out.str();
}

} // namespace sampan::rulegen
