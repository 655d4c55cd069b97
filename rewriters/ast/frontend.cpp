// SPDX-License-Identifier: Apache-2.0
#include "rewriters/ast/frontend.h"

#include "rewriters/ast/parse_errors.h"
#include "rewriters/ast/paths.h"
#include "rewriters/ast/preprocessor_record.h"
#include "rewriters/ast/traversal.h"
#include "rewriters/core/diagnostics.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/Driver/CreateInvocationFromArgs.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <algorithm>
#include <mutex>
#include <set>

namespace sampan {
namespace {

/// Deeply nested expressions recurse deeply in the parser.
constexpr unsigned kStackBytes = 64U << 20U;

class AnalysisConsumer final : public clang::ASTConsumer {
public:
  AnalysisConsumer(const TuOptions &options, const RuleTable &rules,
                   const PreprocessorRecord &record, TuResult &result)
      : options(options), rules(rules), record(record), result(result) {}

  void HandleTranslationUnit(clang::ASTContext &ast) override {
    PassContext context(ast, record, options, rules, result);
    std::vector<std::unique_ptr<Pass>> passes;
    for (const PassInfo &info : allPasses())
      if (info.compile || context.translating())
        passes.push_back(info.create(context));
    traverse(context, passes);
    for (clang::FileID file : context.projectFiles())
      result.files.push_back(context.path(file));
  }

private:
  const TuOptions &options;
  const RuleTable &rules;
  const PreprocessorRecord &record;
  TuResult &result;
};

class AnalysisAction final : public clang::ASTFrontendAction {
public:
  AnalysisAction(const TuOptions &options, const RuleTable &rules, TuResult &result)
      : options(options), rules(rules), result(result) {}

  bool BeginSourceFileAction(clang::CompilerInstance &compiler) override {
    clang::Preprocessor &preprocessor = compiler.getPreprocessor();
    preprocessor.addPPCallbacks(recordPreprocessor(preprocessor, record));
    return true;
  }
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance &,
                                                        llvm::StringRef) override {
    return std::make_unique<AnalysisConsumer>(options, rules, record, result);
  }

private:
  const TuOptions &options;
  const RuleTable &rules;
  TuResult &result;
  PreprocessorRecord record;
};

/// What makes Clang read the file as nvcc would: its CUDA mode without any toolkit.
const std::vector<std::string> &cudaArguments() {
  static const std::vector<std::string> arguments = {
      "-x",
      "cuda",
      "-nocudainc",
      "-nocudalib",
      "--cuda-path=/nonexistent",
      "--cuda-host-only",
      "--offload-arch=sm_80",
      "-fgpu-rdc",
      "-D__CUDACC__=1",
      "-D__NVCC__=1",
      "-D__CUDACC_VER_MAJOR__=12",
      "-D__CUDACC_VER_MINOR__=4",
      "-D__CUDACC_VER_BUILD__=131",
      "-include",
      "cuda_runtime.h",
  };
  return arguments;
}

/// The command line for Clang's driver: our headers, and the user's own flags last so that they can
/// override. What nvcc's host compiler only warns about is no error either.
std::vector<std::string> driverArguments(const TuOptions &options) {
  std::vector<std::string> arguments = {"clang++",
                                        "-fsyntax-only",
                                        "-ferror-limit=0",
                                        "-w",
                                        "-Wno-register",
                                        "-Wno-c++11-narrowing",
                                        "-Wno-reserved-user-defined-literal",
                                        "-fno-spell-checking",
                                        "-resource-dir",
                                        SAMPAN_CLANG_RESOURCE_DIR,
                                        "-D__SAMPAN_PARSE__=1",
                                        "-isystem",
                                        options.cudaIncludeDir,
                                        "-isystem",
                                        options.sampanIncludeDir};
  if (options.cudaSource)
    arguments.insert(arguments.end(), cudaArguments().begin(), cudaArguments().end());
  else
    arguments.insert(arguments.end(), {"-x", options.file.ends_with(".c") ? "c" : "c++"});
  if (options.relocatableDeviceCode)
    arguments.emplace_back("-D__CUDACC_RDC__=1");
  arguments.insert(arguments.end(), options.arguments.begin(), options.arguments.end());
  arguments.push_back("--");
  arguments.push_back(absolutePath(options.directory, options.file));
  return arguments;
}

std::shared_ptr<clang::CompilerInvocation> makeInvocation(const TuOptions &options,
                                                          ParseErrors &errors) {
  std::vector<std::string> arguments = driverArguments(options);
  std::vector<const char *> pointers;
  for (const std::string &argument : arguments)
    pointers.push_back(argument.c_str());
  auto files = llvm::vfs::createPhysicalFileSystem();
  files->setCurrentWorkingDirectory(options.directory);
  clang::DiagnosticOptions diagnosticOptions;
  clang::CreateInvocationOptions create;
  create.VFS = std::move(files);
  create.RecoverOnError = true;
  create.Diags = clang::CompilerInstance::createDiagnostics(*create.VFS, diagnosticOptions, &errors,
                                                            /*ShouldOwnClient=*/false);
  std::shared_ptr<clang::CompilerInvocation> invocation =
      clang::createInvocation(pointers, std::move(create));
  if (!invocation)
    return nullptr;
  // Sema then accepts calls from device to host functions, so our headers need no device overloads
  // of the standard library. Set here because the driver refuses the flag outside C++ mode.
  invocation->getLangOpts().HIPStdPar = options.cudaSource;
  invocation->getFrontendOpts().DisableFree = false;
  // Without it the compiler instance prints "2 errors generated" past our own messages.
  invocation->getDiagnosticOpts().ShowCarets = false;
  invocation->getFileSystemOpts().WorkingDir = options.directory;
  return invocation;
}

/// Where the template keyword was missing, instantiations of the unrepaired text make no sense
/// either. The text that is written has the keyword.
void dropRepairedErrors(TuResult &result) {
  std::set<std::pair<std::string, unsigned>> repaired;
  for (const EditGroup &group : result.groups)
    if (group.by == "template-keyword")
      for (const Edit &edit : group.edits)
        repaired.insert({edit.at.file, edit.at.line});
  std::erase_if(result.findings, [&](const Finding &finding) {
    return finding.id == diag::ParseError::id &&
           repaired.contains({finding.at.file, finding.at.line});
  });
}

void analyseView(const TuOptions &options, const RuleTable &rules, TuResult &result) {
  ParseErrors errors(options);
  std::shared_ptr<clang::CompilerInvocation> invocation = makeInvocation(options, errors);
  if (!invocation) {
    result.failed = true;
    errors.takeFindings(result);
    return;
  }
  clang::CompilerInstance compiler(std::move(invocation));
  auto files = llvm::vfs::createPhysicalFileSystem();
  files->setCurrentWorkingDirectory(options.directory);
  compiler.createVirtualFileSystem(std::move(files), &errors);
  compiler.createDiagnostics(&errors, /*ShouldOwnClient=*/false);
  AnalysisAction action(options, rules, result);
  if (!compiler.ExecuteAction(action) && result.files.empty())
    result.failed = true;
  errors.takeFindings(result);
  dropRepairedErrors(result);
}

/// Some conditional of a project file asks for the device pass, so one view does not show all.
bool asksForDevicePass(const TuResult &result) {
  for (const std::string &file : result.files)
    if (auto buffer = llvm::MemoryBuffer::getFile(file))
      if ((*buffer)->getBuffer().contains("__CUDA_ARCH__"))
        return true;
  return false;
}

/// Adds what only the device view saw. Edits that both views made coincide when units are merged.
void mergeDeviceView(TuResult &host, TuResult device) {
  auto append = [](auto &to, auto &from) {
    for (auto &item : from)
      if (std::find(to.begin(), to.end(), item) == to.end())
        to.push_back(std::move(item));
  };
  append(host.groups, device.groups);
  append(host.uses, device.uses);
  append(host.kernels, device.kernels);
  append(host.kernelForms, device.kernelForms);
  std::erase_if(device.findings,
                [](const Finding &finding) { return finding.id == diag::ParseError::id; });
  append(host.findings, device.findings);
  std::erase_if(host.notAnalysed, [&](const Span &span) {
    return std::find(device.notAnalysed.begin(), device.notAnalysed.end(), span) ==
           device.notAnalysed.end();
  });
}

void reportNotAnalysed(TuResult &result) {
  for (const Span &span : result.notAnalysed) {
    std::string condition = "line " + std::to_string(span.line);
    if (auto buffer = llvm::MemoryBuffer::getFile(span.file)) {
      llvm::StringRef text = (*buffer)->getBuffer().substr(span.begin);
      condition = text.take_until([](char c) { return c == '\n'; }).trim().str();
    }
    result.findings.push_back(makeFinding(diag::BranchNotAnalysed{.condition = condition}, span));
  }
}

void analyse(const TuOptions &options, const RuleTable &rules, TuResult &result) {
  analyseView(options, rules, result);
  if (!result.failed && asksForDevicePass(result)) {
    TuOptions device = options;
    device.arguments.push_back("-D__CUDA_ARCH__=" + std::to_string(options.deviceArch));
    TuResult deviceResult;
    analyseView(device, rules, deviceResult);
    if (!deviceResult.failed)
      mergeDeviceView(result, std::move(deviceResult));
  }
  reportNotAnalysed(result);
}

} // namespace

TuResult analyseTu(const TuOptions &options, const RuleTable &rules) {
  // A crash of the front end must cost one file, not the run. Enabling is process-wide.
  static std::once_flag enabled;
  std::call_once(enabled, [] { llvm::CrashRecoveryContext::Enable(); });
  TuResult result;
  result.mainFile = absolutePath(options.directory, options.file);
  llvm::CrashRecoveryContext recovery;
  if (recovery.RunSafelyOnThread([&] { analyse(options, rules, result); }, kStackBytes))
    return result;
  std::string what = recovery.RetCode == kMacroLimitExit
                         ? "macros of this file expand without bound"
                         : "the front end crashed";
  TuResult failure;
  failure.mainFile = absolutePath(options.directory, options.file);
  failure.failed = true;
  Span start{failure.mainFile, 0, 0, 1, 1};
  failure.findings.push_back(recovery.RetCode == kMacroLimitExit
                                 ? makeFinding(diag::ParseError{.message = what}, start)
                                 : makeFinding(diag::InternalError{.what = what}, start));
  return failure;
}

} // namespace sampan
