// SPDX-License-Identifier: Apache-2.0
// JUnit's XML: a CI system that knows nothing of migrations shows which files and kernels pass on
// which target, and when one stopped to. A case is a file, or a kernel of it; errors in a kernel's
// body fail the kernel, all others the file.
#include "rewriters/core/diagnostics.h"
#include "tool/report/encoding.h"
#include "tool/report/finding_text.h"
#include "tool/report/render.h"

#include <map>

namespace sampan {
namespace {

struct Case {
  std::string className, name;
  std::vector<const ReportFinding *> failures, remarks;
  std::string unread; ///< why the file could not be judged
};

struct Suite {
  std::vector<Case> cases;
  std::size_t failures = 0, errors = 0;
};

class SuiteBuilder {
public:
  SuiteBuilder(const Report &report, std::size_t index) : report(report), index(index) {}

  Suite build() {
    for (const ReportFile &file : report.files)
      addFileCase(file.file);
    for (std::size_t i = 0; i < report.kernels.size(); ++i)
      addKernelCase(i);
    for (const ReportFinding &finding : report.findings)
      if (finding.concerns(index))
        addFinding(finding);
    for (const BlindSpot &spot : report.blindSpots)
      if (spot.kind == BlindKind::File)
        caseOf(spot.at.file).unread = spot.why.empty() ? "not analysed" : spot.why;
    for (const Case &each : suite.cases) {
      suite.errors += each.unread.empty() ? 0 : 1;
      suite.failures += each.unread.empty() && !each.failures.empty() ? 1 : 0;
    }
    return std::move(suite);
  }

private:
  Case &caseOf(const std::string &file) { return suite.cases[addFileCase(file)]; }

  /// Position of the file's case, made when it is missing.
  std::size_t addFileCase(const std::string &file) {
    auto [entry, isNew] = fileCase.emplace(file, suite.cases.size());
    if (isNew) {
      std::size_t slash = file.rfind('/');
      std::string folder = slash == std::string::npos ? "." : file.substr(0, slash);
      suite.cases.push_back({folder, file, {}, {}, {}});
    }
    return entry->second;
  }

  /// Overloads and kernels of one name in branches are numbered: a line would not stay the same.
  void addKernelCase(std::size_t i) {
    const ReportKernel &kernel = report.kernels[i];
    std::string name = "kernel " + kernel.name;
    std::size_t &count = kernelNames[{kernel.at.file, kernel.name}];
    if (++count > 1)
      name += " #" + std::to_string(count);
    kernelCase[i] = suite.cases.size();
    suite.cases.push_back({kernel.at.file, name, {}, {}, {}});
  }

  void addFinding(const ReportFinding &finding) {
    Case &owner = finding.kernelIndex ? suite.cases[kernelCase.at(*finding.kernelIndex)]
                                      : caseOf(finding.at.file);
    bool fails = finding.severity == Severity::Error && !finding.suppressed &&
                 finding.baseline != BaselineState::Unchanged;
    (fails ? owner.failures : owner.remarks).push_back(&finding);
  }

  const Report &report;
  std::size_t index;
  Suite suite;
  std::map<std::string, std::size_t> fileCase;
  std::map<std::size_t, std::size_t> kernelCase;
  std::map<std::pair<std::string, std::string>, std::size_t> kernelNames;
};

std::string lineOf(const ReportFinding &finding) {
  std::string text = finding.at.file + ":" + std::to_string(finding.region.line) + ":" +
                     std::to_string(finding.region.column) + ": " +
                     std::string(severityName(finding.severity)) + ": " + finding.message + " [" +
                     diagCode(finding.id) + "]";
  if (finding.suppressed)
    text += " (suppressed" +
            (finding.suppressionReason.empty() ? "" : ": " + finding.suppressionReason) + ")";
  if (finding.baseline == BaselineState::Unchanged)
    text += " (in the baseline)";
  return text + "\n";
}

std::string linesOf(const std::vector<const ReportFinding *> &findings) {
  std::string text;
  for (const ReportFinding *finding : findings)
    text += lineOf(*finding);
  return text;
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + xmlText(value) + "\"";
}

std::string counts(std::size_t tests, std::size_t failures, std::size_t errors) {
  return attribute("tests", std::to_string(tests)) +
         attribute("failures", std::to_string(failures)) +
         attribute("errors", std::to_string(errors));
}

std::string caseXml(const Case &each) {
  std::string text =
      "    <testcase" + attribute("classname", each.className) + attribute("name", each.name);
  if (each.unread.empty() && each.failures.empty() && each.remarks.empty())
    return text + "/>\n";
  text += ">\n";
  if (!each.unread.empty()) {
    text += "      <error" + attribute("type", "not-analysed") + attribute("message", each.unread) +
            ">" + xmlText(linesOf(each.failures)) + "</error>\n";
  } else if (!each.failures.empty()) {
    // One element, since several viewers show the first alone.
    std::string message = each.failures.front()->message;
    if (each.failures.size() > 1)
      message += " (and " + std::to_string(each.failures.size() - 1) + " more)";
    text += "      <failure" + attribute("type", diagCode(each.failures.front()->id)) +
            attribute("message", message) + ">" + xmlText(linesOf(each.failures)) + "</failure>\n";
  }
  if (!each.remarks.empty())
    text += "      <system-out>" + xmlText(linesOf(each.remarks)) + "</system-out>\n";
  return text + "    </testcase>\n";
}

} // namespace

std::string renderJunit(const Report &report) {
  std::string body;
  std::size_t tests = 0, failures = 0, errors = 0;
  for (std::size_t i = 0; i < report.targets.size(); ++i) {
    Suite suite = SuiteBuilder(report, i).build();
    tests += suite.cases.size();
    failures += suite.failures;
    errors += suite.errors;
    body += "  <testsuite" + attribute("name", "sampan." + report.targets[i].name) +
            counts(suite.cases.size(), suite.failures, suite.errors) + ">\n";
    for (const Case &each : suite.cases)
      body += caseXml(each);
    body += "  </testsuite>\n";
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("name", "sampan") +
         counts(tests, failures, errors) + ">\n" + body + "</testsuites>\n";
}

} // namespace sampan
