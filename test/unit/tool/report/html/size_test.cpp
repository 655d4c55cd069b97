// SPDX-License-Identifier: Apache-2.0
// A project of 2,000 files and 50,000 uses, three targets: the page must stay small enough to open,
// and say what it left out.
#include "rewriters/core/diagnostics.h"
#include "tool/report/html/html.h"

#include <gtest/gtest.h>

namespace sampan::html {
namespace {

constexpr std::size_t kFiles = 2000, kTargets = 3;

std::string fileName(std::size_t i) {
  return "src/benchmark-" + std::to_string(i / 4) + "-cuda/part_" + std::to_string(i % 4) + ".cu";
}

Span placeIn(std::size_t file, std::uint32_t line) {
  return {fileName(file), line * 40, line * 40 + 8, line, 3};
}

void addFile(Report &report, std::size_t i) {
  ReportFile file;
  file.file = fileName(i);
  file.lines = 300;
  file.bytes = 12000;
  file.edits = 25;
  file.outcomes.resize(kTargets);
  file.efforts.resize(kTargets);
  report.files.push_back(file);
  report.inputs.push_back({file.file, InputStatus::Complete});
  for (std::uint32_t line = 1; line <= 25; ++line) {
    ReportUse use{{"cudaCall" + std::to_string(line * 17 % 400), UseKind::Function,
                   Outcome::Translated, placeIn(i, line * 10), false},
                  "runtime",
                  "spnCall",
                  std::vector<Outcome>(kTargets, Outcome::Translated)};
    report.uses.push_back(std::move(use));
    report.summary.add(Outcome::Translated);
  }
  for (std::uint32_t n = 1; n <= 10; ++n) {
    ReportFinding finding;
    finding.id = diag::ApiUnsupported::id;
    finding.severity = Severity::Error;
    finding.at = placeIn(i, n * 20);
    finding.message = "cudaCall" + std::to_string(n) + " is not available on second";
    finding.targets = {1};
    report.findings.push_back(std::move(finding));
  }
}

void addKernels(Report &report, std::size_t i) {
  for (std::uint32_t n = 0; n < 2; ++n) {
    ReportKernel kernel;
    kernel.name = "kernel_" + std::to_string(i) + "_" + std::to_string(n);
    kernel.at = placeIn(i, 100 + n);
    kernel.fits.resize(kTargets);
    kernel.efforts.resize(kTargets);
    kernel.fits[1].verdict = Verdict::Impossible;
    Finding reason;
    reason.id = diag::FeatureUnsupported::id;
    reason.message = "double precision is not available on second";
    kernel.fits[1].findings = {reason};
    kernel.usesDouble = kernel.usesAtomics = true;
    report.kernels.push_back(std::move(kernel));
  }
}

void addSource(Report &report, std::size_t i) {
  ReportSource source;
  source.file = fileName(i);
  for (int line = 1; line <= 300; ++line) {
    source.before += "    checked(cudaSomething(argument, " + std::to_string(line) + "));\n";
    source.after += line % 3 == 0 ? source.before.substr(source.before.size() - 30)
                                  : "    checked(spnSomething(argument, 0));\n";
  }
  report.sources.push_back(std::move(source));
}

void addTodo(Report &report, std::size_t i) {
  for (std::size_t target = 1; target < kTargets; ++target) {
    TodoItem item;
    item.target = report.targets[target].name;
    item.file = fileName(i);
    item.work = WorkClass::Blocked;
    item.id = diag::FeatureUnsupported::id;
    item.blocker = "double precision is not available on " + item.target;
    item.lines = {100, 101};
    item.minutes = 60;
    report.todo.push_back(std::move(item));
  }
}

Report largeProject() {
  Report report;
  report.toolVersion = "1.2.3";
  for (const char *name : {"first", "second", "third"}) {
    TargetReport target;
    target.name = target.title = name;
    for (std::size_t i = 0; i < kFiles / 4; ++i)
      target.directories["src/benchmark-" + std::to_string(i) + "-cuda"].add(Outcome::Translated);
    target.libraries["runtime"].add(Outcome::Translated);
    report.targets.push_back(std::move(target));
  }
  for (std::size_t i = 0; i < kFiles; ++i) {
    addFile(report, i);
    addKernels(report, i);
    addSource(report, i);
    addTodo(report, i);
  }
  return report;
}

TEST(PageSize, ALargeProjectStaysUsable) {
  Report report = largeProject();
  std::string page = renderHtml(report, Language::English);
  EXPECT_LT(page.size(), std::size_t(20) << 20);
  EXPECT_GT(page.size(), std::size_t(4) << 20) << "the limits shall bite, not empty the page";
  // Every kernel and file is there; what has a limit says so.
  EXPECT_NE(page.find("id=\"kernel-kernel_1999_1\""), std::string::npos);
  EXPECT_NE(page.find("id=\"file-" + fileName(1999) + "\""), std::string::npos)
      << "the last file has its share";
  EXPECT_NE(page.find("250 of 20,000 are listed here"), std::string::npos);
  EXPECT_NE(page.find("1,500 of 2,000 are listed here"), std::string::npos)
      << "work on two targets is one row";
  EXPECT_NE(page.find("lines of each file are shown"), std::string::npos);
  EXPECT_NE(page.find("500 directories are joined"), std::string::npos);
  EXPECT_EQ(page, renderHtml(report, Language::English));
}

} // namespace
} // namespace sampan::html
