//! Writes down what the program is linked from, for `plaza sbom`: while it is built, by the same lock file,
//! features and target, as cargo itself resolves them.

use std::{
    collections::BTreeMap,
    env, fs,
    path::Path,
    process::{Command, ExitCode},
};

fn main() -> ExitCode {
    for file in [
        "build.rs",
        "Cargo.lock",
        "Cargo.toml",
        "crates/personal-data/Cargo.toml",
    ] {
        println!("cargo:rerun-if-changed={file}");
    }
    // A list that cannot be made is said by the command that would print it, and keeps nobody from building.
    let list = match linked() {
        Ok(list) => list,
        Err(why) => format!("failed\t{}\n", why.replace(['\n', '\t'], " ")),
    };
    let folder = env::var("OUT_DIR").unwrap_or_default();
    match fs::write(Path::new(&folder).join("linked.txt"), list) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A line `built`, target and features; then of each crate its depth in the tree, name, version, licence,
/// repository and checksum. What hangs below a crate stands below the first of its lines.
fn linked() -> Result<String, String> {
    let said = |name: &str| env::var(name).map_err(|error| format!("{name}: {error}"));
    let (folder, target) = (said("CARGO_MANIFEST_DIR")?, said("TARGET")?);
    let features = env::vars().filter_map(|(name, _)| {
        let feature = name.strip_prefix("CARGO_FEATURE_")?;
        Some(feature.to_lowercase().replace('_', "-"))
    });
    let features: Vec<String> = features.collect();
    let features = features.join(",");
    let tree = Command::new(said("CARGO")?)
        .current_dir(&folder)
        .args(["tree", "--offline", "--locked", "--package", "plaza"])
        .args(["--edges", "normal,no-proc-macro", "--target", &target])
        .args(["--no-default-features", "--features", &features])
        .args(["--prefix", "depth", "--format", " {p}\t{l}\t{r}"])
        // A linter that stands in for the compiler knows no targets.
        .env_remove("RUSTC_WORKSPACE_WRAPPER")
        .output()
        .map_err(|error| error.to_string())?;
    if !tree.status.success() {
        return Err(String::from_utf8_lossy(&tree.stderr).into_owned());
    }
    let lock = fs::read_to_string(Path::new(&folder).join("Cargo.lock"));
    let checksums = checksums(&lock.map_err(|error| error.to_string())?);
    let mut list = format!("built\t{target}\t{features}\n");
    for line in String::from_utf8_lossy(&tree.stdout).lines() {
        let one = entry(line, &checksums).ok_or_else(|| format!("cannot be read: {line}"))?;
        list.push_str(&one);
        list.push('\n');
    }
    Ok(list)
}

/// A line of the tree: `1 actix-web v4.18.0<tab>MIT OR Apache-2.0<tab>https://…`, and ` (*)` behind one
/// that stood there before.
fn entry(line: &str, checksums: &BTreeMap<(String, String), String>) -> Option<String> {
    let line = line.strip_suffix(" (*)").unwrap_or(line);
    let mut fields = line.split('\t');
    let mut package = fields.next()?.split_whitespace();
    let (depth, name) = (package.next()?, package.next()?);
    let version = package.next()?.strip_prefix('v')?;
    let (licence, repository) = (fields.next()?, fields.next()?);
    let named = (name.to_owned(), version.to_owned());
    let checksum = checksums.get(&named).map_or("", String::as_str);
    Some(format!(
        "{depth}\t{name}\t{version}\t{licence}\t{repository}\t{checksum}"
    ))
}

/// Of the lock file's packages, by name and version.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let value = |block: &str, key: &str| {
        let mut lines = block.lines();
        let found = lines.find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
        found.map(|value| value.trim_matches('"').to_owned())
    };
    let packages = lock.split("[[package]]").skip(1).filter_map(|block| {
        let named = (value(block, "name")?, value(block, "version")?);
        Some((named, value(block, "checksum")?))
    });
    packages.collect()
}
