//! The commands of whoever runs Plaza, as they are typed: what they say, in words and in JSON, and their exit
//! codes.

mod admin;
mod answers;
mod configuration;
mod doctor;
mod export;
mod sbom;

use serde_json::Value;

use crate::support::command::command;

/// Runs a command to its end: the exit code, standard output and standard error.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = command(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// As [`run`], of a command that answers in one line of JSON.
fn answered(arguments: &[&str]) -> (i32, Value) {
    let (code, out, err) = run(&[arguments, &["--json"]].concat());
    assert_eq!(out.trim_end().lines().count(), 1, "{out}{err}");
    (code, serde_json::from_str(&out).unwrap())
}
