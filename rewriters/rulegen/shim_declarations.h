// SPDX-License-Identifier: Apache-2.0
// What the runtime headers declare. They keep to one regular shape (SPN_API functions, template
// functions marked SPN_INLINE, plain C types), so a small scanner can read them and no compiler is
// needed at this point of the build.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace sampan::rulegen {

struct Parameter {
  std::string text;     ///< type and name, without default argument
  std::string name;     ///< empty for "void"
  std::string fallback; ///< default argument, or empty
  bool isPack = false;
};

struct FunctionDeclaration {
  std::string name;
  std::string result;                     ///< "spnError_t", "const char *"
  std::string templateHead;               ///< "template <class T>", or empty
  std::vector<std::string> templateNames; ///< "T", "Args..."
  std::vector<Parameter> parameters;
  bool isC = false; ///< declared SPN_API
};

struct Declarations {
  std::vector<FunctionDeclaration> functions; ///< in the order of declaration
  std::set<std::string> tags;                 ///< struct, union and enum names
  std::set<std::string> typedefs;
  std::map<std::string, std::string> enumerators; ///< name to enclosing enum
  std::map<std::string, std::string> macros;      ///< spn constants to their value

  bool declares(const std::string &name) const;
  std::vector<std::string> allNames() const;
};

/// Adds what `text`, the content of one header, declares.
void scanDeclarations(const std::string &text, Declarations &into);

} // namespace sampan::rulegen
