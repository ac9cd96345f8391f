//! What samples of mails are made of. Each room writes its own with the functions that write its
//! mails (`sample_mails`), so that a demo city shows every one of them though none was sent.

use crate::{clock::Random, i18n::Lang, keys::Token, privacy::Private};

/// The number of the case that they are about.
pub const REFERENCE: &str = "KH-2026-000042-9";

pub fn to() -> Private<String> {
    Private::new("lin@mail.example".to_owned())
}

/// The same each time; it opens nothing.
pub fn token() -> Token {
    Token::draw(&Random::seeded(1))
}

/// What somebody wrote.
pub fn words(lang: Lang) -> String {
    lang.pick(
        "站牌前的路面有一個洞，兩個手掌寬。\n騎車經過時差點摔倒。",
        "There is a hole in the road before the bus stop, two hands wide.\nI nearly fell off my bicycle.",
    )
}

/// Why something was done.
pub fn reason(lang: Lang) -> String {
    lang.pick(
        "廠商要到下週才有材料。",
        "The contractor gets the material next week.",
    )
}
