//! Who lives in a city to measure with, and on which boards they write.

use crate::{
    accounts::{self, Member, NewAccount, Password, Role},
    context::Context,
    db::AnyConnection,
    forum::{
        boards::{self, NewBoard},
        reading::tracking,
    },
    i18n::Lang,
    privacy::Private,
    trust,
};

/// As many posts of each count as if they stood already: they are trusted.
const KNOWN: i32 = 50;
/// So many ask that it be remembered how far they have read.
const READERS: usize = 64;

const BOARDS: [(&str, &str, &str); 10] = [
    ("traffic", "交通", "Traffic"),
    ("parks", "公園與綠地", "Parks and trees"),
    ("waste", "環境與清潔", "Cleaning and waste"),
    ("streets", "道路與路燈", "Streets and lamps"),
    ("schools", "學校與教育", "Schools"),
    ("culture", "文化與圖書館", "Culture and libraries"),
    ("health", "健康與長照", "Health and care"),
    ("housing", "居住", "Housing"),
    ("water", "水利與防災", "Water and disasters"),
    ("talk", "聊天", "Anything else"),
];

/// The board of published suggestions stands apart.
const SUGGESTIONS: (&str, &str, &str) = ("suggestions", "公開的建議", "Published suggestions");

/// Somebody who can log on.
pub struct Resident {
    pub member: Member,
    pub email: String,
}

/// A board that topics are spread over.
pub struct Board {
    pub id: i64,
    pub slug: &'static str,
}

/// The accounts of so many residents, of whom the first are remembered to read. All have one password.
pub async fn residents(
    context: &Context,
    many: usize,
    password: &str,
    mut told: impl FnMut(usize, usize),
) -> anyhow::Result<Vec<Resident>> {
    let mut all = Vec::with_capacity(many);
    for number in 1..=many {
        let language = if number % 4 == 0 { Lang::En } else { Lang::Zh };
        let name = match language {
            Lang::Zh => format!("鄰居{number}"),
            Lang::En => format!("neighbour {number}"),
        };
        let email = format!("neighbour-{number}@bench.example");
        let id = account(context, &email, &name, (Role::Resident, language), password).await?;
        let vouch = move |connection: &mut AnyConnection| trust::vouch(connection, id, KNOWN);
        context.db.write(vouch).await?;
        if number <= READERS {
            tracking::set(context, id, true, language).await?;
        }
        all.push(Resident {
            member: Member::new(id, name, Role::Resident, language),
            email,
        });
        told(number, many);
    }
    Ok(all)
}

/// Who answers suggestions.
pub async fn administrator(context: &Context, password: &str) -> anyhow::Result<Member> {
    let (email, name) = ("administrator@bench.example", "administrator of the bench");
    let role = (Role::Administrator, Lang::Zh);
    let id = account(context, email, name, role, password).await?;
    Ok(Member::new(id, name.to_owned(), role.0, role.1))
}

async fn account(
    context: &Context,
    email: &str,
    name: &str,
    (role, language): (Role, Lang),
    password: &str,
) -> anyhow::Result<i64> {
    let new = NewAccount {
        email: Private::new(email.to_owned()),
        password: Password::typed(password),
        name: name.to_owned(),
        name_is_personal: false,
        role,
        language,
    };
    Ok(accounts::create(context, new).await?)
}

/// The boards, but for the one on which published suggestions stand.
pub async fn boards(context: &Context) -> anyhow::Result<Vec<Board>> {
    let mut all = Vec::with_capacity(BOARDS.len());
    for (position, board) in (0..).zip(BOARDS) {
        let id = boards::add(context, new(board, position, false)).await?;
        all.push(Board { id, slug: board.0 });
    }
    boards::add(context, new(SUGGESTIONS, 100, true)).await?;
    Ok(all)
}

fn new((slug, zh, en): (&str, &str, &str), position: i32, takes_suggestions: bool) -> NewBoard {
    NewBoard {
        slug: slug.to_owned(),
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        description_zh: format!("談談{zh}。"),
        description_en: format!("About: {en}."),
        guest_posting: true,
        position,
        takes_suggestions,
        ..NewBoard::default()
    }
}
