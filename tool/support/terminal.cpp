// SPDX-License-Identifier: Apache-2.0
#include "tool/support/terminal.h"

#include "llvm/Support/Process.h"

namespace sampan {
namespace {

bool isSet(const char *name) {
  auto value = llvm::sys::Process::GetEnv(name);
  return value && !value->empty() && *value != "0";
}

} // namespace

bool isTerminal(Stream stream) {
  return stream == Stream::Error ? llvm::sys::Process::StandardErrIsDisplayed()
                                 : llvm::sys::Process::StandardOutIsDisplayed();
}

bool useColour(ColourMode mode, Stream stream) {
  if (mode != ColourMode::Auto)
    return mode == ColourMode::Always;
  if (llvm::sys::Process::GetEnv("NO_COLOR").value_or("") != "")
    return false;
  return isSet("CLICOLOR_FORCE") || isTerminal(stream);
}

} // namespace sampan
