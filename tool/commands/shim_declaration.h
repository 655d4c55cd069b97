// SPDX-License-Identifier: Apache-2.0
// Looks up how our own headers declare a name, so that an explanation can show a real call. The
// headers are part of every installation and cannot disagree with themselves.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sampan {

struct ShimDeclaration {
  std::string text;                    ///< on one line: "spnError_t spnFree(void *pointer)"
  std::vector<std::string> parameters; ///< their names
};

/// Reads the headers below `includeDirectory`; the C API wins over overloads.
std::optional<ShimDeclaration> findShimDeclaration(const std::string &includeDirectory,
                                                   std::string_view name);

/// The first declaration of the function in one text.
std::optional<ShimDeclaration> findDeclarationIn(std::string_view text, std::string_view name);

} // namespace sampan
