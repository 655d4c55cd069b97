// SPDX-License-Identifier: Apache-2.0
// Values of any type on their way between the lanes of a group: the toolkit's groups exchange
// numbers of 32 and 64 bits, so everything else travels in words.
#pragma once

namespace spn {

namespace detail {

template <class Group> struct FromRank {
  const Group &group;
  int rank;
  template <class Word> __aicore__ Word operator()(Word word) const {
    return group.shfl(word, rank);
  }
};
template <class Group> struct FromBelow {
  const Group &group;
  unsigned int distance;
  template <class Word> __aicore__ Word operator()(Word word) const {
    return group.shfl_up(word, distance);
  }
};
template <class Group> struct FromAbove {
  const Group &group;
  unsigned int distance;
  template <class Word> __aicore__ Word operator()(Word word) const {
    return group.shfl_down(word, distance);
  }
};
template <class Group> struct FromAcross {
  const Group &group;
  unsigned int lanes;
  template <class Word> __aicore__ Word operator()(Word word) const {
    return group.shfl_xor(word, lanes);
  }
};

template <class T, class Way> __aicore__ inline T exchanged(T value, const Way &way) {
  uint32_t words[(sizeof(T) + 3) / 4] = {};
  copyBytes(words, &value, sizeof(T));
  for (uint32_t &word : words)
    word = way(word);
  copyBytes(&value, words, sizeof(T));
  return value;
}
template <class Way> __aicore__ inline int32_t exchanged(int32_t value, const Way &way) {
  return way(value);
}
template <class Way> __aicore__ inline uint32_t exchanged(uint32_t value, const Way &way) {
  return way(value);
}
template <class Way> __aicore__ inline float exchanged(float value, const Way &way) {
  return way(value);
}

} // namespace detail

/// Members of CUDA's groups for types that the toolkit's have no shuffle of.
template <class Group, class T> __aicore__ inline T shfl(const Group &group, T value, int rank) {
  return detail::exchanged(value, detail::FromRank<Group>{group, rank});
}
template <class Group, class T>
__aicore__ inline T shfl_up(const Group &group, T value, unsigned int distance) {
  return detail::exchanged(value, detail::FromBelow<Group>{group, distance});
}
template <class Group, class T>
__aicore__ inline T shfl_down(const Group &group, T value, unsigned int distance) {
  return detail::exchanged(value, detail::FromAbove<Group>{group, distance});
}
template <class Group, class T>
__aicore__ inline T shfl_xor(const Group &group, T value, unsigned int lanes) {
  return detail::exchanged(value, detail::FromAcross<Group>{group, lanes});
}

/// The members that have the same value: one after the other shows its own.
template <class Group, class T>
__aicore__ inline unsigned int match_any(const Group &group, T value) {
  unsigned int same = 0;
  const int count = static_cast<int>(group.num_threads());
  for (int rank = 0; rank < count; ++rank) {
    const bool equal = spn::shfl(group, value, rank) == value;
    const unsigned int members = group.ballot(equal);
    if (equal)
      same = members;
  }
  return same;
}
template <class Group, class T>
__aicore__ inline unsigned int match_all(const Group &group, T value, int &all) {
  all = group.all(spn::shfl(group, value, 0) == value);
  return all ? group.ballot(1) : 0;
}

} // namespace spn
