// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/masks.h"

#include <algorithm>

namespace sampan::host {

void MaskStack::push(Kind kind, std::string name, bool strict) {
  frames.push_back({kind, std::move(name), strict});
}

void MaskStack::pop() { frames.pop_back(); }

const std::string &MaskStack::current() const {
  static const std::string none;
  for (auto frame = frames.rbegin(); frame != frames.rend(); ++frame)
    if (frame->kind != Plain)
      return frame->name;
  return none;
}

bool MaskStack::isParted() const {
  return std::any_of(frames.begin(), frames.end(), [](const Frame &frame) {
    return frame.kind != Plain && frame.kind != Function;
  });
}

bool MaskStack::isStrict() const {
  return std::any_of(frames.begin(), frames.end(), [](const Frame &frame) { return frame.strict; });
}

std::string MaskStack::leftBy(Jump jump) const {
  std::string result;
  for (auto frame = frames.rbegin(); frame != frames.rend(); ++frame) {
    if (frame->kind == Plain) {
      if (jump != Return)
        return {};
      continue;
    }
    result += (result.empty() ? "" : ", ") + frame->name;
    if ((jump == Break && frame->kind == Loop) ||
        (jump == Continue && (frame->kind == Round || frame->kind == Loop)))
      break;
  }
  return result;
}

} // namespace sampan::host
