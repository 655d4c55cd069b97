// SPDX-License-Identifier: Apache-2.0
#include "tool/project/inputs.h"

#include "rewriters/core/diagnostics.h"
#include "tool/support/files.h"

#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace sampan {
namespace {

namespace fs = llvm::sys::fs;

bool isSourceName(llvm::StringRef file) {
  return llvm::StringSwitch<bool>(llvm::sys::path::extension(file))
      .Cases({".cu", ".cuh", ".cpp", ".cc", ".cxx", ".C", ".c++", ".c"}, true)
      .Cases({".h", ".hpp", ".hh", ".hxx", ".inl", ".inc", ".ipp", ".tpp"}, true)
      .Default(false);
}

Finding unreadable(const std::string &file, const std::string &reason) {
  return makeFinding(diag::InputUnreadable{.file = file, .reason = reason}, Span{file, 0, 0, 1, 1});
}

} // namespace

std::optional<Finding> checkInput(const std::string &file) {
  fs::file_status status;
  if (std::error_code code = fs::status(file, status))
    return unreadable(file, code.message());
  if (status.type() == fs::file_type::directory_file)
    return unreadable(file, "it is a directory");
  if (status.type() != fs::file_type::regular_file)
    return unreadable(file, "it is not a regular file");
  if (!isSourceName(file))
    return unreadable(file, "its name is not that of a C, C++ or CUDA source");
  if (status.getSize() > kLargestInput)
    return makeFinding(diag::InputTooLarge{.file = file,
                                           .size = std::to_string(status.getSize()),
                                           .limit = std::to_string(kLargestInput)},
                       Span{file, 0, 0, 1, 1});
  auto buffer = llvm::MemoryBuffer::getFile(file, false, false);
  if (!buffer)
    return unreadable(file, buffer.getError().message());
  llvm::StringRef text = (*buffer)->getBuffer();
  if (text.starts_with("#!"))
    return unreadable(file, "it is a script, not C++ (it starts with #!)");
  std::size_t bad = text.find('\0');
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    bad = 0;
  if (bad != text.npos)
    return makeFinding(diag::InputNotText{.file = file, .offset = std::to_string(bad)},
                       Span{file, 0, 0, 1, 1});
  return std::nullopt;
}

} // namespace sampan
