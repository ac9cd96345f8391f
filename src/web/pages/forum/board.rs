//! A board with its topics, the newest activity first.

use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Path},
};
use askama::Template;

use super::Parameters;
use crate::{
    context::Context,
    forum::{
        boards::{self, Board},
        cursor::From,
        reader::Entry,
        reading::{
            tracking,
            watches::{self, Level, Place},
        },
        topics::{self, Listed},
    },
    offices,
    web::{
        fault::Fault,
        form::Errors,
        page::{Page, html_as},
        place::{Jump, jump, place, query_of},
    },
};

#[derive(Template)]
#[template(path = "pages/forum/board.html")]
struct BoardPage {
    page: Page,
    board: Board,
    pinned: Vec<Listed>,
    topics: Vec<Listed>,
    /// Whether this reader can open a topic.
    entry: Entry,
    /// The office that its topics concern.
    office: Option<String>,
    /// Its address, where the form leads that goes to a day.
    address: String,
    errors: Errors,
    newer: Option<String>,
    older: Option<String>,
    /// What the reader chose about it.
    level: Option<Level>,
    /// Whether it is remembered how far they have read.
    tracks: bool,
}

impl BoardPage {
    /// Whether this reader can open a topic, or could with an account.
    fn can_start(&self) -> bool {
        matches!(self.entry, Entry::Open | Entry::LogOnFirst)
    }
}

pub async fn get(
    mut page: Page,
    context: Data<Context>,
    path: Path<(String, String)>,
    query: Parameters,
) -> Result<HttpResponse, Fault> {
    let day = jump(&query);
    if matches!(day, Jump::Wrong) {
        page.forget_query();
    }
    let reader = page.account.as_ref();
    let board = boards::find(&context, &path.1, reader).await?;
    let href = page.href(&format!("boards/{}", board.slug));
    let mut errors = Errors::default();
    match day {
        Jump::None => {}
        Jump::Wrong => errors.add("on", page.t("invalid-date")),
        Jump::To(day) => {
            let from = topics::from_day(&context, &board, reader, day).await?;
            return Ok(HttpResponse::Found()
                .insert_header((header::LOCATION, href + &query_of(&from)))
                .finish());
        }
    }
    let from = place(&query);
    let mut list = topics::of_board(&context, &board, reader, from).await?;
    let mut pinned = match from {
        From::Start => topics::pinned(&context, &board, reader).await?,
        _ => Vec::new(),
    };
    let all = list.items.iter_mut().chain(&mut pinned);
    tracking::count_unread(&context, reader, all).await?;
    let (mut level, mut tracks) = (None, false);
    if let Some(member) = reader {
        let (account, place) = (member.id, Place::Board(board.id));
        level = context
            .db
            .read(move |connection| watches::level(connection, account, place))
            .await?;
        tracks = tracking::is_on(&context, member.id).await?;
    }
    let office = match board.office {
        Some(id) => offices::list(&context)
            .await?
            .into_iter()
            .find(|office| office.id == id)
            .map(|office| office.name(page.lang)),
        None => None,
    };
    let entry = board.opens_for(reader.into());
    let page = if board.is_public() && errors.is_empty() {
        let lang = page.lang;
        page.named(|listing| {
            listing.title = Some(board.name(lang));
            listing.description = Some(board.description(lang));
        })
    } else {
        page.unlisted()
    };
    let view = BoardPage {
        newer: list.before.map(|cursor| format!("{href}?before={cursor}")),
        older: list.after.map(|cursor| format!("{href}?after={cursor}")),
        entry,
        office,
        errors,
        address: href,
        level,
        tracks,
        pinned,
        topics: list.items,
        board,
        page,
    };
    html_as(view.errors.status(), &view)
}
