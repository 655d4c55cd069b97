// SPDX-License-Identifier: Apache-2.0
#include "rewriters/ast/repaired_text.h"

#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/Support/MemoryBuffer.h"

#include <algorithm>

namespace sampan {

RepairedText::RepairedText(const std::vector<EditGroup> &groups, const std::string &by) : by(by) {
  for (const EditGroup &group : groups)
    if (group.by == by)
      for (const Edit &edit : group.edits)
        if (edit.at.begin == edit.at.end)
          files[edit.at.file].push_back(edit);
  for (auto &[file, edits] : files) {
    std::ranges::sort(edits);
    edits.erase(std::unique(edits.begin(), edits.end()), edits.end());
  }
}

void RepairedText::install(clang::PreprocessorOptions &preprocessor) const {
  for (const auto &[file, edits] : files) {
    auto buffer = llvm::MemoryBuffer::getFile(file);
    if (!buffer)
      continue;
    std::string text = (*buffer)->getBuffer().str();
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit)
      if (edit->at.begin <= text.size())
        text.insert(edit->at.begin, edit->text);
    preprocessor.addRemappedFile(
        file, llvm::MemoryBuffer::getMemBufferCopy(text, file).release()); // the compiler frees it
  }
}

void RepairedText::toWritten(Span &span) const {
  const auto found = files.find(span.file);
  if (found == files.end())
    return;
  // The insertions before the place, each at its own place in the repaired text.
  std::uint32_t grown = 0, begin = span.begin, end = span.end;
  for (const Edit &edit : found->second) {
    const std::uint32_t at = edit.at.begin + grown;
    const auto size = static_cast<std::uint32_t>(edit.text.size());
    const std::uint32_t inBegin = std::min(size, span.begin > at ? span.begin - at : 0);
    begin -= inBegin;
    end -= std::min(size, span.end > at ? span.end - at : 0);
    if (edit.at.line == span.line)
      span.column -= inBegin;
    grown += size;
  }
  span.begin = begin;
  span.end = end;
}

void RepairedText::toWritten(TuResult &result) const {
  auto needs = [&](std::vector<KernelNeed> &list) {
    for (KernelNeed &need : list)
      toWritten(need.at);
  };
  auto launches = [&](std::vector<LaunchInfo> &list) {
    for (LaunchInfo &launch : list)
      toWritten(launch.at);
  };
  for (Use &use : result.uses)
    toWritten(use.at);
  for (Finding &finding : result.findings)
    toWritten(finding.at);
  for (EditGroup &group : result.groups)
    for (Edit &edit : group.edits)
      toWritten(edit.at);
  for (KernelInfo &kernel : result.kernels) {
    Span bodyEnd = kernel.at;
    bodyEnd.begin = bodyEnd.end = kernel.bodyEnd;
    toWritten(bodyEnd);
    if (kernel.bodyEnd)
      kernel.bodyEnd = bodyEnd.begin;
    for (Span *span :
         {&kernel.at, &kernel.shape.readAt, &kernel.shape.writeAt, &kernel.shape.divergentAt})
      toWritten(*span);
    needs(kernel.needs);
    launches(kernel.launches);
  }
  for (KernelForm &form : result.kernelForms) {
    toWritten(form.at);
    toWritten(form.obstacleAt);
  }
  launches(result.launches);
  for (Span &span : result.notAnalysed)
    toWritten(span);
  for (Span &span : result.opaqueMacros)
    toWritten(span);
}

void RepairedText::addRepairs(TuResult &result) const {
  auto isWritten = [&](const Edit &repair) {
    return std::ranges::any_of(result.groups, [&](const EditGroup &group) {
      return std::ranges::any_of(group.edits, [&](const Edit &edit) {
        return edit.at.file == repair.at.file && edit.at.begin < repair.at.begin &&
               repair.at.begin < edit.at.end;
      });
    });
  };
  std::vector<EditGroup> added;
  for (const auto &[file, edits] : files)
    for (const Edit &edit : edits)
      if (!isWritten(edit))
        added.push_back({by, {edit}});
  result.groups.insert(result.groups.end(), added.begin(), added.end());
}

} // namespace sampan
