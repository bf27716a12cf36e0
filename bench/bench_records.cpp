// A salon after many years: 10 000 clients, 100 000 small pictures. Prints what opening, searching, a time line, a save
// and the backup of one day's change take: build/ci/bench/bench_records [CLIENTS [PICTURES-EACH]]
#include <cstdio>
#include <cstdlib>

#include "support/record_salon.hpp"

int main(int argc, char** argv) {
    using namespace smp::records::test;
    const int clients = argc > 1 ? std::atoi(argv[1]) : 10000, each = argc > 2 ? std::atoi(argv[2]) : 10;
    Store s;
    const auto start = std::chrono::steady_clock::now();
    fill_salon(*s.store, clients, each);
    std::printf("filled in %.1f s (without fsync)\n",
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    s.store.reset();
    const SalonTimes t = time_salon(s.folder, s.scratch.path());
    std::printf("%zu clients, %zu pictures, database %.1f MB\n", t.clients, t.pictures,
                static_cast<double>(fs::file_size(s.folder / "records.db")) / 1e6);
    std::printf("open %.0f ms, search %.1f ms, time line %.1f ms, save of a shot and a session %.1f ms\n",
                t.open_s * 1e3, t.search_s * 1e3, t.time_line_s * 1e3, t.save_s * 1e3);
    std::printf("first backup %.1f s, backup of one day's change %.2f s\n", t.first_backup_s, t.backup_of_a_day_s);
}
