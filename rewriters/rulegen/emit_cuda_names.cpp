// SPDX-License-Identifier: Apache-2.0
// CUDA's names over the neutral API. One header, two forms:
//
//  * A compiler sees the neutral names as the real ones: tags, enumerators and constants are macros
//    (so that `struct cudaDeviceProp`, `case cudaSuccess` and `cudaMemcpyKind::cudaMemcpyDefault`
//    work, in C too), other types are typedefs, functions are inline forwarders.
//  * The tool must see CUDA's names in the syntax tree. While it parses, the neutral headers are
//  read
//    with their names replaced by CUDA's; the neutral names are then declared next to them, of the
//    same types, for code that is translated already.
#include "rewriters/rulegen/emit.h"

#include <algorithm>
#include <array>
#include <sstream>

namespace sampan::rulegen {
namespace {

struct Alias {
  std::string cuda, own;
  RuleKind kind;
};

struct Names {
  std::vector<Alias> aliases;                                  ///< all, sorted by CUDA name
  std::map<std::string, std::string> canonical;                ///< own to CUDA
  std::map<std::string, std::vector<std::string>> cudaNamesOf; ///< own to all CUDA names
};

/// The CUDA name that has the same rest ("cudaMalloc" for "spnMalloc", "cublasSgemm" for
/// "spnblasSgemm") stands for the function when the tool parses; others are declared next to it.
bool isDirect(const std::string &cuda, const std::string &own) {
  std::size_t at = own.find("spn");
  if (at == std::string::npos)
    return false;
  return std::ranges::any_of(std::array{"cuda", "cu", "n"}, [&](const char *prefix) {
    return cuda == std::string(own).replace(at, 3, prefix);
  });
}

Names collectNames(const RuleSet &rules, const Declarations &declarations) {
  Names names;
  for (const RuleRow &row : rules.rows) {
    if (row.action != RuleAction::Rename || row.kind == RuleKind::Field || !row.args.empty() ||
        !declarations.declares(row.to))
      continue;
    RuleKind kind = row.kind;
    names.aliases.push_back({row.api, row.to, kind});
    names.cudaNamesOf[row.to].push_back(row.api);
    auto [at, added] = names.canonical.try_emplace(row.to, row.api);
    if (!added && isDirect(row.api, row.to))
      at->second = row.api;
  }
  return names;
}

std::string parameterList(const FunctionDeclaration &function, bool withDefaults) {
  std::string text;
  for (const Parameter &parameter : function.parameters) {
    text += (text.empty() ? "" : ", ") + parameter.text;
    if (withDefaults && !parameter.fallback.empty())
      text += " SPN_DEFAULT(" + parameter.fallback + ")";
  }
  return text.empty() ? "void" : text;
}

std::string spaced(const std::string &type) {
  return type.ends_with('*') || type.ends_with('&') ? type : type + " ";
}

std::string forwarder(const FunctionDeclaration &function, const std::string &cuda,
                      const std::string &specifier) {
  std::string arguments, templateArguments;
  for (const Parameter &parameter : function.parameters)
    arguments += (arguments.empty() ? "" : ", ") + parameter.name + (parameter.isPack ? "..." : "");
  for (const std::string &name : function.templateNames)
    templateArguments += (templateArguments.empty() ? "" : ", ") + name;
  std::string call =
      function.name + (templateArguments.empty() ? "" : "<" + templateArguments + ">");
  return (function.templateHead.empty() ? "" : function.templateHead + " ") + specifier + " " +
         spaced(function.result) + cuda + "(" + parameterList(function, true) + ") {\n  " +
         (function.result == "void" ? "" : "return ") + call + "(" + arguments + ");\n}\n";
}

std::string declaration(const FunctionDeclaration &function, const std::string &name) {
  std::string specifier = function.isC ? "SPN_API " : "";
  return (function.templateHead.empty() ? "" : function.templateHead + " ") + specifier +
         spaced(function.result) + name + "(" + parameterList(function, true) + ");\n";
}

bool isTag(const Alias &alias, const Declarations &declarations) {
  return declarations.tags.contains(alias.own);
}

std::string includes(const NamesHeader &header) {
  if (header.cxxHeader == header.cHeader)
    return "#include \"" + header.cHeader + "\"\n";
  return "#ifdef __cplusplus\n#include \"" + header.cxxHeader + "\"\n#else\n#include \"" +
         header.cHeader + "\"\n#endif\n";
}

/// The form for compilers.
void emitAliases(std::ostream &out, const Names &names, const Declarations &declarations,
                 const NamesHeader &header) {
  out << includes(header) << "\n";
  for (const Alias &alias : names.aliases) {
    if (alias.kind == RuleKind::Type && !isTag(alias, declarations))
      out << "typedef " << alias.own << " " << alias.cuda << ";\n";
    else if (alias.kind == RuleKind::Type || alias.kind == RuleKind::Enumerator)
      out << "#define " << alias.cuda << " " << alias.own << "\n";
  }
  out << "\n#ifdef __cplusplus\n#define SPN_CUDA_FORWARD extern \"C\" inline\n#else\n"
         "#define SPN_CUDA_FORWARD static inline __attribute__((unused))\n#endif\n";
  for (const FunctionDeclaration &function : declarations.functions)
    if (auto cuda = names.cudaNamesOf.find(function.name);
        cuda != names.cudaNamesOf.end() && function.isC)
      for (const std::string &name : cuda->second)
        out << forwarder(function, name, "SPN_CUDA_FORWARD");
  out << "#undef SPN_CUDA_FORWARD\n\n#ifdef __cplusplus\n";
  for (const FunctionDeclaration &function : declarations.functions)
    if (auto cuda = names.cudaNamesOf.find(function.name);
        cuda != names.cudaNamesOf.end() && !function.isC)
      for (const std::string &name : cuda->second)
        out << forwarder(function, name, "SPN_INLINE");
  out << "#endif\n";
}

/// The form for the tool.
void emitParsed(std::ostream &out, const Names &names, const Declarations &declarations,
                const NamesHeader &header) {
  for (const auto &[own, cuda] : names.canonical)
    if (!declarations.macros.contains(own))
      out << "#define " << own << " " << cuda << "\n";
  out << includes(header);
  for (const auto &[own, cuda] : names.canonical)
    if (!declarations.macros.contains(own) && !declarations.tags.contains(own))
      out << "#undef " << own << "\n";
  for (const auto &[own, cuda] : names.canonical)
    if (declarations.typedefs.contains(own) && !declarations.tags.contains(own))
      out << "typedef " << cuda << " " << own << ";\n";
  // A tag alone names a type in C++ only.
  std::string plain, tagged;
  for (const Alias &alias : names.aliases) {
    if (alias.kind != RuleKind::Type || names.canonical.at(alias.own) == alias.cuda)
      continue;
    bool isTag = declarations.tags.contains(alias.own);
    std::string line = "typedef " + names.canonical.at(alias.own) + " " + alias.cuda + ";\n";
    (isTag ? tagged : plain) += line;
  }
  out << plain << "#ifdef __cplusplus\n" << tagged;
  for (const auto &[name, tag] : declarations.enumerators)
    if (auto cuda = names.canonical.find(name); cuda != names.canonical.end())
      out << "static constexpr auto " << name << " = " << cuda->second << ";\n";
  out << "#else\n";
  for (const auto &[name, tag] : declarations.enumerators)
    if (auto cuda = names.canonical.find(name); cuda != names.canonical.end())
      out << "#define " << name << " " << cuda->second << "\n";
  out << "#endif\n";
  for (const Alias &alias : names.aliases)
    if (alias.kind == RuleKind::Enumerator && names.canonical.at(alias.own) != alias.cuda)
      out << "#define " << alias.cuda << " " << names.canonical.at(alias.own) << "\n";
  for (bool isC : {true, false}) {
    out << (isC ? "" : "#ifdef __cplusplus\n");
    for (const FunctionDeclaration &function : declarations.functions) {
      auto cuda = names.cudaNamesOf.find(function.name);
      if (function.isC != isC || cuda == names.cudaNamesOf.end())
        continue;
      out << declaration(function, function.name);
      for (const std::string &name : cuda->second)
        if (name != names.canonical.at(function.name))
          out << declaration(function, name);
    }
    out << (isC ? "" : "#endif\n");
  }
}

/// Constants that are macros in CUDA. For the tool they are variables, so that a use is a node of
/// the syntax tree.
void emitConstants(std::ostream &out, const Names &names) {
  for (const Alias &alias : names.aliases)
    if (alias.kind == RuleKind::Macro)
      out << "#define " << alias.cuda << " " << alias.own << "\n";
}

void emitParsedConstants(std::ostream &out, const Names &names, const Declarations &declarations) {
  for (const Alias &alias : names.aliases)
    if (alias.kind == RuleKind::Macro) {
      const std::string &value = declarations.macros.at(alias.own);
      bool isPointer = value.find("_t)") != std::string::npos;
      if (value == "0" || value == "0x00") // also a null pointer: <<<1, 1, 0, cudaStreamDefault>>>
        out << "#define " << alias.cuda << " " << alias.own << "\n";
      else
        out << "static " << (isPointer ? "const" : "constexpr") << " auto " << alias.cuda << " = "
            << alias.own << ";\n";
    }
}

} // namespace

const NamesHeader &runtimeNames() {
  static const NamesHeader header = {
      "SAMPAN_CUDA_NAMES_H", "", "SAMPAN_RUNTIME_API_H", "sampan/runtime_api.h", "sampan/runtime.h",
  };
  return header;
}

const NamesHeader &driverNames() {
  static const NamesHeader header = {
      "SAMPAN_CUDA_DRIVER_NAMES_H", "sampan_cuda_names.h", "SAMPAN_DRIVER_API_H",
      "sampan/driver_api.h",        "sampan/driver_api.h",
  };
  return header;
}

const std::vector<LibraryNames> &libraryNames() {
  static const std::vector<LibraryNames> libraries = {
      {"cublas",
       "blas",
       {"SAMPAN_CUBLAS_NAMES_H", "sampan_cuda_names.h", "SAMPAN_BLAS_H", "sampan/blas.h",
        "sampan/blas.h"}},
      {"nccl",
       "ccl",
       {"SAMPAN_NCCL_NAMES_H", "sampan_cuda_names.h", "SAMPAN_CCL_H", "sampan/ccl.h",
        "sampan/ccl.h"}},
  };
  return libraries;
}

std::string emitCudaNames(const RuleSet &rules, const Declarations &declarations,
                          const NamesHeader &header) {
  Names names = collectNames(rules, declarations);
  std::ostringstream out;
  out << "/* SPDX-License-Identifier: Apache-2.0\n"
         "   Generated by rulegen: CUDA's names over Sampan's neutral API. */\n"
         "#ifndef "
      << header.guard << "\n#define " << header.guard << "\n\n";
  if (!header.before.empty())
    out << "#include \"" << header.before << "\"\n\n";
  out << "#if defined(__SAMPAN_PARSE__) && !defined(" << header.neutralGuard << ")\n";
  emitParsed(out, names, declarations, header);
  out << "\n#else\n\n";
  emitAliases(out, names, declarations, header);
  out << "\n#endif\n\n#if defined(__SAMPAN_PARSE__) && defined(__cplusplus)\n";
  emitParsedConstants(out, names, declarations);
  out << "#else\n";
  emitConstants(out, names);
  out << "#endif\n\n#endif\n";
  return out.str();
}

std::string emitCudaSymbols(const RuleSet &rules, const Declarations &declarations,
                            const std::string &header) {
  Names names = collectNames(rules, declarations);
  std::ostringstream out;
  out << "// Generated by rulegen: CUDA's names as symbols, for configure scripts that look for "
         "them\n"
         "// and for objects that were built without our headers.\n"
         "#include \""
      << header << "\"\n\nextern \"C\" {\n";
  for (const FunctionDeclaration &function : declarations.functions) {
    auto cuda = names.cudaNamesOf.find(function.name);
    if (!function.isC || cuda == names.cudaNamesOf.end())
      continue;
    for (const std::string &name : cuda->second) {
      FunctionDeclaration plain = function;
      for (Parameter &parameter : plain.parameters)
        parameter.fallback.clear();
      out << forwarder(plain, name, "");
    }
  }
  out << "}\n";
  return out.str();
}

} // namespace sampan::rulegen
