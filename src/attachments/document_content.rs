//! What draws in a PDF, written anew from what is understood of it: the instructions of pages,
//! drawings and glyphs, tables of letters, formulas.
//!
//! Comments, strings that nothing shows, unknown instructions and properties stay behind.

use super::{Refused, document::in_time};

/// Instructions of pages, drawings, patterns and glyphs that draw or say how.
const INSTRUCTIONS: &[&[u8]] = &[
    b"b", b"B", b"b*", b"B*", b"BT", b"c", b"cm", b"CS", b"cs", b"d", b"d0", b"d1", b"Do", b"ET",
    b"f", b"F", b"f*", b"G", b"g", b"gs", b"h", b"i", b"j", b"J", b"K", b"k", b"l", b"m", b"M",
    b"n", b"q", b"Q", b"re", b"RG", b"rg", b"ri", b"s", b"S", b"SC", b"sc", b"SCN", b"scn", b"sh",
    b"T*", b"Tc", b"Td", b"TD", b"Tf", b"TL", b"Tm", b"Tr", b"Ts", b"Tw", b"Tz", b"v", b"w", b"W",
    b"W*", b"y", b"EMC",
];
/// Those of them that call something by its name.
const CALLING: &[&[u8]] = &[
    b"cs", b"CS", b"Do", b"gs", b"ri", b"sc", b"SC", b"scn", b"SCN", b"sh", b"Tf",
];
/// Those that show a string; no other is given one.
const SHOWING: &[&[u8]] = &[b"Tj", b"TJ", b"'", b"\""];
/// What a marked piece may say in words: its detector reads them.
const WORDS: &[&[u8]] = &[b"/ActualText", b"/Alt", b"/E"];
/// What is said of a picture within instructions.
const PICTURE: &[&[u8]] = &[
    b"/W",
    b"/Width",
    b"/H",
    b"/Height",
    b"/BPC",
    b"/BitsPerComponent",
    b"/CS",
    b"/ColorSpace",
    b"/D",
    b"/Decode",
    b"/DP",
    b"/DecodeParms",
    b"/F",
    b"/Filter",
    b"/IM",
    b"/ImageMask",
    b"/I",
    b"/Interpolate",
    b"/Intent",
    b"/L",
];
/// What is said of how its bytes were made smaller.
const PARAMETERS: &[&[u8]] = &[
    b"/Predictor",
    b"/Colors",
    b"/BitsPerComponent",
    b"/Columns",
    b"/EarlyChange",
    b"/K",
    b"/EndOfLine",
    b"/EncodedByteAlign",
    b"/Rows",
    b"/EndOfBlock",
    b"/BlackIs1",
    b"/DamagedRowsBeforeError",
];
/// A formula's words.
const FORMULA: &[&[u8]] = &[
    b"abs",
    b"add",
    b"and",
    b"atan",
    b"bitshift",
    b"ceiling",
    b"copy",
    b"cos",
    b"cvi",
    b"cvr",
    b"div",
    b"dup",
    b"eq",
    b"exch",
    b"exp",
    b"false",
    b"floor",
    b"ge",
    b"gt",
    b"idiv",
    b"if",
    b"ifelse",
    b"index",
    b"le",
    b"ln",
    b"log",
    b"lt",
    b"mod",
    b"mul",
    b"ne",
    b"neg",
    b"not",
    b"or",
    b"pop",
    b"roll",
    b"round",
    b"sin",
    b"sqrt",
    b"sub",
    b"true",
    b"truncate",
    b"xor",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Number(&'a [u8]),
    /// With its stroke.
    Name(&'a [u8]),
    /// With its parentheses.
    Text(&'a [u8]),
    /// Between its brackets.
    Hex(&'a [u8]),
    /// A bracket or brace that opens or closes.
    Mark(u8),
    Open,
    Close,
    Word(&'a [u8]),
}

/// Reads tokens; what is none is passed over.
struct Tokens<'a> {
    rest: &'a [u8],
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !b"()<>[]{}/%".contains(&byte)
}

impl<'a> Tokens<'a> {
    fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn run(&self, from: usize, belongs: impl Fn(u8) -> bool) -> usize {
        let rest = self.rest.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|byte| belongs(**byte)).count()
    }

    /// How long the string is that begins here; all that is left when it does not end.
    fn text(&self) -> usize {
        let (mut depth, mut escaped) = (0_usize, false);
        for (at, byte) in self.rest.iter().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'(' => depth += 1,
                b')' if depth == 1 => return at + 1,
                b')' => depth -= 1,
                _ => {}
            }
        }
        self.rest.len()
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let spaces = self.run(0, is_space);
            self.take(spaces);
            return Some(match *self.rest.first()? {
                b'%' => {
                    let comment = self.run(0, |byte| !matches!(byte, b'\r' | b'\n'));
                    self.take(comment);
                    continue;
                }
                b'/' => {
                    let length = self.run(1, is_regular);
                    Token::Name(self.take(length))
                }
                b'(' => {
                    let length = self.text();
                    let text = self.take(length);
                    if !text.ends_with(b")") {
                        return None;
                    }
                    Token::Text(text)
                }
                b'<' if self.rest.starts_with(b"<<") => {
                    self.take(2);
                    Token::Open
                }
                b'<' => {
                    let end = self.run(1, |byte| byte != b'>');
                    let hex = self.take(end + 1);
                    Token::Hex(hex.get(1..end)?)
                }
                b'>' if self.rest.starts_with(b">>") => {
                    self.take(2);
                    Token::Close
                }
                mark @ (b'[' | b']' | b'{' | b'}') => {
                    self.take(1);
                    Token::Mark(mark)
                }
                b'>' | b')' => {
                    self.take(1);
                    continue;
                }
                b'0'..=b'9' | b'+' | b'-' | b'.' => {
                    let length =
                        self.run(0, |byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.'));
                    Token::Number(self.take(length))
                }
                _ => {
                    let length = self.run(0, is_regular);
                    Token::Word(self.take(length))
                }
            });
        }
    }
}

impl Token<'_> {
    fn is_string(self) -> bool {
        matches!(self, Self::Text(_) | Self::Hex(_))
    }

    fn write(self, out: &mut Vec<u8>) {
        match self {
            Self::Number(number) if is_number(number) => out.extend_from_slice(number),
            Self::Number(_) => out.push(b'0'),
            Self::Name(part) | Self::Text(part) | Self::Word(part) => out.extend_from_slice(part),
            Self::Hex(hex) => {
                out.push(b'<');
                out.extend(hex.iter().filter(|byte| byte.is_ascii_hexdigit()));
                out.push(b'>');
            }
            Self::Mark(mark) => out.push(mark),
            Self::Open => out.extend_from_slice(b"<<"),
            Self::Close => out.extend_from_slice(b">>"),
        }
        out.push(b' ');
    }
}

fn is_number(token: &[u8]) -> bool {
    let digits = token.strip_prefix(b"-").or(token.strip_prefix(b"+"));
    let digits = digits.unwrap_or(token);
    let points = digits.iter().filter(|byte| **byte == b'.').count();
    points <= 1
        && digits.len() > points
        && digits
            .iter()
            .all(|byte| byte.is_ascii_digit() || *byte == b'.')
}

/// More than any instruction has, the longest list of strings too.
const MOST_OPERANDS: usize = 100_000;

/// Instructions, each on a line of its own.
pub(super) fn instructions(content: &[u8]) -> Result<Vec<u8>, Refused> {
    let mut tokens = Tokens { rest: content };
    let mut operands: Vec<Token<'_>> = Vec::new();
    let mut out = Vec::with_capacity(content.len());
    while let Some(token) = tokens.next() {
        let Token::Word(word) = token else {
            if operands.len() >= MOST_OPERANDS {
                return Err(Refused::TooComplex);
            }
            operands.push(token);
            continue;
        };
        if !in_time() {
            return Err(Refused::TooComplex);
        }
        match word {
            b"true" | b"false" | b"null" => {
                operands.push(token);
                continue;
            }
            b"BI" => picture(&mut tokens, &mut out)?,
            b"BMC" => out.extend_from_slice(b"/Span BMC\n"),
            b"BDC" | b"DP" => marked(word, &operands, &mut out),
            _ if is_plain(word, &operands) => {
                for operand in &operands {
                    operand.write(&mut out);
                }
                out.extend_from_slice(word);
                out.push(b'\n');
            }
            _ => {}
        }
        operands.clear();
    }
    Ok(out)
}

/// Whether it is an instruction that draws, with nothing that is not drawn.
fn is_plain(word: &[u8], operands: &[Token<'_>]) -> bool {
    let belongs = |operand: &Token<'_>| match operand {
        Token::Number(_) | Token::Mark(b'[' | b']') => true,
        Token::Text(_) | Token::Hex(_) => SHOWING.contains(&word),
        Token::Name(_) => CALLING.contains(&word),
        Token::Mark(_) | Token::Open | Token::Close | Token::Word(_) => false,
    };
    (INSTRUCTIONS.contains(&word) || SHOWING.contains(&word)) && operands.iter().all(belongs)
}

/// A marked piece, with the words alone that it says.
fn marked(word: &[u8], operands: &[Token<'_>], out: &mut Vec<u8>) {
    let mut said = Vec::new();
    for pair in operands.windows(2) {
        if let [Token::Name(key), value] = pair
            && WORDS.contains(key)
            && value.is_string()
        {
            said.extend_from_slice(key);
            said.push(b' ');
            value.write(&mut said);
        }
    }
    if !said.is_empty() {
        out.extend_from_slice(b"/Span << ");
        out.extend_from_slice(&said);
        out.extend_from_slice(b">> ");
        out.extend_from_slice(word);
        out.push(b'\n');
    } else if word == b"BDC" {
        out.extend_from_slice(b"/Span BMC\n");
    }
}

/// A picture within the instructions. One whose bytes have metadata of their own is refused: it
/// is too small to be a photograph.
fn picture(tokens: &mut Tokens<'_>, out: &mut Vec<u8>) -> Result<(), Refused> {
    let mut said: Vec<(&[u8], Vec<Token<'_>>)> = Vec::new();
    let mut depth = 0_usize;
    loop {
        match tokens.next().ok_or(Refused::Damaged)? {
            Token::Word(b"ID") => break,
            Token::Name(key)
                if depth == 0 && said.last().is_none_or(|(_, value)| !value.is_empty()) =>
            {
                if said.len() >= MOST_OPERANDS {
                    return Err(Refused::TooComplex);
                }
                said.push((key, Vec::new()));
            }
            token => {
                match token {
                    Token::Open | Token::Mark(b'[') => depth += 1,
                    Token::Close | Token::Mark(b']') => {
                        depth = depth.checked_sub(1).ok_or(Refused::Damaged)?;
                    }
                    _ => {}
                }
                let (_, value) = said.last_mut().ok_or(Refused::Damaged)?;
                if value.len() >= MOST_OPERANDS {
                    return Err(Refused::TooComplex);
                }
                value.push(token);
            }
        }
    }
    said.retain(|(key, _)| PICTURE.contains(key) && *key != b"/L");
    for (key, value) in &said {
        let filters: [&[u8]; 3] = [b"/DCT", b"/DCTDecode", b"/JPXDecode"];
        let mut names = value.iter().filter_map(|token| match token {
            Token::Name(name) => Some(*name),
            _ => None,
        });
        let has_string = value.iter().any(|token| token.is_string());
        let is_known = |token: &Token<'_>| !matches!(token, Token::Word(word) if !matches!(*word, b"true" | b"false" | b"null"));
        let refused = !value.iter().all(is_known)
            || match *key {
                b"/F" | b"/Filter" => names.any(|name| filters.contains(&name)) || has_string,
                b"/DP" | b"/DecodeParms" => {
                    has_string || names.any(|name| !PARAMETERS.contains(&name))
                }
                // The colours of a table are bytes.
                b"/CS" | b"/ColorSpace" => value.contains(&Token::Open),
                _ => has_string || value.contains(&Token::Open),
            };
        if refused {
            return Err(Refused::Damaged);
        }
    }
    // One white space parts the bytes from what is said of them.
    let ends_line = tokens.rest.starts_with(b"\r\n");
    tokens.take(if ends_line { 2 } else { 1 });
    let rest = tokens.rest;
    let is_last = |at: &usize| rest.get(at + 1) == Some(&b'E') && is_end(rest, *at);
    let length = bytes_told(&said)
        .filter(|length| is_end(rest, *length))
        .or_else(|| (0..rest.len()).find(is_last))
        .ok_or(Refused::Damaged)?;
    let bytes = tokens.take(length);
    out.extend_from_slice(b"BI ");
    for (key, value) in &said {
        Token::Name(key).write(out);
        for token in value {
            token.write(out);
        }
    }
    out.extend_from_slice(b"ID ");
    out.extend_from_slice(bytes);
    out.extend_from_slice(b"\nEI\n");
    while tokens.next().ok_or(Refused::Damaged)? != Token::Word(b"EI") {}
    Ok(())
}

/// How many bytes a picture has by what is said of it, where nothing made them fewer.
fn bytes_told(said: &[(&[u8], Vec<Token<'_>>)]) -> Option<usize> {
    let value = |short: &[u8], long: &[u8]| {
        let (_, value) = said.iter().find(|(key, _)| *key == short || *key == long)?;
        value.first().copied()
    };
    let number = |short: &[u8], long: &[u8]| match value(short, long)? {
        Token::Number(number) => str::from_utf8(number).ok()?.parse::<usize>().ok(),
        _ => None,
    };
    if value(b"/F", b"/Filter").is_some() {
        return None;
    }
    let is_mask = value(b"/IM", b"/ImageMask") == Some(Token::Word(b"true"));
    let colours = match value(b"/CS", b"/ColorSpace") {
        _ if is_mask => 1,
        Some(Token::Name(b"/G" | b"/DeviceGray")) | Some(Token::Mark(b'[')) => 1,
        Some(Token::Name(b"/RGB" | b"/DeviceRGB")) => 3,
        Some(Token::Name(b"/CMYK" | b"/DeviceCMYK")) => 4,
        _ => return None,
    };
    let bits = if is_mask {
        1
    } else {
        number(b"/BPC", b"/BitsPerComponent")?
    };
    let row = number(b"/W", b"/Width")?
        .checked_mul(colours)?
        .checked_mul(bits)?;
    row.div_ceil(8).checked_mul(number(b"/H", b"/Height")?)
}

/// Whether the bytes of a picture end here: white space, `EI`, and instructions again.
fn is_end(rest: &[u8], at: usize) -> bool {
    let Some(after) = rest.get(at..) else {
        return false;
    };
    let spaces = after.iter().take_while(|byte| is_space(**byte)).count();
    let Some(after) = after[spaces..].strip_prefix(b"EI") else {
        return false;
    };
    let follows = after.iter().take(12);
    after.first().is_none_or(|byte| is_space(*byte))
        && follows
            .into_iter()
            .all(|byte| is_space(*byte) && *byte != 0 || byte.is_ascii_graphic())
}

/// A formula: nothing but numbers, braces and the words that it may have.
pub(super) fn formula(content: &[u8]) -> Result<Vec<u8>, Refused> {
    let mut out = Vec::with_capacity(content.len());
    for token in (Tokens { rest: content }) {
        let known = match token {
            Token::Number(_) | Token::Mark(b'{' | b'}') => true,
            Token::Word(word) => FORMULA.contains(&word),
            _ => false,
        };
        if !known {
            return Err(Refused::Damaged);
        }
        token.write(&mut out);
    }
    Ok(out)
}

/// A table that says which letters, or which glyphs, codes stand for.
pub(super) fn table(content: &[u8]) -> Vec<u8> {
    let mut out = b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
        /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
        /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        .to_vec();
    let mut before: [Option<Token<'_>>; 2] = [None, None];
    let mut tokens = Tokens { rest: content };
    while let Some(token) = tokens.next() {
        match (before, token) {
            (
                [Some(Token::Name(b"/WMode")), Some(mode @ Token::Number(_))],
                Token::Word(b"def"),
            ) => {
                out.extend_from_slice(b"/WMode ");
                mode.write(&mut out);
                out.extend_from_slice(b"def\n");
            }
            ([_, Some(Token::Name(table))], Token::Word(b"usecmap")) if is_common(table) => {
                Token::Name(table).write(&mut out);
                out.extend_from_slice(b"usecmap\n");
            }
            (_, Token::Word(word)) => {
                if let Some(kind) = word.strip_prefix(b"begin") {
                    section(kind, &mut tokens, &mut out);
                }
            }
            _ => {}
        }
        before = [before[1], Some(token)];
    }
    out.extend_from_slice(b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    out
}

/// Whether it may be one of the tables that every reader has: `/GBK-EUC-H`.
fn is_common(table: &[u8]) -> bool {
    table.len() < 24 && (table.ends_with(b"-H") || table.ends_with(b"-V"))
}

/// One section of a table, in as many as hold a hundred lines each.
fn section(kind: &[u8], tokens: &mut Tokens<'_>, out: &mut Vec<u8>) {
    const MOST_LINES: usize = 100;
    let codes = match kind {
        b"codespacerange" | b"bfrange" | b"cidrange" | b"notdefrange" => 2,
        b"bfchar" | b"cidchar" | b"notdefchar" => 1,
        _ => return,
    };
    loop {
        let all = std::iter::from_fn(|| line(codes, kind == b"codespacerange", tokens));
        let lines: Vec<Vec<u8>> = all.flatten().take(MOST_LINES).collect();
        if lines.is_empty() {
            return;
        }
        out.extend_from_slice(format!("{} begin", lines.len()).as_bytes());
        out.extend_from_slice(kind);
        out.push(b'\n');
        for line in &lines {
            out.extend_from_slice(line.trim_ascii_end());
            out.push(b'\n');
        }
        out.extend_from_slice(b"end");
        out.extend_from_slice(kind);
        out.push(b'\n');
        if lines.len() < MOST_LINES {
            return;
        }
    }
}

/// A line of a section: codes, and what they stand for. Nothing at the section's end; an empty
/// one where a code stands for what has only a name.
fn line(codes: usize, is_bare: bool, tokens: &mut Tokens<'_>) -> Option<Option<Vec<u8>>> {
    let mut line = Vec::new();
    for _ in 0..codes {
        match tokens.next()? {
            code @ Token::Hex(_) => code.write(&mut line),
            _ => return None,
        }
    }
    if is_bare {
        return Some(Some(line));
    }
    match tokens.next()? {
        one @ (Token::Hex(_) | Token::Number(_)) => one.write(&mut line),
        Token::Name(_) => return Some(None),
        open @ Token::Mark(b'[') => {
            open.write(&mut line);
            loop {
                match tokens.next()? {
                    one @ Token::Hex(_) => one.write(&mut line),
                    close @ Token::Mark(b']') => {
                        close.write(&mut line);
                        break;
                    }
                    _ => return Some(None),
                }
            }
        }
        _ => return None,
    }
    Some(Some(line))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn anew(content: &str) -> String {
        let out = instructions(content.as_bytes()).expect("instructions");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn what_draws_stays_and_nothing_else() {
        let out = anew(
            "% SECRET\nq 1 0 0 -.5 72 720 cm /F1 12 Tf BT (a \\) (b) c) Tj [<41 42>-120(x)]TJ ET\n\
             (SECRET) 1 w (SECRET) SECRET /SECRET << /X (SECRET) >> BDC << >> 1 w\n\
             /P << /MCID 0 /ActualText (said) /SECRET (SECRET) >> BDC EMC /SECRET BMC EMC Q",
        );
        assert!(!out.contains("SECRET"), "{out}");
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(
            lines,
            [
                "q",
                "1 0 0 -.5 72 720 cm",
                "/F1 12 Tf",
                "BT",
                "(a \\) (b) c) Tj",
                "[ <4142> -120 (x) ] TJ",
                "ET",
                "/Span BMC",
                "/Span << /ActualText (said) >> BDC",
                "EMC",
                "/Span BMC",
                "EMC",
                "Q",
            ]
        );
    }

    #[test]
    fn pictures_within_instructions_keep_their_bytes() {
        let content = b"q BI /W 3 /H 2 /BPC 8 /CS /G /SECRET (SECRET) ID a EI\xff\0\nEI Q\n\
            BI /W 1 /H 1 /IM true /F [/Fl] /DP [<< /K 1 >>] ID x\x9c EIy z\nEI\n0 g";
        let out = instructions(content).expect("instructions");
        let expected = b"q\nBI /W 3 /H 2 /BPC 8 /CS /G ID a EI\xff\0\nEI\nQ\n\
            BI /W 1 /H 1 /IM true /F [ /Fl ] /DP [ << /K 1 >> ] ID x\x9c EIy z\nEI\n0 g\n";
        assert_eq!(
            String::from_utf8_lossy(&out),
            String::from_utf8_lossy(expected)
        );
        for refused in [
            "BI /W 1 /H 1 /F /DCT ID x\nEI",
            "BI /W 1 /H 1 /Filter [/AHx /DCTDecode] ID x\nEI",
            "BI /W 1 /H 1 /F /Fl /DP << /SECRET 1 >> ID x\nEI",
            "BI /W 1 ID x",
        ] {
            let out = instructions(refused.as_bytes());
            assert_eq!(out, Err(Refused::Damaged), "{refused}");
        }
    }

    #[test]
    fn tables_and_formulas_keep_what_they_say() {
        let out = table(
            b"%!PS SECRET\n/SECRET (SECRET) def begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n\
              2 beginbfchar <01> <0041> <02> /SECRET <03> <0042> endbfchar\n\
              1 beginbfrange <05> <07> [<0043> <0044> <0045>] endbfrange /GBK-EUC-H usecmap /SECRET usecmap",
        );
        let out = String::from_utf8(out).expect("text");
        assert!(!out.contains("SECRET"), "{out}");
        for kept in [
            "1 begincodespacerange\n<00> <FF>\nend",
            "2 beginbfchar\n<01> <0041>\n<03> <0042>\nendbfchar",
            "<05> <07> [ <0043> <0044> <0045> ]",
            "/GBK-EUC-H usecmap",
        ] {
            assert!(out.contains(kept), "{kept}: {out}");
        }
        let formula = |text: &str| formula(text.as_bytes());
        assert_eq!(
            formula("{ dup 0.5 gt % SECRET\n{ pop } if }").as_deref(),
            Ok(&b"{ dup 0.5 gt { pop } if } "[..])
        );
        assert_eq!(formula("{ SECRET }"), Err(Refused::Damaged));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_was_written_anew_is_read_alike(text in "[a-zA-Z0-9 ()<>\\[\\]{}/%.\\\\\n-]{0,120}") {
            if let Ok(once) = instructions(text.as_bytes()) {
                prop_assert_eq!(instructions(&once), Ok(once.clone()), "{}", text);
            }
            let once = table(text.as_bytes());
            prop_assert_eq!(table(&once), once);
        }

        #[test]
        fn nothing_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = instructions(&bytes);
            let _ = instructions(&[b"BI /W 1 ID ", &bytes[..]].concat());
            let _ = (formula(&bytes), table(&bytes));
        }
    }
}
