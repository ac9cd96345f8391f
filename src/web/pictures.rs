//! A post's own pictures in its text. Stored HTML names them by their number
//! (`attachment:2`); which file that is, and where it is, is known where it is shown.

use std::borrow::Cow;

use crate::attachments::{Attached, Variant};

const START: &str = "<img src=\"attachment:";

/// One picture as a page shows it.
pub struct Look {
    pub position: usize,
    /// Where the smallest that serves is, and all that goes with it: attributes, escaped.
    pub attributes: String,
    /// Where it is as large as is kept.
    pub large: Option<String>,
}

/// Where a file's variant is.
pub fn address(file: &Attached, variant: Variant) -> String {
    format!("/attachments/{}/{}", file.id, variant.as_str())
}

/// A post's picture: the browser takes what fits. What moves stands still until it is opened.
pub fn look(file: &Attached) -> Look {
    let variants = file.kind.variants(file.width);
    let still = |variant: &Variant| file.kind.media_type(*variant) != "image/gif";
    let sources: Vec<String> = variants
        .iter()
        .filter(|(variant, _)| still(variant))
        .map(|(variant, width)| format!("{} {width}w", address(file, *variant)))
        .collect();
    let medium = variants
        .iter()
        .rev()
        .find(|(variant, _)| still(variant) && *variant != Variant::Large)
        .map_or(Variant::Large, |(variant, _)| *variant);
    Look {
        position: file.position,
        attributes: format!(
            "src=\"{}\" srcset=\"{}\" sizes=\"(min-width: 48rem) 40rem, 100vw\" \
             width=\"{}\" height=\"{}\" loading=\"lazy\" decoding=\"async\"",
            address(file, medium),
            sources.join(", "),
            file.width,
            file.height
        ),
        large: Some(address(file, Variant::Large)),
    }
}

/// HTML of the sanitiser with its pictures put in; of one that is not there its words stay.
pub(super) fn pictures<'a>(html: &'a str, looks: &[Look]) -> Cow<'a, str> {
    if !html.contains(START) {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(START) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = rest.find('>') else { break };
        let tag = &rest[START.len()..end];
        rest = &rest[end + 1..];
        let position = tag.split('"').next().and_then(|number| number.parse().ok());
        let alt = tag
            .split("alt=\"")
            .nth(1)
            .unwrap_or("")
            .trim_end_matches('"');
        match looks.iter().find(|look| Some(look.position) == position) {
            None => out.push_str(alt),
            Some(look) => {
                let shown = format!("<img {} alt=\"{alt}\">", look.attributes);
                // A link holds no link.
                let inside = out.rfind("<a ") > out.rfind("</a>");
                match look.large.as_ref().filter(|_| !inside) {
                    Some(large) => out.push_str(&format!("<a href=\"{large}\">{shown}</a>")),
                    None => out.push_str(&shown),
                }
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attachments::Kind;

    #[test]
    fn a_picture_stands_in_the_text_and_its_words_where_there_is_none() {
        let file = Attached {
            id: 7,
            position: 2,
            kind: Kind::Jpeg,
            name: "a.jpg".into(),
            alt: String::new(),
            size: 1,
            width: 400,
            height: 300,
            unread: false,
        };
        let html = "<p>a <img src=\"attachment:2\" alt=\"b &gt; c\"> \
                    <a href=\"/zh\"><img src=\"attachment:2\" alt=\"\"></a> \
                    <img src=\"attachment:1\" alt=\"gone\"></p>";
        let shown = pictures(html, &[look(&file)]);
        assert!(
            shown.contains("<a href=\"/attachments/7/large\"><img src=\"/attachments/7/small\""),
            "{shown}"
        );
        assert!(shown.contains("alt=\"b &gt; c\"></a>"), "{shown}");
        assert!(shown.contains("<a href=\"/zh\"><img"), "{shown}");
        assert!(shown.ends_with(" gone</p>"), "{shown}");
        assert!(!shown.contains("attachment:"), "{shown}");
    }

    #[test]
    fn what_moves_stands_still_in_the_text() {
        let file = Attached {
            id: 7,
            position: 1,
            kind: Kind::Gif,
            name: "a.gif".into(),
            alt: String::new(),
            size: 1,
            width: 100,
            height: 100,
            unread: false,
        };
        let look = look(&file);
        assert!(look.attributes.contains("src=\"/attachments/7/medium\""));
        assert!(!look.attributes.contains("large"), "{}", look.attributes);
        assert_eq!(look.large.as_deref(), Some("/attachments/7/large"));
    }
}
