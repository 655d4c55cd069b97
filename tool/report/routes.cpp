// SPDX-License-Identifier: Apache-2.0
#include "tool/report/routes.h"

#include "tool/report/model.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <tuple>

namespace sampan {
namespace {

std::string lastName(const std::string &qualified) {
  std::size_t at = qualified.rfind("::");
  return at == std::string::npos ? qualified : qualified.substr(at + 2);
}

class Joiner {
public:
  Joiner(const Report &report, const std::vector<RouteFacts> &facts) : report(report) {
    for (std::size_t i = 0; i < report.kernels.size(); ++i)
      kernels.emplace(lastName(report.kernels[i].name), i);
    for (const RouteFacts &file : facts)
      for (const HostFunctionFacts &function : file.functions)
        (function.isKernel ? written : functions).emplace(function.name, &function);
  }

  OperatorRoute join(const OperatorFacts &facts) const {
    OperatorRoute route;
    route.library = facts.library;
    route.name = facts.name;
    route.schema = facts.schema;
    route.binding = facts.binding;
    route.key = facts.key;
    route.at = facts.at;
    route.function = facts.function;
    route.verdicts.assign(report.targets.size(), Verdict::Direct);
    std::set<std::size_t> reached;
    walk(facts, route, reached);
    for (std::size_t i : reached) {
      const ReportKernel &kernel = report.kernels[i];
      route.kernels.push_back({kernel.name, kernel.at, true});
      for (std::size_t t = 0; t < route.verdicts.size(); ++t)
        route.verdicts[t] = std::max(route.verdicts[t], kernel.fits[t].verdict);
    }
    auto byName = [](const RouteStep &a, const RouteStep &b) {
      return std::tie(a.name, a.at) < std::tie(b.name, b.at);
    };
    std::sort(route.launchers.begin(), route.launchers.end(), byName);
    std::sort(route.kernels.begin(), route.kernels.end(), byName);
    route.complete =
        !route.kernels.empty() && std::all_of(route.kernels.begin(), route.kernels.end(),
                                              [](const RouteStep &step) { return step.analysed; });
    return route;
  }

private:
  /// Breadth first over functions of the project. Without types a name means all functions that
  /// have it, so a route may name a kernel too many, but none too few.
  void walk(const OperatorFacts &facts, OperatorRoute &route,
            std::set<std::size_t> &reached) const {
    std::set<std::string> seen;
    std::deque<std::string> open;
    auto enter = [&](const std::string &name) {
      if (functions.contains(name) && seen.insert(name).second)
        open.push_back(name);
    };
    enter(lastName(facts.function));
    for (const std::string &name : facts.mentions)
      enter(name);
    while (!open.empty()) {
      auto [begin, end] = functions.equal_range(open.front());
      open.pop_front();
      for (auto function = begin; function != end; ++function) {
        // A launch through a variable mentions the kernel somewhere before.
        bool mentioned = reach(function->second->mentions, route, reached);
        if (reach(function->second->launches, route, reached) || mentioned)
          route.launchers.push_back({function->second->name, function->second->at, true});
        for (const std::string &name : function->second->mentions)
          enter(name);
      }
    }
  }

  bool reach(const std::vector<std::string> &names, OperatorRoute &route,
             std::set<std::size_t> &reached) const {
    bool any = false;
    for (const std::string &name : names) {
      auto [begin, end] = kernels.equal_range(name);
      for (auto kernel = begin; kernel != end; ++kernel)
        reached.insert(kernel->second);
      any |= begin != end;
      if (begin != end)
        continue;
      auto [from, to] = written.equal_range(name);
      any |= from != to;
      for (auto kernel = from; kernel != to; ++kernel)
        addUnseen(route, *kernel->second);
    }
    return any;
  }

  static void addUnseen(OperatorRoute &route, const HostFunctionFacts &kernel) {
    for (const RouteStep &step : route.kernels)
      if (step.at == kernel.at)
        return;
    route.kernels.push_back({kernel.name, kernel.at, false});
  }

  const Report &report;
  std::multimap<std::string, std::size_t> kernels;
  std::multimap<std::string, const HostFunctionFacts *> functions;
  std::multimap<std::string, const HostFunctionFacts *> written; ///< kernels by their tokens
};

/// A declaration that an implementation follows gives it its schema and is no route of its own.
std::vector<OperatorFacts> implementations(const std::vector<RouteFacts> &facts) {
  using Key = std::pair<std::string, std::string>;
  std::map<Key, std::string> schemas;
  std::set<Key> implemented;
  for (const RouteFacts &file : facts)
    for (const OperatorFacts &entry : file.operators) {
      if (!entry.schema.empty())
        schemas.try_emplace({entry.library, entry.name}, entry.schema);
      if (!entry.function.empty())
        implemented.emplace(entry.library, entry.name);
    }
  std::vector<OperatorFacts> entries;
  for (const RouteFacts &file : facts)
    for (const OperatorFacts &entry : file.operators) {
      Key key{entry.library, entry.name};
      if (entry.function.empty() && implemented.contains(key))
        continue;
      entries.push_back(entry);
      if (auto schema = schemas.find(key); schema != schemas.end() && entry.schema.empty())
        entries.back().schema = schema->second;
    }
  return entries;
}

} // namespace

void addRoutes(Report &report, const std::vector<RouteFacts> &facts) {
  Joiner joiner(report, facts);
  for (const OperatorFacts &entry : implementations(facts))
    report.routes.push_back(joiner.join(entry));
  std::sort(report.routes.begin(), report.routes.end(),
            [](const OperatorRoute &a, const OperatorRoute &b) {
              return std::tie(a.library, a.name, a.at) < std::tie(b.library, b.name, b.at);
            });
}

} // namespace sampan
