// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/clang_arguments.h"

#include "tool/nvcc/host_compiler.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

namespace sampan::nvcc {
namespace {

using llvm::StringRef;
using Words = std::vector<std::string>;

/// The front end defines these itself.
bool isFrontEndMacro(StringRef flag) {
  return flag == "-D__CUDACC__" || flag == "-D__NVCC__" || flag == "-D__CUDACC_RDC__" ||
         flag.starts_with("-D__CUDACC_VER_");
}

bool takesNextWord(StringRef flag) {
  return flag == "-I" || flag == "-D" || flag == "-U" || flag == "-isystem" || flag == "-iquote" ||
         flag == "-idirafter" || flag == "-include";
}

bool isParseRelevant(StringRef flag) {
  for (StringRef prefix : {"-I", "-D", "-U", "-isystem", "-iquote", "-idirafter", "-include",
                           "-std=", "-fopenmp", "-mavx", "-msse", "-mfma", "-mf16c", "-mbmi"})
    if (flag.starts_with(prefix))
      return true;
  return flag == "-fno-exceptions" || flag == "-fno-rtti" || flag == "-funsigned-char" ||
         flag == "-fsigned-char" || flag == "-fms-extensions" || flag == "-fchar8_t" ||
         flag == "-pthread";
}

} // namespace

Words parseRelevantFlags(const Words &hostFlags) {
  Words relevant;
  for (std::size_t i = 0; i < hostFlags.size(); ++i) {
    if (!isParseRelevant(hostFlags[i]))
      continue;
    relevant.push_back(hostFlags[i]);
    if (takesNextWord(hostFlags[i]) && i + 1 < hostFlags.size())
      relevant.push_back(hostFlags[++i]);
  }
  return relevant;
}

Words clangArguments(const Invocation &invocation, const Toolkit &kit) {
  Words arguments = {cudaStandardFlag(invocation.standard)};
  for (std::string &macro : cudaMacros(invocation))
    if (!isFrontEndMacro(macro))
      arguments.push_back(std::move(macro));
  llvm::append_range(arguments, preprocessorFlags(invocation, kit));
  if (invocation.noExceptions)
    arguments.emplace_back("-fno-exceptions");
  if (!invocation.templateDepth.empty())
    arguments.push_back("-ftemplate-depth=" + invocation.templateDepth);
  llvm::append_range(arguments, parseRelevantFlags(invocation.hostFlags));
  return arguments;
}

ClangCommand nvccToClangArguments(const Words &words, const Toolkit &kit) {
  ParsedArguments parsed = parseArguments(words);
  ClangCommand command;
  for (const Input &input : parsed.invocation.inputs)
    if (input.kind == InputKind::Cuda || input.kind == InputKind::Cxx || input.kind == InputKind::C)
      command.files.push_back(input.path);
  command.arguments = clangArguments(parsed.invocation, kit);
  command.deviceArch = parsed.invocation.deviceArch();
  command.relocatableDeviceCode = parsed.invocation.relocatable;
  command.errors = std::move(parsed.errors);
  return command;
}

} // namespace sampan::nvcc
