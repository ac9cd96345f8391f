//! Taking a file in: read within limits, made anew, stored, and kept as pending under a token.

use std::{collections::HashMap, io::Read as _, sync::LazyLock, time::Duration};

use chrono::NaiveDate;
use image::ImageFormat;
use sha2::{Digest as _, Sha256};
use tracing::Instrument as _;

use super::{
    AttachmentError, Kept, Kind, LONGEST_ALT, Refused, Variant, case_rows, document, file_name,
    kind::{Sniffed, sniff},
    picture, plain,
    rows::{self, Attached, Stored},
};
use crate::{
    config::attachments::Attachments, context::Context, db::DbError, keys::Token,
    objects::StoreError, text_rules::plain_line, turns::Turns,
};

/// How many files are read at once on this node, and how many wait: each that is read may need some
/// hundred megabytes, each that waits lies on the disk.
pub(super) static READERS: LazyLock<Turns> =
    LazyLock::new(|| Turns::new("files", 2, 50, Duration::from_secs(30)));

/// A file as it arrives: its bytes lie in a temporary file, not in memory.
pub struct Incoming {
    pub name: String,
    /// What its sender says that it shows.
    pub alt: String,
    pub file: std::fs::File,
    pub size: u64,
}

/// A file that somebody chose for what they write, with all that is asked about it.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub attached: Attached,
    /// The text of a document or a text file.
    pub text: Option<String>,
    /// By which the form or the program names it: a token, or the id of one that the post has.
    pub handle: String,
    object: String,
    /// Of the largest of its objects.
    hash: Vec<u8>,
}

/// What was made of a file.
struct Read {
    kind: Kind,
    width: u32,
    height: u32,
    objects: Vec<(&'static str, Vec<u8>)>,
    text: Option<String>,
    unread: bool,
}

/// The object that holds a document's text, beside the document.
pub(super) const TEXT: &str = "text";

/// Takes a file in. Nothing of it is public, and it goes after a while unless it is attached.
///
/// [`AttachmentError::TooMany`] when too many of its owner's wait: then it is not even read.
pub async fn upload(
    context: &Context,
    account: Option<i64>,
    incoming: Incoming,
) -> Result<Chosen, AttachmentError> {
    let limits = context.config.attachments.clone();
    if incoming.size > limits.largest as u64 {
        return Err(Refused::TooLarge.into());
    }
    context
        .db
        .read(move |connection| rows::has_room(connection, account))
        .await?;
    let turn = READERS.take().await.map_err(DbError::from)?;
    let Incoming {
        name,
        alt,
        mut file,
        ..
    } = incoming;
    let read = crate::threads::blocking(move || {
        let mut bytes = Vec::new();
        std::io::Seek::rewind(&mut file).map_err(StoreError::from)?;
        file.read_to_end(&mut bytes).map_err(StoreError::from)?;
        Ok::<_, AttachmentError>((read(&bytes, &limits)?, turn))
    });
    let (read, turn) = read.await.map_err(|_| Refused::Damaged)??;
    let attached = Attached {
        id: 0,
        position: 0,
        kind: read.kind,
        name: file_name::clean(&name, read.kind),
        alt: clean_alt(&alt),
        size: read.objects.last().map_or(0, |(_, bytes)| bytes.len()) as u64,
        width: read.width,
        height: read.height,
        unread: read.unread,
    };
    // Goes on when its sender hangs up: what is put is named by a row, or taken back.
    let storing = store(context.clone(), account, attached, read);
    let storing = async move {
        let stored = storing.await;
        // What was made of the file is in memory until here.
        drop(turn);
        stored
    };
    tokio::spawn(storing.in_current_span())
        .await
        .map_err(|_| DbError::Panicked)?
}

/// Writes the objects, then the row; what the row is refused for is taken back.
async fn store(
    context: Context,
    account: Option<i64>,
    attached: Attached,
    read: Read,
) -> Result<Chosen, AttachmentError> {
    let (object, token) = (new_object(&context), Token::draw(&context.random));
    let main = read.objects.last().map_or(&[][..], |(_, bytes)| bytes);
    let new = rows::New {
        account,
        attached: attached.clone(),
        object: object.clone(),
        hash: Sha256::digest(main).to_vec(),
        token_hash: token.hash(),
        at: context.now(),
    };
    let (text, hash) = (read.text.clone(), new.hash.clone());
    let written = async {
        put(&context, &object, read).await?;
        let row = context
            .db
            .write(move |connection| rows::insert(connection, &new));
        row.await
    };
    match written.await {
        Ok(id) => Ok(Chosen {
            attached: Attached { id, ..attached },
            text,
            handle: token.reveal().to_owned(),
            object,
            hash,
        }),
        Err(error) => {
            take_back(&context, object, &error).await;
            Err(error)
        }
    }
}

async fn put(context: &Context, object: &str, read: Read) -> Result<(), StoreError> {
    for (variant, bytes) in read.objects {
        let name = format!("{object}/{variant}");
        context.objects.put(&name, bytes).await?;
    }
    if let Some(text) = read.text.filter(|_| read.kind == Kind::Pdf) {
        let name = format!("{object}/{TEXT}");
        context.objects.put(&name, text.into_bytes()).await?;
    }
    Ok(())
}

/// Takes back what was put for a row that was refused. After a fault of the database nobody
/// knows whether the row is there, and the job is left to see.
async fn take_back(context: &Context, object: String, error: &AttachmentError) {
    let unknown = matches!(error, AttachmentError::Db(_));
    if unknown || context.objects.delete_below(&object).await.is_err() {
        discard_unnamed(context, vec![object]).await;
    }
}

/// Has those of these objects deleted that no row names: of a change that came to nothing.
pub async fn discard_unnamed(context: &Context, objects: Vec<String>) {
    if objects.is_empty() {
        return;
    }
    let noted = context
        .db
        .write(move |connection| rows::discard_unnamed(connection, objects))
        .await;
    if noted.is_err() {
        tracing::warn!("objects that no row names are left to the sweep");
    }
}

fn read(bytes: &[u8], limits: &Attachments) -> Result<Read, Refused> {
    if bytes.is_empty() {
        return Err(Refused::Empty);
    }
    let picture = |format| {
        let picture = picture::read(bytes, format, limits)?;
        let objects = picture.variants.into_iter();
        Ok(Read {
            kind: picture.kind,
            width: picture.width,
            height: picture.height,
            objects: objects
                .map(|(variant, bytes)| (variant.as_str(), bytes))
                .collect(),
            text: None,
            unread: false,
        })
    };
    let file = |kind, bytes, text, unread| Read {
        kind,
        width: 0,
        height: 0,
        objects: vec![(Variant::File.as_str(), bytes)],
        text: Some(text),
        unread,
    };
    match sniff(bytes) {
        Sniffed::Jpeg => picture(ImageFormat::Jpeg),
        Sniffed::Png => picture(ImageFormat::Png),
        Sniffed::Gif => picture(ImageFormat::Gif),
        Sniffed::WebP => picture(ImageFormat::WebP),
        Sniffed::Pdf => {
            let document = document::read(bytes)?;
            Ok(file(
                Kind::Pdf,
                document.bytes,
                document.text,
                document.unread,
            ))
        }
        Sniffed::Text => {
            let text = plain::read(bytes)?;
            Ok(file(Kind::Text, text.clone().into_bytes(), text, false))
        }
    }
}

/// A folder of its own under the day's, by which `sweep` knows its age.
fn new_object(context: &Context) -> String {
    let day: NaiveDate = context.clock.today(context.config.city.time_zone);
    format!("{day}/{}", Token::draw(&context.random).reveal())
}

/// A description as it may stand in an attribute: one line, no longer than is read aloud.
pub fn clean_alt(alt: &str) -> String {
    let words: Vec<&str> = alt.split_whitespace().collect();
    let seen = |c: &char| plain_line(c.encode_utf8(&mut [0; 4]));
    let line = words.join(" ");
    line.chars().filter(seen).take(LONGEST_ALT).collect()
}

/// The uploads that these tokens name, in their order, without those that are none or wait no
/// longer; a token that stands twice counts once. One that became a case's is still shown to whoever
/// sends the same twice.
pub async fn choose(context: &Context, tokens: &[&str]) -> Result<Vec<Chosen>, AttachmentError> {
    let mut hashes: Vec<(Vec<u8>, &str)> = Vec::new();
    for token in tokens {
        let Some(hash) = Token::parse(token).map(|token| token.hash()) else {
            continue;
        };
        if hashes.iter().all(|(known, _)| *known != hash) {
            hashes.push((hash, token));
        }
    }
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    let asked: Vec<Vec<u8>> = hashes.iter().map(|(hash, _)| hash.clone()).collect();
    let now = context.now();
    let mut found = context
        .db
        .read(move |connection| {
            let mut found = rows::by_tokens(connection, asked.clone(), now)?;
            found.extend(case_rows::by_tokens(connection, asked, now)?);
            Ok::<_, DbError>(found)
        })
        .await?;
    let mut chosen = Vec::new();
    for (hash, token) in hashes {
        if let Some(at) = found.iter().position(|(known, _)| *known == hash) {
            let (_, stored) = found.swap_remove(at);
            chosen.push(with_text(context, stored, token.to_owned()).await?);
        }
    }
    Ok(chosen)
}

/// Discards those of these uploads that nobody has published: whoever chose them has taken them
/// out.
pub async fn let_go(context: &Context, handles: &[&str]) -> Result<(), DbError> {
    let tokens = token_hashes(handles);
    if tokens.is_empty() {
        return Ok(());
    }
    context
        .db
        .write(move |connection| rows::discard_waiting(connection, &tokens))
        .await
}

/// The hashes of those of these handles that are tokens.
pub fn token_hashes(handles: &[&str]) -> Vec<Vec<u8>> {
    let tokens = handles.iter().filter_map(|handle| Token::parse(handle));
    tokens.map(|token| token.hash()).collect()
}

/// The files that a post has, as if they had been chosen anew.
pub async fn kept_of(context: &Context, post: i64) -> Result<Vec<Chosen>, AttachmentError> {
    let mut all = kept_of_posts(context, vec![post]).await?;
    Ok(all.remove(&post).unwrap_or_default())
}

/// As [`kept_of`], of several posts.
pub async fn kept_of_posts(
    context: &Context,
    posts: Vec<i64>,
) -> Result<HashMap<i64, Vec<Chosen>>, AttachmentError> {
    let stored = context
        .db
        .read(move |connection| rows::stored_of_posts(connection, &posts))
        .await?;
    let mut all: HashMap<i64, Vec<Chosen>> = HashMap::new();
    for stored in stored {
        let handle = stored.attached.id.to_string();
        if let Some(post) = stored.post {
            let chosen = with_text(context, stored, handle).await?;
            all.entry(post).or_default().push(chosen);
        }
    }
    Ok(all)
}

/// The places in a post that are taken by files which are withheld from it.
pub async fn withheld_places(context: &Context, post: i64) -> Result<Vec<usize>, DbError> {
    context
        .db
        .read(move |connection| rows::withheld_places(connection, post))
        .await
}

/// A file with its text. What the store has lost is read anew from the document, or counts as
/// what could not be read; nobody is kept from a post for it.
async fn with_text(
    context: &Context,
    stored: Stored,
    handle: String,
) -> Result<Chosen, AttachmentError> {
    let name = |variant: &str| format!("{}/{variant}", stored.object);
    let file = name(Variant::File.as_str());
    let text = match stored.attached.kind {
        Kind::Pdf => match context.objects.get(&name(TEXT)).await? {
            Some(text) => Some(text),
            None => text_anew(context, &file, &name(TEXT)).await?,
        },
        Kind::Text => context.objects.get(&file).await?,
        _ => None,
    };
    let lost = text.is_none() && !stored.attached.kind.is_picture();
    let mut attached = stored.attached;
    attached.unread |= lost;
    Ok(Chosen {
        attached,
        text: text.map(|text| String::from_utf8_lossy(&text).into_owned()),
        handle,
        object: stored.object,
        hash: stored.hash,
    })
}

/// The text of a stored document, which is put beside it again; `None` where that cannot be read.
async fn text_anew(
    context: &Context,
    file: &str,
    text: &str,
) -> Result<Option<bytes::Bytes>, AttachmentError> {
    let Some(bytes) = context.objects.get(file).await? else {
        return Ok(None);
    };
    let turn = READERS.take().await.map_err(DbError::from)?;
    let words = crate::threads::blocking(move || {
        let _turn = turn;
        document::words(&bytes)
    })
    .await;
    let Ok(Ok(words)) = words else {
        return Ok(None);
    };
    let words = words.into_bytes();
    context.objects.put(text, words.clone()).await?;
    Ok(Some(words.into()))
}

impl Chosen {
    /// Its name and what it holds: by this the same is known again, whatever its handle.
    pub fn fingerprint(&self) -> String {
        format!("{} {}", hex::encode(&self.hash), self.attached.name)
    }

    /// The picture that stands for it where it is not public yet: the smallest there is.
    pub async fn look(
        &self,
        context: &Context,
    ) -> Result<Option<(&'static str, bytes::Bytes)>, StoreError> {
        let kind = self.attached.kind;
        if !kind.is_picture() {
            return Ok(None);
        }
        let variants = kind.variants(self.attached.width);
        let Some((smallest, _)) = variants.first() else {
            return Ok(None);
        };
        let name = format!("{}/{}", self.object, smallest.as_str());
        let bytes = context.objects.get(&name).await?;
        Ok(bytes.map(|bytes| (kind.media_type(*smallest), bytes)))
    }

    /// The file under this name and description, and with this text where it is a text file and
    /// the text is another than it was: then its bytes are written anew, before its row.
    pub async fn keep(
        &self,
        context: &Context,
        name: &str,
        alt: &str,
        text: Option<&str>,
    ) -> Result<Kept, AttachmentError> {
        let changed = text
            .filter(|text| self.attached.kind == Kind::Text && self.text.as_deref() != Some(text));
        let rewritten = match changed {
            None => None,
            Some(text) => {
                let object = new_object(context);
                let bytes = text.as_bytes().to_vec();
                let (size, hash) = (bytes.len() as u64, Sha256::digest(&bytes).to_vec());
                let place = format!("{object}/{}", Variant::File.as_str());
                context.objects.put(&place, bytes).await?;
                Some((object, size, hash))
            }
        };
        Ok(Kept {
            id: self.attached.id,
            position: self.attached.position,
            name: file_name::again(name, self.attached.kind),
            alt: clean_alt(alt),
            rewritten,
        })
    }
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;
    use proptest::prelude::*;

    use super::*;

    const LIMITS: Attachments = Attachments {
        place: crate::config::attachments::ObjectPlace::Folder(std::path::PathBuf::new()),
        largest: 100_000,
        pixels: 40_000,
        frames: 8,
    };

    /// One good file of each kind, small enough to be read some hundred times.
    fn samples() -> Vec<Vec<u8>> {
        let picture = image::DynamicImage::ImageRgba8(image::RgbaImage::from_fn(40, 30, |x, y| {
            image::Rgba([x as u8 * 6, y as u8 * 8, 90, 255])
        }));
        let written = |format| {
            let mut bytes = std::io::Cursor::new(Vec::new());
            let image = match format {
                ImageFormat::Jpeg => picture.to_rgb8().into(),
                _ => picture.clone(),
            };
            image.write_to(&mut bytes, format).expect("a picture");
            bytes.into_inner()
        };
        let mut moving = Vec::new();
        {
            let mut encoder = image::codecs::gif::GifEncoder::new(&mut moving);
            for _ in 0..3 {
                let frame = image::Frame::new(picture.to_rgba8());
                encoder.encode_frame(frame).expect("a frame");
            }
        }
        let mut document = lopdf::Document::with_version("1.7");
        let content = b"BT /F1 12 Tf 9 9 Td (words 0912-345-678) Tj ET".to_vec();
        let content = document.add_object(lopdf::Stream::new(lopdf::Dictionary::new(), content));
        let font = dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
            "Encoding" => "WinAnsiEncoding",
        };
        let font = document.add_object(font);
        let pages = document.new_object_id();
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), 99.into(), 99.into()],
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        });
        let tree = dictionary! {
            "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1,
        };
        document
            .objects
            .insert(pages, lopdf::Object::Dictionary(tree));
        let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        document.trailer.set("Root", root);
        let mut pdf = Vec::new();
        document.save_to(&mut pdf).expect("a document");
        vec![
            written(ImageFormat::Jpeg),
            written(ImageFormat::Png),
            written(ImageFormat::WebP),
            moving,
            pdf,
            "一二三\nabc".into(),
        ]
    }

    fn within_limits(read: Result<Read, Refused>) -> Result<(), TestCaseError> {
        if let Ok(read) = read {
            let pixels = u64::from(read.width) * u64::from(read.height);
            prop_assert!(pixels <= LIMITS.pixels);
            prop_assert!(!read.objects.is_empty());
            prop_assert!(read.objects.iter().all(|(_, bytes)| !bytes.is_empty()));
            prop_assert_eq!(read.text.is_some(), !read.kind.is_picture());
        }
        Ok(())
    }

    #[test]
    fn good_files_are_read() {
        for (bytes, kind) in samples().iter().zip([
            Kind::Jpeg,
            Kind::Png,
            Kind::Png,
            Kind::Gif,
            Kind::Pdf,
            Kind::Text,
        ]) {
            let read = read(bytes, &LIMITS).expect("a good file");
            assert_eq!(read.kind, kind);
            assert!(!read.unread);
            if kind == Kind::Pdf {
                assert_eq!(read.text.as_deref(), Some("words 0912-345-678"));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn damaged_files_are_refused_or_read_within_limits(
            cut in 0.0..1.0_f64,
            changes in proptest::collection::vec((0.0..1.0_f64, any::<u8>()), 0..6),
        ) {
            for sample in samples() {
                let at = |place: f64| (sample.len() as f64 * place) as usize;
                within_limits(read(&sample[..at(cut)], &LIMITS))?;
                let mut changed = sample.clone();
                for (place, byte) in &changes {
                    changed[at(*place)] = *byte;
                }
                within_limits(read(&changed, &LIMITS))?;
                let swapped = [&changed[..at(cut)], &sample[at(cut / 2.0)..]].concat();
                within_limits(read(&swapped, &LIMITS))?;
            }
        }

        #[test]
        fn bytes_after_a_good_beginning_never_panic(
            rest in proptest::collection::vec(any::<u8>(), 0..300),
        ) {
            for sample in samples() {
                let head = sample.len().min(24);
                within_limits(read(&[&sample[..head], &rest].concat(), &LIMITS))?;
            }
        }
    }
}
