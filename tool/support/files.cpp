// SPDX-License-Identifier: Apache-2.0
#include "tool/support/files.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"

#include <filesystem>

namespace sampan {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

llvm::Error failure(const std::string &file, std::error_code code) {
  return llvm::createStringError(code, file + ": " + code.message());
}

} // namespace

std::string absolutePath(std::string_view name) {
  llvm::SmallString<256> current;
  if (fs::current_path(current))
    return std::string(name);
  return absolutePath(std::string_view(current.data(), current.size()), name);
}

std::string absolutePath(std::string_view directory, std::string_view name) {
  llvm::SmallString<256> result{llvm::StringRef(name)};
  if (!path::is_absolute(result)) {
    result = llvm::StringRef(directory);
    path::append(result, llvm::StringRef(name));
  }
  path::remove_dots(result, /*remove_dot_dot=*/true);
  return result.str().str();
}

bool isInside(std::string_view name, std::string_view directory) {
  if (!name.starts_with(directory))
    return false;
  return name.size() == directory.size() || directory.ends_with('/') ||
         name[directory.size()] == '/';
}

std::string shortened(const std::string &name, const std::string &directory) {
  if (directory.empty() || name == directory || !isInside(name, directory))
    return name;
  return name.substr(directory.ends_with('/') ? directory.size() : directory.size() + 1);
}

std::string relativePath(const std::string &name, const std::string &directory) {
  return std::filesystem::path(name).lexically_relative(directory).string();
}

llvm::Expected<std::string> readFile(const std::string &file) {
  if (fs::is_directory(file))
    return failure(file, std::make_error_code(std::errc::is_a_directory));
  auto buffer = llvm::MemoryBuffer::getFile(file, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false,
                                            /*IsVolatile=*/true);
  if (!buffer)
    return failure(file, buffer.getError());
  return (*buffer)->getBuffer().str();
}

llvm::Error writeFileAtomically(const std::string &file, std::string_view text) {
  if (std::error_code code = fs::create_directories(path::parent_path(file)))
    return failure(path::parent_path(file).str(), code);
  fs::perms mode = fs::all_read | fs::owner_write;
  if (auto old = fs::getPermissions(file))
    mode = *old;
  auto temporary = fs::TempFile::create(file + ".%%%%%%.tmp", mode);
  if (!temporary)
    return failure(file, llvm::errorToErrorCode(temporary.takeError()));
  {
    llvm::raw_fd_ostream stream(temporary->FD, /*shouldClose=*/false);
    stream << llvm::StringRef(text);
    stream.flush();
    if (stream.has_error()) {
      std::error_code code = stream.error();
      stream.clear_error();
      llvm::consumeError(temporary->discard());
      return failure(file, code);
    }
  }
  if (llvm::Error error = temporary->keep(file))
    return failure(file, llvm::errorToErrorCode(std::move(error)));
  return llvm::Error::success();
}

std::string contentHash(std::string_view text) {
  llvm::XXH128_hash_t hash = llvm::xxh3_128bits(llvm::arrayRefFromStringRef(llvm::StringRef(text)));
  auto digits = [](std::uint64_t half) {
    std::string hex = llvm::utohexstr(half, /*LowerCase=*/true);
    return std::string(16 - hex.size(), '0') + hex;
  };
  return digits(hash.high64) + digits(hash.low64);
}

llvm::Expected<TemporaryDirectory> TemporaryDirectory::create() {
  llvm::SmallString<128> made;
  if (std::error_code code = fs::createUniqueDirectory("spncc", made))
    return failure("temporary directory", code);
  return TemporaryDirectory(made.str().str(), /*keep=*/false);
}

llvm::Expected<TemporaryDirectory> TemporaryDirectory::at(const std::string &name) {
  if (std::error_code code = fs::create_directories(name))
    return failure(name, code);
  return TemporaryDirectory(absolutePath(name), /*keep=*/true);
}

TemporaryDirectory::TemporaryDirectory(TemporaryDirectory &&other) noexcept
    : directory(std::move(other.directory)), kept(other.kept) {
  other.kept = true;
}

TemporaryDirectory::~TemporaryDirectory() {
  if (!kept)
    fs::remove_directories(directory);
}

} // namespace sampan
