// oneDNN in a process of its own (see process.hpp): the version of the Python package index, which has the names of the
// system's and threads of its own, so that the two do not go into one program.
#include "benchmark/expected.hpp"
#include "benchmark/onednn.hpp"

#include <chrono>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace {

using benchmark::element;

/// The case in the folder, with memory of its own: pages that are touched, on large pages where there are some.
struct read_case : benchmark::peer_case {
  std::vector<std::vector<char>> memory;

  explicit read_case(const std::string& folder) {
    std::ifstream list(folder + "/case");
    std::string line, word;
    std::getline(list, line);
    std::istringstream words(line);
    for (std::string* s : {&op, &mode, &word, &layout, &dtype})
      std::getline(words, *s, '\t');
    std::istringstream extents(word);
    for (std::string n; std::getline(extents, n, 'x');)
      shape.push_back(std::stoul(n));
    while (std::getline(list, line)) {
      std::istringstream parts(line);
      std::string name, size, type, role;
      for (std::string* s : {&name, &size, &type, &role})
        std::getline(parts, *s, '\t');
      benchmark::named_array a{name, nullptr, std::stoul(size),
                               type == "f32"    ? element::f32
                               : type == "bf16" ? element::bf16
                                                : element::boolean,
                               role == "result"};
      constexpr std::size_t alignment = 4096;
      std::vector<char>& room = memory.emplace_back(a.bytes() + alignment);
      a.data = room.data() + (alignment - reinterpret_cast<std::uintptr_t>(room.data()) % alignment);
      if (!std::ifstream(folder + "/" + name, std::ios::binary)
               .read(static_cast<char*>(a.data), static_cast<std::streamsize>(a.bytes())))
        throw std::runtime_error("oneDNN's process: array " + name + " is not there");
      arrays.push_back(a);
    }
  }
};

} // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const int threads = std::stoi(argv[2]);
  std::unique_ptr<read_case> now;
  benchmark::job run;
  for (std::string line; std::getline(std::cin, line);) {
    if (line == "case") {
      run = nullptr;
      now = std::make_unique<read_case>(argv[1]);
      run = benchmark::onednn_job(*now, threads);
      if (run != nullptr) {
        const std::string mistake = benchmark::expected(*now).mistake_of(run, threads);
        std::cout << (mistake.empty() ? "peer " : "refused ") << benchmark::onednn_name()
                  << (mistake.empty() ? "" : ": " + mistake) << '\n';
      }
      std::cout << "end" << std::endl;
    } else {
      const int repeats = std::stoi(line.substr(line.rfind('\t') + 1));
      const auto begin = std::chrono::steady_clock::now();
      for (int k = 0; k < repeats; ++k)
        run(threads);
      std::cout << std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count()
                << std::endl;
    }
  }
}
