//! Who may do what in moderating: one table of acts, things and roles, held to on pages and by
//! program. What is denied changes nothing, and what is out of reach is seen nowhere (`leaks`).

mod acts;
mod city;
mod kept;
mod leaks;
mod programs;

use city::{City, ROLES};

/// Whose board it is: `here` moderates the board on which a thing stands, or `there` the other one,
/// as the thing says. `former` moderated everywhere until a minute ago, with a session that goes on.
/// `yes`, or the status with which page and program are refused: 401 log on first, 403 not for this
/// role, 404 nothing of that name, 409 decided on a page of its own or not approved, 410 out of sight, 422 a
/// board or topic that cannot be chosen; or 200, where nothing is done to what is out of reach among several.
const TABLE: &str = "
act                 | thing          | guest resident author here there everywhere staff officer admin former
see the queue       | nothing        | 401   403      403    yes  yes   yes        403   yes     yes   403
see the appeals     | nothing        | 401   403      403    yes  yes   yes        403   403     yes   403
see others' appeals | nothing        | 401   403      403    yes  yes   yes        403   403     yes   403
see the standing    | account        | 401   403      403    404  404   yes        403   403     yes   403
see the counts      | nothing        | 401   403      403    yes  yes   yes        403   403     yes   403
choose a reason     | nothing        | 401   403      403    yes  yes   yes        403   403     yes   403
see the item        | held here      | 401   403      403    yes  404   yes        403   404     yes   403
see the item        | held there     | 401   403      403    404  yes   yes        403   404     yes   403
see the item        | profile        | 401   403      403    404  404   yes        403   404     yes   403
claim               | held here      | 401   403      403    yes  404   yes        403   404     yes   403
take over           | held there     | 401   403      403    404  yes   yes        403   404     yes   403
give back           | held here      | 401   403      403    yes  404   yes        403   404     yes   403
approve             | held here      | 401   403      403    yes  404   yes        403   404     yes   403
approve             | held there     | 401   403      403    404  yes   yes        403   404     yes   403
approve             | profile        | 401   403      403    404  404   yes        403   404     yes   403
reject              | held here      | 401   403      403    yes  404   yes        403   404     yes   403
reject              | held there     | 401   403      403    404  yes   yes        403   404     yes   403
reject              | profile        | 401   403      403    404  404   yes        403   404     yes   403
hide the profile    | profile        | 401   403      403    404  404   yes        403   404     yes   403
mask the item       | held here      | 401   403      403    yes  404   yes        403   404     yes   403
mask the item       | held there     | 401   403      403    404  yes   yes        403   404     yes   403
see several         | held here      | 401   403      403    yes  yes   yes        403   403     yes   403
approve several     | held here      | 401   403      403    yes  200   yes        403   403     yes   403
approve several     | held there     | 401   403      403    200  yes   yes        403   403     yes   403
approve several     | profile        | 401   403      403    200  200   yes        403   403     yes   403
approve several     | appealed here  | 401   403      403    200  200   200        403   403     200   403
approve several     | requested here | 401   403      403    200  200   200        403   403     200   403
reject several      | held here      | 401   403      403    yes  200   yes        403   403     yes   403
mask several        | held there     | 401   403      403    200  yes   yes        403   403     yes   403
hide                | post here      | 401   403      403    yes  404   yes        403   403     yes   403
hide                | post there     | 401   403      403    404  yes   yes        403   403     yes   403
hold                | post here      | 401   403      403    yes  404   yes        403   403     yes   403
hold                | post there     | 401   403      403    404  yes   yes        403   403     yes   403
restore             | hidden here    | 401   403      403    yes  404   yes        403   403     yes   403
undo                | hidden here    | 401   403      403    yes  404   yes        403   403     yes   403
undo                | dismissed here | 401   403      403    yes  404   yes        403   403     yes   403
undo                | dismissed there | 401  403      403    404  yes   yes        403   403     yes   403
undo                | reminded       | 401   403      403    404  404   yes        403   403     yes   403
undo                | unseen         | 401   403      403    404  404   yes        403   403     yes   403
undo from the queue | hidden here    | 401   403      403    yes  404   yes        403   403     yes   403
undo the last       | hidden here    | 401   403      403    404  404   404        403   403     404   403
mask                | post here      | 401   403      403    yes  404   yes        403   403     yes   403
mask                | post there     | 401   403      403    404  yes   yes        403   403     yes   403
look closely        | post here      | 401   403      403    yes  404   yes        403   403     yes   403
take out            | post here      | 401   403      403    yes  404   yes        403   403     yes   403
take out            | post there     | 401   403      403    404  yes   yes        403   403     yes   403
investigate         | post here      | 401   403      403    yes  404   yes        403   403     yes   403
carry out           | asked here     | 401   403      403    409  404   409        403   403     409   403
carry out           | approved here  | 401   403      403    yes  404   yes        403   403     yes   403
carry out           | approved there | 401   403      403    404  yes   yes        403   403     yes   403
tell the detector   | post here      | 401   403      403    yes  404   yes        403   403     yes   403
read the decisions  | post here      | 401   403      yes    yes  404   yes        403   403     yes   403
edit                | post here      | 401   403      yes    403  403   403        403   403     403   403
appeal              | hidden here    | 401   404      yes    404  404   404        404   404     404   404
decide the appeal   | appealed here  | 401   403      403    yes  404   yes        403   403     yes   403
decide the appeal   | appealed there | 401   403      403    404  yes   yes        403   403     yes   403
see it arranged     | topic here     | 401   403      403    yes  404   yes        403   403     yes   403
pin                 | topic here     | 401   403      403    yes  404   yes        403   403     yes   403
unpin               | pinned here    | 401   403      403    yes  404   yes        403   403     yes   403
lock                | topic here     | 401   403      403    yes  404   yes        403   403     yes   403
lock                | topic there    | 401   403      403    404  yes   yes        403   403     yes   403
unlock              | locked here    | 401   403      403    yes  404   yes        403   403     yes   403
tag                 | topic here     | 401   403      403    yes  404   yes        403   403     yes   403
split               | topic here     | 401   403      403    yes  404   yes        403   403     yes   403
merge               | topic here     | 401   403      403    yes  404   yes        403   403     yes   403
merge across        | topic here     | 401   403      403    422  404   yes        403   403     yes   403
move across         | topic here     | 401   403      403    422  404   yes        403   403     yes   403
see the item        | appealed here  | 401   403      403    yes  404   yes        403   404     yes   403
see the item        | contested      | 401   403      403    404  404   yes        403   404     yes   403
see the item        | requested here | 401   403      403    404  404   404        403   yes     404   403
claim               | appealed there | 401   403      403    404  yes   yes        403   404     yes   403
claim               | contested      | 401   403      403    404  404   yes        403   404     yes   403
claim               | requested here | 401   403      403    404  404   404        403   yes     404   403
approve             | appealed here  | 401   403      403    409  404   409        403   404     409   403
approve             | contested      | 401   403      403    404  404   409        403   404     409   403
approve             | requested here | 401   403      403    404  404   404        403   409     404   403
answer the request  | requested here | 401   403      403    403  403   403        403   yes     403   403
warn                | account        | 401   403      403    404  404   yes        403   403     yes   403
silence             | account        | 401   403      403    404  404   yes        403   403     yes   403
suspend             | account        | 401   403      403    404  404   yes        403   403     yes   403
end                 | silenced       | 401   403      403    404  404   yes        403   403     yes   403
withdraw            | silenced       | 401   403      403    404  404   yes        403   403     yes   403
end                 | unseen         | 401   403      403    404  404   yes        403   403     yes   403
withdraw            | unseen         | 401   403      403    404  404   yes        403   403     yes   403
see the standing    | employed       | 401   403      403    404  404   404        403   403     yes   403
warn                | employed       | 401   403      403    404  404   404        403   403     yes   403
silence             | employed       | 401   403      403    404  404   404        403   403     yes   403
suspend             | employed       | 401   403      403    404  404   404        403   403     yes   403
warn                | officer        | 401   403      403    404  404   404        403   403     yes   403
see the standing    | colleague      | 401   403      403    404  404   404        403   403     yes   403
warn                | colleague      | 401   403      403    404  404   404        403   403     yes   403
suspend             | colleague      | 401   403      403    404  404   404        403   403     yes   403
suspend             | chief          | 401   403      403    404  404   404        403   403     yes   403
end                 | restrained     | 401   403      403    404  404   404        403   403     yes   403
withdraw            | restrained     | 401   403      403    404  404   404        403   403     yes   403
answer the account  | contested      | 401   403      403    404  404   yes        403   403     yes   403
poll about it       | topic here     | 401   403      403    yes  404   yes        403   403     yes   403
poll of the city    | nothing        | 401   403      403    404  404   yes        403   403     yes   403
see what is watched | nothing        | 401   403      403    yes  yes   yes        403   403     yes   403
try a text          | nothing        | 401   403      403    yes  yes   yes        403   403     yes   403
watch for a word    | nothing        | 401   403      403    403  403   403        403   403     yes   403
bring a file in     | nothing        | 401   403      403    403  403   403        403   403     yes   403
change the watched  | watched        | 401   403      403    403  403   403        403   403     yes   403
see one and a file  | watched        | 401   403      403    403  403   403        403   403     yes   403
see kept reasons    | nothing        | 401   403      403    403  403   403        403   403     yes   403
keep a reason       | nothing        | 401   403      403    403  403   403        403   403     yes   403
change a reason     | reason         | 401   403      403    403  403   403        403   403     yes   403
see who moderates   | nothing        | 401   403      403    403  403   403        403   403     yes   403
give the role       | candidate      | 401   403      403    403  403   403        403   403     yes   403
choose the boards   | moderator      | 401   403      403    403  403   403        403   403     yes   403
end the role        | moderator      | 401   403      403    403  403   403        403   403     yes   403
flag                | post here      | yes   yes      yes    yes  yes   yes        yes   yes     yes   yes
flag                | held here      | 404   404      404    404  404   404        404   404     404   404
flag                | hidden here    | 410   410      410    410  410   410        410   410     410   410
";

struct Row {
    act: &'static str,
    thing: &'static str,
    /// Each role, with the status with which it is refused.
    cells: Vec<(&'static str, Option<u16>)>,
}

impl Row {
    /// Whether the answer alone does not tell that it was done.
    fn may_do_nothing(&self) -> bool {
        let mut cells = self.cells.iter();
        cells.any(|(_, refused)| *refused == Some(200))
    }
}

fn table() -> Vec<Row> {
    let mut lines = TABLE.trim().lines();
    let head = lines.next().unwrap().rsplit('|').next().unwrap();
    assert_eq!(head.split_whitespace().collect::<Vec<_>>(), ROLES);
    lines
        .map(|line| {
            let mut parts = line.split('|').map(str::trim);
            let (act, thing) = (parts.next().unwrap(), parts.next().unwrap());
            let cells = parts.next().unwrap().split_whitespace();
            let cells = cells.map(|cell| match cell {
                "yes" => None,
                status => Some(status.parse().unwrap()),
            });
            let cells: Vec<_> = ROLES.into_iter().zip(cells).collect();
            assert_eq!(cells.len(), ROLES.len(), "{line}");
            Row { act, thing, cells }
        })
        .collect()
}

#[actix_web::test]
async fn what_the_table_denies_is_refused_on_pages_and_to_programs_and_changes_nothing() {
    let city = City::new().await;
    for row in table() {
        let thing = city.thing(row.thing).await;
        let before = city.plaza.dump();
        for (role, refused) in &row.cells {
            let Some(refused) = refused else { continue };
            for request in acts::requests(row.act, &thing) {
                let status = request.send(city.client(role)).await.status.as_u16();
                // A page that gives back what was typed says that it can no more be done.
                let gives_back = *refused == 404 && request.types_for_an_item();
                let status = if gives_back && status == 409 {
                    404
                } else {
                    status
                };
                let what = format!("{} {} as {role}: {request:?}", row.act, row.thing);
                assert_eq!(status, *refused, "{what}");
            }
        }
        let same = city.plaza.dump() == before;
        assert!(same, "{} {} changed something", row.act, row.thing);
    }
}

#[actix_web::test]
async fn what_the_table_allows_is_done_on_pages_and_for_programs() {
    let city = City::new().await;
    for row in table() {
        for (role, refused) in &row.cells {
            if refused.is_some() {
                continue;
            }
            // What is done is done once: each has a thing of its own.
            for face in 0..2 {
                let thing = city.thing(row.thing).await;
                let request = &acts::requests(row.act, &thing)[face];
                let before = row.may_do_nothing().then(|| city.plaza.dump());
                let answer = request.send(city.client(role)).await;
                let done = answer.status.is_success() || answer.status.as_u16() == 303;
                let what = format!("{} {} as {role}: {request:?}", row.act, row.thing);
                assert!(done, "{what}: {} {}", answer.status, answer.body);
                if let Some(before) = before {
                    assert!(city.plaza.dump() != before, "{what} changed nothing");
                }
                if row.act == "pin" {
                    // A board holds few pins.
                    let again = &acts::requests("unpin", &thing)[1];
                    again.send(city.client("admin")).await.expect(200);
                }
            }
        }
    }
}

#[actix_web::test]
async fn nobody_decides_about_an_appeal_of_their_own() {
    let city = City::new().await;
    let thing = city.appeal_of("here").await;
    let [page, program] = acts::requests("decide the appeal", &thing);
    let own = city.client("here");
    page.send(own).await.expect(422);
    let refused = program.send(own).await.expect(403);
    assert_eq!(refused.json()["code"], "second-person");
    // It waits on, for somebody else.
    program.send(city.client("everywhere")).await.expect(200);
}

#[actix_web::test]
async fn the_last_decision_that_somebody_takes_back_is_their_own() {
    let city = City::new().await;
    let thing = city.thing("post here").await;
    let path = format!("/api/v1/posts/{}", thing.post);
    let is_public = async || {
        let read = city.client("guest").get(&path).await;
        read.body.contains(&thing.words)
    };
    let [_, hide] = acts::requests("hide", &thing);
    for undo in acts::requests("undo the last", &thing) {
        assert!(is_public().await);
        hide.send(city.client("here")).await.expect(200);
        for other in ["there", "everywhere", "admin"] {
            undo.send(city.client(other)).await.expect(404);
        }
        assert!(!is_public().await);
        let undone = undo.send(city.client("here")).await;
        assert!(undone.status.is_success() || undone.status.as_u16() == 303);
        assert!(is_public().await, "{undo:?}: {}", undone.body);
        // What was taken back is not taken back once more.
        let again = undo.send(city.client("here")).await;
        assert!(again.status.is_client_error(), "{}", again.status);
    }
}
