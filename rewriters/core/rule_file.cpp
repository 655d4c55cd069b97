// SPDX-License-Identifier: Apache-2.0
#include "rewriters/core/rule_file.h"

#include "rewriters/core/diagnostics.h"
#include "rewriters/core/located_json.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

namespace sampan {
namespace {

/// One "{a,b}" or the text between two of them.
struct PatternPart {
  bool isGroup = false;
  std::vector<std::string> alternatives;
};

bool splitPattern(const std::string &pattern, std::vector<PatternPart> &parts) {
  PatternPart current{false, {""}};
  for (char c : pattern) {
    if (c == '{') {
      if (current.isGroup)
        return false;
      parts.push_back(std::move(current));
      current = {true, {""}};
    } else if (c == '}') {
      if (!current.isGroup)
        return false;
      parts.push_back(std::move(current));
      current = {false, {""}};
    } else if (c == ',' && current.isGroup) {
      current.alternatives.emplace_back();
    } else {
      current.alternatives.back() += c;
    }
  }
  parts.push_back(std::move(current));
  return !parts.back().isGroup;
}

std::string choose(const std::vector<PatternPart> &parts, const std::vector<std::size_t> &choice) {
  std::string text;
  std::size_t group = 0;
  for (const PatternPart &part : parts)
    text += part.alternatives[part.isGroup ? choice[group++] : 0];
  return text;
}

std::vector<std::size_t> groupSizes(const std::vector<PatternPart> &parts) {
  std::vector<std::size_t> sizes;
  for (const PatternPart &part : parts)
    if (part.isGroup)
      sizes.push_back(part.alternatives.size());
  return sizes;
}

template <class Enum, std::size_t n>
std::optional<Enum> enumFromName(const std::string &name, std::string_view (*nameOf)(Enum)) {
  for (std::size_t i = 0; i < n; ++i)
    if (nameOf(static_cast<Enum>(i)) == name)
      return static_cast<Enum>(i);
  return std::nullopt;
}

class Reader {
public:
  Reader(RuleFile &out, const std::string &name) : out(out), name(name) {}

  void read(const JsonValue &root);

private:
  using Support7 = std::array<Support, kTargetCount>;

  void error(const JsonValue &at, std::string message) {
    out.errors.push_back({name, at.line, std::move(message)});
  }
  bool isString(const JsonValue &value, std::string_view what) {
    if (value.kind != JsonValue::Kind::String)
      error(value, std::string(what) + " must be a string");
    return value.kind == JsonValue::Kind::String;
  }
  std::vector<std::string> strings(const JsonValue &value, std::string_view what);
  bool readSupport(const JsonValue &value, Support7 &support);
  std::optional<Support> parseSupport(const JsonValue &value);
  void readMember(RuleRow &row, const std::string &key, const JsonValue &value);
  void readSide(RuleRow &row, const JsonValue &value);
  void readAction(RuleRow &row, const JsonValue &value);
  void readRow(const JsonValue &value);
  void finishRow(RuleRow row, const JsonValue &value);
  std::string renamed(const std::string &api) const;

  RuleFile &out;
  const std::string &name;
  RuleRow defaults;
  std::string renameFrom, renameTo;
  bool actionGiven = false;
};

std::vector<std::string> Reader::strings(const JsonValue &value, std::string_view what) {
  std::vector<std::string> result;
  if (value.kind != JsonValue::Kind::Array) {
    error(value, std::string(what) + " must be a list of strings");
    return result;
  }
  for (const JsonValue &item : value.array)
    if (isString(item, "each item of " + std::string(what)))
      result.push_back(item.string);
  return result;
}

std::optional<Support> Reader::parseSupport(const JsonValue &value) {
  if (!isString(value, "support"))
    return std::nullopt;
  std::istringstream words(value.string);
  std::string levelName, code, extra;
  words >> levelName >> code >> extra;
  auto level = parseSupportLevel(levelName);
  if (!level || !extra.empty()) {
    error(value, "\"" + value.string +
                     "\" is not a support level; write \"full\", \"emulated\", "
                     "\"partial SPNnnnn\" or \"none SPNnnnn\"");
    return std::nullopt;
  }
  DiagId why = code.empty() ? 0 : parseDiagCode(code);
  if (!code.empty() && !findDiagnostic(why)) {
    error(value, "\"" + code + "\" is not a diagnostic");
    return std::nullopt;
  }
  if (why == 0 && *level == SupportLevel::None)
    why = diag::ApiUnsupported::id;
  if (why == 0 && *level == SupportLevel::Partial)
    why = diag::ApiPartial::id;
  return Support{*level, why};
}

bool Reader::readSupport(const JsonValue &value, Support7 &support) {
  if (value.kind == JsonValue::Kind::String) {
    auto parsed = parseSupport(value);
    if (parsed)
      support.fill(*parsed);
    return parsed.has_value();
  }
  if (value.kind != JsonValue::Kind::Object) {
    error(value, "\"support\" must be a level, or an object with a level per target");
    return false;
  }
  bool ok = true;
  for (const auto &[target, level] : value.members) {
    auto parsed = parseSupport(level);
    auto known = parseTargetName(target);
    if (target == "*" && parsed) {
      support.fill(*parsed);
    } else if (known && parsed) {
      support[static_cast<std::size_t>(*known)] = *parsed;
    } else {
      ok = false;
      if (!known && target != "*")
        error(level, "\"" + target + "\" is not a target");
    }
  }
  return ok;
}

void Reader::readSide(RuleRow &row, const JsonValue &value) {
  if (!isString(value, "\"side\""))
    return;
  row.deviceCode = value.string == "device" || value.string == "both";
  row.hostCode = value.string == "host" || value.string == "both";
  if (!row.deviceCode && !row.hostCode)
    error(value, "\"side\" must be \"host\", \"device\" or \"both\"");
}

void Reader::readAction(RuleRow &row, const JsonValue &value) {
  if (!isString(value, "\"action\""))
    return;
  std::istringstream words(value.string);
  std::string action, operand, extra;
  words >> action >> operand >> extra;
  auto parsed = enumFromName<RuleAction, 5>(action, ruleActionName);
  if (!parsed || !extra.empty()) {
    error(value, "\"" + value.string +
                     "\" is not an action; write \"rename\", \"keep\", \"drop\", "
                     "\"reject SPNnnnn\" or \"pass NAME\"");
    return;
  }
  row.action = *parsed;
  actionGiven = true;
  if (*parsed == RuleAction::Reject) {
    row.reason = operand.empty() ? diag::ApiUnsupported::id : parseDiagCode(operand);
    if (!findDiagnostic(row.reason))
      error(value, "\"" + operand + "\" is not a diagnostic");
    row.support.fill({SupportLevel::None, row.reason});
  } else if (*parsed == RuleAction::Pass) {
    row.to = operand;
    if (operand.empty())
      error(value, "\"pass\" needs the name of the pass");
  } else if (!operand.empty()) {
    error(value, "\"" + action + "\" takes nothing after it");
  }
}

void Reader::readMember(RuleRow &row, const std::string &key, const JsonValue &value) {
  if (key == "api") {
    return; // read by readRow
  }
  if (key == "args") {
    if (value.kind == JsonValue::Kind::String && value.string == "same")
      return;
    row.args = strings(value, "\"args\"");
  } else if (key == "includes") {
    row.includes = strings(value, "\"includes\"");
  } else if (key == "support") {
    readSupport(value, row.support);
  } else if (key == "side") {
    readSide(row, value);
  } else if (key == "action") {
    readAction(row, value);
  } else if (key == "kind") {
    if (!isString(value, "\"kind\""))
      return;
    if (auto kind = enumFromName<RuleKind, 7>(value.string, ruleKindName))
      row.kind = *kind;
    else
      error(value, "\"" + value.string + "\" is not a kind of name");
  } else if (key == "to" || key == "removed" || key == "note") {
    if (isString(value, "\"" + key + "\""))
      (key == "api"       ? row.api
       : key == "to"      ? row.to
       : key == "removed" ? row.removed
                          : row.note) = value.string;
  } else {
    error(value, "unknown key \"" + key + "\"");
  }
}

std::string Reader::renamed(const std::string &api) const {
  std::size_t at = renameFrom.empty() ? std::string::npos : api.find(renameFrom);
  return at == std::string::npos ? std::string()
                                 : std::string(api).replace(at, renameFrom.size(), renameTo);
}

void Reader::finishRow(RuleRow row, const JsonValue &value) {
  bool needsTarget = row.action == RuleAction::Rename || row.action == RuleAction::Pass;
  if (needsTarget && row.to.empty())
    return error(value, "\"" + row.api + "\" needs \"to\"");
  if (row.action == RuleAction::Keep && !row.to.empty())
    return error(value, "\"" + row.api + "\" is kept, so it cannot have \"to\"");
  if (!row.args.empty() && (row.kind != RuleKind::Function || row.action != RuleAction::Rename))
    return error(value, "\"args\" is for functions that are renamed");
  for (const std::string &arg : row.args)
    for (std::size_t at = arg.find('$'); at != std::string::npos; at = arg.find('$', at + 1))
      if (at + 1 == arg.size() || arg[at + 1] < '0' || arg[at + 1] > '9')
        return error(value, "\"$\" in \"args\" must be followed by the number of an argument");
  if (row.api.ends_with('*')) {
    row.isWildcard = row.to.ends_with('*');
    row.isFamily = !row.isWildcard;
    if (row.isFamily && row.action == RuleAction::Rename)
      return error(value, "\"" + row.api + "\" is renamed to one name; end \"to\" with \"*\" too");
    if (row.isFamily)
      row.api.pop_back();
  }
  if (row.api.find('*') != std::string::npos && !row.isWildcard)
    return error(value, "\"*\" may only end a name");
  std::string problem;
  std::vector<NamePair> names = expandPattern(row.api, row.to, problem);
  if (!problem.empty())
    return error(value, problem);
  for (NamePair &pair : names) {
    RuleRow one = row;
    one.api = std::move(pair.api);
    one.to = std::move(pair.to);
    out.rows.push_back(std::move(one));
  }
}

void Reader::readRow(const JsonValue &value) {
  if (value.kind != JsonValue::Kind::Object)
    return error(value, "a rule must be an object");
  std::size_t errorsBefore = out.errors.size();
  RuleRow row = defaults;
  row.file = name;
  row.line = value.line;
  row.library = out.library;
  actionGiven = false;
  // The action sets the support of a rejected name, which "support" may then refine.
  if (const JsonValue *action = value.member("action"))
    readMember(row, "action", *action);
  for (const auto &[key, member] : value.members)
    if (key != "action")
      readMember(row, key, member);
  std::vector<std::string> names;
  if (const JsonValue *api = value.member("api"); !api)
    error(value, "a rule needs \"api\"");
  else if (api->kind == JsonValue::Kind::Array)
    names = strings(*api, "\"api\"");
  else if (isString(*api, "\"api\""))
    names.push_back(api->string);
  if (out.errors.size() != errorsBefore)
    return;
  if (!actionGiven && value.member("to"))
    row.action = RuleAction::Rename;
  for (const std::string &api : names) {
    RuleRow one = row;
    one.api = api;
    if (one.to.empty() && one.action == RuleAction::Rename)
      one.to = renamed(api);
    finishRow(std::move(one), value);
  }
}

void Reader::read(const JsonValue &root) {
  if (root.kind != JsonValue::Kind::Object)
    return error(root, "a rule file is an object");
  const JsonValue *schema = root.member("schema");
  if (!schema || schema->string != "sampan-rules/1")
    return error(schema ? *schema : root, "\"schema\" must be \"sampan-rules/1\"");
  const JsonValue *rules = nullptr;
  defaults.support.fill({SupportLevel::None, diag::ApiUnsupported::id});
  for (const auto &[key, value] : root.members) {
    if (key == "library" && isString(value, "\"library\"")) {
      out.library = value.string;
    } else if (key == "headers" || key == "declaredIn") {
      auto list = strings(value, "\"" + key + "\"");
      if (key == "declaredIn")
        out.declaredIn = std::move(list);
    } else if (key == "rename") {
      auto list = strings(value, "\"rename\"");
      if (list.size() != 2)
        error(value, "\"rename\" is a list of two strings");
      else
        renameFrom = list[0], renameTo = list[1];
    } else if (key == "defaults" && value.kind == JsonValue::Kind::Object) {
      for (const auto &[member, setting] : value.members)
        readMember(defaults, member, setting);
    } else if (key == "rules" && value.kind == JsonValue::Kind::Array) {
      rules = &value;
    } else if (key != "schema" && key != "library") {
      error(value, "unexpected \"" + key + "\"");
    }
  }
  if (!rules)
    return error(root, "a rule file needs a list \"rules\"");
  for (const JsonValue &rule : rules->array)
    readRow(rule);
}

} // namespace

std::vector<NamePair> expandPattern(const std::string &api, const std::string &to,
                                    std::string &error) {
  std::vector<PatternPart> apiParts, toParts;
  if (!splitPattern(api, apiParts) || !splitPattern(to, toParts)) {
    error = "unbalanced braces in \"" + api + "\" or \"" + to + "\"";
    return {};
  }
  std::vector<std::size_t> sizes = groupSizes(apiParts), toSizes = groupSizes(toParts);
  bool follows =
      toSizes.size() <= sizes.size() && std::equal(toSizes.begin(), toSizes.end(), sizes.begin());
  if (!follows) {
    error = "the groups of \"" + to + "\" differ from those of \"" + api + "\"";
    return {};
  }
  std::vector<NamePair> result;
  std::vector<std::size_t> choice(sizes.size(), 0);
  while (true) {
    result.push_back({choose(apiParts, choice), choose(toParts, choice)});
    std::size_t digit = sizes.size();
    while (digit > 0 && ++choice[digit - 1] == sizes[digit - 1])
      choice[--digit] = 0;
    if (digit == 0)
      return result;
  }
}

RuleFile parseRuleFile(const std::string &text, const std::string &name) {
  RuleFile file;
  JsonResult json = parseLocatedJson(text);
  if (json.errorLine != 0)
    file.errors.push_back({name, json.errorLine, json.error});
  else
    Reader(file, name).read(json.value);
  return file;
}

RuleFile readRuleFile(const std::string &path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    RuleFile file;
    file.errors.push_back({path, 0, "cannot be read"});
    return file;
  }
  std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  return parseRuleFile(text, path);
}

} // namespace sampan
