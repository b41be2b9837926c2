#include "benchmark/process.hpp"

#include "benchmark/cores.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace benchmark {
namespace {

/// Threads that have just worked wait for more work without sleeping: for some milliseconds, on somebody's core.
void let_threads_rest(int threads) {
  if (threads > 1) std::this_thread::sleep_for(std::chrono::milliseconds(8));
}

} // namespace

exchange::exchange() {
  const char* const memory = std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp";
  folder_ = std::string(memory) + "/axnorm-benchmark-" + std::to_string(getpid());
  std::filesystem::create_directory(folder_);
}
exchange::~exchange() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void exchange::write(const peer_case& c) const {
  std::ofstream list(folder_ + "/case");
  list << c.op << '\t' << c.mode << '\t' << c.shape_text() << '\t' << c.layout << '\t' << c.dtype << '\n';
  for (const named_array& a : c.arrays) {
    list << a.name << '\t' << a.size << '\t' << name_of(a.type) << '\t' << (a.result ? "result" : "input") << '\n';
    std::ofstream file(folder_ + "/" + a.name, std::ios::binary);
    file.write(static_cast<const char*>(a.data), static_cast<std::streamsize>(a.bytes()));
    if (!file) throw std::runtime_error("benchmark: no room for the arrays of a case in " + folder_);
  }
}

peer_process::peer_process(const std::string& command, const std::string& folder, int threads)
    : command_(command), threads_(threads) {
  std::array<int, 2> in{}, out{};
  if (pipe(in.data()) != 0 || pipe(out.data()) != 0) throw std::runtime_error("benchmark: no pipe for " + command);
  const auto cores = first_cores(threads);
  std::fflush(nullptr);
  id_ = fork();
  if (id_ == 0) {
    dup2(in[0], 0);
    dup2(out[1], 1);
    for (const int end : {in[0], in[1], out[0], out[1]})
      close(end);
    stay_on(cores);
    setenv("OMP_NUM_THREADS", std::to_string(threads).c_str(), 1);
    execl("/bin/sh", "sh", "-c", (command + " '" + folder + "' " + std::to_string(threads)).c_str(), nullptr);
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  for (const int end : {in[1], out[0]}) // processes that are started later must not hold them open
    fcntl(end, F_SETFD, FD_CLOEXEC);
  std::signal(SIGPIPE, SIG_IGN);
  to_ = fdopen(in[1], "w");
  from_ = fdopen(out[0], "r");
}
peer_process::~peer_process() {
  std::fclose(to_);
  std::fclose(from_);
  waitpid(id_, nullptr, 0);
}

void peer_process::tell(const std::string& line) {
  std::fprintf(to_, "%s\n", line.c_str());
  std::fflush(to_);
}
std::string peer_process::answer() {
  std::array<char, 4096> line{};
  if (std::fgets(line.data(), line.size(), from_) == nullptr)
    throw std::runtime_error("its process ended: " + command_);
  std::string r = line.data();
  while (!r.empty() && r.back() == '\n')
    r.pop_back();
  return r;
}

std::vector<candidate> peer_process::candidates(std::vector<std::string>& mistakes,
                                                std::vector<std::string>& failures) {
  std::vector<candidate> r;
  tell("case");
  for (std::string line = answer(); line != "end"; line = answer()) {
    if (line.starts_with("refused ")) mistakes.push_back(line.substr(8));
    if (line.starts_with("failed ")) failures.push_back(line.substr(7));
    if (!line.starts_with("peer ")) continue;
    const std::string name = line.substr(5);
    r.push_back({name, [this, name](int repeats) {
                   let_threads_rest(threads_);
                   tell("time\t" + name + "\t" + std::to_string(repeats));
                   const double time = std::stod(answer());
                   let_threads_rest(threads_);
                   return time;
                 }});
  }
  return r;
}

} // namespace benchmark
