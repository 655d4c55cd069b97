// SPDX-License-Identifier: Apache-2.0
// Finds in the PTX of a source what a SIMT core of the Ascend 950 lacks. A C++ front end cannot
// reject arithmetic on doubles that comes from a promotion; in machine code it can't hide.
#include "prepare.h"

#include <charconv>
#include <map>

namespace sampan::asc {
namespace {

std::string_view trim(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  return first == line.npos ? std::string_view() : line.substr(first);
}

bool startsWith(std::string_view line, std::string_view prefix) {
  return line.substr(0, prefix.size()) == prefix;
}

/// `.file <number> "<path>"`
void readFile(std::string_view line, std::map<std::size_t, std::string> &files) {
  line = trim(line.substr(5));
  std::size_t number = 0;
  std::from_chars(line.data(), line.data() + line.size(), number);
  const std::size_t open = line.find('"'), close = line.rfind('"');
  if (close != line.npos && close > open)
    files[number] = line.substr(open + 1, close - open - 1);
}

/// `.loc <file> <line> <column>`: the numbers.
bool parseLoc(std::string_view line, std::size_t (&numbers)[3]) {
  line.remove_prefix(4);
  for (std::size_t &number : numbers) {
    line = trim(line);
    auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
    if (error != std::errc())
      return false;
    line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  }
  return true;
}

/// Moves of doubles are allowed, and so is what an argument of printf is converted with.
bool computesWithDoubles(std::string_view instruction) {
  const std::size_t end = instruction.find_first_of(" \t;");
  const std::string_view op = instruction.substr(0, end);
  if (op.find(".f64") == op.npos)
    return false;
  for (std::string_view allowed : {"ld.", "st.", "mov.", "selp."})
    if (startsWith(op, allowed))
      return false;
  return op != "cvt.f64.f32";
}

} // namespace

std::vector<Complaint> checkPtx(std::string_view ptx) {
  std::vector<Complaint> complaints;
  std::map<std::size_t, std::string> files;
  std::size_t loc[3] = {0, 0, 0};
  auto complain = [&](const char *message) {
    const std::string &file = files[loc[0]];
    if (complaints.empty() || complaints.back().line != loc[1] ||
        complaints.back().message != message || complaints.back().file != file)
      complaints.push_back({file, loc[1], loc[2], message});
  };
  // Files are declared at the end of the text.
  for (int pass = 0; pass < 2; ++pass)
    for (std::size_t at = 0; at < ptx.size();) {
      const std::size_t end = std::min(ptx.find('\n', at), ptx.size());
      const std::string_view line = trim(ptx.substr(at, end - at));
      at = end + 1;
      if (pass == 0) {
        if (startsWith(line, ".file"))
          readFile(line, files);
      } else if (startsWith(line, ".loc"))
        (void)parseLoc(line, loc);
      else if (computesWithDoubles(line))
        complain("arithmetic with double in device code: the SIMT cores have no 64-bit "
                 "floating-point unit");
      else if (startsWith(line, "prototype_"))
        complain("call through a pointer in device code: function pointers and virtual functions "
                 "are not supported");
    }
  return complaints;
}

} // namespace sampan::asc
