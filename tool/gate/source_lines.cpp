// SPDX-License-Identifier: Apache-2.0
#include "tool/gate/source_lines.h"

#include "tool/project/line_diff.h"
#include "tool/support/files.h"

namespace sampan {

const SourceLines::File &SourceLines::file(const std::string &path) {
  std::unique_ptr<File> &entry = files[path];
  if (entry)
    return *entry;
  entry = std::make_unique<File>();
  if (llvm::Expected<std::string> read = readFile(path))
    entry->text = std::move(*read);
  else
    llvm::consumeError(read.takeError());
  entry->lines = splitLines(entry->text);
  for (std::string_view &each : entry->lines)
    while (!each.empty() && (each.back() == '\n' || each.back() == '\r'))
      each.remove_suffix(1);
  return *entry;
}

const std::string &SourceLines::text(const std::string &path) { return file(path).text; }

std::string_view SourceLines::line(const std::string &path, std::size_t number) {
  const File &entry = file(path);
  return number == 0 || number > entry.lines.size() ? std::string_view() : entry.lines[number - 1];
}

} // namespace sampan
