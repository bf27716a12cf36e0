// The technician's work on the disk.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "app/work_keeper.hpp"
#include "support/scratch.hpp"

namespace smp {
namespace {

namespace fs = std::filesystem;

Work raised(double mm) {
    Work work;
    TreatmentDesign d;
    d.hairline_height_mm = mm;
    work.change(d);
    return work;
}

struct Folder {
    test::Scratch scratch;
    fs::path path = scratch.path() / "state/smp-mirror";
    std::string text(const char* name) const {
        std::ifstream file(path / name);
        return {std::istreambuf_iterator<char>(file), {}};
    }
};

TEST(WorkKeeper, WhatACrashLeavesIsFoundAgain) {
    Folder folder;
    {
        WorkKeeper keeper(folder.path);
        EXPECT_FALSE(keeper.found().unfinished);
        EXPECT_EQ(keeper.found().trouble, "");
        for (int mm = 60; mm <= 90; ++mm) keeper.keep(raised(mm));
    }  // no end_well()
    WorkKeeper keeper(folder.path);
    ASSERT_TRUE(keeper.found().unfinished);
    EXPECT_EQ(keeper.found().unfinished->variants[0]->hairline_height_mm, 90) << "the newest";
    const WorkBegun begun = begin_work(keeper.found(), {}, false);
    EXPECT_EQ(begun.work.design().hairline_height_mm, 90);
    EXPECT_NE(begun.note.find("Going on with the work of"), std::string::npos);
    struct stat is {};
    ASSERT_EQ(stat((folder.path / "work.json").c_str(), &is), 0);
    EXPECT_EQ(is.st_mode & 0777u, 0600u);
    ASSERT_EQ(stat(folder.path.c_str(), &is), 0);
    EXPECT_EQ(is.st_mode & 0777u, 0700u);
}

TEST(WorkKeeper, ItIsOnTheDiskWithinASecond) {
    Folder folder;
    WorkKeeper keeper(folder.path);
    for (int mm = 60; mm <= 70; ++mm) {
        keeper.keep(raised(mm));
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    const auto kept = parse_work(folder.text("work.json"), "work.json");  // as a power cut would leave it
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->variants[0]->hairline_height_mm, 70);
}

TEST(WorkKeeper, WorkThatEndedWellIsNotForcedOnTheNextClient) {
    Folder folder;
    {
        WorkKeeper keeper(folder.path);
        keeper.keep(raised(80));
        keeper.end_well();
    }
    WorkKeeper keeper(folder.path);
    EXPECT_FALSE(keeper.found().unfinished);
    EXPECT_EQ(begin_work(keeper.found(), {}, false).work.design(), TreatmentDesign{});
    const auto resumed = resume_work(keeper.found());
    ASSERT_TRUE(resumed);
    EXPECT_EQ(resumed->work.design().hairline_height_mm, 80);
}

TEST(WorkKeeper, ADesignThatIsAskedForWinsAndNothingIsLost) {
    Folder folder;
    { WorkKeeper(folder.path).keep(raised(80)); }
    {
        WorkKeeper keeper(folder.path);
        TreatmentDesign asked;
        asked.hairline_height_mm = 66;
        const WorkBegun begun = begin_work(keeper.found(), asked, true);
        EXPECT_EQ(begun.work.design(), asked);
        EXPECT_NE(begun.note.find("--resume"), std::string::npos);
        ASSERT_TRUE(begun.sets_unfinished_aside);
        keeper.set_unfinished_aside();
        keeper.end_well();
    }
    WorkKeeper keeper(folder.path);
    EXPECT_EQ(resume_work(keeper.found())->work.design().hairline_height_mm, 80);
}

TEST(WorkKeeper, NothingToResumeIsSaid) {
    Folder folder;
    const WorkKeeper keeper(folder.path);
    const auto resumed = resume_work(keeper.found());
    ASSERT_FALSE(resumed);
    EXPECT_EQ(resumed.error().code, ExitCode::input);
    EXPECT_EQ(resumed.error().line(), "--resume: there is no earlier work; start without it");
}

TEST(WorkKeeper, ADamagedFileIsSetAsideNotOverwritten) {
    Folder folder;
    fs::create_directories(folder.path);
    std::ofstream(folder.path / "work.json") << "{\"schema\": \"smp-mirror/work/1\", \"var";
    {
        WorkKeeper keeper(folder.path);
        EXPECT_FALSE(keeper.found().unfinished);
        EXPECT_NE(keeper.found().trouble.find("work.json: not valid, or cut off; it was set aside as work-damaged-"),
                  std::string::npos)
            << keeper.found().trouble;
        const WorkBegun begun = begin_work(keeper.found(), {}, false);
        EXPECT_TRUE(begun.failed);
        EXPECT_EQ(begun.note, keeper.found().trouble);
        keeper.keep(raised(70));
    }
    int damaged = 0;
    for (const auto& entry : fs::directory_iterator(folder.path))
        damaged += entry.path().filename().string().starts_with("work-damaged-");
    EXPECT_EQ(damaged, 1);
    EXPECT_TRUE(WorkKeeper(folder.path).found().unfinished) << "and the mirror keeps what comes after";
}

TEST(WorkKeeper, ASecondMirrorLeavesTheFirstOnesWorkAlone) {
    Folder folder;
    WorkKeeper first(folder.path);
    first.keep(raised(70));
    WorkKeeper second(folder.path);
    EXPECT_EQ(second.found().trouble, "This work is not kept: another mirror is running");
    second.keep(raised(99));
    second.end_well();
    first.end_well();
    const auto kept = parse_work(folder.text("last-work.json"), "last");
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->variants[0]->hairline_height_mm, 70);
}

TEST(WorkKeeper, WhereNothingCanBeKeptItSaysSoOnceAndGoesOn) {
    if (::geteuid() != 0) {
        Folder folder;
        fs::create_directories(folder.path);
        fs::permissions(folder.path, fs::perms::owner_read | fs::perms::owner_exec);
        WorkKeeper keeper(folder.path);
        EXPECT_NE(keeper.found().trouble.find("This work is not kept"), std::string::npos);
    }
    Folder folder;
    fs::create_directories(folder.path.parent_path());
    std::ofstream(folder.path) << "a file in the way";
    WorkKeeper in_the_way(folder.path);
    EXPECT_NE(in_the_way.found().trouble.find("This work is not kept"), std::string::npos);
    in_the_way.keep(raised(70));
    in_the_way.end_well();

    Folder later;
    WorkKeeper keeper(later.path);
    fs::rename(later.path, later.path.parent_path() / "gone");
    std::vector<std::string> troubles;
    for (int mm = 60; mm < 64; ++mm) {
        keeper.keep(raised(mm));
        std::this_thread::sleep_for(std::chrono::milliseconds(400));
        for (auto& trouble : keeper.take_troubles()) troubles.push_back(std::move(trouble));
    }
    ASSERT_EQ(troubles.size(), 1u);
    EXPECT_NE(troubles[0].find("This work is not kept"), std::string::npos) << troubles[0];
}

}  // namespace
}  // namespace smp
