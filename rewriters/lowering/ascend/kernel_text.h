// SPDX-License-Identifier: Apache-2.0
// What stands behind a kernel's body: the entry that the cores run, which declares the shared
// arrays and walks over the virtual blocks, and the host function that launches it.
#pragma once

#include "rewriters/lowering/ascend/block_size.h"
#include "rewriters/lowering/ascend/device_code.h"

namespace clang {
class ParmVarDecl;
} // namespace clang

namespace sampan::ascend {

class KernelText {
public:
  KernelText(PassContext &context, const DeviceCode &, const BlockSizes &blockSizes)
      : context(context), blockSizes(blockSizes) {}

  /// Writes entry and launch function, or the function that refuses to launch.
  void write(const DeviceFunction &function);
  /// Template parameters that some launch of the unit fills with double.
  std::vector<std::string> doubleParameters(const clang::FunctionDecl &kernel) const;

private:
  struct Parts {
    std::string name, nameWithArguments; ///< "k", "k<int>" for a specialisation
    std::string deviceName;              ///< "k", "k_int" for a specialisation
    std::string templateHeader;          ///< "template <class T>\n", or empty
    std::string templateArguments;       ///< "<T>", or empty
    std::string launchTemplateArguments; ///< the same, with the types of the device
    std::string parameters;              ///< as declared
    std::string parametersPlain;         ///< without default arguments
    std::string arguments;               ///< the names
    std::string launchArguments;         ///< the same, as the entry takes them
    std::vector<std::string> doubles;    ///< template parameters that are double in some launch
    std::string linkage;                 ///< "static ", "inline ", `extern "C" `
  };

  void describeParameters(const clang::FunctionDecl &kernel, Parts &parts);
  void describeTemplate(const clang::FunctionDecl &kernel, Parts &parts);
  void describeDeclaration(const clang::FunctionDecl &kernel, Parts &parts);
  Parts describe(const clang::FunctionDecl &kernel);
  std::string parameterText(const clang::ParmVarDecl &parameter, unsigned index, bool withDefault);
  std::string bounds(const clang::FunctionDecl &kernel) const;
  std::string entry(const DeviceFunction &function, const Parts &parts, const std::string &bound);
  std::string sharedDeclaration(const SharedParameter &parameter) const;
  std::string launcher(const DeviceFunction &function, const Parts &parts,
                       const std::string &bound) const;
  std::string aclLauncher(const Parts &parts, const std::string &bound) const;
  std::string refusal(const DeviceFunction &function, const Parts &parts) const;

  PassContext &context;
  const BlockSizes &blockSizes;
};

} // namespace sampan::ascend
