//! How a public page is named to search engines, and to programs that show a link to it: its one
//! address, the same page in other languages, and what is said of it (Open Graph, schema.org).
//!
//! What other sites keep nobody can mask there. So no words of people stand in it but a title without
//! personal data, and structured data says what the page itself shows.

use actix_web::HttpRequest;
use serde::Serialize;
use url::form_urlencoded::{Serializer, parse};

use super::routes;
use crate::{context::Context, i18n::Lang};

/// Pages that everybody can open and nobody needs to find: they repeat others, or are no place to begin.
const APART: [&str; 5] = [
    "/{lang}/search",
    "/{lang}/leaving",
    "/{lang}/posts/{id}/revisions",
    "/{lang}/polls/new",
    "/{lang}/c/{code}",
];
/// What in a query makes another page of it: where a list goes on.
const PLACES: [&str; 4] = ["after", "before", "page", "post"];

/// Parts of a query that are words, even where they are written in digits.
const WORDS: [&str; 19] = [
    "q", "author", "tag", "board", "kind", "about", "category", "district", "office", "state",
    "order", "domain", "act", "ground", "subject", "by", "account", "role", "way",
];
/// Parts of a query that say all by their name.
const FLAGS: [&str; 2] = ["past", "mask"];
/// What in a query makes a page what it is, in either language: where a list goes on, what is looked
/// for, what a form is about. No confirmation, and nothing that proves anything.
pub const OF_A_PAGE: [&str; 35] = [
    "after", "before", "page", "post", "on", "version", "q", "board", "kind", "author", "tag",
    "topic", "about", "quote", "item", "past", "mask", "from", "to", "category", "district",
    "office", "state", "month", "order", "domain", "age", "act", "ground", "subject", "by",
    "account", "role", "way", "until",
];

pub struct Listing {
    /// The whole address.
    pub canonical: String,
    /// The same page by language, as `hreflang` names it; `x-default` asks the reader's browser.
    pub alternates: Vec<(&'static str, String)>,
    /// `og:type`.
    pub kind: &'static str,
    pub title: Option<String>,
    pub description: Option<String>,
    /// JSON-LD, without a character that ends an element.
    pub data: Option<String>,
}

impl Listing {
    /// Of a page that everybody can read; of others there is none.
    pub(super) fn of(request: &HttpRequest, context: &Context, lang: Lang) -> Option<Self> {
        let route = routes::of(request)?;
        if !route.is_public_page() || APART.contains(&route.path) {
            return None;
        }
        let prefix = format!("/{}", lang.as_str());
        let below = request.path().strip_prefix(&prefix)?;
        // Home is the one page that is written with a slash at its end.
        let below = Some(below).filter(|below| !below.is_empty()).unwrap_or("/");
        let query = kept(request.query_string(), &PLACES);
        let address = |prefix: &str| context.config.absolute(&format!("{prefix}{below}{query}"));
        let languages = &context.config.languages;
        let mut alternates: Vec<(&'static str, String)> = Lang::ALL
            .into_iter()
            .filter(|lang| languages.has(*lang))
            .map(|lang| (hreflang(lang), address(&format!("/{}", lang.as_str()))))
            .collect();
        alternates.push(("x-default", address("")));
        Some(Self {
            canonical: address(&prefix),
            alternates,
            kind: "website",
            title: None,
            description: None,
            data: None,
        })
    }

    /// The page is where its list begins, from wherever somebody came.
    pub fn begins(&mut self) {
        let addresses = self.alternates.iter_mut().map(|(_, address)| address);
        for address in addresses.chain([&mut self.canonical]) {
            let end = address.find('?').unwrap_or(address.len());
            address.truncate(end);
        }
    }

    /// Adds structured data, which every writer of JSON can write.
    pub fn carry(&mut self, data: &impl Serialize) {
        let Ok(data) = serde_json::to_string(data) else {
            return;
        };
        // Inside a script element: nothing of it may look like its end, or like a comment.
        let mut carried = String::with_capacity(data.len() + 16);
        let mut rest = data.as_str();
        while let Some(at) = rest.find(['<', '>', '&']) {
            carried.push_str(&rest[..at]);
            carried.push_str(match rest.as_bytes()[at] {
                b'<' => "\\u003c",
                b'>' => "\\u003e",
                _ => "\\u0026",
            });
            rest = &rest[at + 1..];
        }
        carried.push_str(rest);
        self.data = Some(carried);
    }
}

/// A language with its script, which tells readers of Traditional Chinese that it is theirs.
pub const fn hreflang(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-Hant-TW",
        Lang::En => "en",
    }
}

/// A language as Open Graph names it.
pub const fn locale(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh_TW",
        Lang::En => "en_US",
    }
}

/// What in a query says where a page goes on or what it is about, by number or by day: no word that
/// somebody put there.
pub fn places(query: &str) -> String {
    let is_place = |value: &str| {
        value == "last"
            || value
                .bytes()
                .all(|byte| byte.is_ascii_digit() || b"-.:".contains(&byte))
    };
    let pairs = parse(query.as_bytes()).filter(|(name, value)| {
        let value: &str = value;
        !WORDS.contains(&&**name) && value.len() <= 40 && is_place(value)
    });
    let mut plain = Serializer::new(String::new());
    plain.extend_pairs(pairs);
    kept(&plain.finish(), &OF_A_PAGE)
}

/// What is kept of a query: the parts of these names, with a question mark before them.
pub fn kept(query: &str, names: &[&str]) -> String {
    let kept: Vec<_> = parse(query.as_bytes())
        .filter(|(name, value)| {
            names.contains(&&**name) && (!value.is_empty() || FLAGS.contains(&&**name))
        })
        .collect();
    if kept.is_empty() {
        return String::new();
    }
    let mut query = Serializer::for_suffix(String::from("?"), 1);
    query.extend_pairs(kept);
    query.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn only_where_a_list_goes_on_stands_in_an_address() {
        for (query, kept) in [
            ("", ""),
            ("after=3", "?after=3"),
            ("post=3", "?post=3"),
            ("done=x&quote=4&after=3", "?after=3"),
            ("before=1-2&page=", "?before=1-2"),
            ("after=%22%3E", "?after=%22%3E"),
        ] {
            assert_eq!(super::kept(query, &PLACES), kept, "{query}");
        }
    }

    #[test]
    fn a_place_is_a_number_or_a_day() {
        for (query, kept) in [
            ("after=3&done=x&q=0912345678", "?after=3"),
            (
                "before=2026-03-02&q=words&page=last",
                "?before=2026-03-02&page=last",
            ),
            ("about=somebody&mask&token=1", "?mask="),
            ("post=17&version=2&done=x", "?post=17&version=2"),
        ] {
            assert_eq!(places(query), kept, "{query}");
        }
    }

    #[test]
    fn structured_data_ends_no_element() {
        let mut listing = Listing {
            canonical: String::new(),
            alternates: Vec::new(),
            kind: "article",
            title: None,
            description: None,
            data: None,
        };
        let text = "</script><!-- & <script>";
        listing.carry(&json!({ "text": text }));
        let data = listing.data.expect("it was given");
        assert!(!data.contains(['<', '>', '&']), "{data}");
        let read: Value = serde_json::from_str(&data).expect("JSON");
        assert_eq!(read["text"], text);
    }
}
