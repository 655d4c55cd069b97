// SPDX-License-Identifier: Apache-2.0
// Checks a document with the validators that are packaged for it: what our own code believes about
// a format proves nothing.
#pragma once

#include "test/support/process.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <string>

namespace sampan::test {

/// `file` is JSON and follows `schema`, of whatever draft that names.
inline void expectFollows(const std::filesystem::path &file, const std::filesystem::path &schema) {
  static const bool present = runProcess({"python3", "-c", "import jsonschema"}).exitCode == 0;
  if (!present)
    GTEST_SKIP() << "python3-jsonschema is not installed";
  ProcessResult result = runProcess(
      {"python3", "-c",
       "import json, sys, jsonschema\n"
       "schema = json.load(open(sys.argv[2], encoding='utf-8'))\n"
       "kind = jsonschema.validators.validator_for(schema)\n"
       "kind.check_schema(schema)\n"
       "document = json.load(open(sys.argv[1], encoding='utf-8'))\n"
       "errors = list(kind(schema, format_checker=jsonschema.FormatChecker())\n"
       "              .iter_errors(document))\n"
       "for e in errors[:5]: print('/'.join(map(str, e.absolute_path)), e.message[:500])\n"
       "sys.exit(1 if errors else 0)",
       file.string(), schema.string()});
  EXPECT_EQ(result.exitCode, 0) << file << " against " << schema << "\n"
                                << result.out << result.err;
}

/// `file` is XML and follows the XSD `schema`.
inline void expectFollowsXsd(const std::filesystem::path &file,
                             const std::filesystem::path &schema) {
  ProcessResult result =
      runProcess({"xmllint", "--noout", "--nonet", "--schema", schema.string(), file.string()});
  if (result.exitCode == -1 || result.exitCode == 127)
    GTEST_SKIP() << "xmllint is not installed";
  EXPECT_EQ(result.exitCode, 0) << result.err;
}

} // namespace sampan::test
