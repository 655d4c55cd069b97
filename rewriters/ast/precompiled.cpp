// SPDX-License-Identifier: Apache-2.0
#include "rewriters/ast/precompiled.h"

#include "rewriters/ast/invocation.h"

#include "clang/Basic/Version.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Frontend/Utils.h"
#include "clang/Sema/Sema.h"
#include "clang/Sema/SemaConsumer.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/LockFileManager.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SHA256.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace sampan {
namespace {

namespace fs = llvm::sys::fs;

/// cuda_runtime.h comes first by the command line. The rest is what CUDA programs include most and
/// what every supported standard has. A file that includes less of it sees more names than it asked
/// for; where that makes it fail to parse, the frontend parses it again without.
constexpr const char *kPrelude = "#include <algorithm>\n"
                                 "#include <cassert>\n"
                                 "#include <chrono>\n"
                                 "#include <cmath>\n"
                                 "#include <cstdio>\n"
                                 "#include <cstdlib>\n"
                                 "#include <cstring>\n"
                                 "#include <fstream>\n"
                                 "#include <iomanip>\n"
                                 "#include <iostream>\n"
                                 "#include <limits>\n"
                                 "#include <map>\n"
                                 "#include <memory>\n"
                                 "#include <numeric>\n"
                                 "#include <random>\n"
                                 "#include <set>\n"
                                 "#include <sstream>\n"
                                 "#include <stdexcept>\n"
                                 "#include <string>\n"
                                 "#include <utility>\n"
                                 "#include <vector>\n";
/// Changes when makeInvocation sets options that are not on the command line.
constexpr const char *kFormat = "sampan-pch 1";
constexpr std::size_t kKept = 16; ///< headers that a cache directory holds at most
constexpr const char *kUsable = "sampan-pch 1 usable";
constexpr const char *kUnusable = "sampan-pch 1 unusable";

/// Macros of the user's own cannot change what a system header means; reserved ones can.
bool mayChangeHeaders(llvm::StringRef macro) {
  return macro.starts_with("_") || macro.starts_with("CUDA") || macro == "NDEBUG";
}

/// The arguments that matter to the prelude. Directories of the project are left out: were one of
/// them to hide a standard header, the parse would fail and be done again without the prelude.
std::vector<std::string> preludeArguments(const std::vector<std::string> &arguments) {
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    llvm::StringRef argument = arguments[i];
    bool hasNext = i + 1 < arguments.size();
    if ((argument == "-include" || argument == "-imacros" || argument == "-I" ||
         argument == "-iquote") &&
        hasNext) {
      ++i;
    } else if (argument.starts_with("-I") || argument.starts_with("-iquote")) {
      continue;
    } else if (argument.starts_with("-D") || argument.starts_with("-U")) {
      bool apart = argument.size() == 2 && hasNext;
      if (mayChangeHeaders(apart ? llvm::StringRef(arguments[i + 1]) : argument.drop_front(2)))
        kept.insert(kept.end(), arguments.begin() + static_cast<std::ptrdiff_t>(i),
                    arguments.begin() + static_cast<std::ptrdiff_t>(i + (apart ? 2 : 1)));
      i += apart;
    } else {
      kept.push_back(arguments[i]);
    }
  }
  return kept;
}

std::string keyOf(const TuOptions &options) {
  llvm::SHA256 hash;
  auto add = [&](llvm::StringRef text) {
    hash.update(text);
    hash.update(llvm::StringRef("\0", 1));
  };
  add(kFormat);
  add(clang::getClangFullVersion());
  add(kPrelude);
  for (const std::string &argument : driverArguments(options))
    add(argument);
  return llvm::toHex(hash.final(), /*LowerCase=*/true).substr(0, 32);
}

/// "time size path", by which a changed header is noticed.
std::string stampOf(llvm::StringRef path) {
  fs::file_status status;
  if (fs::status(path, status))
    return {};
  auto time = status.getLastModificationTime().time_since_epoch().count();
  return std::to_string(time) + " " + std::to_string(status.getSize()) + " " + path.str();
}

enum class Stored { Usable, Unusable, Stale };

/// What the stamp file beside a precompiled header says.
Stored readStamps(const std::string &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return Stored::Stale;
  llvm::SmallVector<llvm::StringRef, 512> lines;
  (*buffer)->getBuffer().split(lines, '\n', -1, /*KeepEmpty=*/false);
  if (lines.empty() || (lines[0] != kUsable && lines[0] != kUnusable))
    return Stored::Stale;
  for (llvm::StringRef line : llvm::ArrayRef(lines).drop_front()) {
    llvm::StringRef file = line.split(' ').second.split(' ').second;
    if (stampOf(file) != line)
      return Stored::Stale;
  }
  return lines[0] == kUsable ? Stored::Usable : Stored::Unusable;
}

class AllFiles final : public clang::DependencyCollector {
  bool needSystemDependencies() override { return true; }
  bool sawDependency(llvm::StringRef, bool, bool, bool, bool isMissing) override {
    return !isMissing;
  }
};

bool writeText(const std::string &path, llvm::StringRef text) {
  llvm::SmallString<256> temporary;
  int descriptor = -1;
  if (fs::createUniqueFile(path + ".%%%%%%", descriptor, temporary))
    return false;
  llvm::raw_fd_ostream stream(descriptor, /*shouldClose=*/true);
  stream << text;
  stream.close();
  bool failed = stream.has_error();
  stream.clear_error();
  if (!failed && !fs::rename(temporary, path))
    return true;
  fs::remove(temporary);
  return false;
}

/// Clang keeps a list of functions whose delayed CUDA errors are to be shown at the end of a unit.
/// Nobody asks for errors in our own headers, and loading the list would load half of them.
class WithoutDelayedErrors final : public clang::SemaConsumer {
public:
  void InitializeSema(clang::Sema &given) override { sema = &given; }
  void ForgetSema() override { sema = nullptr; }
  void HandleTranslationUnit(clang::ASTContext &) override {
    if (sema)
      sema->DeclsToCheckForDeferredDiags.clear();
  }

private:
  clang::Sema *sema = nullptr;
};

class PreludeAction final : public clang::GeneratePCHAction {
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance &compiler,
                                                        llvm::StringRef file) override {
    std::vector<std::unique_ptr<clang::ASTConsumer>> consumers;
    consumers.push_back(std::make_unique<WithoutDelayedErrors>());
    consumers.push_back(GeneratePCHAction::CreateASTConsumer(compiler, file));
    if (!consumers.back())
      return nullptr;
    return std::make_unique<clang::MultiplexConsumer>(std::move(consumers));
  }
};

/// Removes the oldest headers when there are many: each is some 15 MB, and a new compiler or
/// library makes all of them useless.
void prune(llvm::StringRef directory) {
  std::vector<std::pair<llvm::sys::TimePoint<>, std::string>> headers;
  std::error_code error;
  for (fs::directory_iterator at(directory, error), end; at != end && !error; at.increment(error))
    if (llvm::sys::path::extension(at->path()) == ".pch")
      if (llvm::ErrorOr<fs::basic_file_status> status = at->status())
        headers.emplace_back(status->getLastModificationTime(), at->path());
  std::ranges::sort(headers, std::ranges::greater{});
  for (std::size_t i = kKept; i < headers.size(); ++i) {
    fs::remove(headers[i].second);
    llvm::SmallString<256> stamps(headers[i].second);
    llvm::sys::path::replace_extension(stamps, ".stamps");
    fs::remove(stamps);
  }
}

/// Parses the prelude and writes header and stamps. The stamps come last: without them the header
/// is not used.
void make(const TuOptions &options, const std::string &base) {
  clang::IgnoringDiagConsumer silent;
  std::shared_ptr<clang::CompilerInvocation> invocation = makeInvocation(options, silent);
  if (!invocation)
    return;
  const std::string temporary = base + ".tmp";
  invocation->getFrontendOpts().OutputFile = temporary;
  invocation->getFrontendOpts().ProgramAction = clang::frontend::GeneratePCH;
  clang::CompilerInstance compiler(std::move(invocation));
  auto files = llvm::vfs::createPhysicalFileSystem();
  files->setCurrentWorkingDirectory(options.directory);
  compiler.createVirtualFileSystem(std::move(files), &silent);
  compiler.createDiagnostics(&silent, /*ShouldOwnClient=*/false);
  auto dependencies = std::make_shared<AllFiles>();
  compiler.addDependencyCollector(dependencies);
  PreludeAction action;
  bool usable = compiler.ExecuteAction(action) && !compiler.getDiagnostics().hasErrorOccurred() &&
                !fs::rename(temporary, base + ".pch");
  if (!usable)
    fs::remove(temporary);
  std::string stamps = std::string(usable ? kUsable : kUnusable) + "\n";
  for (const std::string &file : dependencies->getDependencies())
    stamps += stampOf(file) + "\n";
  writeText(base + ".stamps", stamps);
}

} // namespace

std::string precompiledHeader(const TuOptions &options) {
  if (options.cacheDirectory.empty() || !options.cudaSource)
    return {};
  TuOptions prelude = options;
  prelude.arguments = preludeArguments(options.arguments);
  llvm::SmallString<256> directory(options.cacheDirectory);
  llvm::sys::path::append(directory, "parse");
  if (fs::create_directories(directory))
    return {};
  prelude.file = directory.str().str() + "/prelude.cu";
  const std::string base = directory.str().str() + "/" + keyOf(prelude);
  const std::string header = base + ".pch", stamps = base + ".stamps";
  Stored stored = readStamps(stamps);
  if (stored == Stored::Stale) {
    auto written = llvm::MemoryBuffer::getFile(prelude.file);
    if ((!written || (*written)->getBuffer() != kPrelude) && !writeText(prelude.file, kPrelude))
      return {};
    llvm::LockFileManager lock(base);
    llvm::Expected<bool> owned = lock.tryLock();
    if (!owned) {
      llvm::consumeError(owned.takeError());
      return {};
    }
    if (*owned) {
      make(prelude, base);
      prune(directory);
    } else {
      lock.waitForUnlockFor(std::chrono::seconds(60));
    }
    stored = readStamps(stamps);
  }
  return stored == Stored::Usable && fs::exists(header) ? header : std::string();
}

} // namespace sampan
