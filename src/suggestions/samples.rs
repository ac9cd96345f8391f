//! A sample of every mail about a case. Offices and agencies read Chinese: theirs are in no other language.

use chrono::{Days, NaiveDate, TimeDelta};

use super::{
    RecordKind,
    acts::Unprocessed,
    assigned::{self, Given},
    drafts,
    due::Due,
    files::Message,
    forward::{With, Words},
    letters::{self, Resident},
    news::{self, News},
    office_letter::ForOffice,
    rating::{self, Asked},
    unplaced::remind,
};
use crate::{
    context::Context,
    i18n::Lang,
    mail::{Letter, LetterKind, sample},
    offices::{Office, enquiries, entries::RepliesSend},
    privacy::Private,
};

const CASE: i64 = 42;
/// A category that is no enquiry.
const CATEGORY: &str = "road-damage";

pub fn sample_mails(context: &Context, lang: Lang) -> Vec<Letter> {
    let mut all = to_resident(context, lang);
    all.push(to_colleague(context, lang));
    let to = (lang, sample::to());
    all.push(drafts::letter(context, to, CASE, sample::REFERENCE));
    if lang == Lang::Zh {
        all.extend(to_offices(context));
    }
    all
}

fn resident(lang: Lang, slug: &str) -> Resident {
    Resident {
        case: CASE,
        reference: sample::REFERENCE.to_owned(),
        lang,
        slug: slug.to_owned(),
        to: sample::to(),
    }
}

fn today(context: &Context) -> NaiveDate {
    context.clock.today(context.config.city.time_zone)
}

fn to_resident(context: &Context, lang: Lang) -> Vec<Letter> {
    let office = Office::sample();
    let answer = lang.pick(
        "我們今天已經把洞補好了。謝謝您告訴我們。",
        "We filled the hole today. Thank you for telling us.",
    );
    let answer = Private::new(answer);
    let asked = Asked {
        token: sample::token(),
        until: rating::until(today(context)),
    };
    let mut all = Vec::new();
    for slug in [CATEGORY, enquiries::CATEGORY] {
        let token = sample::token();
        all.push(letters::confirmation(context, resident(lang, slug), &token));
        let (resident, answer) = (resident(lang, slug), (&answer, 1));
        all.push(letters::answer(
            context,
            resident,
            &office,
            answer,
            Some(&asked),
        ));
    }
    all.extend(news(context, lang, &office));
    all
}

fn news(context: &Context, lang: Lang, office: &Office) -> Vec<Letter> {
    let reason = Private::new(sample::reason(lang));
    let address = Private::new("desk@agency.example".to_owned());
    let question = lang.pick("是哪一個車道？", "Which lane is it?");
    let question = Message::from(Private::new(question));
    let day = today(context) + Days::new(7);
    let agency = lang.pick("國道高速公路局", "Freeway Bureau");
    let all = [
        News::Reassigned {
            to: office,
            due: Some(day),
            reason: &reason,
        },
        News::Extended {
            until: day,
            reason: &reason,
        },
        News::Forwarded {
            agency: &agency,
            address: &address,
            contact: true,
            reason: &reason,
        },
        News::NotProcessed {
            ground: Unprocessed::NoContent,
            reason: &reason,
        },
        News::Duplicate { merged: false },
        News::Duplicate { merged: true },
        News::Reopened {
            due: day,
            reason: &reason,
        },
        News::Asked {
            question: &question,
        },
    ];
    all.iter()
        .map(|one| news::letter(context, resident(lang, CATEGORY), office, one))
        .collect()
}

fn to_colleague(context: &Context, lang: Lang) -> Letter {
    let day = today(context) + Days::new(7);
    let given = Given {
        id: CASE,
        due: due(lang, sample::REFERENCE, day),
    };
    assigned::letter(context, lang, sample::to(), &[given])
}

fn to_offices(context: &Context) -> Vec<Letter> {
    const LANG: Lang = Lang::Zh;
    let office = Office::sample();
    let words = sample::words(LANG);
    let said = |kind| {
        let case = (CASE, sample::REFERENCE.to_owned());
        letters::said_to_office(context, case, &office, (kind, &*words, 1))
    };
    let day = today(context);
    let cases = [
        due(LANG, sample::REFERENCE, day),
        due(LANG, "KH-2026-000043-7", day + Days::new(1)),
    ];
    let list = |kind| letters::due(context, kind, (&office, &office), &cases, day);
    let mut all = vec![
        for_office(context, &office, None),
        for_office(context, &office, Some(sample::reason(LANG))),
        said(RecordKind::Replied),
        said(RecordKind::Added),
        list(LetterKind::CasesDue),
        list(LetterKind::CasesLate),
        list(LetterKind::CasesPassedOn),
    ];
    let waiting = remind::Waiting {
        count: 3,
        since: context.now() - TimeDelta::hours(20),
    };
    all.push(remind::letter(context, &office, waiting));
    all.extend(to_agency(context, &office));
    all
}

fn due(lang: Lang, reference: &str, on: NaiveDate) -> Due {
    Due {
        reference: reference.to_owned(),
        category: lang.pick("道路坑洞", "Road damage"),
        district: lang.pick("苓雅區", "Lingya District"),
        on,
    }
}

/// With the contact where somebody says why it comes to the office, and without it else.
fn for_office(context: &Context, office: &Office, because: Option<String>) -> Letter {
    let contact = because.as_ref().map(|_| {
        vec![
            ("mail-office-name", "林小姐".to_owned()),
            ("mail-office-email", "lin@mail.example".to_owned()),
        ]
    });
    let told = ForOffice {
        case: CASE,
        reference: sample::REFERENCE.to_owned(),
        slug: CATEGORY.to_owned(),
        category: "道路坑洞".to_owned(),
        district: "苓雅區".to_owned(),
        place: Some("公車站牌前".to_owned()),
        coordinates: Some("22.62734,120.30145".to_owned()),
        due: Some(today(context) + Days::new(7)),
        contact,
        because,
        title: "站牌前的路面有一個洞".to_owned(),
        body: sample::words(Lang::Zh),
        files: 1,
        sends: RepliesSend::Draft,
    };
    told.letter(context, &office.email)
}

fn to_agency(context: &Context, office: &Office) -> [Letter; 2] {
    let with = With {
        context,
        case: CASE,
        reference: sample::REFERENCE,
        office: office.name(Lang::Zh),
        address: &Private::new("desk@agency.example".to_owned()),
    };
    let words = Words {
        title: "交流道出口的路面有一個洞".to_owned(),
        body: sample::words(Lang::Zh),
        place: Some("中正交流道".to_owned()),
        coordinates: None,
        reason: "這裡由國道高速公路局管理。".to_owned(),
        files: 1,
    };
    let contact = [("mail-office-phone", "07-000-0000".to_owned())];
    [with.words(words), with.contact(&contact)]
}
