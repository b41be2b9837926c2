# What the scripts of the examples share; they source it.
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$top/tests/support/install.sh"

example=examples/$(basename "$0")
fail() { echo "$example: $1" >&2; exit 1; }

# sklearn_files PATH...: sets the array `files` to these files of the Python package sklearn/datasets, as Debian ships
# them: those of ${XDG_CACHE_HOME:-~/.cache}/axnorm or of an installed package; else the package is fetched and unpacked,
# but not installed.
files=()
sklearn_files() {
  local cache=${XDG_CACHE_HOME:-$HOME/.cache}/axnorm datasets=usr/lib/python3/dist-packages/sklearn/datasets path work
  files=()
  for path; do
    if [ -s "$cache/${path##*/}" ]; then
      files+=("$cache/${path##*/}")
    elif [ -s "/$datasets/$path" ]; then
      files+=("/$datasets/$path")
    fi
  done
  [ "${#files[@]}" -lt $# ] || return 0

  echo "fetching ${*##*/} from Debian's package python3-sklearn" >&2
  work=$(mktemp -d) || return 1
  # As another user than root, apt wants to read the folder it downloads to.
  chmod 755 "$work"
  (
    cd "$work" || exit 1
    apt-get -qq download python3-sklearn > /dev/null 2>&1 || {
      # No list of packages yet.
      if [ "$(id -u)" -eq 0 ]; then apt-get -qq update; else sudo apt-get -qq update; fi > /dev/null 2>&1
      apt-get -qq download python3-sklearn > /dev/null || exit 1
    }
    dpkg -x python3-sklearn_*.deb unpacked && mkdir -p "$cache" || exit 1
    # Under its name only when it is whole.
    for path; do
      cp "unpacked/$datasets/$path" "$cache/.${path##*/}.part" &&
        mv "$cache/.${path##*/}.part" "$cache/${path##*/}" || exit 1
    done
  )
  local result=$?
  rm -rf "$work"
  files=("${@##*/}")
  files=("${files[@]/#/$cache/}")
  return $result
}

# build_example TARGET: builds it with g++ and sets `program` to its path. Build trees are kept in .build/examples, or in
# $AXNORM_BUILD/examples, and begun anew if the compiler or this machine's instruction set has changed.
program=
build_example() {
  local build=${AXNORM_BUILD:-$top/.build}/examples made_by
  mkdir -p "$build" || fail "cannot write to $build"
  build=$(cd "$build" && pwd -P)
  exec 9> "$build/lock"
  flock 9
  made_by=$(echo "$top"; g++ -march=native -Q --help=target 2>&1; g++ --version; cmake --version)
  if [ "$(cat "$build/made-by" 2> /dev/null)" != "$made_by" ]; then
    rm -rf "$build/tree"
    printf '%s\n' "$made_by" > "$build/made-by"
  fi
  # Configured every time: a library that was missing before may be there now.
  cmake -S "$top" -B "$build/tree" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=g++ \
    "-DCMAKE_CXX_FLAGS_RELEASE=-O2 -march=native" -DAXNORM_EXAMPLES=ON -DAXNORM_TESTS=OFF > "$build/log" 2>&1 ||
    { cat "$build/log" >&2; fail "could not be configured"; }
  # Says nothing unless there is something to build.
  if ! ninja -C "$build/tree" -n "$1" 2> /dev/null | grep -q 'no work to do'; then
    echo "building examples/$1" >&2
    ninja -C "$build/tree" -j "$(nproc)" "$1" > "$build/log" 2>&1 ||
      { cat "$build/log" >&2; fail "examples/$1 could not be built"; }
  fi
  flock -u 9
  program=$build/tree/examples/$1
}
