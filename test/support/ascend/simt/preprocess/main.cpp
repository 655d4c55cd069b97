// SPDX-License-Identifier: Apache-2.0
// asc_prepare run|check INPUT OUTPUT    preprocessed .asc source -> C++ or CUDA source
// asc_prepare ptx INPUT                 complaints about the PTX of a check source
// Exit status 1 and `file:line:column: error: ...` lines when the source is wrong.
#include "prepare.h"

#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>

namespace {

bool read(const char *path, std::string &text) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream all;
  all << in.rdbuf();
  text = all.str();
  return bool(in);
}

int report(const std::vector<sampan::asc::Complaint> &complaints) {
  for (const auto &complaint : complaints)
    std::cerr << complaint.file << ':' << complaint.line << ':' << complaint.column
              << ": error: " << complaint.message << '\n';
  return complaints.empty() ? 0 : 1;
}

} // namespace

int main(int count, char **arguments) {
  const std::string mode = count > 1 ? arguments[1] : "";
  std::string source;
  const bool ptx = mode == "ptx";
  if ((!ptx && mode != "run" && mode != "check") || count != (ptx ? 3 : 4)) {
    std::cerr << "usage: asc_prepare run|check INPUT OUTPUT\n       asc_prepare ptx INPUT\n";
    return 2;
  }
  if (!read(arguments[2], source)) {
    std::cerr << "asc_prepare: cannot read " << arguments[2] << '\n';
    return 2;
  }
  if (ptx)
    return report(sampan::asc::checkPtx(source));
  const auto prepared = sampan::asc::prepare(source, mode == "run" ? sampan::asc::Purpose::run
                                                                   : sampan::asc::Purpose::check);
  std::ofstream out(arguments[3], std::ios::binary);
  out << prepared.text;
  if (!out.flush()) {
    std::cerr << "asc_prepare: cannot write " << arguments[3] << '\n';
    return 2;
  }
  return report(prepared.complaints);
}
