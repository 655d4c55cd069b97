// SPDX-License-Identifier: Apache-2.0
#include "tool/cache/result_cache.h"

#include "rewriters/core/diagnostics.h"
#include "tool/cache/serialise.h"
#include "tool/support/cache_directory.h"
#include "tool/support/files.h"
#include "tool/support/toolkit.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Compression.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

#include <algorithm>
#include <filesystem>

namespace sampan {
namespace {

namespace path = llvm::sys::path;
namespace stdfs = std::filesystem;

constexpr std::string_view kExtension = ".unit";
/// Trimming goes below the limit, so that not every run has to trim.
constexpr std::uint64_t kKeptPercent = 80;

struct Stored {
  std::vector<FileFact> facts;
  TuResult result;
};

std::string environment(const char *name) { return llvm::sys::Process::GetEnv(name).value_or(""); }

std::string hashOfFile(const std::string &file) {
  llvm::Expected<std::string> text = readFile(file);
  if (text)
    return contentHash(*text);
  llvm::consumeError(text.takeError());
  return "none";
}

/// Hash, size and content; compressed, since entries name the same paths over and over.
std::string pack(const std::string &bytes) {
  llvm::SmallVector<std::uint8_t, 0> body;
  if (llvm::compression::zstd::isAvailable())
    llvm::compression::zstd::compress(llvm::arrayRefFromStringRef(bytes), body, 1);
  else
    body.append(bytes.begin(), bytes.end());
  ByteWriter writer;
  writer.put(contentHash(bytes));
  writer.put(std::uint64_t(bytes.size()));
  writer.bytes.append(body.begin(), body.end());
  return std::move(writer.bytes);
}

std::optional<std::string> unpack(std::string_view text) {
  // The size cannot be trusted: beyond this an entry is not one of ours.
  constexpr std::uint64_t largest = 1ULL << 30U;
  ByteReader reader(text);
  std::string hash;
  std::uint64_t size = 0;
  reader.get(hash);
  reader.get(size);
  if (!reader.ok || size > largest)
    return std::nullopt;
  std::string_view body = text.substr(sizeof(std::uint64_t) * 2 + hash.size());
  std::string bytes(body);
  if (llvm::compression::zstd::isAvailable()) {
    llvm::SmallVector<std::uint8_t, 0> plain;
    if (llvm::Error error = llvm::compression::zstd::decompress(
            llvm::arrayRefFromStringRef(llvm::StringRef(body)), plain, size)) {
      llvm::consumeError(std::move(error));
      return std::nullopt;
    }
    bytes.assign(plain.begin(), plain.end());
  }
  if (contentHash(bytes) != hash)
    return std::nullopt;
  return bytes;
}

std::optional<Stored> read(const std::string &file) {
  llvm::Expected<std::string> text = readFile(file);
  if (!text) {
    llvm::consumeError(text.takeError());
    return std::nullopt;
  }
  std::optional<std::string> bytes = unpack(*text);
  if (!bytes)
    return std::nullopt;
  Stored stored;
  ByteReader reader(*bytes);
  reader.get(stored);
  if (!reader.ok || !reader.atEnd())
    return std::nullopt;
  return stored;
}

} // namespace

CacheSettings CacheSettings::fromEnvironment() {
  CacheSettings settings;
  std::uint64_t mebibytes = 0;
  if (llvm::to_integer(environment("SAMPAN_CACHE_SIZE"), mebibytes, 10))
    settings.maxBytes = mebibytes << 20U;
  if (std::string directory = cacheDirectory(); !directory.empty() && settings.maxBytes > 0)
    settings.directory = directory + "/results";
  return settings;
}

ResultCache::ResultCache(CacheSettings chosen, const Toolkit &kit,
                         const std::vector<std::string> &ruleFiles)
    : settings(std::move(chosen)) {
  if (settings.directory.empty())
    return;
  settings.directory = absolutePath(settings.directory);
  ByteWriter writer;
  writer.put(hashOfFile(kit.executable));
  for (const std::string &file : ruleFiles)
    writer.put(hashOfFile(file));
  writer.put(messageLanguage());
  // What the front end takes from the environment.
  for (const char *name : {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "SOURCE_DATE_EPOCH"})
    writer.put(environment(name));
  identity = std::move(writer.bytes);
}

std::string ResultCache::entryOf(const TuOptions &options) const {
  ByteWriter writer;
  writer.put(identity);
  writer.put(options);
  writer.put(hashOfFile(absolutePath(options.directory, options.file)));
  std::string key = contentHash(writer.bytes);
  return settings.directory + "/" + key.substr(0, 2) + "/" + key.substr(2) +
         std::string(kExtension);
}

std::optional<TuResult> ResultCache::find(const TuOptions &options) {
  if (settings.directory.empty())
    return std::nullopt;
  std::string entry = entryOf(options);
  std::optional<Stored> stored = read(entry);
  if (!stored || !states.hold(stored->facts)) {
    ++missCount;
    return std::nullopt;
  }
  ++hitCount;
  // Its age decides what is removed first.
  std::error_code ignored;
  stdfs::last_write_time(entry, stdfs::file_time_type::clock::now(), ignored);
  return std::move(stored->result);
}

void ResultCache::store(const TuOptions &options, const TuResult &result,
                        const std::vector<FileFact> &facts) {
  // A crash says nothing about the input, and without facts nothing can be checked.
  if (settings.directory.empty() || result.failed || facts.empty())
    return;
  ByteWriter writer;
  writer.put(facts);
  writer.put(result);
  // A cache that cannot be written is no reason to fail.
  if (llvm::Error error = writeFileAtomically(entryOf(options), pack(writer.bytes)))
    llvm::consumeError(std::move(error));
  else
    ++storedCount;
}

void ResultCache::trim() {
  if (settings.directory.empty() || storedCount == 0)
    return;
  struct Entry {
    stdfs::file_time_type used;
    std::string path;
    std::uint64_t bytes;
  };
  std::vector<Entry> entries;
  std::uint64_t total = 0;
  std::error_code code;
  for (stdfs::recursive_directory_iterator it(settings.directory, code), end; !code && it != end;
       it.increment(code)) {
    std::error_code gone; // another process may be trimming, too
    if (!it->is_regular_file(gone) || gone || it->path().extension() != kExtension)
      continue;
    Entry entry{it->last_write_time(gone), it->path().string(), it->file_size(gone)};
    if (gone)
      continue;
    total += entry.bytes;
    entries.push_back(std::move(entry));
  }
  if (total <= settings.maxBytes)
    return;
  std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) {
    return std::tie(a.used, a.path) < std::tie(b.used, b.path);
  });
  const std::uint64_t wanted = settings.maxBytes / 100 * kKeptPercent;
  for (const Entry &entry : entries) {
    if (total <= wanted)
      break;
    if (stdfs::remove(entry.path, code))
      total -= entry.bytes;
  }
}

} // namespace sampan
