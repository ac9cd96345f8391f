//! Promised days: the calendar that they are counted by, reminders before them, and the office
//! above after them.

use plaza::{jobs, offices::days};
use serde_json::json;

use super::{Keepsake, case, id_of, life::act, lines, open, suggest};
use crate::support::{
    Client, PASSWORD, Plaza,
    command::{good, refused},
};

const OFFICE: &str = "maintenance@kcg.example";
const ABOVE: &str = "public-works@kcg.example";

impl Plaza {
    /// What the runner does when it looks for what is due.
    async fn remind(&self) {
        jobs::remind_offices::once(&self.context).await.unwrap();
    }

    /// The texts of the mails that an address got about what is due or late.
    async fn reminders(&self, to: &str) -> Vec<String> {
        let mails = self.mails().await;
        let about_due = |subject: &str| subject.contains("答覆期限") || subject.contains("逾期");
        mails
            .iter()
            .filter(|mail| mail.to == to && about_due(&mail.subject))
            .map(lines)
            .collect()
    }
}

async fn due(client: &Client, keepsake: &Keepsake) -> String {
    case(client, keepsake).await["due"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// The government's file with these lines.
fn file(lines: &str) -> Vec<u8> {
    format!("西元日期,星期,是否放假,備註\n{lines}").into_bytes()
}

#[actix_web::test]
async fn an_office_is_reminded_once_of_each_promised_day_and_only_while_it_works() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let one = suggest(&resident, &[]).await;
    let two = suggest(&resident, &[("title", "The same kerb, Lin Chia-ying fell")]).await;
    // Six working days from Monday 2 March are Tuesday 10 March; two before that is Friday.
    for time in ["2026-03-05T10:00", "2026-03-06T07:59"] {
        plaza.at(time);
        plaza.remind().await;
        assert!(plaza.reminders(OFFICE).await.is_empty(), "{time}");
    }
    for time in ["2026-03-06T08:00", "2026-03-06T15:00", "2026-03-09T10:00"] {
        plaza.at(time);
        plaza.remind().await;
    }
    let told = plaza.reminders(OFFICE).await;
    assert_eq!(told.len(), 1, "{told:?}");
    for keepsake in [&one, &two] {
        assert!(told[0].contains(&keepsake.reference), "{told:?}");
    }
    assert!(!told[0].contains("Lin Chia-ying") && told[0].contains("3月10日"));
    // It stands in the file, for offices alone.
    let staff = plaza.staff_of("maintenance").await;
    let id = id_of(&plaza, &one.reference).await;
    let desk = staff.get(&format!("/en/desk/{id}")).await.expect(200);
    assert!(desk.body.contains("was reminded that the answer is due"));
    let page = open(&resident, &one).await.expect(200);
    assert!(!page.body.contains("was reminded"));
    // A new day is a new promise.
    let later = json!({ "act": "extend", "until": "2026-03-17", "reason": "雨" });
    act(&staff, id, &later).await.expect(200);
    plaza.at("2026-03-13T09:00");
    plaza.remind().await;
    let told = plaza.reminders(OFFICE).await;
    assert_eq!(told.len(), 2);
    assert!(told[1].contains(&one.reference) && !told[1].contains(&two.reference));
}

#[actix_web::test]
async fn nobody_is_reminded_of_what_is_answered() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let keepsake = suggest(&resident, &[]).await;
    let id = id_of(&plaza, &keepsake.reference).await;
    let staff = plaza.staff_of("maintenance").await;
    let path = format!("/api/v1/desk/cases/{id}/answer");
    let answer = json!({ "answer": "Filled." });
    staff.post_json(&path, &answer).await.expect(200);
    for time in ["2026-03-09T10:00", "2026-03-11T10:00"] {
        plaza.at(time);
        plaza.remind().await;
    }
    assert!(plaza.reminders(OFFICE).await.is_empty());
    assert!(plaza.reminders(ABOVE).await.is_empty());
}

#[actix_web::test]
async fn what_is_late_comes_to_the_office_above_once_and_its_resident_reads_so() {
    let plaza = Plaza::city().await;
    let resident = plaza.client().await;
    let keepsake = suggest(&resident, &[]).await;
    let id = id_of(&plaza, &keepsake.reference).await;
    let above = plaza.staff_of("public-works").await;
    let desk = format!("/en/desk/{id}");
    plaza.at("2026-03-10T17:00");
    plaza.remind().await;
    assert!(plaza.reminders(ABOVE).await.is_empty());
    above.get(&desk).await.expect(404);
    for time in ["2026-03-11T08:00", "2026-03-11T12:00", "2026-03-20T09:00"] {
        plaza.at(time);
        plaza.remind().await;
    }
    let told = plaza.reminders(ABOVE).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains(&keepsake.reference) && told[0].contains("養護工程處"));
    let page = open(&resident, &keepsake).await.expect(200);
    let page = page.texts("main").remove(0);
    assert!(
        page.contains("The answer is late. The Public Works Bureau"),
        "{page}"
    );
    // It can do all that an office can.
    above.log_on("public-works@example.tw", PASSWORD).await;
    above.get(&desk).await.expect(200);
    // It gives the case on in the late office's stead, or takes it over, and keeps it in sight.
    let maintenance = plaza.staff_of("maintenance").await;
    for (to, kept) in [("environment", 200), ("public-works", 404)] {
        let body = json!({ "act": "reassign", "office": to, "reason": "它的業務" });
        act(&above, id, &body).await.expect(200);
        let found = case(&resident, &keepsake).await;
        assert_eq!(found["office"]["slug"], to);
        maintenance.get(&desk).await.expect(404);
        above.get(&desk).await.expect(200);
        let environment = plaza.client().await;
        if kept == 404 {
            environment.log_on("environment@example.tw", PASSWORD).await;
            environment.get(&desk).await.expect(404);
        } else {
            plaza
                .staff_of("environment")
                .await
                .get(&desk)
                .await
                .expect(200);
        }
    }
}

#[actix_web::test]
async fn nobody_is_told_in_the_new_year_and_a_make_up_saturday_is_a_day_as_others() {
    for (suggested, promised, quiet, told) in [
        // 14 to 22 February 2026 are holidays.
        (
            "2026-02-05T10:00",
            "2026-02-13",
            "2026-02-20T10:00",
            "2026-02-23T08:00",
        ),
        // Saturday 8 February 2025 is a workday.
        (
            "2025-01-23T10:00",
            "2025-02-07",
            "2025-02-07T17:00",
            "2025-02-08T08:00",
        ),
    ] {
        let plaza = Plaza::city().await;
        plaza.at(suggested);
        let resident = plaza.client().await;
        let keepsake = suggest(&resident, &[]).await;
        assert_eq!(due(&resident, &keepsake).await, promised);
        plaza.at(quiet);
        plaza.remind().await;
        assert!(plaza.reminders(ABOVE).await.is_empty(), "{quiet}");
        plaza.at(told);
        plaza.remind().await;
        assert_eq!(plaza.reminders(ABOVE).await.len(), 1, "{told}");
    }
}

#[actix_web::test]
async fn the_office_above_sees_a_contact_only_where_its_resident_was_told_so() {
    const PHONE: &str = "0912-345-678";
    for (told, shares) in [(true, true), (false, true), (false, false)] {
        let plaza = Plaza::city().await;
        let resident = plaza.client().await;
        let mut fields = vec![("phone", PHONE)];
        if shares {
            fields.push(("share_contact", "yes"));
        }
        let keepsake = suggest(&resident, &fields).await;
        if !told {
            let older = "UPDATE consents SET notice_version = 3 WHERE case_id IS NOT NULL";
            plaza.sql(older).unwrap();
        }
        plaza.at("2026-03-11T09:00");
        plaza.remind().await;
        let mails = plaza.reminders(ABOVE).await;
        assert_eq!(mails.len(), 1);
        assert!(!mails[0].contains(PHONE));
        let id = id_of(&plaza, &keepsake.reference).await;
        let above = plaza.staff_of("public-works").await;
        let desk = above.get(&format!("/en/desk/{id}")).await;
        // Without a word of it at the notice, the case stays with whom it was given to.
        let has_it = told || !shares;
        desk.expect(if has_it { 200 } else { 404 });
    }
}

#[actix_web::test]
async fn an_enquiry_stays_with_its_office_however_late() {
    let plaza = Plaza::city().await;
    let body = json!({ "about": "update", "body": "My name is spelt wrongly." });
    let client = plaza.client().await;
    let made = client.post_json("/api/v1/enquiries", &body).await;
    let made = made.expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    plaza.at("2026-04-01T09:00");
    plaza.remind().await;
    let city = plaza.context.config.city.email.clone();
    let mails = plaza.reminders(&city).await;
    assert_eq!(mails.len(), 1, "its own office, and nobody above");
    assert!(mails[0].contains(&reference));
    assert!(plaza.reminders("rdec@kcg.example").await.is_empty());
}

#[actix_web::test]
async fn days_are_counted_over_lunar_new_year_a_make_up_saturday_and_an_offices_own_days() {
    for (time, own, expected) in [
        // Lunar new year 2026 takes 14 to 22 February, Peace Memorial Day the 27th.
        ("2026-02-12T10:00", "", "2026-03-02"),
        // Of 2025 it takes 25 January to 2 February; Saturday 8 February is a workday.
        ("2025-01-31T10:00", "", "2025-02-08"),
        ("2025-02-05T10:00", "", "2025-02-12"),
        // The office works on a Saturday, and not on the Monday after.
        ("2026-03-02T10:00", "20260307,六,0,值班\n", "2026-03-09"),
        ("2026-03-02T10:00", "20260309,一,2,盤點\n", "2026-03-11"),
    ] {
        let plaza = Plaza::city().await;
        plaza.at(time);
        if !own.is_empty() {
            let days = days::read(&file(own)).unwrap();
            let office = Some("maintenance".to_owned());
            days::import(&plaza.context, None, office, days, false)
                .await
                .unwrap();
        }
        let client = plaza.client().await;
        let keepsake = suggest(&client, &[]).await;
        assert_eq!(due(&client, &keepsake).await, expected, "{time} {own}");
    }
}

#[actix_web::test]
async fn a_year_without_a_calendar_is_told_at_the_desk_until_it_is_brought_in() {
    let plaza = Plaza::city().await;
    plaza.at("2026-12-28T10:00");
    let client = plaza.client().await;
    let staff = plaza.staff_of("maintenance").await;
    let desk = async |keepsake: &Keepsake| {
        let id = id_of(&plaza, &keepsake.reference).await;
        let page = staff.get(&format!("/en/desk/{id}")).await.expect(200);
        page.body.contains("holidays of 2027 are not known")
    };
    let before = suggest(&client, &[]).await;
    assert_eq!(due(&client, &before).await, "2027-01-05");
    assert!(desk(&before).await);
    let folder = tempfile::tempdir().unwrap();
    let config = plaza.configure(folder.path());
    let path = folder.path().join("2027.csv").display().to_string();
    std::fs::write(&path, file(&year_2027())).unwrap();
    let import = ["import", "calendar", &path, "--config", &config];
    let dry = good(&[&import[..], &["--dry-run"]].concat());
    assert!(dry.contains("2027-01-01 is off 開國紀念日"), "{dry}");
    assert!(
        dry.contains("365 days would be stored, of which 1"),
        "{dry}"
    );
    jobs::read_calendar::once(&plaza.context).await.unwrap();
    assert!(desk(&before).await);
    assert!(good(&import).contains("365 days were stored, of which 1"));
    assert!(good(&import).contains("of which 0"));
    jobs::read_calendar::once(&plaza.context).await.unwrap();
    assert!(!desk(&before).await);
    let after = suggest(&client, &[("title", "Another hole")]).await;
    assert_eq!(due(&client, &after).await, "2027-01-06");
    // What is wrong in it is named, and nothing of it is stored.
    std::fs::write(&path, file("20270104,一,2,x\n20270105,一,0,\n")).unwrap();
    let wrong = refused(&import);
    assert!(wrong.contains("line 3: the second column"), "{wrong}");
    let nowhere = [&import[..], &["--office", "nowhere"]].concat();
    std::fs::write(&path, file("20270104,一,2,x\n")).unwrap();
    assert!(refused(&nowhere).contains("there is no office nowhere"));
    jobs::read_calendar::once(&plaza.context).await.unwrap();
    let same = suggest(&client, &[("title", "A third hole")]).await;
    assert_eq!(due(&client, &same).await, "2027-01-06");
}

/// 2027 as the government would announce it with one holiday, on Friday 1 January.
fn year_2027() -> String {
    use chrono::{Datelike as _, NaiveDate};
    let first = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
    let line = |day: NaiveDate| {
        let weekday = day.weekday().num_days_from_monday() as usize;
        let name = ["一", "二", "三", "四", "五", "六", "日"][weekday];
        let (mark, holiday) = match (day == first, weekday) {
            (true, _) => (2, "開國紀念日"),
            (false, 5 | 6) => (2, ""),
            _ => (0, ""),
        };
        format!("{},{name},{mark},{holiday}\n", day.format("%Y%m%d"))
    };
    first.iter_days().take(365).map(line).collect()
}
