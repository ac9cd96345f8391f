//! A test in a process of its own, for what a process does once and for good.

use std::{env, process::Command};

/// Tells a process that it is one test's own.
const ALONE: &str = "PLAZA_TEST_ALONE";

/// Whether this process is one test's own.
pub fn is_alone() -> bool {
    env::var_os(ALONE).is_some()
}

/// Whether a test goes on, in a process of its own. Where this one is of all tests, starts that and waits for it
/// to pass.
#[track_caller]
pub fn alone(test: &str) -> bool {
    if is_alone() {
        return true;
    }
    let mut own = Command::new(env::current_exe().unwrap());
    own.args([test, "--exact", "--nocapture"]).env(ALONE, test);
    let done = own.output().unwrap();
    let [said, told] = [&done.stdout, &done.stderr].map(|words| String::from_utf8_lossy(words));
    let passed = done.status.success() && said.contains("1 passed");
    assert!(passed, "{said}\n{told}");
    false
}
