// SPDX-License-Identifier: Apache-2.0
#include "tool/project/manifest.h"

#include "tool/support/files.h"

#include "llvm/Support/FileSystem.h"

#include <nlohmann/json.hpp>

namespace sampan {

std::string Manifest::toJson() const {
  nlohmann::ordered_json json;
  json["schema"] = "sampan-manifest/1";
  json["files"] = nlohmann::ordered_json::object();
  for (const auto &[path, entry] : files)
    json["files"][path] = {{"hash", entry.hash}, {"source", entry.source}};
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

llvm::Expected<Manifest> Manifest::parse(std::string_view text) {
  auto json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object() || !json.contains("schema") || json["schema"] != "sampan-manifest/1" ||
      !json.contains("files") || !json["files"].is_object())
    return llvm::createStringError("not a manifest of Sampan");
  Manifest manifest;
  for (const auto &[path, entry] : json["files"].items()) {
    if (!entry.is_object() || !entry.contains("hash") || !entry["hash"].is_string())
      return llvm::createStringError("the entry for '" + path + "' has no hash");
    bool hasSource = entry.contains("source") && entry["source"].is_string();
    manifest.files[path] = {entry["hash"].get<std::string>(),
                            hasSource ? entry["source"].get<std::string>() : ""};
  }
  return manifest;
}

llvm::Expected<Manifest> Manifest::load(const std::string &directory) {
  std::string file = directory + "/" + kManifestName;
  if (!llvm::sys::fs::exists(file))
    return Manifest();
  llvm::Expected<std::string> text = readFile(file);
  if (!text)
    return text.takeError();
  llvm::Expected<Manifest> manifest = parse(*text);
  if (!manifest)
    return llvm::createStringError(file + ": " + llvm::toString(manifest.takeError()));
  return manifest;
}

std::string baseFile(const std::string &directory, const std::string &path) {
  // Under another extension, so that no build system takes it for a source.
  return directory + "/.sampan-base/" + path + ".base";
}

} // namespace sampan
