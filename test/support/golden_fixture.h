// SPDX-License-Identifier: Apache-2.0
// What every kind of golden test does with a case: a working copy of its files, and comparison with
// what the case's folder records.
//
// SAMPAN_UPDATE_GOLDEN=1 rewrites *.expected and findings.expected. run.stdout is never recorded:
// it says what CUDA prints.
#pragma once

#include "test/support/files.h"
#include "test/support/golden_case.h"
#include "test/support/process.h"

#include <gtest/gtest.h>
#include <map>

namespace sampan::test {

/// The lines that carry a diagnostic id, with paths relative to `folder`. Files come in the order
/// of the tool, which is part of what is tested.
std::string findingsOf(const std::string &text, const std::filesystem::path &folder);

/// What translation wrote, less the tool's own records, which name absolute paths.
std::map<std::string, std::string> translatedTree(const std::filesystem::path &root);

class GoldenFixture : public testing::Test {
protected:
  explicit GoldenFixture(GoldenCase value) : golden(std::move(value)) {}

  std::filesystem::path input() const { return work.path() / "input"; }   // the sources as they are
  std::filesystem::path output() const { return work.path() / "output"; } // what translation wrote

  void copySources() const;
  /// `sampan translate` of all sources of the case, as they lie in `from`.
  std::vector<std::string> translateCommand(const std::filesystem::path &from,
                                            const std::filesystem::path &to,
                                            const std::vector<std::string> &options) const;
  /// With a file of the case; an empty text stands for a file that is not there.
  void compare(const std::string &name, const std::string &actual) const;
  /// Runs the program with the case's arguments; its output must be run.stdout.
  ProcessResult expectOutput(const std::string &program, ProcessOptions options) const;

  GoldenCase golden;
  TempDir work;
};

} // namespace sampan::test
