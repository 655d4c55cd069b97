// SPDX-License-Identifier: Apache-2.0
#include "rewriters/ast/recording_files.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

#include <algorithm>

namespace sampan {
namespace {

namespace vfs = llvm::vfs;
using llvm::Twine;

/// Notes what is read from a file that was opened.
class RecordingFile final : public vfs::File {
public:
  RecordingFile(std::unique_ptr<vfs::File> opened, std::string absolute, FileRecord &record)
      : file(std::move(opened)), path(std::move(absolute)), record(record) {}

  llvm::ErrorOr<vfs::Status> status() override {
    llvm::ErrorOr<vfs::Status> result = file->status();
    if (result && !shownName.empty())
      return vfs::Status::copyWithNewName(*result, shownName);
    return result;
  }
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>>
  getBuffer(const Twine &name, int64_t size, bool terminated, bool isVolatile) override {
    auto buffer = file->getBuffer(name, size, terminated, isVolatile);
    if (buffer)
      record.add({path, FileState::Content, factHash((*buffer)->getBuffer())});
    return buffer;
  }
  std::error_code close() override { return file->close(); }

protected:
  void setPath(const Twine &name) override { shownName = name.str(); }

private:
  std::unique_ptr<vfs::File> file;
  std::string path, shownName;
  FileRecord &record;
};

class RecordingFileSystem final : public vfs::ProxyFileSystem {
public:
  RecordingFileSystem(llvm::IntrusiveRefCntPtr<vfs::FileSystem> real, FileRecord &record)
      : ProxyFileSystem(std::move(real)), record(record) {}

  llvm::ErrorOr<vfs::Status> status(const Twine &path) override {
    llvm::ErrorOr<vfs::Status> result = ProxyFileSystem::status(path);
    note(path, bool(result));
    return result;
  }
  bool exists(const Twine &path) override {
    bool result = ProxyFileSystem::exists(path);
    note(path, result);
    return result;
  }
  llvm::ErrorOr<std::unique_ptr<vfs::File>> openFileForRead(const Twine &path) override {
    auto file = ProxyFileSystem::openFileForRead(path);
    note(path, bool(file));
    if (!file)
      return file;
    return std::make_unique<RecordingFile>(std::move(*file), absolute(path), record);
  }
  vfs::directory_iterator dir_begin(const Twine &path, std::error_code &code) override {
    std::vector<std::string> names;
    std::error_code listing;
    for (vfs::directory_iterator it = ProxyFileSystem::dir_begin(path, listing), end;
         !listing && it != end; it.increment(listing))
      names.push_back(llvm::sys::path::filename(it->path()).str());
    std::sort(names.begin(), names.end());
    std::string text;
    for (const std::string &name : names)
      text += name + "\n";
    if (listing && names.empty())
      note(path, false);
    else
      record.add({absolute(path), FileState::Listing, factHash(text)});
    return ProxyFileSystem::dir_begin(path, code);
  }

private:
  std::string absolute(const Twine &path) const {
    llvm::SmallString<256> name;
    path.toVector(name);
    makeAbsolute(name);
    llvm::sys::path::remove_dots(name);
    return name.str().str();
  }
  void note(const Twine &path, bool found) {
    record.add({absolute(path), found ? FileState::Present : FileState::Absent, {}});
  }

  FileRecord &record;
};

} // namespace

void FileRecord::add(FileFact fact) {
  auto [entry, isNew] = known.try_emplace(fact.path, fact);
  if (!isNew && entry->second.state < fact.state)
    entry->second = std::move(fact);
}

std::vector<FileFact> FileRecord::facts() const {
  std::vector<FileFact> result;
  for (const auto &[path, fact] : known)
    result.push_back(fact);
  return result;
}

llvm::IntrusiveRefCntPtr<vfs::FileSystem> makeFileSystem(FileRecord *record) {
  auto real = llvm::vfs::createPhysicalFileSystem();
  if (!record)
    return real;
  return llvm::makeIntrusiveRefCnt<RecordingFileSystem>(std::move(real), *record);
}

std::array<std::uint64_t, 2> factHash(llvm::StringRef bytes) {
  llvm::XXH128_hash_t hash = llvm::xxh3_128bits(llvm::arrayRefFromStringRef(bytes));
  return {hash.high64, hash.low64};
}

} // namespace sampan
