// SPDX-License-Identifier: Apache-2.0
#include "tool/gate/config.h"

#include "rewriters/core/located_json.h"
#include "rewriters/core/target.h"
#include "tool/support/files.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

#include <functional>

namespace sampan {
namespace {

using Kind = JsonValue::Kind;

class Reader {
public:
  Reader(std::string fileName, const std::string &directory) : name(std::move(fileName)) {
    config.directory = directory;
  }

  llvm::Expected<Config> run(const std::string &text) {
    JsonResult json = parseLocatedJson(text, /*withComments=*/true);
    if (json.errorLine != 0)
      return wrong(json.errorLine, json.error);
    if (json.value.kind != Kind::Object)
      return wrong(1, "an object is expected");
    for (const JsonMember &member : json.value.members) {
      read(member.name, member.value);
      if (!error.empty())
        return wrong(member.value.line, "\"" + member.name + "\": " + error);
    }
    return std::move(config);
  }

private:
  using Handler = std::function<void(const JsonValue &)>;
  struct Key {
    const char *name;
    Handler read;
  };

  llvm::Error wrong(unsigned line, const std::string &what) const {
    return llvm::createStringError(name + ":" + std::to_string(line) + ": " + what);
  }

  std::vector<Key> keys() {
    return {
        {"$schema", [](const JsonValue &) {}},
        {"target", [this](const JsonValue &v) { target(v); }},
        {"buildPath", [this](const JsonValue &v) { config.buildPath = path(v); }},
        {"rules", [this](const JsonValue &v) { config.rules = paths(v); }},
        {"projectRoots", [this](const JsonValue &v) { config.projectRoots = paths(v); }},
        {"exclude", [this](const JsonValue &v) { config.exclude = paths(v); }},
        {"extraArguments", [this](const JsonValue &v) { config.extraArguments = strings(v); }},
        {"jobs", [this](const JsonValue &v) { config.jobs = static_cast<unsigned>(count(v)); }},
        {"baseline", [this](const JsonValue &v) { config.gates.baseline = path(v); }},
        {"changedSince", [this](const JsonValue &v) { config.gates.changedSince = string(v); }},
        {"failOn", [this](const JsonValue &v) { failOn(v); }},
        {"maxNew", [this](const JsonValue &v) { config.gates.maxNew = count(v); }},
        {"minCoverage", [this](const JsonValue &v) { config.gates.minCoverage = percent(v); }},
        {"minKernels", [this](const JsonValue &v) { config.gates.minKernels = percent(v); }},
        {"maxNotAnalysed",
         [this](const JsonValue &v) { config.gates.maxNotAnalysed = percent(v); }},
    };
  }

  void read(const std::string &key, const JsonValue &value) {
    std::string nearest;
    unsigned best = 3;
    for (const Key &known : keys()) {
      if (key == known.name)
        return known.read(value);
      unsigned distance = llvm::StringRef(key).edit_distance_insensitive(known.name);
      if (distance < best) {
        best = distance;
        nearest = known.name;
      }
    }
    error = "unknown key" + (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?");
  }

  /// "\"error\"", "[\"new\", \"SPN1004\"]"
  void failOn(const JsonValue &value) {
    std::vector<std::string> words =
        value.kind == Kind::String ? std::vector{value.string} : strings(value);
    if (!error.empty())
      return;
    llvm::Expected<FailOn> parsed = FailOn::parse(llvm::join(words, ","));
    if (parsed)
      config.gates.failOn = std::move(*parsed);
    else
      error = llvm::toString(parsed.takeError());
  }

  void target(const JsonValue &value) {
    config.targets = value.kind == Kind::String ? std::vector{value.string} : strings(value);
    for (const std::string &each : config.targets)
      if (error.empty() && !findTarget(each))
        error = "unknown target '" + each + "'";
  }

  std::string string(const JsonValue &value) {
    if (value.kind != Kind::String || value.string.empty())
      error = "a string is expected";
    return value.string;
  }
  std::string path(const JsonValue &value) {
    std::string text = string(value);
    return error.empty() ? absolutePath(config.directory, text) : text;
  }
  std::vector<std::string> strings(const JsonValue &value) {
    std::vector<std::string> list;
    if (value.kind != Kind::Array)
      error = "a list of strings is expected";
    for (const JsonValue &each : value.array)
      if (each.kind != Kind::String || each.string.empty())
        error = "a list of strings is expected";
      else
        list.push_back(each.string);
    return list;
  }
  std::vector<std::string> paths(const JsonValue &value) {
    std::vector<std::string> list = strings(value);
    for (std::string &each : list)
      each = absolutePath(config.directory, each);
    return list;
  }

  std::size_t count(const JsonValue &value) {
    constexpr double largest = 1e9;
    bool whole = value.kind == Kind::Number && value.number >= 0 && value.number <= largest &&
                 value.number == static_cast<double>(static_cast<std::size_t>(value.number));
    if (!whole)
      error = "a whole number is expected";
    return whole ? static_cast<std::size_t>(value.number) : 0;
  }
  double percent(const JsonValue &value) {
    if (value.kind == Kind::String) {
      llvm::Expected<double> parsed = parsePercent(value.string);
      if (parsed)
        return *parsed;
      error = llvm::toString(parsed.takeError());
    } else if (value.kind != Kind::Number || !(value.number >= 0 && value.number <= 100)) {
      error = "a number between 0 and 100 is expected";
    }
    return value.number;
  }

  std::string name, error;
  Config config;
};

} // namespace

llvm::Expected<Config> Config::parse(const std::string &text, const std::string &name,
                                     const std::string &directory) {
  return Reader(name, directory).run(text);
}

llvm::Expected<Config> Config::load(const std::string &file) {
  llvm::Expected<std::string> text = readFile(file);
  if (!text)
    return text.takeError();
  return parse(*text, file, llvm::sys::path::parent_path(absolutePath(file)).str());
}

std::string Config::find(const std::string &directory) {
  for (llvm::StringRef at = directory; !at.empty(); at = llvm::sys::path::parent_path(at)) {
    llvm::SmallString<256> candidate(at);
    llvm::sys::path::append(candidate, kConfigName);
    if (llvm::sys::fs::exists(candidate))
      return candidate.str().str();
  }
  return {};
}

std::vector<std::string> rulesFromEnvironment() {
  std::string value = llvm::sys::Process::GetEnv("SAMPAN_RULES").value_or("");
  llvm::SmallVector<llvm::StringRef> parts;
  llvm::StringRef(value).split(parts, ':', -1, /*KeepEmpty=*/false);
  return {parts.begin(), parts.end()};
}

llvm::Expected<std::vector<std::string>> rulesForCompile(const std::string &directory) {
  std::vector<std::string> files = rulesFromEnvironment();
  std::string file = Config::find(directory);
  if (file.empty())
    return files;
  llvm::Expected<Config> config = Config::load(file);
  if (!config)
    return config.takeError();
  files.insert(files.end(), config->rules.begin(), config->rules.end());
  return files;
}

} // namespace sampan
