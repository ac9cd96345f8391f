# What the detector's measurements share; sourced, not run.

target=$(cargo metadata --locked --no-deps --format-version 1 |
    sed 's/.*"target_directory":"\([^"]*\)".*/\1/')

# From `--data FOLDER` or PLAZA_PERSONAL_DATA; other arguments stay in `rest`.
data=${PLAZA_PERSONAL_DATA:-}
rest=()
while [ $# -gt 0 ]; do
    case $1 in
        --data) data=${2:-}; shift $(($# > 1 ? 2 : 1)) ;;
        *) rest+=("$1"); shift ;;
    esac
done

needs_data() {
    [ -d "$data" ] && return
    echo "${0##*/}: which texts? Name the folder with the JSON Lines files by --data or by PLAZA_PERSONAL_DATA." >&2
    exit 2
}

# The programs of crates/personal-data/compare; they are in $compare then.
build_compare() {
    compare=$target/compare/release
    CARGO_TARGET_DIR=$target/compare cargo build --release --locked --quiet \
        --manifest-path crates/personal-data/compare/Cargo.toml
}

# The crate's own commands; they are in $target/release then.
build_commands() {
    cargo build --release --locked --quiet -p personal-data
}
