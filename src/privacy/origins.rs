//! Which places on the web the privacy policy covers (policy, promises 1 and 2).
//!
//! An address is read as browsers read it (WHATWG URL), and covered only when its origin,
//! that is scheme, host and port, is one of the configured ones to the letter.

use url::{Origin, Url};

/// Whose place an address leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// This Plaza.
    Own,
    /// Another site of the city that the policy covers.
    Covered,
    /// Somebody else's.
    Outside(Url),
}

/// The origins that the policy covers.
#[derive(Clone, Debug)]
pub struct Covered {
    own: Origin,
    others: Vec<Origin>,
}

impl Covered {
    pub fn new(own: &Url, others: &[Url]) -> Self {
        Self {
            own: own.origin(),
            others: others.iter().map(Url::origin).collect(),
        }
    }

    /// Where an absolute address leads; `None` when it is no address of a page.
    ///
    /// One that brings a user name along is outside whatever its host: such names serve to
    /// make an address look like another.
    pub fn place(&self, address: &str) -> Option<Place> {
        let url = Url::parse(address).ok()?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return None;
        }
        let disguised = !url.username().is_empty() || url.password().is_some();
        let origin = url.origin();
        Some(if disguised {
            Place::Outside(url)
        } else if origin == self.own {
            Place::Own
        } else if self.others.contains(&origin) {
            Place::Covered
        } else {
            Place::Outside(url)
        })
    }
}

/// The host as people write it, where that differs from how it travels: an
/// internationalised name (IDNA, UTS 46).
pub fn in_letters(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    let (letters, _) = idna::domain_to_unicode(host);
    (letters != host).then_some(letters)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn covered() -> Covered {
        let parse = |text| Url::parse(text).expect("a URL");
        Covered::new(
            &parse("https://plaza.city.example"),
            &[
                parse("https://www.city.example"),
                parse("https://map.city.example:8443"),
            ],
        )
    }

    fn is_outside(address: &str) -> bool {
        !matches!(covered().place(address), Some(Place::Own | Place::Covered))
    }

    #[test]
    fn the_same_origin_in_any_writing_is_covered() {
        for address in [
            "https://www.city.example",
            "https://www.city.example:443/a?b#c",
            "HTTPS://WWW.City.Example/",
            "https://ｗｗｗ.city.example/",
            "https:\\\\www.city.example\\a",
            "https://map.city.example:8443/",
        ] {
            assert_eq!(covered().place(address), Some(Place::Covered), "{address}");
        }
        let own = "https://plaza.city.example/zh/topics/1";
        assert_eq!(covered().place(own), Some(Place::Own));
    }

    #[test]
    fn what_looks_like_it_is_not() {
        for address in [
            "http://www.city.example/",
            "https://www.city.example:8443/",
            "https://map.city.example/",
            "https://www.city.example./",
            "https://city.example/",
            "https://www.city.example@evil.example/",
            "https://www.city.example%40evil.example/",
            "https://a:b@www.city.example/",
            "https://a@www.city.example/",
            "https://www.city.example.evil.example/",
            "https://evil-www.city.example/",
            "https://wwwxcity.example/",
            "https://www.cìty.example/",
            "https://www.xn--cty-qxa.example/",
            // Cyrillic letters that look the same.
            "https://www.сity.example/",
            "https://evil.example/https://www.city.example/",
            "https://evil.example\\@www.city.example/",
            "ftp://www.city.example/",
            "javascript:alert(1)",
            "//www.city.example/",
            "",
        ] {
            assert!(is_outside(address), "{address}");
        }
    }

    #[test]
    fn a_name_in_other_letters_is_shown_in_both() {
        let url = Url::parse("https://高雄.example/").expect("a URL");
        assert_eq!(url.host_str(), Some("xn--do5a73f.example"));
        assert_eq!(in_letters(&url).as_deref(), Some("高雄.example"));
        let plain = Url::parse("https://city.example/").expect("a URL");
        assert_eq!(in_letters(&plain), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever stands before, after or inside the host makes another place of it.
        #[test]
        fn a_look_alike_is_outside(
            name in "[a-z0-9]{1,8}",
            port in 1u16..,
            letter in 0usize..16,
            other in "[a-z0-9\u{430}-\u{44f}]",
        ) {
            let host = "www.city.example";
            let below = format!("https://{name}.{host}/");
            prop_assert!(is_outside(&below));
            let before = format!("https://{name}{host}/");
            prop_assert!(is_outside(&before));
            let suffix = format!("https://{host}.{name}/");
            prop_assert!(is_outside(&suffix));
            let longer = format!("https://{host}{name}/");
            prop_assert!(is_outside(&longer));
            let there = format!("https://{host}@{name}.test/");
            prop_assert!(is_outside(&there));
            let user = format!("https://{name}@{host}/");
            prop_assert!(is_outside(&user));
            let with_port = format!("https://{host}:{port}/");
            prop_assert_eq!(is_outside(&with_port), port != 443);
            let changed: String = host
                .chars()
                .enumerate()
                .map(|(at, c)| if at == letter && c != '.' { other.clone() } else { c.to_string() })
                .collect();
            let same = changed == host;
            let changed = format!("https://{changed}/");
            prop_assert_eq!(is_outside(&changed), !same);
        }

        /// What follows the host changes nothing.
        #[test]
        fn path_query_and_fragment_do_not_matter(rest in "[/?#][ -~]{0,40}") {
            let covered = covered();
            let inside = format!("https://www.city.example{rest}");
            prop_assert_eq!(covered.place(&inside), Some(Place::Covered));
            let outside = format!("https://evil.example{rest}");
            prop_assert!(matches!(covered.place(&outside), Some(Place::Outside(_))));
        }

        /// No text at all makes it panic, and none of random letters is covered.
        #[test]
        fn any_text_is_read(text in ".{0,60}") {
            prop_assert!(is_outside(&text));
        }
    }
}
