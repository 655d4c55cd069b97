// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/form_text.h"

#include "rewriters/core/form_marks.h"
#include "tool/support/files.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/FileSystem.h"

#include <tuple>

namespace sampan::nvcc {
namespace {

namespace fs = llvm::sys::fs;

std::vector<FormText> formsIn(llvm::StringRef text) {
  std::vector<FormText> result;
  const llvm::StringRef start = llvm::StringRef(kFormStart).trim('\n'),
                        end = llvm::StringRef(kFormEnd).trim('\n');
  unsigned line = 0;
  bool open = false;
  while (!text.empty()) {
    llvm::StringRef here;
    std::tie(here, text) = text.split('\n');
    ++line;
    llvm::StringRef rest = here;
    if (unsigned of = 0; rest.consume_front(start) && !rest.getAsInteger(10, of)) {
      result.push_back({});
      result.back().first = line;
      result.back().of = of;
      open = true;
    }
    if (!open)
      continue;
    FormText &form = result.back();
    form.last = line;
    if (unsigned user = 0; rest.consume_front("#line ") && !rest.consumeInteger(10, user))
      form.directives.push_back({line, user});
    if (here.contains("for (int spn_k = ") || here.contains("for (int spn_t = "))
      form.loops.push_back(line);
    open = here != end;
  }
  return result;
}

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

} // namespace

unsigned FormText::userLine(unsigned line) const {
  for (const Line &directive : directives)
    if (directive.at >= line)
      return directive.user;
  return of;
}

PlainForms::PlainForms(const std::string &root) {
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
}

PlainForms::~PlainForms() {
  for (const auto &[path, text] : texts)
    llvm::consumeError(writeFileAtomically(path, text));
}

} // namespace sampan::nvcc
