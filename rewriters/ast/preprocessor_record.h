// SPDX-License-Identifier: Apache-2.0
// What the preprocessor saw and the AST no longer knows: include directives, skipped branches,
// macro definitions and expansions, conditionals that ask for the device pass.
#pragma once

#include "clang/Basic/SourceLocation.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Token.h"

#include <memory>
#include <string>
#include <vector>

namespace clang {
class MacroInfo;
class Preprocessor;
class SourceManager;
} // namespace clang

namespace sampan {

struct IncludeDirective {
  clang::SourceLocation hash;      ///< the '#'
  clang::CharSourceRange filename; ///< with its quotes or angle brackets
  std::string spelled;             ///< file name as written
  std::string path;                ///< the file found, empty when missing
  bool angled = false;
};

struct MacroUse {
  std::string name;
  clang::SourceLocation at;
  const clang::MacroInfo *info = nullptr;
};

struct PreprocessorRecord {
  std::vector<IncludeDirective> includes; ///< in preprocessing order
  std::vector<clang::SourceRange> skipped;
  std::vector<MacroUse> expansions;
  std::vector<std::pair<clang::Token, const clang::MacroInfo *>> definitions;
  struct File {
    std::string path; ///< absolute
    clang::FileID id; ///< of its first inclusion
  };
  std::vector<File> files; ///< in the order in which they were first entered
  /// What the parser got, macros expanded, in order. A precompiled header's tokens are not here.
  std::vector<clang::SourceLocation> tokens;
};

/// More expansions than any real unit needs: a macro that expands exponentially would otherwise
/// take all memory. Passing it ends the analysis of the unit through llvm::CrashRecoveryContext.
inline constexpr std::size_t kMaxMacroExpansions = 20'000'000;
inline constexpr int kMacroLimitExit = 99;

/// Callbacks that fill `record`, which must outlive the preprocessor. A missing header is recorded
/// and skipped, so that the rest of the file is still seen.
std::unique_ptr<clang::PPCallbacks> recordPreprocessor(clang::Preprocessor &preprocessor,
                                                       PreprocessorRecord &record);

} // namespace sampan
