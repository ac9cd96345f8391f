# What the measurements of steadiness share; sourced, not run. Each is a test of tests/steady, larger.

name=${0##*/}
tests=steady::${name//-/_}::
out=$(mktemp "${TMPDIR:-/tmp}/plaza-steady.XXXXXX")
trap 'rm -f "$out"' EXIT
trap 'exit 130' INT TERM HUP

# The figures of what ran last, behind the database's name. A run that finds no test passes too; that
# is no figure.
figures() {
    sed -n "s/^.*$name on \(SQLite\|PostgreSQL\): /\1: /p" "$out" | grep . || {
        tail -n 60 "$out" >&2
        echo "$name: no test ran" >&2
        exit 1
    }
}

# With these options of cargo's.
ask() {
    if ! cargo test --locked --quiet "$@" --test main -- "$tests" --nocapture >"$out" 2>&1; then
        tail -n 60 "$out" >&2
        exit 1
    fi
    figures
}

on_sqlite() {
    unset PLAZA_TEST_DATABASE_URL
    ask "$@"
}

# On the server that PLAZA_TEST_DATABASE_URL names; else scripts/test brings one.
on_postgres() {
    if [ -n "${PLAZA_TEST_DATABASE_URL:-}" ]; then
        ask
        return
    fi
    if ! scripts/test postgres "$tests" --nocapture >"$out" 2>&1; then
        tail -n 60 "$out" >&2
        exit 1
    fi
    cp "$(cargo metadata --locked --no-deps --format-version 1 |
        sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/test-logs/integration-tests-on-postgresql.log" "$out"
    figures
}
