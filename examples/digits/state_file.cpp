// Snapshots to JSON's values and back; nlohmann's library makes CBOR of these.
// Used by main.cpp.
// Must not know what a training does.
#include "state_file.hpp"

#include "../support/files.hpp"
#include "model.hpp"

#include <nlohmann/json.hpp>

#include <bit>
#include <string>

namespace digits {
namespace {

using examples::failure;
using nlohmann::json;

/// A file says first what it is. Numbers in tensors are in the machine's order of bytes, which nearly always is this.
constexpr const char* format = "axnorm digits, little endian, 1";
static_assert(std::endian::native == std::endian::little);

constexpr int most_epochs = 10'000;

json to_json(const saved_tensor& t) {
  return {{"name", t.name},
          {"type", axnorm::kind_name(t.kind)},
          {"axes", t.axes},
          {"extents", t.extents},
          {"bytes", json::binary(t.bytes)}};
}

saved_tensor to_tensor(const json& from) {
  saved_tensor t{.name = from.at("name"), .axes = from.at("axes"), .extents = from.at("extents")};
  t.bytes = from.at("bytes").get_binary();
  const std::string type = from.at("type");
  if (type == axnorm::kind_name(axnorm::element_kind::int64))
    t.kind = axnorm::element_kind::int64;
  else if (type != axnorm::kind_name(axnorm::element_kind::float32))
    throw failure(t.name + " has elements of type " + type);
  // That the bytes are as many as the extents say is seen when they become a tensor again.
  if (t.axes.size() != t.extents.size() || t.bytes.size() % axnorm::kind_size(t.kind) != 0)
    throw failure(t.name + " is no tensor");
  return t;
}

json to_json(const std::vector<saved_tensor>& tensors) {
  json all = json::array();
  for (const saved_tensor& t : tensors)
    all.push_back(to_json(t));
  return all;
}

std::vector<saved_tensor> to_tensors(const json& from) {
  std::vector<saved_tensor> all;
  for (const json& t : from)
    all.push_back(to_tensor(t));
  return all;
}

json to_json(const snapshot& s) {
  json epochs = json::array();
  for (const measured& m : s.epochs)
    epochs.push_back({{"loss", m.loss}, {"accuracy", m.accuracy}});
  return {{"norm", s.of.norm},
          {"batch", s.of.batch},
          {"seed", s.of.seed},
          {"epochs", s.of.epochs},
          {"done", std::move(epochs)},
          {"random", s.random},
          {"network", to_json(s.network)},
          {"optimizer", to_json(s.optimizer)}};
}

snapshot to_snapshot(const json& from) {
  snapshot s{.of = {from.at("norm"), from.at("batch"), from.at("seed"), from.at("epochs")},
             .random = from.at("random"),
             .network = to_tensors(from.at("network")),
             .optimizer = to_tensors(from.at("optimizer"))};
  if (find_norm(s.of.norm) == nullptr) throw failure("there is no norm " + s.of.norm);
  if (s.of.batch < 1 || s.of.epochs < 1 || s.of.epochs > most_epochs) throw failure("settings out of range");
  for (const json& m : from.at("done"))
    s.epochs.push_back({m.at("loss"), m.at("accuracy")});
  return s;
}

} // namespace

void write_states(const std::filesystem::path& file, const std::vector<snapshot>& trainings) {
  json all = json::array();
  for (const snapshot& s : trainings)
    all.push_back(to_json(s));
  examples::write_file(file, json::to_cbor({{"format", format}, {"trainings", std::move(all)}}));
}

std::vector<snapshot> read_states(const std::filesystem::path& file) {
  try {
    const json whole = json::from_cbor(examples::read_file(file));
    if (!whole.is_object() || whole.value("format", "") != format) throw failure("not a state that this program saved");
    std::vector<snapshot> all;
    for (const json& s : whole.at("trainings"))
      all.push_back(to_snapshot(s));
    if (all.empty()) throw failure("holds no training");
    return all;
  } catch (const json::exception&) {
    throw failure(file.string() + ": not a state that this program saved, or damaged");
  } catch (const failure& error) {
    throw failure(file.string() + ": " + error.what());
  }
}

} // namespace digits
