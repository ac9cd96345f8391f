//! The house stands: a room uses only floors below its own, and none beside it.

use std::{fs, path::Path};

/// Every room of `src/` and its floor, as ARCHITECTURE.md draws them.
const FLOORS: &[(&str, u8)] = &[
    ("began", 0),
    ("calendar", 0),
    ("clock", 0),
    ("config", 0),
    ("context", 0),
    ("db", 0),
    ("http_client", 0),
    ("i18n", 0),
    ("kept", 0),
    ("keys", 0),
    ("metrics", 0),
    ("objects", 0),
    ("once", 0),
    ("text_rules", 0),
    ("threads", 0),
    ("turns", 0),
    ("privacy", 1),
    ("text", 1),
    ("attachments", 2),
    ("mail", 2),
    ("reserved", 2),
    ("review", 2),
    ("search", 2),
    ("trust", 2),
    ("webhooks", 2),
    ("accounts", 3),
    ("offices", 3),
    ("settings", 3),
    ("spam", 3),
    ("api_tokens", 4),
    ("forum", 4),
    ("city_pages", 4),
    ("suggestions", 4),
    ("events", 4),
    ("requests", 4),
    ("crosslinks", 5),
    ("polls", 5),
    ("published", 5),
    ("statistics", 5),
    ("moderation", 6),
    ("open_data", 6),
    ("rights", 6),
    ("backup", 7),
    ("jobs", 7),
    ("lmtp", 7),
    ("operations", 7),
    ("sign_on", 7),
    ("web", 8),
    ("commands", 9),
    ("main", 9),
    ("lib", 9),
];

fn floor(room: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(name, _)| *name == room)
        .map(|(_, floor)| *floor)
}

/// All Rust files below a folder, with the room that each belongs to.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let inside = path.strip_prefix(folder).unwrap();
                let room = inside
                    .components()
                    .next()
                    .unwrap()
                    .as_os_str()
                    .to_str()
                    .unwrap();
                all.push((
                    room.trim_end_matches(".rs").to_owned(),
                    fs::read_to_string(&path).unwrap(),
                ));
            }
        }
    }
    all
}

/// The rooms that a file names: in `crate::room` and in `use crate::{room, room::…}`.
fn uses(source: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, _) in source.match_indices("crate::") {
        if source[..at].ends_with("$") || source[..at].ends_with("plaza_") {
            continue;
        }
        let rest = &source[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut item = String::new();
            for character in list.chars() {
                match character {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => rooms.push(std::mem::take(&mut item)),
                    _ if depth == 0 => item.push(character),
                    _ => {}
                }
            }
            rooms.push(item);
        } else {
            rooms.push(rest.to_owned());
        }
    }
    rooms
        .iter()
        .map(|path| {
            path.trim()
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect()
        })
        .filter(|room: &String| !room.is_empty())
        .collect()
}

#[test]
fn no_room_uses_one_above_or_beside_it() {
    let files = files(Path::new("src"));
    assert!(files.len() > 30, "the sources were not found");
    let mut wrong = Vec::new();
    for (room, source) in &files {
        let own = floor(room).unwrap_or_else(|| {
            panic!("{room} has no floor: give it one here and in ARCHITECTURE.md")
        });
        for used in uses(source) {
            let Some(below) = floor(&used) else { continue };
            // The ground is one floor of plain pieces that lean on each other.
            if used != *room && own > 0 && below >= own {
                wrong.push(format!("{room} (floor {own}) uses {used} (floor {below})"));
            }
            if own == 0 && below > 0 {
                wrong.push(format!("{room} is ground and uses {used} (floor {below})"));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_uses_sees_every_form() {
    let source =
        "use crate::{accounts::{Member, x}, db};\nuse crate::mail::outbox;\nlet x = crate::web::y;";
    assert_eq!(uses(source), ["accounts", "db", "mail", "web"]);
}

/// The types that prove somebody to be an owner, each made by its room after a look.
const PROOFS: [&str; 8] = [
    "Appealed", "AsItWas", "ByLink", "ByLink", "Member", "Own", "Owner", "Posted",
];

#[test]
fn who_is_an_owner_is_found_out_by_eight_types_alone() {
    let mut found = Vec::new();
    for (_, source) in files(Path::new("src")) {
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        let impls = source.lines().filter_map(|line| {
            let line = line.strip_prefix("impl OwnersProof for ")?;
            Some(line.trim_end_matches(" {").to_owned())
        });
        found.extend(impls);
    }
    found.sort();
    assert_eq!(found, PROOFS);
}
