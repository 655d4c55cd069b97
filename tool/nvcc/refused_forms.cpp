// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/refused_forms.h"

#include "tool/nvcc/form_text.h"
#include "tool/project/compile_overlay.h"

#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace sampan::nvcc {
namespace {

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
  PlainForms plain(root);
  command.push_back("-w"); // places of warnings are no reason
  const Places places = placesIn(session.messagesOf(command), root);
  std::vector<Span> result;
  for (const auto &[path, line] : places)
    for (const FormText &form : plain.forms[path])
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
