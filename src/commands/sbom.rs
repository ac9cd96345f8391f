//! `plaza sbom`: what this program is linked from, as a bill of materials in CycloneDX's JSON, for those who
//! look for known holes in it.
//!
//! The list is made while the program is built (`build.rs`): the crates that are linked into it with these
//! features for this target, without those that only worked at building. SQLite and libpq are parts of the
//! crates that bring their sources along, `libsqlite3-sys` and `pq-src`.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write as _},
};

use anyhow::{Context as _, bail};
use serde_json::{Value, json};

use crate::clock::{Clock, Random};

const LINKED: &str = include_str!(concat!(env!("OUT_DIR"), "/linked.txt"));

/// A crate as `build.rs` wrote it down.
struct Linked<'a> {
    depth: usize,
    name: &'a str,
    version: &'a str,
    licence: &'a str,
    repository: &'a str,
    checksum: &'a str,
}

impl<'a> Linked<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let mut fields = line.split('\t');
        Some(Self {
            depth: fields.next()?.parse().ok()?,
            name: fields.next()?,
            version: fields.next()?,
            licence: fields.next()?,
            repository: fields.next()?,
            checksum: fields.next()?,
        })
    }

    /// Its address as a package (purl), by which the bill names it too.
    fn purl(&self) -> String {
        // A plus belongs to versions, and stands for itself in no address.
        let version = self.version.replace('+', "%2B");
        format!("pkg:cargo/{}@{version}", self.name)
    }

    fn component(&self, sort: &str) -> Value {
        let mut component = json!({
            "type": sort,
            "bom-ref": self.purl(),
            "name": self.name,
            "version": self.version,
            "purl": self.purl(),
        });
        if !self.licence.is_empty() {
            // As older crates write it.
            let either: Vec<&str> = self.licence.split('/').map(str::trim).collect();
            let expression = either.join(" OR ");
            component["licenses"] = json!([{ "expression": expression }]);
        }
        if !self.checksum.is_empty() {
            component["hashes"] = json!([{ "alg": "SHA-256", "content": self.checksum }]);
        }
        if !self.repository.is_empty() {
            component["externalReferences"] = json!([{ "type": "vcs", "url": self.repository }]);
        }
        component
    }
}

/// Prints the bill. Needs no configuration and no database.
pub fn run() -> anyhow::Result<()> {
    let bill = bill(LINKED, &Clock::System, &Random::System)?;
    // Whoever reads the beginning alone ends the pipe before the end: that is no panic.
    writeln!(io::stdout().lock(), "{bill:#}").context("not all of it was taken")
}

fn bill(list: &str, clock: &Clock, random: &Random) -> anyhow::Result<Value> {
    let (head, rest) = list.split_once('\n').context("the list is empty")?;
    let (target, features) = match head.split('\t').collect::<Vec<_>>()[..] {
        ["built", target, features] => (target, features),
        ["failed", why] => bail!("this program was built without a list of its crates: {why}"),
        _ => bail!("the list of crates cannot be read"),
    };
    let all: Option<Vec<Linked<'_>>> = rest.lines().map(Linked::read).collect();
    let all = all.context("the list of crates cannot be read")?;
    let own = all.first().context("the list of crates is empty")?;
    let by_purl: BTreeMap<String, &Linked<'_>> =
        all[1..].iter().map(|one| (one.purl(), one)).collect();
    let components: Vec<Value> = by_purl
        .values()
        .map(|one| one.component("library"))
        .collect();
    let needs: Vec<Value> = needs(&all)
        .into_iter()
        .map(|(of, needed)| json!({ "ref": of, "dependsOn": needed }))
        .collect();
    Ok(json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": format!("urn:uuid:{}", uuid(random)),
        "version": 1,
        "metadata": {
            "timestamp": clock.now().utc().format("%FT%TZ").to_string(),
            "component": own.component("application"),
            "properties": [
                { "name": "plaza:target", "value": target },
                { "name": "plaza:features", "value": features },
            ],
        },
        "components": components,
        "dependencies": needs,
    }))
}

/// What each crate is linked with, by their addresses.
fn needs(all: &[Linked<'_>]) -> BTreeMap<String, BTreeSet<String>> {
    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut above: Vec<String> = Vec::new();
    for one in all {
        above.truncate(one.depth);
        if let Some(of) = above.last() {
            needs.entry(of.clone()).or_default().insert(one.purl());
        }
        needs.entry(one.purl()).or_default();
        above.push(one.purl());
    }
    needs
}

/// A random one (RFC 9562, 5.4).
fn uuid(random: &Random) -> String {
    let mut bytes = random.bytes::<16>();
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let digits = hex::encode(bytes);
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| &digits[part]);
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hangs_below_a_crate_that_stands_twice_stays_below_it() {
        let list = "built\tx86\tone,two\n\
                    0\tplaza\t0.1.0\tMIT\t\t\n\
                    1\ta\t1.0.0\tMIT/Apache-2.0\thttps://a.example\tabc\n\
                    2\tb\t2.0.0+x\t\t\tdef\n\
                    1\tc\t3.0.0\tMIT\t\tghi\n\
                    2\ta\t1.0.0\tMIT/Apache-2.0\thttps://a.example\tabc\n";
        let bill = bill(list, &Clock::System, &Random::seeded(1)).expect("a bill");
        let names: Vec<&str> = bill["components"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|one| one["name"].as_str())
            .collect();
        assert_eq!(names, ["a", "b", "c"]);
        let of_a = &bill["components"][0];
        assert_eq!(of_a["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(of_a["hashes"][0]["content"], "abc");
        assert!(bill["components"][1].get("licenses").is_none());
        let needs = |of: &str| {
            let mut all = bill["dependencies"].as_array().expect("a list").iter();
            all.find(|one| one["ref"] == of).expect(of)["dependsOn"].clone()
        };
        assert_eq!(needs("pkg:cargo/a@1.0.0"), json!(["pkg:cargo/b@2.0.0%2Bx"]));
        assert_eq!(needs("pkg:cargo/c@3.0.0"), json!(["pkg:cargo/a@1.0.0"]));
        assert_eq!(needs("pkg:cargo/b@2.0.0%2Bx"), json!([]));
        let serial = bill["serialNumber"].as_str().expect("a number");
        assert_eq!(serial.len(), "urn:uuid:".len() + 36);
        assert_eq!((&serial[23..24], serial.matches('-').count()), ("4", 4));
    }

    #[test]
    fn a_list_that_was_not_made_is_said() {
        let error = bill("failed\tno cargo\n", &Clock::System, &Random::seeded(1));
        let said = error.expect_err("no bill").to_string();
        assert!(said.contains("no cargo"), "{said}");
        assert!(bill("", &Clock::System, &Random::seeded(1)).is_err());
    }
}
