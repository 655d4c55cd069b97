// SPDX-License-Identifier: Apache-2.0
// What passes may ask and say. All source places go in as Clang locations and come out as spans of
// real project files: a location inside a macro argument is edited at the call, one inside a macro
// body at the #define, once.
#pragma once

#include "rewriters/ast/frontend.h"
#include "rewriters/ast/preprocessor_record.h"
#include "rewriters/ast/tokens.h"
#include "rewriters/core/rules.h"
#include "rewriters/core/tu_result.h"

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/StringRef.h"

#include <map>
#include <optional>
#include <string>

namespace clang {
class ASTContext;
class Decl;
class FunctionDecl;
class LangOptions;
class SourceManager;
} // namespace clang

namespace sampan {

class PassContext {
public:
  PassContext(clang::ASTContext &ast, const PreprocessorRecord &preprocessor,
              const TuOptions &options, const RuleTable &rules, TuResult &result);

  clang::ASTContext &ast;
  const clang::SourceManager &sources;
  const clang::LangOptions &language;
  const PreprocessorRecord &preprocessor;
  const TuOptions &options;
  const RuleTable &rules;

  bool translating() const { return options.purpose != Purpose::Compile; }

  /// Where the characters of `location` are written. A place inside a macro of ours or of the
  /// system is where that macro is used. Invalid when the characters were made by `##` or `#`.
  clang::SourceLocation spelling(clang::SourceLocation location) const;
  /// True when the place is written in a file that belongs to the project, hence may be edited.
  bool inProject(clang::SourceLocation location) const;
  /// True for our own CUDA-named and neutral headers.
  bool inShim(clang::SourceLocation location) const;
  /// True when the declaration comes from our headers.
  bool isShimDecl(const clang::Decl &decl) const;

  /// Span of the token at `location`, or nothing when it is not spelled in a project file.
  std::optional<Span> tokenSpan(clang::SourceLocation location) const;
  /// Span of [begin, end) in one project file. Both must be spelling locations of the same file.
  std::optional<Span> span(clang::SourceLocation begin, clang::SourceLocation end) const;
  /// Project files that this unit read, main file first, each once.
  const std::vector<clang::FileID> &projectFiles() const { return files; }
  const std::string &path(clang::FileID file) const { return facts(file).path; }
  /// Tokens of a file as they are written, comments left out.
  const std::vector<RawToken> &tokens(clang::FileID file) const;
  /// Index into tokens() of the token that covers `offset`, or tokens().size().
  std::size_t tokenAt(clang::FileID file, std::uint32_t offset) const;
  Span spanOf(clang::FileID file, std::uint32_t begin, std::uint32_t end) const;
  /// The raw text of the file that contains `location`.
  llvm::StringRef buffer(clang::SourceLocation location) const;
  llvm::StringRef buffer(clang::FileID file) const;

  void edit(const char *pass, std::vector<Edit> edits);
  /// What all passes have asked for so far. Complete when the last pass finishes.
  const std::vector<EditGroup> &editGroups() const { return result.groups; }
  void addKernelForm(KernelForm form);
  void use(Use use);
  void report(Finding finding);
  void addKernel(KernelInfo kernel);
  void addLaunch(LaunchInfo launch);
  void addNotAnalysed(const Span &span);
  void addOpaqueMacro(const Span &span);

  /// Set by the traversal: the innermost function being visited runs on the device.
  bool inDeviceCode = false;

  /// A function body that runs on the device, as written.
  struct DeviceBody {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool alsoHost = false;
    std::string function;
  };
  void addDeviceBody(const clang::FunctionDecl &function);
  /// The innermost device body around `offset`, or null. Complete once the traversal is done.
  const DeviceBody *deviceBodyAt(clang::FileID file, std::uint32_t offset) const;

private:
  struct FileFacts {
    std::string path;
    bool project = false;
    bool shim = false;
  };
  const FileFacts &facts(clang::FileID file) const;

  TuResult &result;
  std::vector<std::string> roots;
  std::vector<std::string> compiledDirectories; ///< edited for the compiler although not ours
  std::vector<clang::FileID> files;
  std::map<std::string, std::vector<DeviceBody>> deviceBodies;
  mutable std::map<clang::FileID, std::vector<RawToken>> lexed;
  mutable std::map<clang::FileID, FileFacts> known;
};

} // namespace sampan
