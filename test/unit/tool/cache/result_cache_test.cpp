// SPDX-License-Identifier: Apache-2.0
// What the cache may give back, and what must never come out of it.
#include "tool/cache/result_cache.h"

#include "rewriters/ast/recording_files.h"
#include "rewriters/core/rules.h"
#include "tool/cache/serialise.h"
#include "tool/support/files.h"
#include "tool/support/toolkit.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <random>
#include <thread>

namespace sampan {
namespace {

namespace fs = std::filesystem;

TuResult richResult() {
  TuResult result;
  result.mainFile = "/p/a.cu";
  Span at{"/p/a.cu", 3, 9, 2, 4};
  result.uses = {{"cudaMalloc", UseKind::Function, Outcome::Emulated, at, true}};
  result.findings = {{3003, Severity::Error, at, "message \n\xc3\xa4"}};
  result.groups = {{"pass", {{at, "new text"}, {at, ""}}}, {"other", {}}};
  KernelInfo kernel;
  kernel.name = "k";
  kernel.at = at;
  kernel.maxThreadsPerBlock = 256;
  kernel.staticSharedBytes = 1ULL << 40U;
  kernel.barrier = SyncPlace::DivergentControl;
  kernel.usesAtomics = true;
  kernel.callees = {"a", "b"};
  result.kernels = {kernel, KernelInfo()};
  result.notAnalysed = {at};
  result.files = {"/p/a.cu", "/p/b.h"};
  return result;
}

/// Two results hold the same when their bytes are the same.
std::string bytesOf(const TuResult &result) {
  ByteWriter writer;
  writer.put(result);
  return writer.bytes;
}

TEST(Serialise, MembersAreAllVisited) {
  struct Three {
    int a = 1;
    std::vector<std::string> b = {"x"};
    std::optional<unsigned> c;
  };
  EXPECT_EQ(detail::memberCount<Three>(), 3u);
  EXPECT_EQ(detail::memberCount<Span>(), 5u);
  Three value;
  visitMembers(value, [](int &a, std::vector<std::string> &, std::optional<unsigned> &) { a = 7; });
  EXPECT_EQ(value.a, 7);
}

TEST(Serialise, RoundTrip) {
  TuResult before = richResult(), after;
  std::string bytes = bytesOf(before);
  ByteReader reader(bytes);
  reader.get(after);
  EXPECT_TRUE(reader.ok && reader.atEnd());
  EXPECT_EQ(after.uses, before.uses);
  EXPECT_EQ(after.findings, before.findings);
  EXPECT_EQ(after.groups, before.groups);
  EXPECT_EQ(after.kernels, before.kernels);
  EXPECT_EQ(after.files, before.files);
  EXPECT_EQ(bytesOf(after), bytes);
}

TEST(Serialise, AnyBytesCanBeRead) {
  std::string bytes = bytesOf(richResult());
  std::mt19937 random(1);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    TuResult result;
    ByteReader reader(std::string_view(bytes).substr(0, length));
    reader.get(result);
    EXPECT_FALSE(reader.ok) << "cut at " << length;
  }
  for (unsigned i = 0; i < 20000; ++i) {
    std::string changed = bytes;
    for (unsigned n = 1 + random() % 8; n > 0; --n)
      changed[random() % changed.size()] = static_cast<char>(random());
    TuResult result;
    ByteReader reader(changed);
    reader.get(result); // no crash, no endless allocation
  }
}

class Cache : public testing::Test {
protected:
  void SetUp() override {
    write("src/a.cu", "int x;\n");
    write("src/inc/a.h", "int y;\n");
    options.file = path("src/a.cu");
    options.directory = path("src");
    options.arguments = {"-Iinc"};
  }
  std::string path(const std::string &name) const { return made->path() + "/" + name; }
  void write(const std::string &name, const std::string &text) {
    llvm::Error error = writeFileAtomically(path(name), text);
    ASSERT_FALSE(bool(error));
  }
  ResultCache cache(std::uint64_t bytes = 1U << 30U, const std::vector<std::string> &rules = {}) {
    CacheSettings settings;
    settings.directory = path("cache");
    settings.maxBytes = bytes;
    Toolkit kit;
    kit.executable = path("tool");
    return {settings, kit, rules};
  }
  std::vector<FileFact> facts() {
    return {{path("src/a.cu"), FileState::Content, factHash("int x;\n")},
            {path("src/inc/a.h"), FileState::Content, factHash("int y;\n")},
            {path("src/early"), FileState::Absent, {}},
            {path("src/inc"), FileState::Listing, factHash("a.h\n")},
            {path("src"), FileState::Present, {}}};
  }
  void fill() { cache().store(options, richResult(), facts()); }
  bool hit() { return cache().find(options).has_value(); }

  llvm::Expected<TemporaryDirectory> made = TemporaryDirectory::create();
  TuOptions options;
};

TEST_F(Cache, GivesBackWhatWasStored) {
  EXPECT_FALSE(hit());
  fill();
  std::optional<TuResult> found = cache().find(options);
  ASSERT_TRUE(found);
  EXPECT_EQ(bytesOf(*found), bytesOf(richResult()));
}

TEST_F(Cache, AnyChangeIsAMiss) {
  fill();
  write("src/inc/a.h", "int z;\n");
  EXPECT_FALSE(hit()) << "a header changed";
  write("src/inc/a.h", "int y;\n");
  EXPECT_TRUE(hit());
  write("src/early", "");
  EXPECT_FALSE(hit()) << "a file that was looked for appeared";
  fs::remove(path("src/early"));
  write("src/inc/b.h", "");
  EXPECT_FALSE(hit()) << "a directory that was listed has another file";
  fs::remove(path("src/inc/b.h"));
  EXPECT_TRUE(hit());
  fs::remove(path("src/inc/a.h"));
  EXPECT_FALSE(hit());
  write("src/inc/a.h", "int y;\n");
  write("src/a.cu", "int x2;\n");
  EXPECT_FALSE(hit()) << "the source changed";
  write("src/a.cu", "int x;\n");
  options.arguments.emplace_back("-DX");
  EXPECT_FALSE(hit()) << "flags changed";
  options.arguments.pop_back();
  options.purpose = Purpose::Compile;
  EXPECT_FALSE(hit());
  options.purpose = Purpose::Translate;
  EXPECT_TRUE(hit());
  write("tool", "another build");
  EXPECT_FALSE(hit()) << "the tool changed";
}

TEST_F(Cache, RulesAreBoundByContent) {
  write("rules.json", "1");
  cache(1U << 30U, {path("rules.json")}).store(options, richResult(), facts());
  EXPECT_FALSE(hit());
  EXPECT_TRUE(cache(1U << 30U, {path("rules.json")}).find(options));
  write("rules.json", "2");
  EXPECT_FALSE(cache(1U << 30U, {path("rules.json")}).find(options));
}

TEST_F(Cache, FailedUnitsAreNotKept) {
  TuResult failed = richResult();
  failed.failed = true;
  cache().store(options, failed, facts());
  EXPECT_FALSE(hit());
  cache().store(options, richResult(), {});
  EXPECT_FALSE(hit()) << "nothing to check it by";
}

TEST_F(Cache, BrokenEntriesCountAsAbsent) {
  fill();
  std::string entry;
  for (const auto &each : fs::recursive_directory_iterator(path("cache")))
    if (each.is_regular_file())
      entry = each.path();
  std::string good = *readFile(entry);
  std::mt19937 random(2);
  auto put = [&](const std::string &text) {
    llvm::Error error = writeFileAtomically(entry, text);
    ASSERT_FALSE(bool(error));
  };
  for (std::size_t length = 0; length < good.size(); length += 7) {
    put(good.substr(0, length));
    ASSERT_FALSE(hit()) << length;
  }
  for (unsigned i = 0; i < 500; ++i) {
    std::string changed = good;
    std::size_t at = random() % changed.size();
    changed[at] = static_cast<char>(changed[at] ^ (1 + random() % 255));
    put(changed);
    if (std::optional<TuResult> found = cache().find(options)) {
      ASSERT_EQ(bytesOf(*found), bytesOf(richResult())) << at;
    }
  }
  fill();
  EXPECT_TRUE(hit());
}

TEST_F(Cache, OldEntriesGoFirst) {
  std::uint64_t total = 0;
  for (int i = 0; i < 20; ++i) {
    options.arguments = {"-D" + std::to_string(i)};
    fill();
  }
  for (const auto &each : fs::recursive_directory_iterator(path("cache")))
    if (each.is_regular_file()) {
      total += each.file_size();
      fs::last_write_time(each, fs::file_time_type::clock::now() - std::chrono::hours(1));
    }
  // Used again: no longer old.
  options.arguments = {"-D0"};
  EXPECT_TRUE(hit());
  ResultCache small = cache(total / 2);
  options.arguments = {"-Dlast"};
  small.store(options, richResult(), facts());
  small.trim();
  std::uint64_t left = 0;
  for (const auto &each : fs::recursive_directory_iterator(path("cache")))
    left += each.is_regular_file() ? each.file_size() : 0;
  EXPECT_LE(left, total / 2);
  EXPECT_TRUE(hit());
  options.arguments = {"-D0"};
  EXPECT_TRUE(hit());
}

TEST_F(Cache, ManyAtOnce) {
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < 8; ++t)
    threads.emplace_back([this, t] {
      ResultCache own = cache(t % 2 == 0 ? 1U << 30U : 2000);
      TuOptions unit = options;
      for (unsigned i = 0; i < 50; ++i) {
        unit.arguments = {"-D" + std::to_string(i % 5)};
        if (std::optional<TuResult> found = own.find(unit))
          EXPECT_EQ(bytesOf(*found), bytesOf(richResult()));
        else
          own.store(unit, richResult(), facts());
        own.trim();
      }
    });
  for (std::thread &thread : threads)
    thread.join();
}

TEST_F(Cache, WithoutADirectoryNothingIsKept) {
  CacheSettings off;
  ResultCache none(off, Toolkit(), {});
  none.store(options, richResult(), facts());
  EXPECT_FALSE(none.find(options));
  EXPECT_EQ(none.hits() + none.misses(), 0u);
}

TEST_F(Cache, AnUnwritableDirectoryIsNoFailure) {
  write("cache", "a file is in the way");
  fill();
  EXPECT_FALSE(hit());
}

/// What the front end really records.
TEST_F(Cache, FrontEndStatesItsFacts) {
  write("src/a.cu", "#include \"inc/a.h\"\n#if __has_include(\"none.h\")\n#endif\n");
  options.cudaSource = false;
  std::vector<FileFact> recorded;
  TuResult result = analyseTu(options, RuleTable::builtin(), &recorded);
  EXPECT_FALSE(result.failed);
  auto has = [&](const std::string &name, FileState state) {
    return std::any_of(recorded.begin(), recorded.end(), [&](const FileFact &fact) {
      return fact.path == path(name) && fact.state == state;
    });
  };
  EXPECT_TRUE(has("src/a.cu", FileState::Content));
  EXPECT_TRUE(has("src/inc/a.h", FileState::Content));
  EXPECT_TRUE(has("src/none.h", FileState::Absent));
  cache().store(options, result, recorded);
  std::optional<TuResult> found = cache().find(options);
  ASSERT_TRUE(found);
  EXPECT_EQ(bytesOf(*found), bytesOf(result));
  write("src/none.h", "");
  EXPECT_FALSE(hit());
}

} // namespace
} // namespace sampan
