// SPDX-License-Identifier: Apache-2.0
#include "tool/report/formats.h"

#include "tool/report/html/html.h"

namespace sampan {
namespace {

template <std::string (*Render)(const Report &)>
std::string plain(const Report &report, const TextStyle &) {
  return Render(report);
}

std::string page(const Report &report, const TextStyle &) {
  return renderHtml(report, messageLanguage());
}

constexpr ReportFormat kFormats[] = {
    {"text", "txt", "findings as compilers print them, and a summary", false, renderText},
    {"json",
     {},
     "everything, for programs; tool/report/schema describes it",
     false,
     plain<renderJson>},
    {"sarif", {}, "SARIF 2.1.0, for code scanning services", false, plain<renderSarif>},
    {"junit",
     {},
     "a test case for each file and kernel, for CI systems",
     false,
     plain<renderJunit>},
    {"gitlab", {}, "GitLab code quality", false, plain<renderGitlab>},
    {"github", {}, "annotations of GitHub Actions", false, plain<renderGithub>},
    {"markdown", "md", "a summary of one page, whatever the size of the project", false,
     plain<renderMarkdown>},
    {"html", {}, "a page for people, complete in one file", true, page},
    {"csv", {}, "a row for each API, for spreadsheets", false, plain<renderCsv>},
};

} // namespace

std::span<const ReportFormat> reportFormats() { return kFormats; }

const ReportFormat *findReportFormat(std::string_view name) {
  for (const ReportFormat &format : kFormats)
    if (name == format.name || (!format.alias.empty() && name == format.alias))
      return &format;
  return nullptr;
}

std::string reportFormatNames() {
  std::string names;
  for (const ReportFormat &format : kFormats)
    names += (names.empty() ? "" : ", ") + std::string(format.name);
  return names;
}

} // namespace sampan
