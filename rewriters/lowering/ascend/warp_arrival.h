// SPDX-License-Identifier: Apache-2.0
// Whether all lanes of a warp come to a place together. There a shuffle may name any of them, and a
// meeting of some lanes may as well be one of all: the mask says nothing that a target without
// masks would have to know.
#pragma once

#include "rewriters/lowering/ascend/device_code.h"

namespace sampan::ascend {

/// `control`: the statements around the place in `function`, outermost first.
bool wholeWarpArrives(DeviceCode &code, DeviceFunction &function,
                      const std::vector<const clang::Stmt *> &control);

/// Makes obstacles of the operations of `function` whose masks only this could have justified.
void checkArrivals(DeviceCode &code, DeviceFunction &function);

} // namespace sampan::ascend
