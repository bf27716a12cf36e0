// Milliseconds of Renderer::draw() by picture size and number of marks: bench_draw [--pictures DIR]
#include <GL/glew.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <opencv2/imgcodecs.hpp>
#include <string>

#include "gl/context.hpp"
#include "golden/scene.hpp"
#include "render/loupe.hpp"
#include "render/renderer.hpp"

// Of all threads: on a machine that others use too, more telling than the wall clock.
static double cpu_ms() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto ms = [](const timeval& t) {
        return 1e3 * static_cast<double>(t.tv_sec) + 1e-3 * static_cast<double>(t.tv_usec);
    };
    return ms(used.ru_utime) + ms(used.ru_stime);
}

int main(int argc, char** argv) {
    using namespace smp;
    const auto context = gl::OffscreenContext::create();
    auto renderer = context ? Renderer::create() : Expected<Renderer>(context.error());
    if (!renderer) {
        std::fprintf(stderr, "%s\n", renderer.error().line().c_str());
        return static_cast<int>(renderer.error().code);
    }
    std::printf("%s\n", gl::report().renderer.c_str());
    renderer->set_head(scene::head());
    auto treatment = scene::treatment(400);
    std::printf("%zu marks on the whole head\n", treatment.marks.size());
    // Thinned evenly: the order is that of random darts.
    const auto all = treatment.marks;
    for (const auto& [w, h] : {std::pair{640, 480}, std::pair{1280, 720}}) {
        const auto intrinsics = Intrinsics::from_fov(w, h, 60);
        const auto pose = scene::pose(15, 20, {0, 60, 600});
        const auto picture = scene::photograph(intrinsics, pose);
        for (const std::size_t count : {0, 1000, 20000, 60000, 200000}) {
            treatment.marks.assign(all.begin(), all.begin() + static_cast<long>(std::min(count, all.size())));
            ++treatment.revision;
            renderer->set_treatment(treatment);
            std::vector<double> ms;
            const double cpu_before_ms = cpu_ms();
            for (int i = 0; i < 45; ++i) {
                const auto start = std::chrono::steady_clock::now();
                renderer->draw(picture, HeadView{pose, intrinsics}, 1);
                glFinish();
                const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
                if (i >= 5) ms.push_back(took.count());
            }
            const double cpu_a_frame_ms = (cpu_ms() - cpu_before_ms) / 45;
            std::sort(ms.begin(), ms.end());
            const auto start = std::chrono::steady_clock::now();
            const auto result = renderer->read_picture();
            const std::chrono::duration<double, std::milli> read = std::chrono::steady_clock::now() - start;
            std::printf("%dx%d %6zu marks: draw median %.2f ms, p95 %.2f ms, %.2f ms of CPU; read back %.2f ms\n", w, h,
                        treatment.marks.size(), ms[ms.size() / 2], ms[ms.size() * 95 / 100], cpu_a_frame_ms,
                        read.count());
            if (argc > 2 && std::string(argv[1]) == "--pictures")
                cv::imwrite(std::string(argv[2]) + "/" + std::to_string(w) + "-" + std::to_string(count) + ".png",
                            result);
        }
    }

    // The mirror's loupe: eight times, 40 % of 720 rows, over the hairline.
    const auto intrinsics = Intrinsics::from_fov(1280, 720, 60);
    const HeadView head{scene::pose(15, 20, {0, 60, 600}), intrinsics};
    const auto picture = scene::photograph(intrinsics, head.camera_from_head);
    const HeadRasteriser skin(scene::head(), scene::surface().centre_mm());
    treatment.marks.assign(all.begin(), all.begin() + static_cast<long>(std::min<std::size_t>(20000, all.size())));
    ++treatment.revision;
    renderer->set_treatment(treatment);
    std::vector<double> bare_ms, draw_ms;
    cv::Mat result;
    for (int i = 0; i < 45; ++i) {
        const Loupe loupe{{640 + 0.3 * i, 250}, 8, {288, 288}};
        const auto start = std::chrono::steady_clock::now();
        const HeadView view = magnified(head, loupe);
        const cv::Mat bare = magnified_picture(picture, loupe, view, &skin);
        const auto middle = std::chrono::steady_clock::now();
        renderer->draw(bare, view, 1);
        glFinish();
        const auto end = std::chrono::steady_clock::now();
        if (i < 5) continue;
        bare_ms.push_back(std::chrono::duration<double, std::milli>(middle - start).count());
        draw_ms.push_back(std::chrono::duration<double, std::milli>(end - middle).count());
    }
    std::sort(bare_ms.begin(), bare_ms.end());
    std::sort(draw_ms.begin(), draw_ms.end());
    std::printf(
        "loupe 288x288, 20000 marks: bare picture median %.2f ms, p95 %.2f ms; draw median %.2f ms, p95 %.2f ms\n",
        bare_ms[20], bare_ms[38], draw_ms[20], draw_ms[38]);
}
