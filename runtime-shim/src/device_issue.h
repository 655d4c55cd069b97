// SPDX-License-Identifier: Apache-2.0
// One operation as commands of a device queue.
#pragma once

#include "stream_state.h"

namespace spn::rt {

/// The stream's queue is open, and what has to come before is in it.
spnError_t issue(spnStream &stream, const Work &work);

} // namespace spn::rt
