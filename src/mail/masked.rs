//! What staff see of a resident's address: enough to tell a domain that fails, and nobody by it.

/// The first letter and the domain: `w…@example.tw`.
pub(super) fn address(address: &str) -> String {
    match address.trim().rsplit_once('@') {
        Some((name, domain)) => {
            let first: String = name.chars().take(1).collect();
            format!("{first}…@{domain}")
        }
        None => "…".to_owned(),
    }
}

/// The shortest name that is looked for within other words.
const LONG: usize = 4;

/// What a server said of a mail to `recipient`, in which it may have repeated the address: whatever
/// looks like one is masked, and so is its name by itself.
pub(super) fn words(said: &str, recipient: &str) -> String {
    let recipient = recipient.trim().to_lowercase();
    let name = recipient
        .rsplit_once('@')
        .map_or(&*recipient, |(name, _)| name);
    let box_name = name.split_once('+').map_or(name, |(before, _)| before);
    let names = [name, box_name];
    let mut shown = String::new();
    let mut word = String::new();
    for character in said.chars().map(Some).chain([None]) {
        match character {
            Some(character) if !parts(character) => word.push(character),
            end => {
                shown.push_str(&one(&word, &names));
                word.clear();
                shown.extend(end);
            }
        }
    }
    shown
}

/// What stands between words, and between the parts of an address that is written otherwise.
fn parts(character: char) -> bool {
    character.is_whitespace() || "<>()[]{}\"'`,;:=%!+/|\\".contains(character)
}

/// A word without what stands before and behind it in a sentence.
fn bare(word: &str) -> &str {
    word.trim_matches(|character: char| !character.is_alphanumeric())
}

fn one(word: &str, names: &[&str]) -> String {
    if word.contains('@') {
        return address(word);
    }
    let lower = word.to_lowercase();
    let is = |name: &str| {
        let bare_name = bare(name);
        lower == name || !bare_name.is_empty() && bare(&lower) == bare_name
    };
    let is_named = names.iter().any(|name| {
        !name.is_empty() && (is(name) || name.chars().count() >= LONG && lower.contains(name))
    });
    if is_named {
        "…".to_owned()
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_address_its_first_letter_and_its_domain_are_left() {
        assert_eq!(address("wang@example.tw"), "w…@example.tw");
        assert_eq!(address(" 王@example.tw "), "王…@example.tw");
        assert_eq!(address("a@b@example.tw"), "a…@example.tw");
        assert_eq!(address("nobody"), "…");
        assert_eq!(address(""), "…");
    }

    #[test]
    fn nothing_that_a_server_says_names_the_recipient() {
        let to = "Wang.Ming+plaza@example.tw";
        for (said, shown) in [
            (
                "550 5.1.1 <wang.ming+plaza@example.tw>: no such user",
                "550 5.1.1 <…+p…@example.tw>: no such user",
            ),
            ("550 WANG.MING is unknown here", "550 … is unknown here"),
            (
                "550 rejected wang.ming=example.tw",
                "550 rejected …=example.tw",
            ),
            ("452 mailbox full", "452 mailbox full"),
            ("", ""),
        ] {
            assert_eq!(words(said, to), shown);
        }
        assert_eq!(words("550 lin unknown", "lin@example.tw"), "550 … unknown");
        assert_eq!(words("550 a line", "lin@example.tw"), "550 a line");
        for said in [
            "550 no such user lin.",
            "550 no such user lin?",
            "550 no such user -Lin-",
        ] {
            assert_eq!(words(said, "lin@example.tw"), "550 no such user …");
        }
        assert_eq!(words("550 查無王。", "王@example.tw"), "550 查無王。");
        assert_eq!(words("550 查無 王。", "王@example.tw"), "550 查無 …");
        assert_eq!(words("550 .", "..@example.tw"), "550 .");
        let other = "550 see postmaster@example.tw";
        assert_eq!(words(other, to), "550 see p…@example.tw");
    }
}
