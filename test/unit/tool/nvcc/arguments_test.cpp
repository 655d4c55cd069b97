// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/arguments.h"

#include "tool/nvcc/options.h"
#include "tool/support/files.h"

#include <gtest/gtest.h>
#include <map>

namespace sampan::nvcc {
namespace {

using Words = std::vector<std::string>;

Invocation parse(const Words &words) {
  ParsedArguments parsed = parseArguments(words);
  EXPECT_TRUE(parsed.errors.empty()) << parsed.errors.front();
  return parsed.invocation;
}

std::string firstError(const Words &words) {
  ParsedArguments parsed = parseArguments(words);
  return parsed.errors.empty() ? "" : parsed.errors.front();
}

TEST(NvccArguments, EveryOptionHasExactlyOneClass) {
  const llvm::opt::OptTable &table = optionTable();
  unsigned real = 0;
  for (unsigned id = 1; id <= table.getNumOptions(); ++id) {
    llvm::opt::Option option = table.getOption(id);
    if (option.getKind() == llvm::opt::Option::InputClass ||
        option.getKind() == llvm::opt::Option::UnknownClass)
      continue;
    int classes = int(option.hasFlag(Honour)) + int(option.hasFlag(Map)) +
                  int(option.hasFlag(Ignore)) + int(option.hasFlag(Reject));
    EXPECT_EQ(classes, 1) << option.getPrefixedName().str();
    real += option.getAlias().isValid() ? 0 : 1;
  }
  EXPECT_EQ(real, 147u);
}

TEST(NvccArguments, ReadsValuesInAllForms) {
  for (const Words &words :
       {Words{"-std", "c++14"}, Words{"-std=c++14"}, Words{"--std", "c++14"}, Words{"--std=c++14"}})
    EXPECT_EQ(parse(words).standard, "c++14");
  for (const Words &words : {Words{"-Iinc"}, Words{"-I", "inc"}, Words{"-I=inc"},
                             Words{"--include-path", "inc"}, Words{"--include-path=inc"}})
    EXPECT_EQ(parse(words).includePaths, Words{"inc"});
  EXPECT_EQ(parse({"-I", "a,b", "-Ic"}).includePaths, (Words{"a", "b", "c"}));
  for (const Words &words : {Words{"-O3"}, Words{"-O", "3"}, Words{"-O=3"}, Words{"--optimize=3"}})
    EXPECT_EQ(parse(words).optimise, "3");
  EXPECT_EQ(parse({"-o", "x"}).output, "x");
  EXPECT_EQ(parse({"--output-file=x"}).output, "x");
}

TEST(NvccArguments, KeepsTheOrderOfMacros) {
  EXPECT_EQ(parse({"-DA=1", "-UA", "-D", "B=\"x y\"", "--define-macro", "C"}).macros,
            (Words{"-DA=1", "-UA", "-DB=\"x y\"", "-DC"}));
}

TEST(NvccArguments, HostFlagsInAllForms) {
  EXPECT_EQ(parse({"-Xcompiler", "-Wall", "-Xcompiler=-g,-fPIC", "--compiler-options", "'-O2'"})
                .hostFlags,
            (Words{"-Wall", "-g", "-fPIC", "-O2"}));
  EXPECT_EQ(parse({"-Xlinker", "-rpath,lib"}).linkFlags, (Words{"-rpath", "lib"}));
}

TEST(NvccArguments, LongestOptionWinsOverJoinedLibrary) {
  Invocation invocation = parse({"-lineinfo", "-lcublas", "-lm", "-l", "rt", "-lib", "a.o"});
  EXPECT_EQ(invocation.libraries, (Words{"cublas", "m", "rt"}));
  EXPECT_EQ(invocation.phase, Phase::Archive);
}

TEST(NvccArguments, ReadsArchitecturesInAllForms) {
  for (const Words &words : {Words{"-arch=sm_70"}, Words{"-arch", "compute_70"},
                             Words{"--gpu-architecture=sm_70", "--gpu-code=sm_70,compute_70"},
                             Words{"-gencode", "arch=compute_70,code=sm_70"},
                             Words{"-gencode=arch=compute_70,code=\"sm_70,compute_70\""},
                             Words{"--generate-code=arch=compute_70,code=[compute_70,sm_70]"}})
    EXPECT_EQ(parse(words).architectures, std::vector<int>{70}) << words.front();
  EXPECT_EQ(parse({"-arch=sm_90a"}).architectures, std::vector<int>{90});
  EXPECT_EQ(parse({}).architectures, std::vector<int>{80});
  EXPECT_EQ(parse({"-arch=sm_52"}).deviceArch(), 600);
  EXPECT_EQ(parse({"-gencode=arch=compute_60,code=sm_60", "-gencode=arch=compute_86,code=sm_86"})
                .deviceArch(),
            860);
  EXPECT_NE(firstError({"-arch=foo"}), "");
}

TEST(NvccArguments, Phases) {
  EXPECT_EQ(parse({"a.cu"}).phase, Phase::Link);
  EXPECT_EQ(parse({"-c", "a.cu"}).phase, Phase::Compile);
  EXPECT_EQ(parse({"-dc", "a.cu"}).phase, Phase::Compile);
  EXPECT_TRUE(parse({"-dc", "a.cu"}).relocatable);
  EXPECT_TRUE(parse({"-rdc=true", "-c", "a.cu"}).relocatable);
  EXPECT_FALSE(parse({"-rdc", "false", "-c", "a.cu"}).relocatable);
  EXPECT_EQ(parse({"-dlink", "a.o"}).phase, Phase::DeviceLink);
  EXPECT_EQ(parse({"-E", "a.cu"}).phase, Phase::Preprocess);
  EXPECT_EQ(parse({"-MM", "a.cu"}).phase, Phase::Dependencies);
  EXPECT_EQ(parse({"--version"}).phase, Phase::ShowVersion);
}

TEST(NvccArguments, InputsByExtensionAndByX) {
  Invocation invocation = parse({"a.cu", "b.cpp", "c.c", "d.o", "libe.a", "libf.so.1", "g"});
  std::vector<InputKind> kinds;
  for (const Input &input : invocation.inputs)
    kinds.push_back(input.kind);
  EXPECT_EQ(kinds, (std::vector<InputKind>{InputKind::Cuda, InputKind::Cxx, InputKind::C,
                                           InputKind::Object, InputKind::Object, InputKind::Object,
                                           InputKind::Unknown}));
  EXPECT_EQ(parse({"-x", "cu", "a.cpp"}).inputs[0].kind, InputKind::Cuda);
  EXPECT_EQ(parse({"-x=cu", "-c", "a.c"}).inputs[0].kind, InputKind::Cuda);
}

TEST(NvccArguments, UnknownOptions) {
  EXPECT_NE(firstError({"-use_fastmath"}).find("did you mean '-use_fast_math'"), std::string::npos);
  EXPECT_NE(firstError({"-fPIC"}).find("-Xcompiler -fPIC"), std::string::npos);
  EXPECT_EQ(parse({"-forward-unknown-to-host-compiler", "-fPIC", "-march=native"}).hostFlags,
            (Words{"-fPIC", "-march=native"}));
  EXPECT_EQ(parse({"-forward-unknown-to-host-linker", "-Wl,-z,now"}).forwardedLinkFlags,
            Words{"-Wl,-z,now"});
}

TEST(NvccArguments, RejectedAndIgnoredOptionsAreSaid) {
  EXPECT_NE(firstError({"-ptx", "a.cu"}).find("NVIDIA device code"), std::string::npos);
  ParsedArguments parsed = parseArguments({"-maxrregcount=32", "-Xptxas", "-v", "a.cu"});
  EXPECT_TRUE(parsed.errors.empty());
  EXPECT_EQ(parsed.notes.size(), 2u);
}

TEST(NvccArguments, MissingAndWrongValues) {
  EXPECT_NE(firstError({"-o"}), "");
  EXPECT_NE(firstError({"-rdc=maybe"}), "");
  EXPECT_NE(firstError({"-t", "x"}), "");
  EXPECT_NE(firstError({"-Oq"}), "");
  EXPECT_NE(firstError({"-cudart=dynamic"}), "");
  EXPECT_NE(firstError({"-m", "32"}), "");
}

TEST(NvccArguments, EnvironmentAndOptionsFiles) {
  auto directory = TemporaryDirectory::create();
  ASSERT_TRUE(bool(directory));
  std::string inner = directory->path() + "/inner", outer = directory->path() + "/outer";
  ASSERT_FALSE(bool(writeFileAtomically(inner, "-DINNER\n'-DS=a b'\n")));
  ASSERT_FALSE(bool(writeFileAtomically(outer, "-c --options-file " + inner + " -DOUTER")));
  std::map<std::string, std::string> variables = {{"NVCC_PREPEND_FLAGS", "-O1 -g"},
                                                  {"NVCC_APPEND_FLAGS", "-DLAST"}};
  auto environment = [&](const char *name) -> std::optional<std::string> {
    auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
  Words errors;
  EXPECT_EQ(expandArguments({"--options-file", outer, "x.cu"}, environment, errors),
            (Words{"-O1", "-g", "-c", "-DINNER", "-DS=a b", "-DOUTER", "x.cu", "-DLAST"}));
  EXPECT_TRUE(errors.empty());
  variables.clear();
  ASSERT_FALSE(bool(writeFileAtomically(inner, "-optf " + inner)));
  expandArguments({"-optf=" + inner}, environment, errors);
  EXPECT_FALSE(errors.empty());
  errors.clear();
  expandArguments({"-optf", directory->path() + "/none"}, environment, errors);
  EXPECT_EQ(errors.size(), 1u);
}

} // namespace
} // namespace sampan::nvcc
