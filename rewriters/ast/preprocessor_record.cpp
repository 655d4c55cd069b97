// SPDX-License-Identifier: Apache-2.0
#include "rewriters/ast/preprocessor_record.h"

#include "rewriters/ast/paths.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/Support/CrashRecoveryContext.h"

#include <set>

namespace sampan {
namespace {

class Recorder final : public clang::PPCallbacks {
public:
  Recorder(clang::SourceManager &sources, PreprocessorRecord &record)
      : sources(sources), record(record) {}

  void FileChanged(clang::SourceLocation at, FileChangeReason reason,
                   clang::SrcMgr::CharacteristicKind, clang::FileID) override {
    if (reason != EnterFile)
      return;
    clang::FileID file = sources.getFileID(at);
    std::string path = absolutePath(sources, file);
    if (!path.empty() && known.insert(path).second)
      record.files.push_back({path, file});
  }

  bool FileNotFound(llvm::StringRef) override { return true; }

  void InclusionDirective(clang::SourceLocation hash, const clang::Token &, llvm::StringRef name,
                          bool angled, clang::CharSourceRange range,
                          clang::OptionalFileEntryRef file, llvm::StringRef, llvm::StringRef,
                          const clang::Module *, bool, clang::SrcMgr::CharacteristicKind) override {
    IncludeDirective include;
    include.hash = hash;
    include.filename = range;
    include.spelled = name.str();
    include.angled = angled;
    if (file)
      include.path = absolutePath(sources, *file);
    record.includes.push_back(std::move(include));
  }

  void SourceRangeSkipped(clang::SourceRange range, clang::SourceLocation) override {
    record.skipped.push_back(range);
  }

  void MacroExpands(const clang::Token &name, const clang::MacroDefinition &definition,
                    clang::SourceRange, const clang::MacroArgs *) override {
    if (++expansions > kMaxMacroExpansions)
      if (llvm::CrashRecoveryContext *recovery = llvm::CrashRecoveryContext::GetCurrent())
        recovery->HandleExit(kMacroLimitExit);
    addUse(name, definition.getMacroInfo());
  }
  void Ifdef(clang::SourceLocation, const clang::Token &name,
             const clang::MacroDefinition &definition) override {
    addUse(name, definition.getMacroInfo());
  }
  void Ifndef(clang::SourceLocation, const clang::Token &name,
              const clang::MacroDefinition &definition) override {
    addUse(name, definition.getMacroInfo());
  }
  void Defined(const clang::Token &name, const clang::MacroDefinition &definition,
               clang::SourceRange) override {
    addUse(name, definition.getMacroInfo());
  }

  void MacroDefined(const clang::Token &name, const clang::MacroDirective *directive) override {
    if (!sources.isInSystemHeader(name.getLocation()))
      record.definitions.emplace_back(name, directive->getMacroInfo());
  }

private:
  void addUse(const clang::Token &name, const clang::MacroInfo *info) {
    if (sources.isInSystemHeader(sources.getSpellingLoc(name.getLocation())))
      return;
    if (const clang::IdentifierInfo *identifier = name.getIdentifierInfo())
      record.expansions.push_back({identifier->getName().str(), name.getLocation(), info});
  }

  clang::SourceManager &sources;
  PreprocessorRecord &record;
  std::set<std::string> known;
  std::size_t expansions = 0;
};

} // namespace

std::unique_ptr<clang::PPCallbacks> recordPreprocessor(clang::Preprocessor &preprocessor,
                                                       PreprocessorRecord &record) {
  return std::make_unique<Recorder>(preprocessor.getSourceManager(), record);
}

} // namespace sampan
