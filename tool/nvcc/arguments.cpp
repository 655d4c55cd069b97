// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/arguments.h"

#include "tool/nvcc/options.h"
#include "tool/nvcc/words.h"

#include "llvm/ADT/StringSwitch.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <algorithm>

namespace sampan::nvcc {
namespace {

using llvm::StringRef;
using llvm::opt::Arg;
using llvm::opt::InputArgList;

template <class T> void append(std::vector<T> &to, std::vector<T> from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

std::string unquoted(StringRef value) {
  if (value.size() >= 2 && value.front() == value.back() &&
      (value.front() == '"' || value.front() == '\''))
    value = value.drop_front().drop_back();
  return value.str();
}

/// Reads an InputArgList into an Invocation.
class Reader {
public:
  Reader(const InputArgList &argumentList, ParsedArguments &result)
      : arguments(argumentList), parsed(result), out(result.invocation) {}

  void read() {
    readPhase();
    readPreprocessor();
    readCode();
    readSteps();
    readDriver();
    readArchitectures();
    readTarget();
    readInputs();
    readUnknown();
    noteClasses();
  }

private:
  bool has(unsigned id) const { return arguments.hasArg(id); }
  std::string value(unsigned id) const { return unquoted(arguments.getLastArgValue(id)); }

  std::vector<std::string> lists(unsigned id) const {
    std::vector<std::string> all;
    for (const std::string &text : arguments.getAllArgValues(id))
      for (const std::string &item : splitList(text))
        all.push_back(unquoted(item));
    return all;
  }

  std::vector<std::string> words(unsigned id) const {
    std::vector<std::string> all;
    for (const std::string &text : arguments.getAllArgValues(id))
      append(all, splitWords(text));
    return all;
  }

  bool boolean(unsigned id, bool otherwise) {
    if (!has(id))
      return otherwise;
    StringRef text = arguments.getLastArgValue(id);
    if (text != "true" && text != "false" && text != "1" && text != "0")
      parsed.errors.push_back("'" + text.str() + "' is neither true nor false in option '" +
                              arguments.getLastArg(id)->getAsString(arguments) + "'");
    return text == "true" || text == "1";
  }

  unsigned number(unsigned id, unsigned otherwise) {
    unsigned result = otherwise;
    StringRef text = arguments.getLastArgValue(id);
    if (has(id) && text.getAsInteger(10, result))
      parsed.errors.push_back("'" + text.str() + "': expected a number");
    return result;
  }

  void readPhase() {
    const std::pair<unsigned, Phase> phases[] = {
        {OPT_help, Phase::ShowHelp},          {OPT_version, Phase::ShowVersion},
        {OPT_list_code, Phase::ListCode},     {OPT_list_arch, Phase::ListArch},
        {OPT_preprocess, Phase::Preprocess},  {OPT_deps, Phase::Dependencies},
        {OPT_deps_user, Phase::Dependencies}, {OPT_syntax_only, Phase::SyntaxOnly},
        {OPT_cuda, Phase::HostSource},        {OPT_compile, Phase::Compile},
        {OPT_device_c, Phase::Compile},       {OPT_device_w, Phase::Compile},
        {OPT_device_link, Phase::DeviceLink}, {OPT_lib, Phase::Archive}};
    for (auto [option, phase] : phases) {
      if (!has(option))
        continue;
      out.phase = phase;
      break;
    }
    out.runAfterwards = has(OPT_run);
    out.runArguments = words(OPT_run_args);
    out.relocatable = boolean(OPT_rdc, has(OPT_device_c));
    DependencyOptions &deps = out.dependencies;
    deps.wanted =
        has(OPT_deps) || has(OPT_deps_user) || has(OPT_deps_compile) || has(OPT_deps_compile_user);
    deps.systemHeaders = !has(OPT_deps_user) && !has(OPT_deps_compile_user);
    deps.phonyTargets = has(OPT_deps_phony);
    deps.file = value(OPT_deps_file);
    deps.targets = arguments.getAllArgValues(OPT_deps_target);
  }

  void readPreprocessor() {
    out.includePaths = lists(OPT_include_path);
    out.systemIncludePaths = lists(OPT_system_include);
    out.preIncludes = lists(OPT_pre_include);
    for (const Arg *argument : arguments.filtered(OPT_define, OPT_undefine)) {
      std::string flag = argument->getOption().matches(OPT_define) ? "-D" : "-U";
      for (const std::string &macro : splitList(argument->getValue()))
        out.macros.push_back(flag + macro);
    }
    out.perThreadStream = value(OPT_default_stream) == "per-thread";
  }

  void readCode() {
    out.standard = value(OPT_standard);
    readOptimisation();
    out.debug = has(OPT_debug);
    out.deviceDebug = has(OPT_device_debug);
    out.profile = has(OPT_profile);
    out.noExceptions = has(OPT_no_exceptions);
    out.relaxedConstexpr = has(OPT_relaxed_constexpr);
    out.extendedLambda = has(OPT_extended_lambda) || has(OPT_expt_extended_lambda);
    out.fastMath = has(OPT_fast_math);
    out.flushDenormals = boolean(OPT_ftz, out.fastMath);
    boolean(OPT_prec_div, true), boolean(OPT_prec_sqrt, true);
    out.contract = boolean(OPT_fmad, true);
    out.noWarnings = has(OPT_no_warnings);
    std::vector<std::string> kinds = lists(OPT_Werror);
    out.warningsAreErrors = std::find(kinds.begin(), kinds.end(), "all-warnings") != kinds.end();
    out.noDeprecatedWarnings = has(OPT_Wno_deprecated);
    out.warnReorder = has(OPT_Wreorder);
    out.templateDepth = value(OPT_template_depth);
    out.templateBacktrace = value(OPT_template_backtrace);
    out.randomSeed = value(OPT_random_seed);
    out.addressSanitizer = value(OPT_sanitize) == "memcheck";
  }

  void readOptimisation() {
    out.optimise = value(OPT_optimise);
    if (out.optimise == "fast" || out.optimise == "s" || out.optimise == "g" || out.optimise == "z")
      parsed.warnings.push_back("'-O" + out.optimise + "' is not an option of nvcc; taken as for " +
                                "the host compiler");
    else if (out.optimise.find_first_not_of("0123456789") != std::string::npos)
      parsed.errors.push_back("'" + out.optimise + "': expected a number");
  }

  void readSteps() {
    out.hostFlags = words(OPT_Xcompiler);
    out.linkFlags = words(OPT_Xlinker);
    out.archiveFlags = words(OPT_Xarchive);
    out.libraries = lists(OPT_library);
    out.libraryPaths = lists(OPT_library_path);
    out.shared = has(OPT_shared);
    if (has(OPT_cudart))
      out.cudart = value(OPT_cudart);
    if (out.cudart != "static" && out.cudart != "shared" && out.cudart != "none")
      parsed.errors.push_back("'" + out.cudart + "' is not a value of option '-cudart'");
    out.hostCompiler = value(OPT_host_compiler);
    out.archiver = value(OPT_archiver);
  }

  void readDriver() {
    out.output = value(OPT_output);
    out.outputDirectory = value(OPT_output_directory);
    out.verbose = has(OPT_verbose);
    out.dryRun = has(OPT_dry_run);
    out.keep = has(OPT_keep) || has(OPT_save_temps) || has(OPT_keep_dir);
    out.keepDirectory = value(OPT_keep_dir);
    out.clean = has(OPT_clean);
    out.timeFile = value(OPT_time);
    out.threads = number(OPT_threads, 1);
    if (std::string size = value(OPT_machine); !size.empty() && size != "64")
      parsed.errors.push_back("'" + size + "' is not a value of option '-m': only 64 is");
  }

  void addArchitecture(StringRef name) {
    if (name == "native" || name == "all" || name == "all-major")
      name = "sm_80";
    StringRef digits = name;
    int number = 0;
    if (!(digits.consume_front("sm_") || digits.consume_front("compute_") ||
          digits.consume_front("lto_")) ||
        digits.rtrim("af").getAsInteger(10, number) || number < 10 || number > 999)
      parsed.errors.push_back("'" + name.str() + "' is not an architecture");
    else
      out.architectures.push_back(number);
  }

  void readArchitectures() {
    for (unsigned option : {static_cast<unsigned>(OPT_arch), static_cast<unsigned>(OPT_gpu_code)})
      for (const std::string &name : words(option))
        addArchitecture(StringRef(name).trim("[]"));
    for (StringRef text : arguments.getAllArgValues(OPT_gencode))
      readGencode(text);
    std::vector<int> &all = out.architectures;
    if (all.empty())
      all.push_back(80);
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
  }

  /// "arch=compute_52,code=[compute_52,sm_52]"; quotes and brackets come in all combinations.
  void readGencode(StringRef text) {
    std::string plain;
    for (char c : text)
      if (c != '"' && c != '\'' && c != '[' && c != ']' && c != '\\')
        plain += c;
    for (std::string item : splitList(plain)) {
      StringRef name = StringRef(item).trim();
      bool isArch = name.consume_front("arch=");
      bool isCode = name.consume_front("code=");
      if (!isArch && !isCode && !name.starts_with("sm_") && !name.starts_with("compute_") &&
          !name.starts_with("lto_"))
        parsed.errors.push_back("'" + text.str() + "' is not a value of option '-gencode'");
      else
        addArchitecture(name);
    }
  }

  void readTarget() {
    out.bisheng = value(OPT_bisheng);
    if (std::string text = value(OPT_unsupported_kernels); text == "refuse")
      out.refuseKernels = true;
    else if (!text.empty() && text != "error")
      parsed.errors.push_back("'" + text + "' is not a value of option '--unsupported-kernels'");
    std::vector<std::string> names = lists(OPT_targets);
    for (const std::string &name : names) {
      std::optional<TargetId> target = parseTargetName(name);
      if (target == TargetId::Host || target == TargetId::Ascend950)
        out.target = *target;
      else
        parsed.errors.push_back("'" + name + "' is not a value of option '--targets'" +
                                (target ? ": this version makes no programs for it" : "") +
                                "; known are host and ascend950");
    }
    std::string fp64 = value(OPT_fp64);
    out.emulateDouble = fp64 == "emulate";
    if (!fp64.empty() && fp64 != "refuse" && !out.emulateDouble)
      parsed.errors.push_back("'" + fp64 + "' is not a value of option '--fp64'");
    else if (out.emulateDouble && out.target != TargetId::Ascend950)
      parsed.errors.emplace_back("--fp64=emulate goes with --targets=ascend950");
    if (names.size() > 1)
      parsed.errors.emplace_back("one target at a time in '--targets': a program's kernels are "
                                 "compiled for the host or for ascend950");
  }

  void readInputs() {
    std::string language = value(OPT_language);
    InputKind forced = llvm::StringSwitch<InputKind>(language)
                           .Case("cu", InputKind::Cuda)
                           .Case("c++", InputKind::Cxx)
                           .Case("c", InputKind::C)
                           .Default(InputKind::Unknown);
    if (!language.empty() && forced == InputKind::Unknown)
      parsed.errors.push_back("'" + language + "' is not a value of option '-x'");
    for (const std::string &path : arguments.getAllArgValues(OPT_INPUT)) {
      std::string file = unquoted(path);
      InputKind kind = inputKindOf(file);
      if (forced != InputKind::Unknown && kind != InputKind::Object)
        kind = forced;
      out.inputs.push_back({file, kind});
    }
  }

  void readUnknown() {
    bool toCompiler = has(OPT_forward_compiler) || has(OPT_forward_both);
    bool toLinker = has(OPT_forward_linker) || has(OPT_forward_both);
    for (const Arg *argument : arguments.filtered(OPT_UNKNOWN)) {
      std::string text = argument->getAsString(arguments);
      if (toCompiler)
        out.hostFlags.push_back(text);
      if (toLinker)
        out.forwardedLinkFlags.push_back(text);
      if (toCompiler || toLinker)
        continue;
      std::string message = "unknown option '" + text + "'";
      std::string nearest;
      if (optionTable().findNearest(text, nearest) <= 2)
        message += "; did you mean '" + nearest + "'?";
      else
        message += "; use -Xcompiler " + text + " to pass it to the host compiler";
      parsed.errors.push_back(message);
    }
  }

  void noteClasses() {
    for (const Arg *argument : arguments) {
      std::string text = argument->getAsString(arguments);
      if (argument->getOption().hasFlag(Reject))
        parsed.errors.push_back("option '" + argument->getSpelling().str() +
                                "' is not supported: " + reasonToReject(*argument));
      else if (argument->getOption().hasFlag(Ignore))
        parsed.notes.push_back("option '" + text + "' has no effect");
    }
  }

  static std::string reasonToReject(const Arg &argument) {
    switch (argument.getOption().getUnaliasedOption().getID()) {
    case OPT_ptx:
    case OPT_cubin:
    case OPT_fatbin:
    case OPT_optix_ir:
    case OPT_ltoir:
      return "it asks for NVIDIA device code, and kernels are compiled for the host here";
    case OPT_tools_patch:
      return "it makes code for NVIDIA's tools";
    default:
      return "it exists on Windows only";
    }
  }

  const InputArgList &arguments;
  ParsedArguments &parsed;
  Invocation &out;
};

void expandInto(const std::vector<std::string> &words, std::vector<std::string> &expanded,
                std::vector<std::string> &errors, unsigned depth) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    StringRef word = words[i];
    std::string files;
    bool separate = word == "--options-file" || word == "-optf" || word == "--optf";
    if (separate && i + 1 < words.size())
      files = words[++i];
    else if (word.consume_front("--options-file=") || word.consume_front("-optf=") ||
             word.consume_front("--optf="))
      files = word.str();
    else {
      expanded.push_back(words[i]);
      continue;
    }
    for (const std::string &file : splitList(unquoted(files))) {
      auto buffer = llvm::MemoryBuffer::getFile(file);
      if (!buffer)
        errors.push_back("cannot read options file '" + file + "': " + buffer.getError().message());
      else if (depth >= 16)
        errors.push_back("options files include each other: '" + file + "'");
      else
        expandInto(splitWords((*buffer)->getBuffer(), /*atCommas=*/false), expanded, errors,
                   depth + 1);
    }
  }
}

} // namespace

int Invocation::deviceArch() const {
  // Every device feature up to 8.0 is there, and programs bring their own atomicAdd(double *) for
  // architectures before 6.0, which would collide with ours.
  return std::max(architectures.back(), 60) * 10;
}

const std::vector<int> &knownArchitectures() {
  static const std::vector<int> known = {50, 52, 53, 60, 61, 62, 70, 72, 75, 80, 86, 87, 89, 90};
  return known;
}

InputKind inputKindOf(const std::string &path) {
  StringRef extension = llvm::sys::path::extension(path);
  if (path.find(".so.") != std::string::npos)
    return InputKind::Object;
  return llvm::StringSwitch<InputKind>(extension)
      .Case(".cu", InputKind::Cuda)
      .Cases({".cpp", ".cc", ".cxx", ".C", ".c++", ".ii"}, InputKind::Cxx)
      .Cases({".c", ".i"}, InputKind::C)
      .Cases({".s", ".S"}, InputKind::Assembly)
      .Cases({".o", ".obj", ".a", ".so", ".lo"}, InputKind::Object)
      .Default(InputKind::Unknown);
}

std::vector<std::string> expandArguments(std::vector<std::string> words,
                                         const Environment &environment,
                                         std::vector<std::string> &errors) {
  std::vector<std::string> all;
  if (auto flags = environment("NVCC_PREPEND_FLAGS"))
    append(all, splitWords(*flags, /*atCommas=*/false));
  append(all, std::move(words));
  if (auto flags = environment("NVCC_APPEND_FLAGS"))
    append(all, splitWords(*flags, /*atCommas=*/false));
  std::vector<std::string> expanded;
  expandInto(all, expanded, errors, 0);
  return expanded;
}

ParsedArguments parseArguments(const std::vector<std::string> &words) {
  ParsedArguments parsed;
  std::vector<const char *> pointers;
  for (const std::string &word : words)
    if (!word.empty())
      pointers.push_back(word.c_str());
  unsigned missingIndex = 0, missingCount = 0;
  InputArgList arguments = optionTable().ParseArgs(pointers, missingIndex, missingCount);
  if (missingCount > 0)
    parsed.errors.push_back("argument expected after '" + std::string(pointers[missingIndex]) +
                            "'");
  Reader(arguments, parsed).read();
  return parsed;
}

} // namespace sampan::nvcc
