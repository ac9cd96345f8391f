//! What the city's own mail server found out about a message: whether its author's domain sent it.
//!
//! The server writes its findings above the message (RFC 8601). Anybody can write the like below: only
//! the topmost line of the configured name counts, and only what it says of the author's own domain.

use super::Headers;

/// Whether the topmost findings of `server` say that DMARC passed for the domain of `author`.
pub(super) fn is_proven(headers: &Headers, server: &str, author: &str) -> bool {
    let Some(domain) = domain_of(author) else {
        return false;
    };
    for line in headers.all("authentication-results") {
        // One that cannot be read may be the server's own, made so by what a sender chose.
        let Some(found) = Findings::read(line) else {
            return false;
        };
        if found.server.eq_ignore_ascii_case(server) {
            return found.passes(&domain);
        }
    }
    false
}

fn domain_of(address: &str) -> Option<String> {
    let (_, domain) = address.rsplit_once('@')?;
    idna::domain_to_ascii(domain.trim_end_matches('.')).ok()
}

/// One line of findings.
struct Findings {
    server: String,
    /// What each method found: names and values, the method and its result first.
    found: Vec<Vec<(String, String)>>,
}

/// A piece of such a line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Word(String),
    Equals,
    End,
}

impl Findings {
    fn read(value: &str) -> Option<Self> {
        // Bytes that are no text.
        if value.contains(char::REPLACEMENT_CHARACTER) {
            return None;
        }
        let pieces = pieces(value)?;
        let mut parts = pieces.split(|piece| *piece == Piece::End);
        // A version may follow the name.
        let server = match parts.next()? {
            [Piece::Word(server)] | [Piece::Word(server), Piece::Word(_)] => server.clone(),
            _ => return None,
        };
        Some(Self {
            server,
            found: parts.map(pairs).collect(),
        })
    }

    /// One finding of DMARC, and no other beside it: who could get a second one in would say what
    /// it finds.
    fn passes(&self, domain: &str) -> bool {
        let is_dmarc = |found: &&Vec<(String, String)>| {
            let method = found.first().map(|(name, _)| name.as_str());
            method.is_some_and(|name| name.split('/').next() == Some("dmarc"))
        };
        let mut dmarc = self.found.iter().filter(is_dmarc);
        let (Some(found), None) = (dmarc.next(), dmarc.next()) else {
            return false;
        };
        let passed = found
            .first()
            .is_some_and(|(_, result)| result.eq_ignore_ascii_case("pass"));
        let mut of = found.iter().filter(|(name, _)| name == "header.from");
        let (Some((_, of)), None) = (of.next(), of.next()) else {
            return false;
        };
        let of = of
            .rsplit_once('@')
            .map_or(of.as_str(), |(_, domain)| domain);
        passed && idna::domain_to_ascii(of).is_ok_and(|of| of == domain)
    }
}

/// `name = value`, over and over; what is no such pair is passed over.
fn pairs(pieces: &[Piece]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut at = 0;
    while let Some(rest) = pieces.get(at..) {
        match rest {
            [Piece::Word(name), Piece::Equals, Piece::Word(value), ..] => {
                pairs.push((name.to_ascii_lowercase(), value.clone()));
                at += 3;
            }
            [] => break,
            _ => at += 1,
        }
    }
    pairs
}

/// The pieces of a line, without comments; `None` where a comment or a quote does not end.
fn pieces(value: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut word = String::new();
    let mut characters = value.chars();
    let end = |word: &mut String, pieces: &mut Vec<Piece>| {
        if !word.is_empty() {
            pieces.push(Piece::Word(std::mem::take(word)));
        }
    };
    while let Some(character) = characters.next() {
        match character {
            '(' => {
                end(&mut word, &mut pieces);
                skip_comment(&mut characters)?;
            }
            '"' => word.push_str(&quoted(&mut characters)?),
            ';' | '=' => {
                end(&mut word, &mut pieces);
                pieces.push(if character == ';' {
                    Piece::End
                } else {
                    Piece::Equals
                });
            }
            space if space.is_whitespace() => end(&mut word, &mut pieces),
            other => word.push(other),
        }
    }
    end(&mut word, &mut pieces);
    Some(pieces)
}

/// Comments stand in comments, and a backslash takes the meaning from what follows.
fn skip_comment(characters: &mut std::str::Chars<'_>) -> Option<()> {
    let mut depth = 1_u32;
    while depth > 0 {
        match characters.next()? {
            '(' => depth += 1,
            ')' => depth -= 1,
            '\\' => _ = characters.next()?,
            _ => {}
        }
    }
    Some(())
}

fn quoted(characters: &mut std::str::Chars<'_>) -> Option<String> {
    let mut text = String::new();
    loop {
        match characters.next()? {
            '"' => return Some(text),
            '\\' => text.push(characters.next()?),
            other => text.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: &str = "mx.city.example";
    const AUTHOR: &str = "ming@Office.example";

    fn proven(lines: &[&str]) -> bool {
        let name = "authentication-results".to_owned();
        let headers = lines.iter().map(|line| (name.clone(), (*line).to_owned()));
        is_proven(&Headers(headers.collect()), SERVER, AUTHOR)
    }

    #[test]
    fn what_the_servers_of_this_world_write_is_read() {
        for line in [
            "mx.city.example; dmarc=pass (p=none dis=none) header.from=office.example",
            "MX.city.example 1; spf=pass smtp.mailfrom=a@b.example; dmarc=pass header.from=office.example",
            "mx.city.example; dkim=pass header.b=ab=c= header.i=@x; dmarc = pass header.from = Office.Example",
            "mx.city.example;\tdkim=pass (2048-bit key; secure) header.d=office.example;\tdmarc=pass (policy=reject (a)) header.from=office.example",
            "\"mx.city.example\"; dmarc/1=pass reason=\"a; b\" header.from=office.example",
        ] {
            assert!(proven(&[line]), "{line}");
        }
    }

    #[test]
    fn what_proves_nothing_is_not_believed() {
        for line in [
            "",
            "mx.city.example; none",
            "mx.city.example; dmarc=fail header.from=office.example",
            "mx.city.example; dmarc=none header.from=office.example",
            "mx.city.example; dmarc=pass",
            "mx.city.example; dmarc=pass header.from=other.example",
            "mx.city.example; spf=pass smtp.mailfrom=ming@office.example; dkim=pass header.d=office.example",
            "mx.elsewhere.example; dmarc=pass header.from=office.example",
            "mx.city.example.evil; dmarc=pass header.from=office.example",
            "mx.city.example; (dmarc=pass header.from=office.example)",
            "mx.city.example; spf=pass reason=\"; dmarc=pass header.from=office.example\"",
            "mx.city.example; dmarc=pass header.from=office.example (never ends",
            // An address that the sender chose smuggles a second finding in.
            "mx.city.example; spf=pass smtp.mailfrom=a; dmarc=pass header.from=office.example; dmarc=fail header.from=evil.example",
            "mx.city.example; dmarc=pass header.from=evil.example header.from=office.example",
        ] {
            assert!(!proven(&[line]), "{line}");
        }
    }

    #[test]
    fn only_the_topmost_line_of_the_server_counts() {
        let pass = "mx.city.example; dmarc=pass header.from=office.example";
        let fail = "mx.city.example; dmarc=fail header.from=office.example";
        let other = "relay.example; dmarc=fail header.from=office.example";
        assert!(proven(&[pass, fail]));
        assert!(!proven(&[fail, pass]), "one below it was brought along");
        assert!(proven(&[other, pass]));
        assert!(!proven(&["mx.city.example; spf=pass (a", pass]));
        assert!(!proven(&[other]));
        assert!(!proven(&[]));
    }
}
