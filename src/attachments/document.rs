//! PDF documents, built anew from their pages: what draws is copied, all else is left behind.
//!
//! Scripts, actions, forms, notes, embedded files, earlier versions and every kind of metadata
//! hang on things that are not copied, or under keys that are not known to draw: `document_parts`
//! names those that are, `document_content` writes instructions anew.

use std::{
    cell::Cell,
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    time::{Duration, Instant},
};

use lopdf::{Dictionary, Document as Pdf, LoadOptions, Object, ObjectId, Stream};

use super::{
    Refused, document_content,
    document_parts::Role,
    document_text,
    metadata::{strip_jp2, strip_jpeg},
};

/// A document as it is stored, and what stands in it.
#[derive(Debug)]
pub(super) struct Document {
    pub bytes: Vec<u8>,
    pub text: String,
    /// Something in it could not be read as text: a scan, a font that does not say its letters.
    pub unread: bool,
}

const MOST_PAGES: usize = 1000;
const MOST_OBJECTS: usize = 200_000;
/// What one stream may grow to while the file is taken apart.
const LARGEST_STREAM: usize = 1024 * 1024;
/// What all streams that hold objects may grow to together.
const LARGEST_OBJECTS: usize = 16 * 1024 * 1024;
/// Versions of the file within the file: each has a table of its own.
const MOST_VERSIONS: usize = 20;
const LONGEST: Duration = Duration::from_secs(20);

/// What all instructions and tables may grow to together.
const LARGEST_CONTENT: usize = 32 * 1024 * 1024;

/// What a page is, beside its contents; a page may have these from its parents.
const PAGE: [(&[u8], Role); 7] = [
    (b"MediaBox", Role::Plain),
    (b"CropBox", Role::Plain),
    (b"TrimBox", Role::Plain),
    (b"Rotate", Role::Plain),
    (b"UserUnit", Role::Plain),
    (b"Group", Role::Group),
    (b"Resources", Role::Resources),
];

/// Takes the metadata out of a picture's bytes; `None` when they are damaged.
type Strip = fn(&[u8]) -> Option<Vec<u8>>;

/// Builds a document anew and reads its text.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Refused> {
    guarded(|| rebuild(bytes))
}

/// The text of a document that was built here.
pub(super) fn words(bytes: &[u8]) -> Result<String, Refused> {
    guarded(|| Ok(document_text::read(&load(bytes)?)?.0))
}

/// Within the budget of one document. A library that panics has met a damaged file.
fn guarded<T>(read: impl FnOnce() -> Result<T, Refused>) -> Result<T, Refused> {
    let read = catch_unwind(AssertUnwindSafe(read));
    BUDGET.set(None);
    read.unwrap_or_else(|stopped| {
        Err(match stopped.downcast_ref::<Spent>() {
            Some(Spent) => Refused::TooComplex,
            None => Refused::Damaged,
        })
    })
}

fn rebuild(bytes: &[u8]) -> Result<Document, Refused> {
    let old = load(bytes)?;
    let pages: Vec<ObjectId> = old.page_iter().take(MOST_PAGES + 1).collect();
    if pages.len() > MOST_PAGES {
        return Err(Refused::TooComplex);
    }
    if pages.is_empty() {
        return Err(Refused::Damaged);
    }
    let mut copy = Copy {
        old: &old,
        new: Pdf::with_version("1.7"),
        ids: HashMap::new(),
        waiting: Vec::new(),
        left: LARGEST_CONTENT,
    };
    let tree = copy.new.new_object_id();
    let mut kids = Vec::with_capacity(pages.len());
    for page in &pages {
        kids.push(Object::Reference(copy.page(*page, tree)?));
    }
    let count = i64::try_from(kids.len()).unwrap_or(i64::MAX);
    let mut root = Dictionary::new();
    root.set("Type", Object::Name(b"Pages".to_vec()));
    root.set("Kids", Object::Array(kids));
    root.set("Count", count);
    copy.new.objects.insert(tree, Object::Dictionary(root));
    copy.finish()?;
    let mut catalog = Dictionary::new();
    catalog.set("Type", Object::Name(b"Catalog".to_vec()));
    catalog.set("Pages", Object::Reference(tree));
    let mut new = copy.new;
    let catalog = new.add_object(catalog);
    new.trailer.set("Root", Object::Reference(catalog));
    let (text, unread) = document_text::read(&new)?;
    let mut bytes = Vec::new();
    new.save_to(&mut bytes).map_err(|_| Refused::Damaged)?;
    Ok(Document {
        bytes,
        text,
        unread,
    })
}

/// The library takes a plain function that sees each object: here it is counted, and stopped.
#[derive(Clone, Copy)]
struct Budget {
    until: Instant,
    objects: usize,
    bytes: usize,
}

/// Unwinds through the library, which knows no other way to stop.
struct Spent;

thread_local! {
    static BUDGET: Cell<Option<Budget>> = const { Cell::new(None) };
}

/// Whether there is time left for this document.
pub(super) fn in_time() -> bool {
    BUDGET
        .get()
        .is_none_or(|budget| Instant::now() < budget.until)
}

fn count(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let mut budget = BUDGET.get()?;
    let size = match object {
        Object::Stream(stream) if stream.dict.has_type(b"ObjStm") => stream
            .decompressed_content_with_limit(LARGEST_STREAM.min(budget.bytes))
            .map_or(usize::MAX, |content| content.len()),
        _ => 0,
    };
    if budget.objects == 0 || size > budget.bytes || Instant::now() > budget.until {
        resume_unwind(Box::new(Spent));
    }
    budget.objects -= 1;
    budget.bytes -= size;
    BUDGET.set(Some(budget));
    // What is given back counts for objects out of a stream alone, and no stream stands in one.
    let kept = match object {
        Object::Stream(_) => Object::Null,
        object => object.clone(),
    };
    Some((id, kept))
}

fn load(bytes: &[u8]) -> Result<Pdf, Refused> {
    let names = unescaped(bytes);
    if contains(&names, b"/Encrypt") {
        return Err(Refused::Locked);
    }
    if versions(&names) > MOST_VERSIONS {
        return Err(Refused::TooComplex);
    }
    BUDGET.set(Some(Budget {
        until: Instant::now() + LONGEST,
        objects: MOST_OBJECTS,
        bytes: LARGEST_OBJECTS,
    }));
    let options = LoadOptions {
        filter: Some(count),
        max_decompressed_size: Some(LARGEST_STREAM),
        ..LoadOptions::default()
    };
    let pdf = Pdf::load_mem_with_options(bytes, options).map_err(|error| match error {
        lopdf::Error::Decompress(_) => Refused::TooComplex,
        _ => Refused::Damaged,
    })?;
    if pdf.is_encrypted() || pdf.was_encrypted() {
        return Err(Refused::Locked);
    }
    Ok(pdf)
}

/// The bytes with every `#41` in it as the character that it stands for in a name.
fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let digit = |at: usize| char::from(*after.get(at)?).to_digit(16);
        match (first, digit(0), digit(1)) {
            (b'#', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(b'#'));
                rest = &after[2..];
            }
            _ => {
                out.push(*first);
                rest = after;
            }
        }
    }
    out
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// How many earlier tables the file may name: `/Prev` with a place in the file, not a reference.
fn versions(names: &[u8]) -> usize {
    const PREVIOUS: &[u8] = b"/Prev";
    let starts = names
        .windows(PREVIOUS.len())
        .enumerate()
        .filter(|(_, window)| *window == PREVIOUS);
    starts
        .filter(|(at, _)| {
            let after = &names[at + PREVIOUS.len()..];
            let words: Vec<&[u8]> = after[..after.len().min(40)]
                .split(u8::is_ascii_whitespace)
                .filter(|word| !word.is_empty())
                .take(3)
                .collect();
            let reference = words.len() == 3 && words[2].starts_with(b"R");
            !reference
        })
        .count()
}

pub(super) struct Copy<'a> {
    pub(super) old: &'a Pdf,
    new: Pdf,
    /// By what they are, too: what is named as two things is two.
    ids: HashMap<(ObjectId, Role), ObjectId>,
    /// Named by something that was copied, and not copied yet.
    waiting: Vec<(ObjectId, Role)>,
    /// How many bytes of instructions and tables may still be unfolded.
    left: usize,
}

impl Copy<'_> {
    fn page(&mut self, id: ObjectId, tree: ObjectId) -> Result<ObjectId, Refused> {
        let old = self.old;
        let page = old.get_dictionary(id).map_err(|_| Refused::Damaged)?;
        let mut new = Dictionary::new();
        new.set("Type", Object::Name(b"Page".to_vec()));
        new.set("Parent", Object::Reference(tree));
        for (key, role) in PAGE {
            if let Some(value) = inherited(old, page, key) {
                let value = self.object(value, role)?;
                new.set(key, value);
            }
        }
        let mut contents = Vec::new();
        for id in old.get_page_contents(id) {
            if let Ok(Object::Stream(stream)) = old.get_object(id) {
                contents.extend(self.content(stream)?);
                contents.push(b'\n');
            }
        }
        let contents = document_content::instructions(&contents)?;
        let contents = packed(Dictionary::new(), contents)?;
        let contents = self.new.add_object(contents);
        new.set("Contents", Object::Reference(contents));
        Ok(self.new.add_object(new))
    }

    /// Copies what waits, and what that names, until nothing is left.
    fn finish(&mut self) -> Result<(), Refused> {
        while let Some((id, role)) = self.waiting.pop() {
            if !in_time() || self.ids.len() > MOST_OBJECTS {
                return Err(Refused::TooComplex);
            }
            let old = self.old;
            let copied = match old.get_object(id) {
                Ok(Object::Stream(stream)) => self.stream(stream, role)?,
                Ok(object) => self.object(object, role)?,
                Err(_) => Object::Null,
            };
            let new = self.ids[&(id, role)];
            self.new.objects.insert(new, copied);
        }
        Ok(())
    }

    pub(super) fn object(&mut self, object: &Object, role: Role) -> Result<Object, Refused> {
        Ok(match object {
            _ if role == Role::Colours => self.colours(object, 0)?,
            Object::Reference(id) => Object::Reference(self.named(*id, role)),
            Object::Array(items) => {
                let items = items.iter().map(|item| self.object(item, role));
                Object::Array(items.collect::<Result<_, _>>()?)
            }
            Object::Dictionary(dictionary) => {
                Object::Dictionary(self.dictionary(dictionary, role)?)
            }
            Object::String(..) if role == Role::Bytes => object.clone(),
            Object::String(text, _) if role == Role::Collection => collection(text),
            // A stream stands by itself; anywhere else it is none. No word draws.
            Object::Stream(_) | Object::String(..) => Object::Null,
            object => object.clone(),
        })
    }

    /// The new id of what had this one; it waits to be copied the first time.
    fn named(&mut self, id: ObjectId, role: Role) -> ObjectId {
        if let Some(new) = self.ids.get(&(id, role)) {
            return *new;
        }
        let new = self.new.new_object_id();
        self.ids.insert((id, role), new);
        self.waiting.push((id, role));
        new
    }

    /// What draws of a dictionary that is a `role`.
    fn dictionary(&mut self, old: &Dictionary, role: Role) -> Result<Dictionary, Refused> {
        let mut new = Dictionary::new();
        for (key, value) in old.iter() {
            if let Some(role) = role.of(key) {
                let value = self.object(value, role)?;
                new.set(key.as_slice(), value);
            }
        }
        Ok(new)
    }

    fn stream(&mut self, old: &Stream, role: Role) -> Result<Object, Refused> {
        let kind = old.dict.get(b"Subtype").and_then(Object::as_name).ok();
        let role = match (role, kind) {
            (Role::Drawing, Some(b"Image")) => Role::Picture,
            // A program of the printer's language is run by no screen.
            (Role::Drawing, Some(b"Form")) => Role::Drawing,
            (Role::Drawing, _) => return Ok(Object::Null),
            (role, _) => role,
        };
        let dictionary = self.dictionary(&old.dict, role)?;
        let is_formula = role == Role::Function
            && old
                .dict
                .get_deref(b"FunctionType", self.old)
                .and_then(Object::as_i64)
                .is_ok_and(|kind| kind == 4);
        let content = match role {
            Role::Drawing | Role::Pattern | Role::Glyph => {
                document_content::instructions(&self.content(old)?)?
            }
            Role::Letters | Role::Encoding => document_content::table(&self.content(old)?),
            Role::Function if is_formula => document_content::formula(&self.content(old)?)?,
            Role::Picture | Role::Program | Role::Function | Role::Shading | Role::Bytes => {
                return self.bytes(old, dictionary);
            }
            _ => return Ok(Object::Null),
        };
        packed(dictionary, content)
    }

    /// A stream whose bytes are no text, as they are; a photograph without its metadata.
    fn bytes(&mut self, old: &Stream, mut dictionary: Dictionary) -> Result<Object, Refused> {
        let mut filters = self.filters(&old.dict);
        let strip: Option<Strip> = match filters.last().map(Vec::as_slice) {
            Some(b"DCTDecode" | b"DCT") => Some(strip_jpeg),
            Some(b"JPXDecode") => Some(strip_jp2),
            _ => None,
        };
        let Some(strip) = strip else {
            let filter = old.dict.get(b"Filter");
            if let Ok(filter) = filter {
                let filter = self.object(filter, Role::Plain)?;
                dictionary.set("Filter", filter);
            }
            if let Ok(parameters) = old.dict.get(b"DecodeParms") {
                let parameters = self.object(parameters, Role::Parameters)?;
                dictionary.set("DecodeParms", parameters);
            }
            return Ok(Object::Stream(Stream::new(dictionary, old.content.clone())));
        };
        let last = filters.pop().unwrap_or_default();
        let content = self.unwrapped(old, &filters, LARGEST_OBJECTS)?;
        let content = strip(&content).ok_or(Refused::Damaged)?;
        dictionary.set("Filter", Object::Name(last));
        Ok(Object::Stream(Stream::new(dictionary, content)))
    }

    /// What a stream of instructions or of a table says.
    fn content(&mut self, stream: &Stream) -> Result<Vec<u8>, Refused> {
        let filters = self.filters(&stream.dict);
        let content = self.unwrapped(stream, &filters, self.left)?;
        self.left = self
            .left
            .checked_sub(content.len())
            .ok_or(Refused::TooComplex)?;
        Ok(content)
    }

    /// The names of a stream's filters, wherever they stand.
    fn filters(&self, dictionary: &Dictionary) -> Vec<Vec<u8>> {
        let name = |object: &Object| {
            let (_, object) = self.old.dereference(object).ok()?;
            object.as_name().ok().map(<[u8]>::to_vec)
        };
        let Ok(filter) = dictionary.get(b"Filter") else {
            return Vec::new();
        };
        match self.old.dereference(filter) {
            Ok((_, Object::Array(names))) => names.iter().filter_map(name).collect(),
            Ok((_, object)) => name(object).into_iter().collect(),
            Err(_) => Vec::new(),
        }
    }

    /// A stream's content once these first filters are undone.
    fn unwrapped(
        &self,
        stream: &Stream,
        filters: &[Vec<u8>],
        most: usize,
    ) -> Result<Vec<u8>, Refused> {
        if filters.is_empty() {
            return Ok(stream.content.clone());
        }
        let mut dictionary = Dictionary::new();
        let names = filters.iter().cloned().map(Object::Name).collect();
        dictionary.set("Filter", Object::Array(names));
        if let Ok(parameters) = stream.dict.get_deref(b"DecodeParms", self.old) {
            dictionary.set("DecodeParms", parameters.clone());
        }
        Stream::new(dictionary, stream.content.clone())
            .decompressed_content_with_limit(most)
            .map_err(|_| Refused::TooComplex)
    }
}

/// A stream of these bytes, made small.
fn packed(dictionary: Dictionary, content: Vec<u8>) -> Result<Object, Refused> {
    let mut stream = Stream::new(dictionary, content);
    stream.compress().map_err(|_| Refused::Damaged)?;
    Ok(Object::Stream(stream))
}

/// The name of a collection of glyphs, where it is one of those that everybody has.
fn collection(name: &[u8]) -> Object {
    const KNOWN: [&[u8]; 7] = [
        b"Adobe", b"GB1", b"CNS1", b"Japan1", b"Korea1", b"KR", b"UCS",
    ];
    let known = KNOWN.contains(&name).then_some(name);
    Object::string_literal(known.unwrap_or(b"Identity").to_vec())
}

/// What a page says itself, or the nearest of its parents.
fn inherited<'a>(pdf: &'a Pdf, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    /// Deeper than any tree of pages.
    const DEEPEST: usize = 50;
    let mut node = page;
    for _ in 0..DEEPEST {
        if let Ok(value) = node.get(key) {
            return Some(value);
        }
        let parent = node.get(b"Parent").and_then(Object::as_reference).ok()?;
        node = pdf.get_dictionary(parent).ok()?;
    }
    None
}
