// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/compile_unit.h"

#include "rewriters/ast/frontend.h"
#include "rewriters/core/diagnostics.h"
#include "rewriters/core/rules.h"
#include "tool/nvcc/clang_arguments.h"
#include "tool/nvcc/words.h"
#include "tool/project/depfile.h"
#include "tool/report/finding_text.h"
#include "tool/support/cache_directory.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>

namespace sampan::nvcc {
namespace {

namespace path = llvm::sys::path;
using Words = std::vector<std::string>;

/// What is said of kernels that the target cannot run, and of the places that are why.
bool saysThatKernelIsRefused(const Finding &finding) {
  return finding.id == diag::KernelNotLowered::id || finding.id == diag::FeatureUnsupported::id ||
         finding.id == diag::NotRewritten::id || finding.id == diag::ReturnBeforeBarrier::id ||
         finding.id == diag::WarpMaskUnproven::id;
}

} // namespace

std::string workingDirectory() { return absolutePath("."); }

std::string showArchitectures(const Invocation &invocation) {
  std::string text;
  for (int architecture : invocation.architectures)
    text += " -arch compute_" + std::to_string(architecture);
  return text;
}

Plan analyseUnit(const Session &session, const std::string &file, const BlockForms &forms) {
  TuOptions options;
  options.blockForms = forms.wanted;
  options.refusedForms = forms.refused;
  options.file = file;
  options.directory = workingDirectory();
  options.arguments = clangArguments(session.invocation, session.kit);
  if (session.invocation.emulateDouble) // the lowering reads it
    options.arguments.emplace_back("-D__SAMPAN_SOFT_DOUBLE__");
  options.cudaIncludeDir = session.kit.cudaInclude;
  options.sampanIncludeDir = session.kit.include;
  options.deviceArch = session.invocation.deviceArch();
  options.language = session.invocation.target;
  // Ascend C is another language, so its sources are translated as a whole.
  options.purpose = options.language == TargetId::Host ? Purpose::Compile : Purpose::Translate;
  options.relocatableDeviceCode = session.invocation.relocatable;
  options.cacheDirectory = cacheDirectory();
  std::vector<TuResult> results;
  results.push_back(analyseTu(options, *session.rules));
  return Plan::merge(std::move(results));
}

bool acceptUnit(Session &session, const Plan &plan, const std::string &file) {
  const Invocation &invocation = session.invocation;
  bool acceptable = plan.failedFiles.empty();
  std::vector<Finding> findings;
  for (Finding finding : plan.findings) {
    if (invocation.warningsAreErrors && finding.severity == Severity::Warning)
      finding.severity = Severity::Error;
    // Often in text that is skipped; where it is not, the compiler will say so.
    if (invocation.target != TargetId::Host && finding.id == diag::ApiUnknown::id)
      finding.severity = Severity::Warning;
    if (invocation.refuseKernels && saysThatKernelIsRefused(finding))
      finding.severity = Severity::Warning;
    else if (finding.severity == Severity::Error)
      acceptable = false;
    findings.push_back(std::move(finding));
  }
  const bool saidSomething = showFindings(session, std::move(findings));
  if (!plan.failedFiles.empty() && !saidSomething)
    session.error(file + ": the front end could not read this file");
  return acceptable;
}

bool showFindings(Session &session, std::vector<Finding> findings) {
  const Invocation &invocation = session.invocation;
  std::erase_if(findings, [&](const Finding &finding) {
    return finding.severity != Severity::Error && !invocation.verbose &&
           (finding.severity == Severity::Note || invocation.noWarnings);
  });
  FindingPrinter printer(workingDirectory(), session.colour);
  session.message(printer.print(findings));
  return !findings.empty();
}

std::vector<IncludeOption> includeOptions(const Session &session) {
  std::vector<IncludeOption> options;
  auto add = [&](const char *flag, const Words &values) {
    for (const std::string &value : values)
      if (!isForeignCudaInclude(value, session.kit))
        options.push_back({flag, value});
  };
  const Invocation &invocation = session.invocation;
  add("-I", invocation.includePaths);
  // Directories that reach the host compiler by -Xcompiler need their twins too.
  const Words &flags = invocation.hostFlags;
  for (std::size_t i = 0; i < flags.size(); ++i)
    for (const char *name : {"-isystem", "-iquote", "-I"}) {
      llvm::StringRef value = flags[i];
      if (!value.consume_front(name))
        continue;
      if (value.empty() && i + 1 < flags.size())
        value = flags[++i];
      add(name, {value.str()});
      break;
    }
  add("-isystem", invocation.systemIncludePaths);
  add("-include", invocation.preIncludes);
  return options;
}

Words toolkitIncludes(const Toolkit &kit) {
  return {"-isystem", kit.cudaInclude, "-isystem", kit.include};
}

Words dependencyFlags(const Invocation &invocation, const std::string &depfile) {
  if (depfile.empty())
    return {};
  return {invocation.dependencies.systemHeaders ? "-MD" : "-MMD", "-MF", depfile, "-MT", "object"};
}

std::string defaultDepfile(const Invocation &invocation, const std::string &file,
                           const std::string &object) {
  if (!invocation.dependencies.file.empty())
    return invocation.dependencies.file;
  if (invocation.phase == Phase::Dependencies)
    return invocation.output;
  llvm::SmallString<128> name(invocation.output.empty() ? path::filename(file) : object);
  path::replace_extension(name, ".d");
  return name.str().str();
}

Words defaultTargets(const Invocation &invocation, const std::string &file,
                     const std::string &object) {
  if (!invocation.dependencies.targets.empty())
    return invocation.dependencies.targets;
  if (!object.empty() && invocation.phase == Phase::Compile)
    return {object};
  return {path::stem(file).str() + ".o"};
}

bool finishDepfile(Session &session, const std::string &written, const std::string &overlayRoot,
                   const std::string &file, const std::string &object, bool toStdout) {
  llvm::Expected<std::string> text = readFile(written);
  if (!text) {
    session.error(llvm::toString(text.takeError()));
    return false;
  }
  const Invocation &invocation = session.invocation;
  std::string directory = workingDirectory();
  bool absolute = path::is_absolute(file);
  std::string main = absolutePath(file);
  auto map = [&](const std::string &name) {
    std::string original = overlayRoot.empty() ? name : originalPath(name, overlayRoot);
    if (absolutePath(original) == main)
      return file;
    return absolute || original == name ? original : shortened(original, directory);
  };
  Words prerequisites = mapPrerequisites(parseDepfile(*text), map);
  std::string rule = formatDepfile(defaultTargets(invocation, file, object), prerequisites,
                                   invocation.dependencies.phonyTargets);
  if (toStdout) {
    llvm::outs() << rule;
    return true;
  }
  if (llvm::Error error =
          writeFileAtomically(absolutePath(defaultDepfile(invocation, file, object)), rule)) {
    session.error(llvm::toString(std::move(error)));
    return false;
  }
  return true;
}

} // namespace sampan::nvcc
