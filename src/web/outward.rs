//! Links that lead out: over the leaving page, with a mark and words for screen readers.
//!
//! Stored HTML holds the true address and no language. Where a page shows it, its links are
//! written anew: who reads, in which language, and which origins are covered is known only here.

use std::borrow::Cow;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use url::form_urlencoded;

use crate::{
    context::Context,
    i18n::Lang,
    keys::{self, Use},
    privacy::origins::{Covered, Place},
};

const START: &str = "<a ";
/// Bytes of the check: enough that nobody finds one by trying.
const CHECK: usize = 16;

/// HTML of ours or from the sanitiser, with every link that leads out written for this reader.
pub(super) fn outward<'a>(html: &'a str, context: &Context, lang: Lang) -> Cow<'a, str> {
    if !html.contains(START) {
        return Cow::Borrowed(html);
    }
    let covered = Covered::new(&context.config.base_url, &context.config.origins);
    let words = lang.t("leaving-mark");
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(START) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = rest.find('>') else { break };
        let tag = &rest[..=end];
        let address = attribute(tag, "href").map(unescape).unwrap_or_default();
        let place = covered.place(&address);
        rest = &rest[end + 1..];
        match place {
            Some(Place::Outside(_)) => {
                let href = escape(&leaving(context, lang, &address));
                let shown = escape(&address);
                out.push_str(&format!(
                    "<a class=\"out\" href=\"{href}\" data-address=\"{shown}\" \
                     rel=\"nofollow ugc noopener noreferrer\">"
                ));
                // Links hold no links, so the next end is this one's.
                if let Some(end) = rest.find("</a>") {
                    out.push_str(&rest[..end]);
                    out.push_str(&format!("<span class=\"unseen\">{words}</span></a>"));
                    rest = &rest[end + "</a>".len()..];
                }
            }
            Some(_) => out.push_str(&format!("<a href=\"{}\">", escape(&address))),
            None => out.push_str(tag),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The address of the leaving page for `address`. Its check says that a page of this Plaza
/// gave it out.
fn leaving(context: &Context, lang: Lang, address: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("to", address)
        .append_pair("check", &check(context, address))
        .finish();
    format!("/{}/leaving?{query}", lang.as_str())
}

fn check(context: &Context, address: &str) -> String {
    let mac = context.config.keys.mac(Use::Leaving, &[address.as_bytes()]);
    URL_SAFE_NO_PAD.encode(&mac[..CHECK])
}

/// Whether a page of this Plaza gave out the link to `address`.
pub(super) fn is_ours(context: &Context, address: &str, given: &str) -> bool {
    keys::same(check(context, address).as_bytes(), given.as_bytes())
}

/// The value of an attribute as it stands in a tag that the sanitiser wrote.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = format!(" {name}=\"");
    let from = tag.find(&start)? + start.len();
    let length = tag[from..].find('"')?;
    Some(&tag[from..from + length])
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
