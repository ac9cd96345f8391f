//! The files of a post: their names, descriptions and texts as fields of its submission, what
//! is kept of them, and who may read them.

use diesel::prelude::*;

use super::{
    ForumError, State, boards,
    findings::PublicFinding,
    owner::Owner,
    reader::{Circle, Reader},
};
use crate::{
    accounts::Member,
    attachments::{self, Attached, Chosen, Kept, Kind, MOST, Stored},
    context::Context,
    db::schema::{boards as board_table, posts, topics},
    review::Reach,
    text::{Field, Format, css_name, publication::Publication},
};

/// What of a file can hold personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Name,
    /// A picture's description.
    Alt,
    Text,
}

/// What every field of a file begins with.
pub const FIELD: &str = "attachment-";

const NAMES: [&str; MOST] = [
    "attachment-1-name",
    "attachment-2-name",
    "attachment-3-name",
    "attachment-4-name",
    "attachment-5-name",
];
const ALTS: [&str; MOST] = [
    "attachment-1-alt",
    "attachment-2-alt",
    "attachment-3-alt",
    "attachment-4-alt",
    "attachment-5-alt",
];
const TEXTS: [&str; MOST] = [
    "attachment-1-text",
    "attachment-2-text",
    "attachment-3-text",
    "attachment-4-text",
    "attachment-5-text",
];

/// The field of a file's part; `None` when there is no such place.
pub fn field(position: usize, part: Part) -> Option<&'static str> {
    let names = match part {
        Part::Name => &NAMES,
        Part::Alt => &ALTS,
        Part::Text => &TEXTS,
    };
    names.get(position.checked_sub(1)?).copied()
}

/// The place and part that a field is of; `None` when it is none of a file.
pub fn part_of(field: &str) -> Option<(usize, Part)> {
    let (position, part) = field.strip_prefix(FIELD)?.split_once('-')?;
    let part = match part {
        "name" => Part::Name,
        "alt" => Part::Alt,
        "text" => Part::Text,
        _ => return None,
    };
    Some((position.parse().ok()?, part))
}

/// Gives each file that has no place yet the first free one. In those of `withheld` files stands
/// no other: they may come back.
pub fn place(chosen: &mut [Chosen], withheld: &[usize]) {
    let mut free: Vec<usize> = (1..=MOST)
        .filter(|place| !withheld.contains(place))
        .filter(|place| chosen.iter().all(|file| file.attached.position != *place))
        .rev()
        .collect();
    for file in chosen.iter_mut().filter(|file| file.attached.position == 0) {
        file.attached.position = free.pop().unwrap_or(MOST + 1);
    }
}

/// The texts that the detector looks at.
pub(super) fn fields(chosen: &[Chosen]) -> Vec<Field> {
    let mut fields = Vec::new();
    for file in chosen {
        let mut add = |part, format, source: &str| {
            let name = field(file.attached.position, part);
            fields.extend(name.map(|name| Field::new(name, format, source)));
        };
        add(Part::Name, Format::File, &file.attached.name);
        if file.attached.kind.is_picture() {
            add(Part::Alt, Format::Plain, &file.attached.alt);
        }
        if let Some(text) = &file.text {
            let format = match file.attached.kind {
                Kind::Text => Format::File,
                _ => Format::Document,
            };
            add(Part::Text, format, text);
        }
    }
    fields
}

/// What is kept of the chosen files once their findings are answered: without those whose text
/// was taken out. Text files in which something was masked are written anew.
pub(super) async fn keep(
    context: &Context,
    chosen: &[Chosen],
    publication: &Publication,
) -> Result<Files, ForumError> {
    let mut files = Files::default();
    for file in chosen {
        let part = |part| {
            let text = publication.text(field(file.attached.position, part)?)?;
            Some(&*text.source)
        };
        let text = part(Part::Text);
        let had = file
            .text
            .as_ref()
            .is_some_and(|text| !text.trim().is_empty());
        if had && text.is_some_and(|text| text.trim().is_empty()) {
            files.taken_out.push(file.attached.id);
            continue;
        }
        let (name, alt) = (part(Part::Name), part(Part::Alt));
        let (name, alt) = (name.unwrap_or_default(), alt.unwrap_or_default());
        files.unread |= file.attached.unread;
        files.kept.push(file.keep(context, name, alt, text).await?);
    }
    Ok(files)
}

/// The files of a post as they will be stored.
#[derive(Clone, Debug, Default)]
pub struct Files {
    pub(super) kept: Vec<Kept>,
    /// Those that their author took out with their text, by their ids.
    pub(super) taken_out: Vec<i64>,
    /// Whether one of them could not be read.
    pub(super) unread: bool,
}

impl Files {
    /// The objects that were written for them.
    pub(super) fn rewritten(&self) -> Vec<String> {
        let rewritten = self.kept.iter().filter_map(|kept| kept.rewritten.as_ref());
        rewritten.map(|(object, ..)| object.clone()).collect()
    }

    /// Whether there is more in these than a post has: another file, another description.
    pub(super) fn add_to(&self, there: &[Attached]) -> bool {
        self.kept.iter().any(|kept| {
            there
                .iter()
                .all(|there| there.id != kept.id || there.alt != kept.alt)
        })
    }

    /// The files of a post that has `there` which are not among these.
    pub(super) fn without(&self, there: &[Attached]) -> Vec<i64> {
        let gone = there
            .iter()
            .filter(|there| self.kept.iter().all(|kept| kept.id != there.id));
        gone.map(|there| there.id).collect()
    }

    /// Whether something personal in a file of a post that has `there` may not be in these.
    pub(super) fn mask(&self, there: &[Attached], before: &[PublicFinding]) -> bool {
        let marked = before
            .iter()
            .any(|finding| finding.marked() && part_of(&finding.field).is_some());
        self.kept.iter().any(|kept| {
            there.iter().any(|there| {
                let same = (&there.name, &there.alt) == (&kept.name, &kept.alt);
                there.id == kept.id && (kept.rewritten.is_some() || marked && !same)
            })
        })
    }

    /// Whether a post that has `there` has exactly these already.
    pub(super) fn are(&self, there: &[Attached]) -> bool {
        self.kept.len() == there.len()
            && self.kept.iter().all(|kept| {
                kept.rewritten.is_none()
                    && there.iter().any(|there| {
                        (there.id, there.position) == (kept.id, kept.position)
                            && there.name == kept.name
                            && there.alt == kept.alt
                    })
            })
    }
}

/// A file that this reader may read, and whether everybody may.
///
/// As with its post: what is held, hidden or rejected is for its author and for moderators of its
/// board, what was never published for nobody. A board's readers are its files' too.
pub async fn find(
    context: &Context,
    id: i64,
    reader: Option<&Member>,
) -> Result<(Stored, bool), ForumError> {
    let moderator = reader.filter(|reader| reader.is_moderator);
    let moderator = moderator.map(|moderator| moderator.id);
    for_reader(context, id, Reader::from(reader), moderator).await
}

/// A file of a post, for its owner in whatever state the post is.
pub async fn of_owner(context: &Context, owner: &Owner, id: i64) -> Result<Stored, ForumError> {
    let (stored, _) = for_reader(context, id, owner.reader(), None).await?;
    if stored.post == Some(owner.post()) {
        Ok(stored)
    } else {
        Err(ForumError::NotFound)
    }
}

async fn for_reader(
    context: &Context,
    id: i64,
    reader: Reader,
    moderator: Option<i64>,
) -> Result<(Stored, bool), ForumError> {
    context
        .db
        .read(move |connection| {
            let stored = attachments::find(connection, id)?.ok_or(ForumError::NotFound)?;
            let post = stored.post.ok_or(ForumError::NotFound)?;
            type Row = (State, Option<i64>, State, i64, Circle);
            let (state, author, topic, board, read_by): Row = posts::table
                .inner_join(topics::table.inner_join(board_table::table))
                .filter(posts::id.eq(post))
                .filter(boards::readable(reader))
                .select((
                    posts::state,
                    posts::account_id,
                    topics::state,
                    topics::board_id,
                    board_table::read_by,
                ))
                .first(connection)
                .optional()?
                .ok_or(ForumError::NotFound)?;
            let shown = state == State::Published && topic == State::Published;
            let moderates = match moderator {
                Some(moderator) => Reach::of(connection, moderator)?.covers(board),
                None => false,
            };
            let own = moderates || reader.wrote(post, author);
            let gone = matches!(state, State::Erased | State::Withdrawn | State::Merged);
            if gone || !shown && !own {
                return Err(ForumError::NotFound);
            }
            Ok((stored, shown && Reader::GUEST.circles().contains(&read_by)))
        })
        .await
}

/// The words of a text in pieces, each with the class name of the mark that it carries, or "".
pub fn pieces(text: &str, field: &str, findings: &[PublicFinding]) -> Vec<(String, String)> {
    let characters: Vec<char> = text.chars().collect();
    let mut marked: Vec<&PublicFinding> = findings
        .iter()
        .filter(|finding| finding.field == field && finding.marked())
        .collect();
    marked.sort_by_key(|finding| finding.start);
    let mut pieces = Vec::new();
    let mut done = 0;
    for finding in marked {
        let (start, end) = (finding.start.max(done), finding.end.min(characters.len()));
        if start >= end {
            continue;
        }
        pieces.push((characters[done..start].iter().collect(), String::new()));
        let words = characters[start..end].iter().collect();
        pieces.push((words, css_name(finding.kind)));
        done = end;
    }
    pieces.push((characters[done..].iter().collect(), String::new()));
    pieces.retain(|(words, _): &(String, String)| !words.is_empty());
    pieces
}
