//! PDF documents, built anew from their pages: what draws is copied, all else is left behind.
//!
//! Scripts, actions, forms, notes, embedded files, earlier versions and every kind of metadata
//! hang on things that are not copied, or under keys that are left out wherever they stand.

use std::{
    cell::Cell,
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    time::{Duration, Instant},
};

use lopdf::{Dictionary, Document as Pdf, LoadOptions, Object, ObjectId, Stream};

use super::{
    Refused, document_text,
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

/// Keys that draw nothing and lead to what somebody did not mean to tell, or to what acts.
const LEFT_OUT: [&[u8]; 30] = [
    b"Metadata",
    b"PieceInfo",
    b"LastModified",
    b"CreationDate",
    b"ModDate",
    b"Author",
    b"Creator",
    b"Producer",
    b"Title",
    b"Subject",
    b"Keywords",
    b"AF",
    b"EF",
    b"JS",
    b"JavaScript",
    b"AA",
    b"A",
    b"OpenAction",
    b"Annots",
    b"StructParent",
    b"StructParents",
    b"Thumb",
    b"OPI",
    b"OC",
    b"Alternates",
    b"Measure",
    b"PtData",
    b"Ref",
    b"URI",
    b"WebCaptureInfo",
];
/// Keys by which a stream lies in another file.
const ELSEWHERE: [&[u8]; 4] = [b"F", b"FFilter", b"FDecodeParms", b"DL"];
/// What a page may use.
const RESOURCES: [&[u8]; 7] = [
    b"Font",
    b"XObject",
    b"ExtGState",
    b"ColorSpace",
    b"Pattern",
    b"Shading",
    b"ProcSet",
];
/// What a page is, beside its resources and contents; a page may have these from its parents.
const PAGE: [&[u8]; 6] = [
    b"MediaBox",
    b"CropBox",
    b"TrimBox",
    b"Rotate",
    b"UserUnit",
    b"Group",
];

/// Takes the metadata out of a picture's bytes; `None` when they are damaged.
type Strip = fn(&[u8]) -> Option<Vec<u8>>;

/// Builds a document anew and reads its text. A library that panics has met a damaged file.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Refused> {
    let read = catch_unwind(AssertUnwindSafe(|| rebuild(bytes)));
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

struct Copy<'a> {
    old: &'a Pdf,
    new: Pdf,
    ids: HashMap<ObjectId, ObjectId>,
    /// Named by something that was copied, and not copied yet.
    waiting: Vec<ObjectId>,
}

impl Copy<'_> {
    fn page(&mut self, id: ObjectId, tree: ObjectId) -> Result<ObjectId, Refused> {
        let old = self.old;
        let page = old.get_dictionary(id).map_err(|_| Refused::Damaged)?;
        let mut new = Dictionary::new();
        new.set("Type", Object::Name(b"Page".to_vec()));
        new.set("Parent", Object::Reference(tree));
        for key in PAGE {
            if let Some(value) = inherited(old, page, key) {
                let value = self.object(value);
                new.set(key, value);
            }
        }
        if let Some(resources) = inherited(old, page, b"Resources") {
            let resources = self.resources(resources);
            new.set("Resources", resources);
        }
        if let Ok(contents) = page.get(b"Contents") {
            let contents = self.object(contents);
            new.set("Contents", contents);
        }
        Ok(self.new.add_object(new))
    }

    /// The parts of a dictionary of resources that are known to draw.
    fn resources(&mut self, resources: &Object) -> Object {
        let mut new = Dictionary::new();
        let old = self.old;
        if let Ok((_, Object::Dictionary(resources))) = old.dereference(resources) {
            for key in RESOURCES {
                if let Ok(value) = resources.get(key) {
                    let value = self.object(value);
                    new.set(key, value);
                }
            }
        }
        Object::Dictionary(new)
    }

    /// Copies what waits, and what that names, until nothing is left.
    fn finish(&mut self) -> Result<(), Refused> {
        while let Some(id) = self.waiting.pop() {
            if !in_time() || self.ids.len() > MOST_OBJECTS {
                return Err(Refused::TooComplex);
            }
            let old = self.old;
            let copied = match old.get_object(id) {
                Ok(Object::Stream(stream)) => self.stream(stream)?,
                Ok(object) => self.object(object),
                Err(_) => Object::Null,
            };
            let new = self.ids[&id];
            self.new.objects.insert(new, copied);
        }
        Ok(())
    }

    fn object(&mut self, object: &Object) -> Object {
        match object {
            Object::Reference(id) => Object::Reference(self.named(*id)),
            Object::Array(items) => {
                Object::Array(items.iter().map(|item| self.object(item)).collect())
            }
            Object::Dictionary(dictionary) => Object::Dictionary(self.dictionary(dictionary)),
            // A stream stands by itself; anywhere else it is none.
            Object::Stream(_) => Object::Null,
            object => object.clone(),
        }
    }

    /// The new id of what had this one; it waits to be copied the first time.
    fn named(&mut self, id: ObjectId) -> ObjectId {
        if let Some(new) = self.ids.get(&id) {
            return *new;
        }
        let new = self.new.new_object_id();
        self.ids.insert(id, new);
        self.waiting.push(id);
        new
    }

    fn dictionary(&mut self, old: &Dictionary) -> Dictionary {
        let mut new = Dictionary::new();
        for (key, value) in old.iter() {
            if LEFT_OUT.contains(&key.as_slice()) {
                continue;
            }
            let value = if key == b"Resources" {
                self.resources(value)
            } else {
                self.object(value)
            };
            new.set(key.as_slice(), value);
        }
        new
    }

    fn stream(&mut self, old: &Stream) -> Result<Object, Refused> {
        let mut filters = self.filters(&old.dict);
        let mut content = old.content.clone();
        let mut dictionary = self.dictionary(&old.dict);
        for key in ELSEWHERE {
            dictionary.remove(key);
        }
        // A program of the printer's language; no screen runs it.
        if old.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"PS") {
            return Ok(Object::Null);
        }
        let picture = filters.last().map(Vec::as_slice);
        let strip: Option<Strip> = match picture {
            Some(b"DCTDecode" | b"DCT") => Some(strip_jpeg),
            Some(b"JPXDecode") => Some(strip_jp2),
            _ => None,
        };
        if let Some(strip) = strip {
            let last = filters.pop().unwrap_or_default();
            content = self.unwrapped(old, &filters)?;
            content = strip(&content).ok_or(Refused::Damaged)?;
            dictionary.set("Filter", Object::Name(last));
            dictionary.remove(b"DecodeParms");
        }
        Ok(Object::Stream(Stream::new(dictionary, content)))
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
    fn unwrapped(&self, stream: &Stream, filters: &[Vec<u8>]) -> Result<Vec<u8>, Refused> {
        if filters.is_empty() {
            return Ok(stream.content.clone());
        }
        let mut dictionary = Dictionary::new();
        let names = filters.iter().cloned().map(Object::Name).collect();
        dictionary.set("Filter", Object::Array(names));
        Stream::new(dictionary, stream.content.clone())
            .decompressed_content_with_limit(LARGEST_OBJECTS)
            .map_err(|_| Refused::TooComplex)
    }
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
