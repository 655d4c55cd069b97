// SPDX-License-Identifier: Apache-2.0
// SAMPAN_LOG=api,mem,launch (or all): what the program asks of the runtime, one line each on
// stderr.
#pragma once

#include "sampan/runtime_api.h"

namespace spn::rt {

enum LogTopic : unsigned { logApi = 1, logMemory = 2, logLaunch = 4 };

/// Topics that SAMPAN_LOG names; read once.
unsigned logTopics();
inline bool logs(LogTopic topic) { return (logTopics() & topic) != 0; }

__attribute__((format(printf, 1, 2))) void logLine(const char *format, ...);
/// One API call and what it returned.
void logCall(const char *function, spnError_t result);

} // namespace spn::rt
