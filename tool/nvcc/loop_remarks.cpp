// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/loop_remarks.h"

#include "tool/nvcc/compile_cuda.h"
#include "tool/nvcc/compile_unit.h"
#include "tool/nvcc/form_text.h"
#include "tool/nvcc/host_compiler.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

#include <optional>
#include <tuple>
#include <utility>

namespace sampan::nvcc {
namespace {

using Words = std::vector<std::string>;

std::optional<std::string> processEnvironment(const char *name) {
  return llvm::sys::Process::GetEnv(name);
}

Words remarkFlags(const HostCompiler &compiler) {
  if (llvm::sys::path::filename(compiler.program).contains("clang"))
    return {"-Rpass=loop-vectorize", "-Rpass-missed=loop-vectorize",
            "-Rpass-analysis=loop-vectorize"};
  return {"-fopt-info-vec-optimized-missed"};
}

/// FILE:LINE:COLUMN: TEXT
bool splitMessage(llvm::StringRef line, LoopMessage &message, llvm::StringRef &text) {
  for (std::size_t colon = line.find(':'); colon != llvm::StringRef::npos;
       colon = line.find(':', colon + 1)) {
    llvm::StringRef rest = line.substr(colon + 1);
    unsigned number = 0, column = 0;
    if (rest.consumeInteger(10, number) || !rest.consume_front(":") ||
        rest.consumeInteger(10, column) || !rest.consume_front(": "))
      continue;
    message.file = line.take_front(colon).str();
    message.line = number;
    text = rest;
    return true;
  }
  return false;
}

llvm::Error failure(const std::string &text) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), text);
}

/// Brings what was said of a loop's copies together.
void apply(const LoopMessage &message, LoopRemark &loop) {
  if (loop.vectorised)
    return; // GCC goes on with what is left over for narrower vectors
  if (message.vectorised) {
    loop.vectorised = true;
    loop.width = message.text;
    loop.reason.clear();
  } else if (loop.reason.empty()) {
    loop.reason = message.text;
  }
}

/// Of the loop at `line`, whose body ends before `end`.
LoopRemark remarkOf(const std::vector<LoopMessage> &said, const std::string &path, unsigned line,
                    unsigned end) {
  LoopRemark loop;
  for (const LoopMessage &message : said)
    if (message.line == line && message.file == path)
      apply(message, loop);
  if (loop.vectorised || !loop.reason.empty())
    return loop;
  // Compilers look at the innermost loops, and say nothing of those around.
  for (const LoopMessage &message : said)
    if (message.file == path && line < message.line && message.line < end) {
      loop.reason = "there is a loop inside";
      if (message.vectorised)
        loop.reason += ", which is vectorised";
      else if (!message.text.empty())
        loop.reason += ", of which it says: " + message.text;
      return loop;
    }
  return loop;
}

} // namespace

std::vector<LoopMessage> readLoopMessages(const std::string &messages) {
  std::vector<LoopMessage> result;
  std::string analysis;            // Clang gives the reason first
  std::optional<std::size_t> open; // GCC after
  llvm::StringRef rest = messages;
  while (!rest.empty()) {
    llvm::StringRef line, text;
    std::tie(line, rest) = rest.split('\n');
    LoopMessage message;
    if (!splitMessage(line, message, text))
      continue;
    text = text.take_front(text.rfind(" [-R"));
    if (text.consume_front("remark: vectorized loop (")) {
      message.vectorised = true;
      message.text = text.take_front(text.rfind(')')).str();
      analysis.clear();
    } else if (text.consume_front("remark: loop not vectorized: ")) {
      analysis = text.str();
      continue;
    } else if (text == "remark: loop not vectorized") {
      message.text = std::exchange(analysis, {});
    } else if (text.consume_front("optimized: loop vectorized")) {
      message.vectorised = true;
      text.consume_front(" using ");
      message.text = text.str();
      open.reset();
    } else if (text.starts_with("missed: couldn't vectorize loop")) {
      open = result.size();
    } else if (text.consume_front("missed: not vectorized: ")) {
      if (open && result[*open].text.empty())
        result[*open].text = text.rtrim('.').str();
      continue;
    } else {
      continue;
    }
    result.push_back(std::move(message));
  }
  return result;
}

llvm::Expected<std::vector<LoopRemark>> loopRemarks(const Toolkit &kit, const std::string &file,
                                                    const Words &flags) {
  Words words = flags;
  words.insert(words.end(), {"-c", file});
  ParsedArguments parsed = parseArguments(words);
  if (!parsed.errors.empty())
    return failure(parsed.errors.front());
  HostCompiler compiler = findHostCompiler(parsed.invocation.hostCompiler, processEnvironment);
  if (compiler.program.empty())
    return failure("no host compiler: install g++ or clang++, or name one in NVCC_CCBIN");
  llvm::Expected<TemporaryDirectory> temporary = TemporaryDirectory::create();
  if (!temporary)
    return temporary.takeError();
  const Words remarks = remarkFlags(compiler);
  Session session(std::move(parsed.invocation), kit, std::move(compiler), {}, std::move(*temporary),
                  {&RuleTable::builtin(), [](const RuleTable *) {}}, false);
  const std::string root = session.temporaryFile("loops", ".src");
  llvm::Expected<CompileOverlay> overlay = writeCompileOverlay(
      {root, workingDirectory(), absolutePath(file), file, includeOptions(session)},
      analyseUnit(session, file, {}));
  if (!overlay)
    return overlay.takeError();
  const std::string object = session.temporaryFile("loops", ".o");
  Words command = hostCommand(session, *overlay, file, object, {});
  // Clang takes places from debug information, in which the rewritten files have other names.
  llvm::erase_if(command, [](llvm::StringRef word) { return word.starts_with("-ffile-prefix"); });
  llvm::append_range(command, remarks);
  PlainForms plain(root);
  const std::vector<LoopMessage> said = readLoopMessages(session.messagesOf(command));
  if (!llvm::sys::fs::exists(object))
    return failure(file + ": does not compile with " + session.compiler.program);
  std::vector<LoopRemark> result;
  for (const auto &[path, forms] : plain.forms)
    for (const FormText &form : forms)
      for (std::size_t i = 0; i < form.loops.size(); ++i) {
        const unsigned end = i + 1 < form.loops.size() ? form.loops[i + 1] : form.last;
        LoopRemark loop = remarkOf(said, path, form.loops[i], end);
        loop.file = originalPath(path, root);
        loop.form = form.of;
        loop.line = form.userLine(form.loops[i]);
        result.push_back(std::move(loop));
      }
  return result;
}

} // namespace sampan::nvcc
