//! Formats that others have published: Taiwan's ids and telephones, e-mail addresses.
//!
//! The cases are no part of this repository: `PLAZA_PERSONAL_DATA` names the folder that
//! holds `tw-formats` and `email`. Without it nothing is tested, and a line says so.

use personal_data::{Detector, Kind};
use std::{env, fs, path::PathBuf};

fn folder() -> Option<PathBuf> {
    let folder = env::var_os("PLAZA_PERSONAL_DATA").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: PLAZA_PERSONAL_DATA names no folder of public cases");
    }
    folder
}

fn read(folder: &std::path::Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The texts found of the given kinds.
fn found(text: &str, kinds: &[Kind]) -> Vec<String> {
    Detector::new()
        .find(text)
        .into_iter()
        .filter(|finding| kinds.contains(&finding.kind))
        .map(|finding| {
            let place = finding.chars;
            text.chars().skip(place.start).take(place.len()).collect()
        })
        .collect()
}

const IDS: &[Kind] = &[Kind::NationalId, Kind::ResidentId];

/// Every id alone and within a sentence; the wrong ones nowhere.
#[test]
fn every_taiwan_id() {
    let Some(folder) = folder() else { return };
    let mut wrong = Vec::new();
    let mut cases = Vec::new();
    for line in read(&folder, "tw-formats/taiwan-id-validator-id-tests.tsv").lines() {
        let mut fields = line.split('\t');
        if let (Some(id), Some(valid)) = (fields.next(), fields.next()) {
            cases.push((id.to_owned(), valid == "true"));
        }
    }
    // The list calls some ids invalid because another kind was asked for.
    let valid: Vec<String> = cases
        .iter()
        .filter(|(_, valid)| *valid)
        .map(|(id, _)| id.clone())
        .collect();
    cases.retain(|(id, is_valid)| *is_valid || !valid.contains(id));
    let validator = read(&folder, "tw-formats/validatorjs-zh-TW.txt");
    let identity = validator.split("mobile").next().unwrap_or_default();
    let mut lists = identity.split("invalid:");
    for (list, valid) in [(lists.next(), true), (lists.next(), false)] {
        for id in list.unwrap_or_default().split('\'').skip(1).step_by(2) {
            if id != "zh-TW" {
                cases.push((id.to_owned(), valid));
            }
        }
    }
    assert!(cases.len() > 60, "only {} cases", cases.len());
    for (id, valid) in &cases {
        for text in [id.clone(), format!("請查{id}謝謝"), format!("see {id}.")] {
            let expected: &[String] = if *valid {
                std::slice::from_ref(id)
            } else {
                &[]
            };
            let found = found(&text, IDS);
            if found != expected {
                wrong.push(format!("{text:?}: {found:?}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}: {wrong:#?}",
        wrong.len(),
        cases.len()
    );
}

/// Every type of number in every way in which it is grouped.
#[test]
fn every_taiwan_telephone() {
    let Some(folder) = folder() else { return };
    let mut wrong = Vec::new();
    let mut expect = |text: &str, number: Option<&str>| {
        let found = found(text, &[Kind::Phone]);
        if found.iter().map(String::as_str).ne(number) {
            wrong.push(format!("{text:?}: {found:?}"));
        }
    };
    for line in read(&folder, "tw-formats/libphonenumber-886-examples.csv")
        .lines()
        .skip(1)
    {
        let fields: Vec<&str> = line.split(';').map(str::trim).collect();
        let [_, kind, number] = fields[..] else {
            continue;
        };
        let number = number.trim_matches('"');
        // Toll-free and premium numbers and those for universal access are nobody's own.
        let own = matches!(kind, "FIXED_LINE" | "MOBILE" | "VOIP" | "PERSONAL_NUMBER");
        for written in [
            format!("0{number}"),
            format!("+886{number}"),
            format!("+886-{number}"),
        ] {
            expect(&format!("電話{written}，"), own.then_some(written.as_str()));
        }
    }
    for line in read(
        &folder,
        "tw-formats/libphonenumber-geocoding-zh_Hant-886.txt",
    )
    .lines()
    {
        let Some(area) = line
            .split('|')
            .next()
            .and_then(|code| code.strip_prefix("886"))
        else {
            continue;
        };
        // No subscriber begins with a zero, though the list has 80 as an area.
        if line.starts_with('#') || area == "80" {
            continue;
        }
        // The list names an area by its code and the first digits of its subscribers.
        let code = match area {
            "37" | "49" | "82" | "89" | "836" | "826" => area,
            _ if area.starts_with("823") => "82",
            _ if area.starts_with("826") || area.starts_with("836") => &area[..3],
            _ if area.starts_with("89") || area.starts_with("49") || area.starts_with("37") => {
                &area[..2]
            }
            _ => &area[..1],
        };
        let length = match code {
            "2" => 8,
            "37" | "82" | "89" => 6,
            "826" | "836" => 5,
            _ => 7,
        };
        let rest = &area[code.len()..];
        let subscriber: String = rest
            .chars()
            .chain("23456789".chars())
            .take(length)
            .collect();
        for written in [
            format!("0{code}-{subscriber}"),
            format!("(0{code}){subscriber}"),
            format!("0{code} {subscriber}"),
            format!("+886 {code} {subscriber}"),
        ] {
            expect(&format!("家裡{written}。"), Some(&written));
        }
    }
    let validator = read(&folder, "tw-formats/validatorjs-zh-TW.txt");
    let mobile = validator.split("mobile").nth(1).unwrap_or_default();
    let mut lists = mobile.split("invalid:");
    for (list, valid) in [(lists.next(), true), (lists.next(), false)] {
        for number in list.unwrap_or_default().split('\'').skip(1).step_by(2) {
            // 0-987123456 is no form's value, but a number to a reader.
            if number != "zh-TW" && number != "0-987123456" {
                expect(&format!("打 {number} 找我"), valid.then_some(number));
            }
        }
    }
    assert!(wrong.is_empty(), "{}: {wrong:#?}", wrong.len());
}

/// Addresses that are valid and plain are found whole; erroneous ones never.
#[test]
fn e_mail_validity() {
    let Some(folder) = folder() else { return };
    let mut wrong = Vec::new();
    let mut cases = 0;
    let tests = read(&folder, "email/isemail-tests.xml");
    for test in tests.split("<test ").skip(1) {
        let field = |name: &str| {
            let from = test.split(&format!("<{name}>")).nth(1)?;
            from.split(&format!("</{name}>")).next()
        };
        let (Some(address), Some(category)) = (field("address"), field("category")) else {
            continue;
        };
        let Some((local, host)) = address.rsplit_once('@') else {
            continue;
        };
        let plain = |part: &str| {
            part.chars()
                .all(|c| c.is_ascii_alphanumeric() || "._+-".contains(c))
        };
        if address.contains('&') || !plain(local) || !plain(host) {
            continue;
        }
        // An ending of one letter or of digits alone is no name of the network.
        let ending = host.rsplit('.').next().unwrap_or_default();
        let usual = host.contains('.')
            && ending.len() > 1
            && ending.chars().any(|c| c.is_ascii_alphabetic())
            && host.len() < 200;
        let found = found(&format!("寫到 {address} 謝謝"), &[Kind::Email]);
        let right = match category {
            "ISEMAIL_VALID_CATEGORY" | "ISEMAIL_DNSWARN" if usual && !ending.contains('-') => {
                found == [address]
            }
            "ISEMAIL_ERR" => !found.iter().any(|found| found == address),
            _ => continue,
        };
        cases += 1;
        if !right {
            wrong.push(format!("{category} {address:?}: {found:?}"));
        }
    }
    assert!(cases > 20, "only {cases} cases");
    assert!(wrong.is_empty(), "{} of {cases}: {wrong:#?}", wrong.len());
}

/// What link finders take for an address and what they do not.
#[test]
fn e_mail_in_running_text() {
    let Some(folder) = folder() else { return };
    let mut wrong = Vec::new();
    let mut cases = 0;
    let links = read(&folder, "email/linkify-it-links.txt");
    for block in links.split("\n\n") {
        let lines: Vec<&str> = block
            .lines()
            .filter(|line| !line.starts_with('%') && !line.is_empty())
            .collect();
        let Some(text) = lines
            .first()
            .map(|line| line.split(" %").next().unwrap_or(line))
        else {
            continue;
        };
        let link = lines.get(1).copied().unwrap_or(text);
        let address = link
            .to_ascii_lowercase()
            .strip_prefix("mailto:")
            .map_or(link, |rest| &link[link.len() - rest.len()..]);
        let is_address = address.contains('@')
            && !address.contains("://")
            && address
                .rsplit('@')
                .next()
                .is_some_and(|host| host.contains('.'));
        if !is_address {
            continue;
        }
        cases += 1;
        let found = found(text.trim(), &[Kind::Email]);
        if found != [address.trim()] {
            wrong.push(format!("{text:?}: {found:?}"));
        }
    }
    for line in read(&folder, "email/linkify-it-not_links.txt").lines() {
        if line.starts_with('%') || line.is_empty() {
            continue;
        }
        cases += 1;
        let found = found(line, &[Kind::Email]);
        if !found.is_empty() {
            wrong.push(format!("{line:?}: {found:?}"));
        }
    }
    assert!(cases > 20, "only {cases} cases");
    assert!(wrong.is_empty(), "{} of {cases}: {wrong:#?}", wrong.len());
}
