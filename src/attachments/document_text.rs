//! The text of a PDF as its readers see it, and whether all of it could be read.
//!
//! A font that does not say which letters its glyphs are, a scan, and drawings in place of
//! letters cannot be read; whoever decides about the document is told so.

use std::collections::{HashMap, HashSet};

use lopdf::{Dictionary, Document as Pdf, Encoding, Object, ObjectId, Stream, content::Content};

use super::{MOST_TEXT, Refused, document::in_time};

/// What all pages' instructions may grow to together, and one font's table of letters.
const LARGEST_CONTENT: usize = 32 * 1024 * 1024;
const LARGEST_MAP: usize = 1024 * 1024;
/// How deep drawings may stand in drawings.
const DEEPEST: usize = 8;
const MOST_OPERATIONS: usize = 3_000_000;
/// With fewer letters than these for each of its pictures, a page may be a scan with a word beside.
const FEW_LETTERS: usize = 50;
/// Pictures of fewer points together are no writing; one of as many counts by itself.
const LARGE_PICTURE: i64 = 40_000;
/// So many shapes may be writing that is drawn.
const MANY_SHAPES: usize = 100;

/// The text, and whether something in the document could not be read.
pub(super) fn read(pdf: &Pdf) -> Result<(String, bool), Refused> {
    let tables = tables(pdf);
    let mut reader = Reader {
        pdf,
        tables: &tables,
        out: String::new(),
        length: 0,
        hidden: String::new(),
        walked: HashSet::new(),
        unread: false,
        content: LARGEST_CONTENT,
        operations: MOST_OPERATIONS,
    };
    for page in pdf.page_iter() {
        reader.page(page)?;
        if reader.length > MOST_TEXT {
            reader.unread = true;
            break;
        }
    }
    let mut text = reader.out;
    text.push_str(&reader.hidden);
    let text: String = text
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .take(MOST_TEXT)
        .collect();
    Ok((text.trim().to_owned(), reader.unread))
}

/// A font with nothing but a table, for each table of letters: the library looks for one only
/// where it finds no other encoding first.
fn tables(pdf: &Pdf) -> HashMap<ObjectId, Dictionary> {
    let named = pdf.objects.values().filter_map(|object| {
        let table = object.as_dict().ok()?.get(b"ToUnicode").ok()?;
        table.as_reference().ok()
    });
    named
        .map(|table| {
            let mut font = Dictionary::new();
            font.set("Type", Object::Name(b"Font".to_vec()));
            font.set("ToUnicode", Object::Reference(table));
            (table, font)
        })
        .collect()
}

/// How the bytes of a shown string become letters.
enum Letters<'a> {
    /// Each byte is a letter.
    Bytes(Encoding<'a>),
    /// A table of the document's own.
    Table(Encoding<'a>),
    Unknown,
}

struct Reader<'a> {
    pdf: &'a Pdf,
    tables: &'a HashMap<ObjectId, Dictionary>,
    out: String,
    length: usize,
    /// What is told to a copying reader in place of what is drawn.
    hidden: String,
    /// Patterns and masks that were gone through: each is once, however often it is drawn with.
    walked: HashSet<ObjectId>,
    unread: bool,
    content: usize,
    operations: usize,
}

/// What stood on a page.
#[derive(Default)]
struct Seen {
    /// Something was drawn.
    drawing: bool,
    shapes: usize,
    pictures: usize,
    /// How many points all pictures have.
    points: i64,
}

impl Seen {
    fn picture(&mut self, points: i64) {
        self.points = self.points.saturating_add(points);
        self.pictures += usize::from(points >= LARGE_PICTURE);
    }

    /// Whether so few letters were read beside what was drawn that it may be what is to be read.
    fn may_be_writing(&self, letters: usize) -> bool {
        let few = |of: usize| letters < FEW_LETTERS * of.max(1);
        self.drawing && letters == 0
            || self.points >= LARGE_PICTURE && few(self.pictures)
            || self.shapes >= MANY_SHAPES && few(1)
    }
}

impl<'a> Reader<'a> {
    fn page(&mut self, id: ObjectId) -> Result<(), Refused> {
        let pdf = self.pdf;
        let content = pdf
            .get_page_content_with_limit(id, self.content)
            .map_err(|_| Refused::TooComplex)?;
        self.content = self.content.saturating_sub(content.len());
        let resources = pdf.get_dictionary(id).ok().and_then(|page| {
            let resources = page.get(b"Resources").ok()?;
            pdf.dereference(resources).ok()?.1.as_dict().ok()
        });
        let (mut seen, before) = (Seen::default(), self.out.len());
        self.show(&content, resources, 0, &mut seen)?;
        let read = self.out[before..].chars();
        let letters = read.filter(|c| c.is_alphanumeric()).count();
        self.unread |= seen.may_be_writing(letters);
        self.line();
        Ok(())
    }

    fn show(
        &mut self,
        content: &[u8],
        resources: Option<&'a Dictionary>,
        depth: usize,
        seen: &mut Seen,
    ) -> Result<(), Refused> {
        let mut fonts: HashMap<Vec<u8>, Letters<'a>> = HashMap::new();
        let mut font: Vec<u8> = Vec::new();
        let mut height = 0.0;
        for operation in Content::decode_iter(content) {
            let Ok(operation) = operation else {
                self.unread = true;
                return Ok(());
            };
            self.operations = self
                .operations
                .checked_sub(1)
                .filter(|_| in_time())
                .ok_or(Refused::TooComplex)?;
            let operands = &operation.operands;
            match operation.operator.as_str() {
                "Tf" => {
                    font = operands
                        .first()
                        .and_then(|name| name.as_name().ok())
                        .unwrap_or_default()
                        .to_vec();
                    if !fonts.contains_key(&font) {
                        let letters = self.letters(resources, &font)?;
                        fonts.insert(font.clone(), letters);
                    }
                }
                "Tj" | "TJ" | "'" | "\"" => {
                    if matches!(operation.operator.as_str(), "'" | "\"") {
                        self.line();
                    }
                    let letters = fonts.get(&font).unwrap_or(&Letters::Unknown);
                    self.strings(operands, letters);
                    if self.length > MOST_TEXT {
                        return Ok(());
                    }
                }
                "Td" | "TD" => match number(operands, 1) {
                    0.0 => self.beside(),
                    _ => self.line(),
                },
                "Tm" => {
                    let at = number(operands, 5);
                    if at == height {
                        self.beside();
                    } else {
                        self.line();
                    }
                    height = at;
                }
                "T*" | "ET" => self.line(),
                "BDC" | "DP" => self.told(operands),
                "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "S" | "s" | "sh" => {
                    seen.drawing = true;
                    seen.shapes += 1;
                }
                "BI" => {
                    seen.drawing = true;
                    // How large one is within the instructions the library does not always tell.
                    seen.points = seen.points.saturating_add(LARGE_PICTURE);
                }
                "scn" | "SCN" | "gs" => {
                    let name = operands.last().and_then(|name| name.as_name().ok());
                    let kind: &[u8] = match operation.operator.as_str() {
                        "gs" => b"ExtGState",
                        _ => b"Pattern",
                    };
                    if let Some(name) = name {
                        self.behind(resources, (kind, name), depth, seen)?;
                    }
                }
                "Do" => {
                    seen.drawing = true;
                    let name = operands.first().and_then(|name| name.as_name().ok());
                    self.drawing(resources, name.unwrap_or_default(), depth, seen)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A drawing of its own: its text is text, a picture is not read.
    fn drawing(
        &mut self,
        resources: Option<&'a Dictionary>,
        name: &[u8],
        depth: usize,
        seen: &mut Seen,
    ) -> Result<(), Refused> {
        let Some(Object::Stream(form)) = self.resource(resources, b"XObject", name) else {
            return Ok(());
        };
        if form.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form") {
            let length = |key: &[u8]| {
                let length = form.dict.get_deref(key, self.pdf);
                length.and_then(Object::as_i64).unwrap_or(0).max(0)
            };
            seen.picture(length(b"Width").saturating_mul(length(b"Height")));
            return Ok(());
        }
        self.within(form, resources, depth, seen)
    }

    /// What a pattern or a mask draws, by the name of the pattern or of the state that has it.
    fn behind(
        &mut self,
        resources: Option<&'a Dictionary>,
        (kind, name): (&[u8], &[u8]),
        depth: usize,
        seen: &mut Seen,
    ) -> Result<(), Refused> {
        let pdf = self.pdf;
        let named = |object: &'a Object| {
            let (id, object) = pdf.dereference(object).ok()?;
            Some((id?, object.as_stream().ok()?))
        };
        let found = if kind == b"ExtGState" {
            let state = self.resource(resources, kind, name);
            let state = state.and_then(|state| state.as_dict().ok());
            let mask = state.and_then(|state| state.get_deref(b"SMask", pdf).ok());
            let mask = mask.and_then(|mask| mask.as_dict().ok());
            mask.and_then(|mask| named(mask.get(b"G").ok()?))
        } else {
            let all = resources.and_then(|resources| resources.get_deref(kind, pdf).ok());
            let all = all.and_then(|all| all.as_dict().ok());
            all.and_then(|all| named(all.get(name).ok()?))
        };
        match found {
            Some((id, drawn)) if self.walked.insert(id) => {
                self.within(drawn, resources, depth, seen)
            }
            _ => Ok(()),
        }
    }

    /// The instructions of a drawing, a pattern or a mask.
    fn within(
        &mut self,
        drawn: &'a Stream,
        resources: Option<&'a Dictionary>,
        depth: usize,
        seen: &mut Seen,
    ) -> Result<(), Refused> {
        if depth >= DEEPEST {
            self.unread = true;
            return Ok(());
        }
        let content = drawn
            .get_plain_content_with_limit(self.content)
            .map_err(|_| Refused::TooComplex)?;
        self.content = self.content.saturating_sub(content.len());
        let own = drawn.dict.get(b"Resources").ok();
        let own = own.and_then(|own| self.pdf.dereference(own).ok()?.1.as_dict().ok());
        self.show(&content, own.or(resources), depth + 1, seen)
    }

    fn resource(
        &self,
        resources: Option<&'a Dictionary>,
        kind: &[u8],
        name: &[u8],
    ) -> Option<&'a Object> {
        let all = resources?.get(kind).ok()?;
        let all = self.pdf.dereference(all).ok()?.1.as_dict().ok()?;
        Some(self.pdf.dereference(all.get(name).ok()?).ok()?.1)
    }

    fn letters(
        &self,
        resources: Option<&'a Dictionary>,
        name: &[u8],
    ) -> Result<Letters<'a>, Refused> {
        let font = self.resource(resources, b"Font", name);
        let Some(font) = font.and_then(|font| font.as_dict().ok()) else {
            return Ok(Letters::Unknown);
        };
        let told = |font: &'a Dictionary| {
            font.get_font_encoding_with_limit(self.pdf, LARGEST_MAP)
                .map_err(|_| Refused::TooComplex)
        };
        if let Ok(table) = font.get(b"ToUnicode") {
            let table = table.as_reference().ok();
            let font = table.and_then(|table| self.tables.get(&table));
            return Ok(match font.map(told).transpose()? {
                Some(table @ Encoding::UnicodeMapEncoding(_)) => Letters::Table(table),
                _ => Letters::Unknown,
            });
        }
        let subtype = font.get(b"Subtype").and_then(Object::as_name).ok();
        let encoding = font.get_deref(b"Encoding", self.pdf).ok();
        let known = match (subtype, encoding) {
            (Some(b"Type0"), Some(Object::Name(name))) => {
                return Ok(match name.as_slice() {
                    b"UniGB-UCS2-H" | b"UniGB-UTF16-H" => Letters::Table(told(font)?),
                    _ => Letters::Unknown,
                });
            }
            (Some(b"Type0" | b"Type3"), _) => false,
            (_, None) => !self.draws_its_own(font),
            (_, Some(Object::Name(name))) => matches!(
                name.as_slice(),
                b"WinAnsiEncoding" | b"MacRomanEncoding" | b"StandardEncoding"
            ),
            (_, Some(Object::Dictionary(encoding))) => {
                let told = told(font)?;
                let listed = encoding.get(b"Differences").is_ok();
                return Ok(match told {
                    Encoding::Differences(_) => Letters::Bytes(told),
                    told if !listed && !self.draws_its_own(font) => Letters::Bytes(told),
                    _ => Letters::Unknown,
                });
            }
            _ => false,
        };
        Ok(if known {
            Letters::Bytes(told(font)?)
        } else {
            Letters::Unknown
        })
    }

    /// Whether a font has glyphs of its own under numbers that nobody else knows.
    fn draws_its_own(&self, font: &Dictionary) -> bool {
        const SYMBOLIC: i64 = 4;
        let descriptor = font.get_deref(b"FontDescriptor", self.pdf);
        let Ok(Object::Dictionary(descriptor)) = descriptor else {
            return false;
        };
        let flags = descriptor.get(b"Flags").and_then(Object::as_i64);
        flags.is_ok_and(|flags| flags & SYMBOLIC != 0)
    }

    fn strings(&mut self, operands: &[Object], letters: &Letters<'_>) {
        for operand in operands {
            match operand {
                Object::String(bytes, _) => self.string(bytes, letters),
                Object::Array(items) => self.strings(items, letters),
                // Thousandths of the letters' size, to the left: a wide gap is a space.
                Object::Integer(_) | Object::Real(_) if as_number(operand) < -180.0 => {
                    self.beside();
                }
                _ => {}
            }
        }
    }

    fn string(&mut self, bytes: &[u8], letters: &Letters<'_>) {
        if bytes.is_empty() {
            return;
        }
        let (text, whole) = match letters {
            Letters::Unknown => (String::new(), false),
            Letters::Bytes(encoding) => {
                let text = encoding.bytes_to_string(bytes).unwrap_or_default();
                let whole = text.chars().count() >= bytes.len();
                (text, whole)
            }
            Letters::Table(encoding) => {
                let text = encoding.bytes_to_string(bytes).unwrap_or_default();
                let whole = !text.is_empty();
                (text, whole)
            }
        };
        let odd =
            |c: char| c == char::REPLACEMENT_CHARACTER || matches!(c, '\u{e000}'..='\u{f8ff}');
        self.unread |= !whole || text.contains(odd);
        self.length += text.chars().count();
        self.out.push_str(&text);
    }

    /// What follows stands on the same line: in Chinese and in numbers right beside, else it is
    /// another word.
    fn beside(&mut self) {
        let last = self.out.chars().next_back();
        if last.is_some_and(|last| last.is_alphabetic() && last < '\u{2e80}') {
            self.out.push(' ');
        }
    }

    fn line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// The words that a marked piece brings along, for those who hear or copy it.
    fn told(&mut self, operands: &[Object]) {
        let Some(Object::Dictionary(properties)) = operands.last() else {
            return;
        };
        for key in [&b"ActualText"[..], b"Alt", b"E"] {
            if let Ok(value) = properties.get(key)
                && let Ok(text) = lopdf::decode_text_string(value)
                && self.hidden.len() < MOST_TEXT
            {
                self.hidden.push('\n');
                self.hidden.push_str(&text);
            }
        }
    }
}

fn number(operands: &[Object], at: usize) -> f32 {
    operands.get(at).map_or(0.0, as_number)
}

fn as_number(object: &Object) -> f32 {
    object.as_float().unwrap_or(0.0)
}
