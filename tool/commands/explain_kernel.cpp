// SPDX-License-Identifier: Apache-2.0
// `sampan explain-kernel`: the form in which each kernel runs on the host, and what stood in the
// way of a faster one.
#include "tool/commands/analysis.h"
#include "tool/nvcc/loop_remarks.h"
#include "tool/report/finding_text.h"
#include "tool/support/files.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>

namespace sampan {
namespace {

using Json = llvm::json::OStream;

/// FILE or FILE:KERNEL; a kernel is named with or without its namespaces.
struct Wanted {
  std::string file, kernel;
};

Wanted parseWanted(const std::string &word) {
  std::size_t colon = word.rfind(':');
  // A colon of a namespace belongs to the kernel's name.
  while (colon != std::string::npos && colon > 0 && word[colon - 1] == ':')
    colon = colon > 1 ? word.rfind(':', colon - 2) : std::string::npos;
  if (colon == std::string::npos || llvm::sys::fs::exists(word))
    return {word, {}};
  return {word.substr(0, colon), word.substr(colon + 1)};
}

bool isNamed(const KernelForm &form, const std::string &name) {
  return form.kernel == name || llvm::StringRef(form.kernel).ends_with("::" + name);
}

const char *nameOf(HostForm form) {
  switch (form) {
  case HostForm::Loop:
    return "loop";
  case HostForm::Fission:
    return "fission";
  case HostForm::LaneChunked:
    return "warp loops";
  case HostForm::Unused:
    return "unused";
  case HostForm::Fibre:
    break;
  }
  return "fibre";
}

std::string describe(const KernelForm &form) {
  std::string text = nameOf(form.form);
  if (isBlockForm(form.form)) {
    text += ": " + std::to_string(form.regions) +
            (form.regions == 1 ? " loop over the threads" : " loops over the threads");
    if (form.bounded)
      text += ", " + std::to_string(form.bounded) + " bounded by a guard";
    if (form.interchanged)
      text += ", " + std::to_string(form.interchanged) + " inside a uniform loop";
    for (std::size_t i = 0; i < form.carried.size(); ++i)
      text += (i ? ", " : "; kept per thread: ") + form.carried[i];
    return text;
  }
  return text + ": " + form.obstacle;
}

using Loops = std::vector<nvcc::LoopRemark>;

std::string reasonOf(const nvcc::LoopRemark &loop) {
  return loop.reason.empty() ? "the compiler gives no reason (unrolled, or removed)" : loop.reason;
}

std::string describe(const nvcc::LoopRemark &loop) {
  if (loop.vectorised)
    return "vectorised (" + loop.width + ")";
  return "not vectorised: " + reasonOf(loop);
}

std::string lineOf(const nvcc::LoopRemark &loop, const std::string &directory) {
  return "  " + shortened(loop.file, directory) + ":" + std::to_string(loop.line) +
         ": loop over the threads: " + describe(loop) + "\n";
}

void print(const KernelForm &form, const Loops &loops, const std::string &directory) {
  auto place = [&](const Span &span) {
    return shortened(span.file, directory) + ":" + std::to_string(span.line) + ":" +
           std::to_string(span.column);
  };
  llvm::outs() << place(form.at) << ": " << form.kernel << ": " << describe(form) << "\n";
  if (!isBlockForm(form.form) && form.obstacleAt != form.at)
    llvm::outs() << "  " << place(form.obstacleAt) << ": here\n";
  for (const nvcc::LoopRemark &loop : loops)
    llvm::outs() << lineOf(loop, directory);
}

void writeLoops(Json &json, const Loops &loops, const std::string &directory) {
  json.attributeArray("loops", [&] {
    for (const nvcc::LoopRemark &loop : loops)
      json.object([&] {
        json.attribute("file", shortened(loop.file, directory));
        json.attribute("line", loop.line);
        json.attribute("vectorised", loop.vectorised);
        if (loop.vectorised)
          json.attribute("width", loop.width);
        else
          json.attribute("reason", reasonOf(loop));
      });
  });
}

void write(Json &json, const KernelForm &form, const Loops &loops, const std::string &directory) {
  auto place = [&](const Span &span) {
    json.attributeObject("at", [&] {
      json.attribute("file", shortened(span.file, directory));
      json.attribute("line", span.line);
      json.attribute("column", span.column);
    });
  };
  json.object([&] {
    json.attribute("kernel", form.kernel);
    place(form.at);
    json.attribute("form", nameOf(form.form));
    json.attribute("regions", form.regions);
    json.attribute("bounded", form.bounded);
    json.attribute("interchanged", form.interchanged);
    json.attributeArray("keptPerThread", [&] {
      for (const std::string &variable : form.carried)
        json.value(variable);
    });
    if (!isBlockForm(form.form))
      json.attributeObject("obstacle", [&] {
        json.attribute("reason", form.obstacle);
        place(form.obstacleAt);
      });
    if (!loops.empty())
      writeLoops(json, loops, directory);
  });
}

/// As JSON, or as text.
void printFunction(const Loops &loops, const std::string &directory, Json *json) {
  const nvcc::LoopRemark &first = loops.front();
  if (json) {
    json->object([&] {
      json->attributeObject("function", [&] {
        json->attribute("file", shortened(first.file, directory));
        json->attribute("line", first.form);
      });
      writeLoops(*json, loops, directory);
    });
    return;
  }
  llvm::outs() << shortened(first.file, directory) << ":" << first.form
               << ": device function in which threads meet\n";
  for (const nvcc::LoopRemark &loop : loops)
    llvm::outs() << lineOf(loop, directory);
}

/// The flags of the analysed units, as the compile driver takes them.
std::vector<std::string> driverFlags(const BuildFlags &flags) {
  std::vector<std::string> result = {"-std=c++" + std::to_string(flags.standard)};
  for (const std::string &definition : flags.definitions)
    result.push_back("-D" + definition);
  for (const std::string &directory : flags.includes)
    result.push_back("-I" + directory);
  if (flags.relocatableDeviceCode)
    result.emplace_back("-rdc=true");
  return result;
}

/// What the host compiler makes of the loops in `analysis`, of all units; false after a message.
bool collectLoops(const Analysis &analysis, const Toolkit &kit, Loops &loops) {
  bool all = true;
  for (const std::string &file : analysis.mainFiles) {
    llvm::Expected<Loops> found = nvcc::loopRemarks(kit, file, driverFlags(analysis.flags));
    if (!found) {
      usageError("--loops: " + llvm::toString(found.takeError()));
      all = false;
      continue;
    }
    loops.insert(loops.end(), found->begin(), found->end());
  }
  return all;
}

/// Device functions with forms of their own, each with its loops. They have no KernelForm.
std::vector<Loops> loopsOfFunctions(const std::vector<KernelForm> &kernels, const Loops &all) {
  std::map<std::pair<std::string, unsigned>, Loops> result;
  for (const nvcc::LoopRemark &loop : all)
    if (std::none_of(kernels.begin(), kernels.end(), [&](const KernelForm &form) {
          return loop.file == form.at.file && loop.form == form.at.line;
        }))
      result[{loop.file, loop.form}].push_back(loop);
  std::vector<Loops> list;
  for (auto &[place, loops] : result)
    list.push_back(std::move(loops));
  return list;
}

Loops loopsOf(const KernelForm &form, const Loops &all) {
  Loops result;
  std::copy_if(all.begin(), all.end(), std::back_inserter(result),
               [&](const nvcc::LoopRemark &loop) {
                 return loop.file == form.at.file && loop.form == form.at.line;
               });
  return result;
}

/// True when there was something to print.
bool printAll(const std::vector<KernelForm> &forms, const std::vector<Wanted> &wanted,
              const Loops &loops, bool asJson) {
  const std::string directory = absolutePath(".");
  auto isWanted = [&](const KernelForm &form) {
    return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](const Wanted &each) {
             return each.kernel.empty() || isNamed(form, each.kernel);
           });
  };
  std::optional<Json> json;
  if (asJson) {
    json.emplace(llvm::outs(), 2);
    json->arrayBegin();
  }
  bool any = false;
  for (const KernelForm &form : forms)
    if (isWanted(form)) {
      if (json)
        write(*json, form, loopsOf(form, loops), directory);
      else
        print(form, loopsOf(form, loops), directory);
      any = true;
    }
  if (std::all_of(wanted.begin(), wanted.end(),
                  [](const Wanted &each) { return each.kernel.empty(); }))
    for (const Loops &function : loopsOfFunctions(forms, loops))
      printFunction(function, directory, json ? &*json : nullptr);
  if (json) {
    json->arrayEnd();
    json.reset();
    llvm::outs() << "\n";
  }
  return any;
}

} // namespace

int runExplainKernel(const Arguments &arguments, const Toolkit &kit) {
  Arguments plain = arguments;
  std::vector<Wanted> wanted;
  plain.inputs.clear();
  for (const std::string &word : arguments.inputs) {
    wanted.push_back(parseWanted(word));
    if (std::find(plain.inputs.begin(), plain.inputs.end(), wanted.back().file) ==
        plain.inputs.end())
      plain.inputs.push_back(wanted.back().file);
  }
  std::optional<Analysis> analysis = analyse(plain, kit, Purpose::Compile);
  if (!analysis)
    return ExitUsage;
  const std::string directory = absolutePath(".");
  Loops loops;
  const bool complete = !arguments.loops || collectLoops(*analysis, kit, loops);
  const bool any = printAll(analysis->plan.kernelForms, wanted, loops, arguments.json);
  FindingPrinter printer(directory, useColour(arguments.colour, Stream::Error));
  std::vector<Finding> shown = analysis->problems;
  for (const Finding &finding : analysis->plan.findings)
    if (finding.severity == Severity::Error && finding.id < 2000)
      shown.push_back(finding);
  llvm::errs() << printer.print(shown);
  for (const Wanted &each : wanted)
    if (!each.kernel.empty() &&
        std::none_of(analysis->plan.kernelForms.begin(), analysis->plan.kernelForms.end(),
                     [&](const KernelForm &form) { return isNamed(form, each.kernel); }))
      return usageError("no kernel '" + each.kernel + "' in " + each.file);
  if ((analysis->incomplete() && !any) || !complete)
    return ExitInput;
  return ExitClean;
}

} // namespace sampan
