// SPDX-License-Identifier: Apache-2.0
#include "tool/report/html/help.h"

namespace sampan::html {
namespace {

/// "why: text" without its label, which ends in a colon of either width.
std::string withoutLabel(std::string_view line) {
  constexpr std::string_view wide = "：";
  std::size_t narrowAt = line.find(':'), wideAt = line.find(wide);
  std::size_t begin = 0;
  if (wideAt < narrowAt)
    begin = wideAt + wide.size();
  else if (narrowAt != std::string_view::npos)
    begin = narrowAt + 1;
  while (begin < line.size() && line[begin] == ' ')
    ++begin;
  return std::string(line.substr(begin));
}

} // namespace

Help helpOn(DiagId id, Language language) {
  Help help;
  const DiagRow *row = findDiagnostic(id);
  if (!row)
    return help;
  for (char c : formatOf(*row, language)) {
    if (c == '{')
      help.title += "‹";
    else if (c == '}')
      help.title += "›";
    else
      help.title += c;
  }
  std::string_view text = helpOf(*row, language);
  std::size_t end = text.find('\n');
  help.why = withoutLabel(text.substr(0, end));
  if (end != std::string_view::npos)
    help.fix = withoutLabel(text.substr(end + 1));
  return help;
}

} // namespace sampan::html
