// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/refused_forms.h"

#include "rewriters/core/form_marks.h"
#include "tool/project/compile_overlay.h"
#include "tool/support/files.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/FileSystem.h"

#include <algorithm>
#include <map>
#include <set>

namespace sampan::nvcc {
namespace {

namespace fs = llvm::sys::fs;

/// Lines of the rewritten text, and whose form they are.
struct FormLines {
  unsigned first = 0, last = 0, of = 0;
};

std::vector<FormLines> formsIn(llvm::StringRef text) {
  std::vector<FormLines> result;
  const llvm::StringRef start = llvm::StringRef(kFormStart).trim('\n'),
                        end = llvm::StringRef(kFormEnd).trim('\n');
  unsigned line = 0;
  bool open = false;
  while (!text.empty()) {
    llvm::StringRef here;
    std::tie(here, text) = text.split('\n');
    ++line;
    if (unsigned of = 0; here.consume_front(start) && !here.getAsInteger(10, of)) {
      result.push_back({line, line, of});
      open = true;
    }
    if (open)
      result.back().last = line;
    open &= here != end;
  }
  return result;
}

/// The same text, in which lines count as they stand.
std::string withoutLineDirectives(llvm::StringRef text) {
  std::string result;
  while (!text.empty()) {
    auto [here, rest] = text.split('\n');
    if (!here.ltrim().starts_with("#line "))
      result += here;
    result += '\n';
    text = rest;
  }
  return result;
}

using Places = std::set<std::pair<std::string, unsigned>>;

/// FILE:LINE at the start of messages and of the notes around them.
Places placesIn(llvm::StringRef messages, llvm::StringRef root) {
  Places result;
  while (!messages.empty()) {
    llvm::StringRef line;
    std::tie(line, messages) = messages.split('\n');
    if (!line.starts_with(root))
      continue;
    const std::size_t colon = line.find(':', root.size());
    unsigned number = 0;
    llvm::StringRef after = line.substr(std::min(colon, line.size()))
                                .drop_front(colon == llvm::StringRef::npos ? 0 : 1);
    if (!after.consumeInteger(10, number))
      result.insert({line.substr(0, colon).str(), number});
  }
  return result;
}

} // namespace

std::vector<Span> findRefusedForms(Session &session, std::vector<std::string> command,
                                   const std::string &root) {
  std::map<std::string, std::vector<FormLines>> forms;
  std::map<std::string, std::string> texts; ///< to put back
  std::error_code code;
  for (fs::recursive_directory_iterator at(root, code), end; at != end && !code;
       at.increment(code)) {
    if (fs::is_directory(at->path()))
      continue;
    llvm::Expected<std::string> text = readFile(at->path());
    if (!text) {
      llvm::consumeError(text.takeError());
      continue;
    }
    forms[at->path()] = formsIn(*text);
    texts[at->path()] = std::move(*text);
  }
  for (const auto &[path, text] : texts)
    llvm::consumeError(writeFileAtomically(path, withoutLineDirectives(text)));
  command.push_back("-w"); // places of warnings are no reason
  const Places places = placesIn(session.messagesOf(command), root);
  for (const auto &[path, text] : texts)
    llvm::consumeError(writeFileAtomically(path, text));
  std::vector<Span> result;
  for (const auto &[path, line] : places)
    for (const FormLines &form : forms[path])
      if (form.first <= line && line <= form.last) {
        Span span;
        span.file = originalPath(path, root);
        span.line = form.of;
        if (std::ranges::find(result, span) == result.end())
          result.push_back(std::move(span));
      }
  return result;
}

} // namespace sampan::nvcc
