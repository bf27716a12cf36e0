# What ./mirror and ./check share; to be sourced. Sets `root`, the folder of the repository.
# shellcheck shell=bash
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# install_packages GROUP...: SMP_SKIP_INSTALL=1 is for systems other than Debian.
install_packages() {
    if [ -n "${SMP_SKIP_INSTALL:-}" ]; then return 0; fi
    "$root/scripts/install-packages" "$@"
}

# As many compilers at once as there are cores, and memory for (dlib and Ceres take up to 1 GB each).
build_jobs() {
    local cores memory_gb
    cores=$(nproc)
    memory_gb=$(awk '/MemAvailable/ { print int($2 / 1048576) }' /proc/meminfo)
    if [ "$memory_gb" -lt "$cores" ]; then cores=$memory_gb; fi
    if [ "$cores" -lt 1 ]; then cores=1; fi
    echo "$cores"
}

# What the configuration reads and has changed since. Ninja would see a change by itself, but not a new folder.
newer_than() {
    find "$root/CMakePresets.json" "$root/CMakeLists.txt" "$root/src" "$root/tests" \
        \( -name CMakePresets.json -o -name CMakeLists.txt -o -name '*.cmake' \) -newer "$1" -print -quit
}

# build PRESET [TARGET]: configures when it must, builds; quiet unless it fails, then the end of the log is shown.
build() {
    local preset=$1 target=${2:-all} tree="$root/build/$1" log="$root/build/$1.log" started=$SECONDS
    local cache="$tree/CMakeCache.txt" configure=()
    mkdir -p "$root/build"
    if ! grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
        configure=(--fresh) # no tree yet, or one that was copied or moved here
        echo "Building smp-mirror ($preset) for the first time; this takes some minutes..."
    elif [ -f "$tree/build.ninja" ] && [ -z "$(newer_than "$tree/build.ninja")" ]; then
        configure=(none)
    fi
    : >"$log"
    if [ "${configure[0]:-}" != none ] &&
        ! (cd "$root" && cmake --preset "$preset" "${configure[@]}") >>"$log" 2>&1; then
        tail -n 30 "$log" >&2
        echo "The configuration of preset $preset failed; the whole log: $log" >&2
        return 1
    fi
    if ! cmake --build "$tree" --parallel "$(build_jobs)" --target "$target" >>"$log" 2>&1; then
        { grep -E -A 6 'error:|FAILED:|undefined reference' "$log" || tail -n 30 "$log"; } | head -n 60 >&2
        echo "The build of preset $preset failed; the whole log: $log" >&2
        return 1
    fi
    if [ $((SECONDS - started)) -ge 5 ]; then echo "Built ($preset) in $((SECONDS - started)) s."; fi
}
