//! Addresses that a reader brings along to be led on to: pages of this Plaza and nothing else.

use crate::context::Context;

/// `next`, if it is a page of this Plaza: an address elsewhere would let a stranger's
/// link look like ours.
pub(super) fn own_path(context: &Context, next: &str) -> Option<String> {
    let plain = next.starts_with('/')
        && next.len() <= 2000
        && next.bytes().all(|byte| byte.is_ascii_graphic());
    // Read as a browser reads it: `//host` and `/\\host` lead to another origin.
    let base = &context.config.base_url;
    let there = base.join(next).ok()?;
    (plain && there.origin() == base.origin()).then(|| next.to_owned())
}

/// An own path with the name of a confirmation, in place of one that it had.
pub(super) fn with_done(path: &str, done: &str) -> String {
    let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
    let mut address = without_done(path);
    address.push(if address.contains('?') { '&' } else { '?' });
    address.push_str(&format!("done={done}"));
    if !fragment.is_empty() {
        address.push_str(&format!("#{fragment}"));
    }
    address
}

/// An own path without the name of a confirmation.
pub(super) fn without_done(path: &str) -> String {
    let Some((path, query)) = path.split_once('?') else {
        return path.to_owned();
    };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("done="))
        .collect();
    if kept.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", kept.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_confirmation_stands_in_an_address() {
        for (path, with) in [
            ("/en", "/en?done=x"),
            ("/en?done=y", "/en?done=x"),
            ("/en/topics/1?after=2", "/en/topics/1?after=2&done=x"),
            ("/en?done=y&after=2#post-3", "/en?after=2&done=x#post-3"),
        ] {
            assert_eq!(with_done(path, "x"), with);
        }
    }
}
