// SPDX-License-Identifier: Apache-2.0
// A row for each API that the code base uses, for people who plan with a spreadsheet.
#include "tool/report/encoding.h"
#include "tool/report/render.h"

#include <map>
#include <set>
#include <tuple>

namespace sampan {
namespace {

struct Row {
  std::size_t count = 0;
  std::vector<Outcome> outcomes; ///< the worst, per target
  std::string replacement;
  std::set<std::string> files;
};

using RowKey = std::tuple<std::string, std::string, UseKind>; ///< library, API, kind

std::map<RowKey, Row> rowsOf(const Report &report) {
  std::map<RowKey, Row> rows;
  for (const ReportUse &entry : report.uses) {
    Row &row = rows[{entry.library, entry.use.name, entry.use.kind}];
    ++row.count;
    row.replacement = entry.replacement;
    row.files.insert(entry.use.at.file);
    row.outcomes.resize(entry.outcomes.size(), Outcome::Translated);
    for (std::size_t i = 0; i < entry.outcomes.size(); ++i)
      row.outcomes[i] =
          row.count == 1 ? entry.outcomes[i] : std::max(row.outcomes[i], entry.outcomes[i]);
  }
  return rows;
}

} // namespace

std::string renderCsv(const Report &report) {
  std::string text = "library,api,kind,replacement,uses,files";
  for (const TargetReport &target : report.targets)
    text += "," + csvField(target.name);
  text += ",where\n";
  for (const auto &[key, row] : rowsOf(report)) {
    const auto &[library, api, kind] = key;
    text += csvField(library) + "," + csvField(api) + "," + std::string(useKindName(kind)) + "," +
            csvField(row.replacement) + "," + std::to_string(row.count) + "," +
            std::to_string(row.files.size());
    for (Outcome outcome : row.outcomes)
      text += "," + std::string(outcomeName(outcome));
    std::string where;
    for (const std::string &file : row.files)
      where += (where.empty() ? "" : ";") + file;
    text += "," + csvField(where) + "\n";
  }
  return text;
}

} // namespace sampan
