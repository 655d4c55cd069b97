// SPDX-License-Identifier: Apache-2.0
// Which threads a place of the block form runs for. Where threads part, each way has a set of its
// own; one that jumps goes out of all sets between it and where it jumps to.
#pragma once

#include <string>
#include <vector>

namespace sampan::host {

class MaskStack {
public:
  enum Kind {
    Function, ///< those that have not returned
    Loop,     ///< those for which a loop goes on
    Round,    ///< those for which its round goes on
    Branch,   ///< those on one side of a condition
    Plain,    ///< a loop that all threads run through together: no set
  };
  enum Jump { Return, Break, Continue };

  void push(Kind kind, std::string name, bool strict = false);
  void pop();

  /// The set of those that are here; empty where nobody keeps count.
  const std::string &current() const;
  /// Whether threads of the function may be elsewhere.
  bool isParted() const;
  /// Whether a barrier has to make sure that nobody is.
  bool isStrict() const;
  bool isEmpty() const { return frames.empty(); }
  /// What somebody who jumps goes out of, as arguments; empty when the jump is the block's own.
  std::string leftBy(Jump jump) const;
  /// A name that no other set of this function has.
  std::string newName() { return "spn_m" + std::to_string(++names); }

private:
  struct Frame {
    Kind kind;
    std::string name;
    bool strict;
  };
  std::vector<Frame> frames;
  unsigned names = 0;
};

} // namespace sampan::host
