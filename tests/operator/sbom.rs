//! `plaza sbom`: the bill names every crate that is linked, and none that is not.

use std::{collections::BTreeSet, fs};

use serde_json::Value;

use super::run;

fn strings<'a>(all: &'a Value, key: &str) -> Vec<&'a str> {
    let all = all.as_array().unwrap().iter();
    all.map(|one| one[key].as_str().unwrap()).collect()
}

#[test]
fn the_bill_names_what_is_linked_in_the_form_of_cyclonedx() {
    let (code, out, err) = run(&["sbom"]);
    assert_eq!(code, 0, "{err}");
    let bill: Value = serde_json::from_str(&out).unwrap();
    // What CycloneDX 1.6 requires, and the only members that it knows here.
    assert_eq!(bill["bomFormat"], "CycloneDX");
    assert_eq!(bill["specVersion"], "1.6");
    assert_eq!(bill["version"], 1);
    let known = [
        "$schema",
        "bomFormat",
        "specVersion",
        "serialNumber",
        "version",
        "metadata",
        "components",
        "dependencies",
    ];
    for member in bill.as_object().unwrap().keys() {
        assert!(known.contains(&member.as_str()), "{member}");
    }
    let components = bill["components"].as_array().unwrap();
    for one in components.iter().chain([&bill["metadata"]["component"]]) {
        for member in ["type", "name", "version", "bom-ref", "purl"] {
            assert!(!one[member].as_str().unwrap().is_empty(), "{one}");
        }
        let licence = one["licenses"][0]["expression"].as_str();
        assert!(licence.is_some_and(|words| !words.contains('/')), "{one}");
    }
    let refs = strings(&bill["components"], "bom-ref");
    let mut named: BTreeSet<&str> = refs.iter().copied().collect();
    assert_eq!(named.len(), refs.len(), "a crate stands twice");
    named.insert(bill["metadata"]["component"]["bom-ref"].as_str().unwrap());
    for needed in bill["dependencies"].as_array().unwrap() {
        assert!(named.contains(needed["ref"].as_str().unwrap()), "{needed}");
        for of in needed["dependsOn"].as_array().unwrap() {
            assert!(named.contains(of.as_str().unwrap()), "{needed}");
        }
    }

    // Each has the version and the checksum of the lock file.
    let lock: toml::Table = fs::read_to_string("Cargo.lock").unwrap().parse().unwrap();
    let locked = lock["package"].as_array().unwrap();
    for one in components {
        let same = locked.iter().find(|package| {
            package["name"].as_str() == one["name"].as_str()
                && package["version"].as_str() == one["version"].as_str()
        });
        let same = same.unwrap_or_else(|| panic!("{one} is not locked"));
        let checksum = same.get("checksum").and_then(toml::Value::as_str);
        assert_eq!(one["hashes"][0]["content"].as_str(), checksum, "{one}");
    }
    let manifest: toml::Table = fs::read_to_string("Cargo.toml").unwrap().parse().unwrap();
    let names: BTreeSet<&str> = strings(&bill["components"], "name").into_iter().collect();
    for direct in manifest["dependencies"].as_table().unwrap().keys() {
        assert!(names.contains(direct.as_str()), "{direct} is not there");
    }
    // Tests and what works at building alone are not linked.
    for absent in ["proptest", "scraper", "serde_derive", "cc"] {
        assert!(!names.contains(absent), "{absent} is there");
    }
}
