//! Where a mail's HTML part leads to: the addresses that Plaza itself put among its words are links there.
//! What somebody typed never becomes one, also where it looks like an address.

/// A paragraph of the HTML part.
pub(super) struct Paragraph<'a> {
    pub pieces: Vec<Piece<'a>>,
}

/// Words, which lead somewhere or nowhere.
pub(super) struct Piece<'a> {
    pub words: &'a str,
    pub href: Option<&'a str>,
}

impl<'a> Piece<'a> {
    const fn plain(words: &'a str) -> Self {
        Self { words, href: None }
    }

    const fn link(words: &'a str, href: &'a str) -> Self {
        Self {
            words,
            href: Some(href),
        }
    }
}

impl<'a> Paragraph<'a> {
    /// Splits a paragraph, which may name some of `addresses`, at the ends of lines. An address that has a
    /// line to itself is what the line before it leads to; where there is none, it stands for itself, and so
    /// does one behind words.
    pub fn of(text: &'a str, addresses: &[String]) -> Self {
        let is_address = |line: &str| addresses.iter().any(|address| address == line);
        let lines: Vec<&str> = text.split('\n').collect();
        let mut pieces = Vec::new();
        let mut at = 0;
        while let Some(line) = lines.get(at).copied() {
            if at > 0 {
                pieces.push(Piece::plain("\n"));
            }
            let next = lines.get(at + 1).copied();
            let href = next.filter(|next| is_address(next));
            match href {
                Some(href) if !line.trim().is_empty() && !is_address(line) => {
                    pieces.push(Piece::link(line, href));
                    at += 2;
                }
                _ => {
                    pieces.extend(behind_words(line, addresses));
                    at += 1;
                }
            }
        }
        Self { pieces }
    }
}

/// A line, which may end with an address.
fn behind_words<'a>(line: &'a str, addresses: &[String]) -> Vec<Piece<'a>> {
    let mut found = addresses.iter().map(String::as_str);
    match found.find_map(|address| line.strip_suffix(address)) {
        Some(words) => {
            let (_, href) = line.split_at(words.len());
            vec![Piece::plain(words), Piece::link(href, href)]
        }
        None => vec![Piece::plain(line)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = "https://plaza.example/zh/desk/1";
    const STOP: &str = "https://plaza.example/zh/digest/stop/x";

    fn pieces(text: &str) -> Vec<(String, Option<String>)> {
        let addresses = [CASE.to_owned(), STOP.to_owned()];
        let pieces = Paragraph::of(text, &addresses).pieces.into_iter();
        pieces
            .filter(|piece| !piece.words.is_empty())
            .map(|piece| (piece.words.to_owned(), piece.href.map(str::to_owned)))
            .collect()
    }

    fn plain(words: &str) -> (String, Option<String>) {
        (words.to_owned(), None)
    }

    fn link(words: &str, href: &str) -> (String, Option<String>) {
        (words.to_owned(), Some(href.to_owned()))
    }

    #[test]
    fn an_address_is_named_by_the_line_before_it() {
        assert_eq!(
            pieces(&format!("新案件\nKH-1　道路\n{CASE}\n不再寄送\n{STOP}")),
            [
                plain("新案件"),
                plain("\n"),
                link("KH-1　道路", CASE),
                plain("\n"),
                link("不再寄送", STOP),
            ]
        );
    }

    #[test]
    fn an_address_without_a_line_before_it_stands_for_itself() {
        assert_eq!(pieces(CASE), [link(CASE, CASE)]);
        assert_eq!(
            pieces(&format!("{CASE}\n{STOP}")),
            [link(CASE, CASE), plain("\n"), link(STOP, STOP)]
        );
        assert_eq!(
            pieces(&format!("評分一次：{CASE}")),
            [plain("評分一次："), link(CASE, CASE)]
        );
    }

    #[test]
    fn nothing_that_somebody_typed_becomes_a_link() {
        for typed in [
            "",
            "看https://elsewhere.example/",
            "請看\nhttps://elsewhere.example/",
            "https://plaza.example/zh/desk/2",
            "https://plaza.example/zh/desk/12",
            "https://plaza.example/zh/desk/1?next=https://elsewhere.example",
            "<a href=\"https://elsewhere.example\">x</a>\n\n一行",
        ] {
            let pieces = pieces(typed);
            assert!(pieces.iter().all(|(_, href)| href.is_none()), "{pieces:?}");
            let text: String = pieces.into_iter().map(|(words, _)| words).collect();
            assert_eq!(text, typed);
        }
    }
}
