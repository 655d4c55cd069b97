// SPDX-License-Identifier: Apache-2.0
// Files that people write, merge and break: whatever is in them, a reader says what is wrong and
// where, and never crashes. Valid texts are changed at random, with fixed seeds.
#include "rewriters/core/rule_file.h"
#include "tool/gate/baseline.h"
#include "tool/gate/changed_lines.h"
#include "tool/gate/config.h"
#include "tool/gate/suppression.h"
#include "tool/project/compile_db.h"
#include "tool/project/intercept.h"
#include "tool/project/manifest.h"

#include <functional>
#include <gtest/gtest.h>
#include <random>

namespace sampan {
namespace {

/// Empty when the text is accepted, else what is wrong with it.
using Reader = std::function<std::string(const std::string &)>;

template <class T> std::string messageOf(llvm::Expected<T> result) {
  return result ? "" : llvm::toString(result.takeError());
}

struct Format {
  const char *name;
  Reader read;
  std::string valid;
  std::vector<const char *> broken;
};

const std::vector<Format> &formats() {
  static const std::vector<Format> list = {
      {"baseline",
       [](const std::string &text) { return messageOf(Baseline::parse(text, "f")); },
       R"({"schema": "sampan-baseline/1", "targets": ["host"], "findings": [
 {"file": "a.cu", "id": "SPN3003", "fingerprint": "0123", "text": "x();"},
 {"file": "b.cu", "id": "SPN3003", "fingerprint": "4567", "text": "y();"}]})",
       {R"({"schema": "sampan-baseline/2", "targets": [], "findings": []})",
        R"({"schema": "sampan-baseline/1", "findings": []})",
        R"({"schema": "sampan-baseline/1", "targets": []})",
        R"({"schema": "sampan-baseline/1", "targets": [1], "findings": []})",
        R"({"schema": "sampan-baseline/1", "targets": [], "findings": [1]})",
        R"({"schema": "sampan-baseline/1", "targets": [], "findings": [{}]})",
        R"({"schema": "sampan-baseline/1", "targets": [], "findings": [{"file": "a", "id": "b",
            "fingerprint": ""}]})",
        "<<<<<<< ours\n{}\n=======\n"}},
      {"config",
       [](const std::string &text) { return messageOf(Config::parse(text, "f", "/p")); },
       R"({"target": "host", "rules": ["r.json"], "failOn": ["new", "SPN2xxx"], "maxNew": 3,
 "minCoverage": "95%", "jobs": 2, "exclude": ["x"], "baseline": "b"})",
       {R"({"a": 1})", R"("text")", R"({"rules": {}})", R"({"maxNew": []})", R"({"failOn": {}})",
        R"({"target": null})"}},
      {"rules",
       [](const std::string &text) {
         RuleFile file = parseRuleFile(text, "f");
         return file.errors.empty() ? "" : file.errors.front().text();
       },
       R"({"schema": "sampan-rules/1", "library": "mine", "rules": [
 {"api": "cudaMine{A,B}", "to": "spnMine{A,B}", "support": {"host": "full"}}]})",
       {R"({"schema": "sampan-rules/1", "library": 1, "rules": []})",
        R"({"schema": "sampan-rules/1", "library": "m", "rules": {}})",
        R"({"schema": "sampan-rules/1", "library": "m", "rules": [{"api": "a{b"}]})",
        R"({"schema": "sampan-rules/1", "library": "m", "rules": [{"to": "x"}]})",
        R"({"schema": "sampan-rules/1", "library": "m", "rules": [{"api": "a", "kind": "verb"}]})"}},
      {"database",
       [](const std::string &text) { return messageOf(CompileDatabase::parse(text, Toolkit())); },
       R"([{"directory": "/p", "file": "a.cu", "command": "nvcc -Iinc -arch=sm_80 -c a.cu -o a.o"},
 {"directory": "/p", "file": "b.cpp", "arguments": ["g++", "-c", "b.cpp", "@flags"]}])",
       {"{}", "[1]", R"([{"directory": "/p", "file": "a.cu"}])",
        R"([{"directory": 1, "file": "a.cu", "command": "x"}])",
        R"([{"directory": "/p", "command": "x"}])",
        R"([{"directory": "/p", "file": "a.cu", "arguments": [1]}])",
        R"([{"directory": "/p", "file": "a.cu", "arguments": "x"}])"}},
      {"manifest",
       [](const std::string &text) { return messageOf(Manifest::parse(text)); },
       R"({"schema": "sampan-manifest/1", "files": {"a.cu": {"hash": "1", "source": "../a.cu"}}})",
       {R"({"schema": 1, "files": {}})", R"({"schema": "sampan-manifest/1", "files": []})",
        R"({"schema": "sampan-manifest/1", "files": {"a": {"hash": 1}}})"}},
  };
  return list;
}

TEST(BrokenInput, ValidTextsAreAccepted) {
  for (const Format &format : formats())
    EXPECT_EQ(format.read(format.valid), "") << format.name;
}

TEST(BrokenInput, EachHasAClearError) {
  for (const Format &format : formats()) {
    std::vector<std::string> texts(format.broken.begin(), format.broken.end());
    std::string nested(100000, '['), objects;
    for (int i = 0; i < 50000; ++i)
      objects += "{\"a\":";
    for (const std::string &text :
         {std::string(), std::string(" \n"), std::string("null"), std::string("\0\0\0", 3),
          std::string("\xff\xfe{"), nested, objects, format.valid + "x", "x" + format.valid,
          format.valid.substr(0, format.valid.size() / 2)})
      texts.push_back(text);
    for (const std::string &text : texts) {
      std::string message = format.read(text);
      EXPECT_GT(message.size(), 8u) << format.name << ": " << text.substr(0, 200);
      EXPECT_LT(message.size(), 1000u) << format.name << ": " << text.substr(0, 200);
    }
  }
}

/// One of the changes that editors, merges and disks make.
std::string mutated(std::string text, std::mt19937 &random) {
  static const std::string tokens[] = {"{",  "}",    "[",       "]",       ",",  ":",    "\"",
                                       "\\", "null", "1e999",   "-",       "\n", "\xff", "\xc3",
                                       "//", "/*",   "\\ud800", "sampan-", "0",  "true", ""};
  for (unsigned n = 1 + random() % 4; n > 0 && !text.empty(); --n) {
    std::size_t at = random() % text.size(), length = random() % 12;
    switch (random() % 5) {
    case 0:
      text[at] = static_cast<char>(random());
      break;
    case 1:
      text.erase(at, length);
      break;
    case 2:
      text.insert(at, tokens[random() % std::size(tokens)]);
      break;
    case 3:
      text.insert(at, text.substr(random() % text.size(), length));
      break;
    default:
      text.resize(at);
    }
  }
  return text;
}

TEST(BrokenInput, ReadersSurviveRandomChanges) {
  for (const Format &format : formats()) {
    std::mt19937 random(7);
    std::size_t refused = 0;
    for (unsigned i = 0; i < 4000; ++i) {
      std::string text = mutated(format.valid, random);
      std::string message = format.read(text);
      refused += message.empty() ? 0 : 1;
      EXPECT_LT(message.size(), 2000u) << format.name;
    }
    EXPECT_GT(refused, 1000u) << format.name << " takes anything";
  }
}

TEST(BrokenInput, CommentsDiffsAndNotes) {
  const std::string source = "a(\"x\\\"\"); // sampan-ignore SPN3001: why\n/* sampan-ignore-begin "
                             "SPN2xxx: a */ R\"x(y)x\"\n"
                             "// sampan-ignore-end\n'\\'' 1'000 /* open";
  const std::string diff =
      "--- a/x\n+++ b/x\n@@ -1,2 +3,4 @@\n-a\n+b\n@@ -9 +9 @@\n\"+++ \"b/q\\303\"\n";
  std::mt19937 random(8);
  for (unsigned i = 0; i < 20000; ++i) {
    FileSuppressions found = findSuppressions("/f", mutated(source, random));
    for (const Suppression &each : found.valid) {
      ASSERT_FALSE(each.reason.empty());
      ASSERT_LE(each.firstLine, each.lastLine);
    }
    ChangedLines::parse(mutated(diff, random), "/p");
    std::vector<std::string> words;
    for (unsigned n = random() % 6; n > 0; --n)
      words.push_back(mutated("-I inc -o out.o -c a.cu -Xcompiler -Wall", random));
    words.insert(words.begin(), random() % 2 == 0 ? "nvcc" : "g++");
    interpretRecord("/p", words);
  }
}

} // namespace
} // namespace sampan
