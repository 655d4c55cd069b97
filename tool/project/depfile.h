// SPDX-License-Identifier: Apache-2.0
// Make rules as compilers write them. The host compiler sees files of the overlay; what a build
// system reads must name the user's files.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sampan {

/// The prerequisites of the first rule in `text`.
std::vector<std::string> parseDepfile(std::string_view text);

/// One rule, and with `phonyTargets` an empty one for each prerequisite but the first.
std::string formatDepfile(const std::vector<std::string> &targets,
                          const std::vector<std::string> &prerequisites, bool phonyTargets);

/// Maps each prerequisite, keeping the first of those that become equal.
std::vector<std::string>
mapPrerequisites(const std::vector<std::string> &prerequisites,
                 const std::function<std::string(const std::string &)> &map);

} // namespace sampan
