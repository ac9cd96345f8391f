//! Who is served a file, where it goes with its post, and when it is gone.

use chrono::TimeDelta;
use diesel::{Connection as _, PgConnection, connection::SimpleConnection as _};
use plaza::{
    accounts::Role, config::attachments::ObjectPlace, db::DatabaseUrl, jobs::collect_attachments,
};
use serde_json::json;

use super::{PHONE, collect, resident, topic, topic_with, url};
use crate::arrange::arrange;
use crate::boards::board;
use crate::support::command::{good, refused};
use crate::support::{
    PASSWORD, Plaza,
    files::{attachments, document, holds, png},
};

#[actix_web::test]
async fn a_file_is_served_as_what_it_is_and_can_do_nothing() {
    let (plaza, client) = resident().await;
    let picture = client.token("a.png", &png(40, 30)).await;
    let text = client.token("說明 1.html", "一二三".as_bytes()).await;
    let id = topic_with(&client, &[&picture, &text]).await;
    let guest = plaza.client().await;
    let files = attachments(&topic(&guest, id).await, 0);
    for (file, media_type, how) in [
        (&files[0], "image/png", "inline"),
        (&files[1], "text/plain; charset=utf-8", "attachment"),
    ] {
        let path = url(file, 0);
        let answer = guest.get(&path).await.expect(200);
        let header = |name: &str| answer.headers.get(name).unwrap().to_str().unwrap();
        assert_eq!(header("content-type"), media_type);
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(
            header("content-security-policy"),
            "default-src 'none'; sandbox"
        );
        assert_eq!(header("cache-control"), "public, no-cache");
        assert!(header("content-disposition").starts_with(how));
        // A copy asks again, and is told that nothing changed.
        let request = actix_web::test::TestRequest::get()
            .uri(&path)
            .insert_header(("if-none-match", header("etag").to_owned()));
        let again = guest.send(request).await.expect(304);
        assert!(again.bytes.is_empty());
        assert_eq!(
            again.headers.get("content-security-policy").unwrap(),
            "default-src 'none'; sandbox"
        );
    }
    let named = guest
        .header(&url(&files[1], 0), "content-disposition")
        .await;
    assert!(
        named.ends_with("filename*=UTF-8''%E8%AA%AA%E6%98%8E%201.txt"),
        "{named}"
    );
    for none in [
        "/attachments/0/large",
        "/attachments/-1/large",
        "/attachments/x/large",
        "/attachments/99999999999999999999/large",
        "/attachments/1/medium",
        "/attachments/1/file",
        "/attachments/1/..%2Flarge",
        "/attachments/2/large",
        "/attachments/2/text",
    ] {
        guest.get(none).await.expect(404);
    }
    // The access log tells that a file was read, and not which.
    plaza.advance(TimeDelta::hours(25));
    plaza::jobs::record::once(&plaza.context, &plaza.recorder)
        .await
        .unwrap();
    let log = plaza.access_log().join("\n");
    assert!(log.contains("GET /attachments/{id}/{name}"), "{log}");
    assert!(!log.contains("/attachments/1/"), "{log}");
}

#[actix_web::test]
async fn what_nobody_published_is_collected_and_so_is_what_no_row_names() {
    let (plaza, client) = resident().await;
    let kept = client.token("a.png", &png(10, 10)).await;
    topic_with(&client, &[&kept]).await;
    client.token("b.png", &png(400, 10)).await;
    client.token("c.pdf", &document("words")).await;
    assert_eq!(plaza.objects().len(), 1 + 2 + 2);
    collect(&plaza).await;
    assert_eq!(plaza.objects().len(), 5, "not yet");
    plaza.advance(TimeDelta::hours(25));
    collect(&plaza).await;
    collect(&plaza).await;
    let left = plaza.objects();
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(!plaza.dump().contains("b.png"));
    // A crash between object and row, and a file that is none of ours.
    let day = &left[0].0[..10];
    let store = &plaza.context.objects;
    store
        .put(&format!("{day}/orphan/large"), vec![1])
        .await
        .unwrap();
    store.put("other/thing", vec![1]).await.unwrap();
    let sweep = async || collect_attachments::sweep(&plaza.context).await.unwrap();
    sweep().await;
    assert_eq!(plaza.objects().len(), 3, "it may be on its way");
    plaza.advance(TimeDelta::days(3));
    sweep().await;
    let names: Vec<String> = plaza.objects().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.iter().any(|name| name == "other/thing"));
    client.get("/attachments/1/large").await.expect(200);
}

#[actix_web::test]
async fn after_an_erasure_no_copy_is_left() {
    let plaza = Plaza::with_boards().await;
    let person = plaza.person("haihai", Role::Resident).await;
    let client = person.client;
    let bytes = document("the words of the document");
    let one = client.token("one.pdf", &bytes).await;
    let kept = client.token("kept.png", &png(12, 10)).await;
    client.token("two.png", &png(10, 10)).await;
    topic_with(&client, &[&one]).await;
    let backup = plaza.backup();
    client.post("/zh/posts/1/erase", &[]).await.expect(303);
    client.get("/attachments/1/file").await.expect(404);
    collect(&plaza).await;
    let objects = plaza.objects();
    assert!(
        !objects
            .iter()
            .any(|(_, bytes)| holds(bytes, "words of the")),
        "a copy is left"
    );
    assert_eq!(objects.len(), 2);
    assert!(!plaza.dump().contains("one.pdf"));
    // A restored backup names it again; the journal makes it forget.
    let restored = plaza.restored(&backup);
    plaza.replay(&restored).await;
    collect_attachments::once(&restored).await.unwrap();
    let client_there = plaza.client_of(&restored).await;
    client_there.get("/attachments/1/file").await.expect(404);
    // The posts may stay without the person; what was not published goes.
    let id = topic_with(&client, &[&kept]).await;
    let held = client.post("/zh/account/data/archive", &[]).await;
    assert_eq!(held.status.as_u16(), 200);
    assert!(
        holds(&held.bytes, "two.png") && holds(&held.bytes, "kept.png"),
        "it is told of"
    );
    let fields = [("posts", "keep"), ("password", PASSWORD)];
    client.post("/zh/account/erase", &fields).await.expect(303);
    collect(&plaza).await;
    let guest = plaza.client().await;
    let file = attachments(&topic(&guest, id).await, 0).remove(0);
    guest.get(&url(&file, 0)).await.expect(200);
    assert_eq!(plaza.objects().len(), 1);
}

#[actix_web::test]
async fn an_account_cannot_fill_the_store_with_what_it_never_publishes() {
    let (plaza, client) = resident().await;
    for _ in 0..50 {
        client.token("a.txt", b"hello").await;
    }
    let before = plaza.objects();
    let refused = client.upload("a.txt", b"hello").await.expect(429).json();
    assert_eq!(refused["code"], "too-many-files");
    let title = refused["title"].as_str().unwrap();
    assert!(!title.starts_with("problem-"), "{title}");
    let page = client
        .post_files(
            "/zh/boards/city/new",
            &[("title", "t"), ("body", "寫了很久")],
            &[("a.txt", b"hello")],
        )
        .await
        .expect(422);
    assert_eq!(page.texts("textarea"), ["寫了很久"]);
    assert!(page.texts("#e-files")[0].contains("附件太多"));
    assert_eq!(plaza.objects(), before, "what is refused is not kept");
    let other = plaza.log_on_as(Role::Resident, "別人").await;
    other.token("a.txt", b"hello").await;
    plaza.advance(TimeDelta::hours(25));
    collect(&plaza).await;
    // Of many at once as many are taken as there is room for.
    let many = (0..60).map(|_| client.upload("a.txt", b"hello"));
    let answers = futures_util::future::join_all(many).await;
    let taken = answers.iter().filter(|answer| answer.status == 201).count();
    // Two are read at a time, and the last two may both have found room for one.
    assert!((50..=51).contains(&taken), "{taken} taken");
    assert_eq!(
        plaza.objects().len(),
        taken,
        "what came too late is taken back"
    );
}

#[actix_web::test]
async fn guests_send_files_where_a_board_takes_posts_of_guests_and_few() {
    let plaza = Plaza::with_boards().await;
    let guest = plaza.client().await;
    guest.come_from("192.0.2.1".parse().unwrap(), "Firefox");
    for _ in 0..20 {
        guest.token("a.txt", b"hello").await;
    }
    let refused = guest.upload("a.txt", b"hello").await.expect(429).json();
    assert_eq!(refused["code"], "too-many-files");
    let form = guest.get("/zh/boards/open/new").await.expect(200);
    let notice = form.hidden("notice");
    let fields = [
        ("title", "t"),
        ("body", "b"),
        ("name", "小樹"),
        ("notice", &*notice),
    ];
    let page = guest
        .post_files("/zh/boards/open/new", &fields, &[("a.txt", b"hello")])
        .await
        .expect(422);
    assert!(page.texts("#e-files")[0].contains("附件太多"));
    assert_eq!(plaza.objects().len(), 20);
    // Others are not kept from it, and nobody needs an address to be a member.
    guest.come_from("192.0.2.2".parse().unwrap(), "Firefox");
    let taken = guest.upload("a.txt", b"hello").await.expect(201).json();
    assert_eq!(taken["expires_at"], "2026-03-02T04:00:00Z");
    let token = taken["token"].as_str().unwrap().to_owned();
    // After two hours they are gone, and no post has them.
    plaza.advance(TimeDelta::minutes(121));
    let body = json!({
        "title": "早餐", "body": "在哪裡？", "guest": guest.as_guest("小樹", None).await, "attachments": [token],
    });
    let path = "/api/v1/boards/open/topics";
    let gone = guest.post_json(path, &body).await.expect(422).json();
    assert_eq!(gone["errors"][0]["code"], "files-gone");
    collect(&plaza).await;
    assert!(plaza.objects().is_empty());
    plaza
        .sql("UPDATE boards SET guest_posting = false;")
        .unwrap();
    let refused = guest.upload("a.txt", b"hello").await.expect(401).json();
    assert_eq!(refused["code"], "unauthorized");
}

#[actix_web::test]
async fn what_is_published_while_it_is_collected_stays() {
    let (plaza, client) = resident().await;
    client.token("a.txt", b"hello").await;
    client.token("b.txt", b"hello").await;
    plaza.advance(TimeDelta::hours(25));
    let DatabaseUrl::Postgres(url) = &plaza.context.config.database_url else {
        // One writer: nothing comes between.
        collect(&plaza).await;
        assert!(plaza.objects().is_empty());
        return;
    };
    let mut publishing = PgConnection::establish(url).unwrap();
    let sql =
        "BEGIN; UPDATE attachments SET created_at = created_at + interval '3 days' WHERE id = 1;";
    publishing.batch_execute(sql).unwrap();
    let published = async {
        // Once the collector waits for the row.
        let waits = "DO $$ BEGIN ASSERT (SELECT count(*) FROM pg_stat_activity WHERE datname = \
             current_database() AND wait_event_type = 'Lock') > 0; END $$;";
        while plaza.sql(waits).is_err() {
            tokio::task::yield_now().await;
        }
        publishing.batch_execute("COMMIT;").unwrap();
    };
    futures_util::join!(collect(&plaza), published);
    assert_eq!(plaza.objects().len(), 1);
    assert!(plaza.dump().contains("a.txt") && !plaza.dump().contains("b.txt"));
}

#[actix_web::test]
async fn what_the_store_does_not_let_go_keeps_nothing_else() {
    let (plaza, client) = resident().await;
    client.token("a.txt", b"hello").await;
    plaza.advance(TimeDelta::hours(25));
    // A folder by its name, and a file in the store.
    let store = &plaza.context.objects;
    store.put("2026-01-01/file", vec![1]).await.unwrap();
    plaza
        .sql("INSERT INTO attachment_discards (object) VALUES ('2026-01-01/file/below');")
        .unwrap();
    let stuck = collect_attachments::once(&plaza.context).await;
    assert!(stuck.is_err(), "it is told");
    assert_eq!(plaza.objects().len(), 1, "and only that one is left");
    let dump = plaza.dump();
    assert!(dump.contains("2026-01-01/file/below"), "to be tried again");
}

#[actix_web::test]
async fn a_lost_text_keeps_nobody_from_a_post() {
    let (plaza, client) = resident().await;
    let letter = document(&format!("Call me: {PHONE}"));
    let token = client.token("letter.pdf", &letter).await;
    let body = json!({ "title": "公文", "body": "內文", "attachments": [token] });
    let knowingly = |_: &str| ("mine", "publish");
    client
        .decide("POST", "/api/v1/boards/city/topics", &body, knowingly)
        .await
        .expect(201);
    let ObjectPlace::Folder(store) = plaza.context.config.attachments.place.clone() else {
        panic!("tests keep files in a folder");
    };
    let lose = |ending: &str| {
        let objects = plaza.objects();
        let (name, _) = objects
            .iter()
            .find(|(name, _)| name.ends_with(ending))
            .unwrap();
        std::fs::remove_file(store.join(name)).unwrap();
    };
    lose("/text");
    // It is read anew, and asked about as before.
    let edit = json!({ "title": "公文", "body": "別的內文" });
    client
        .decide("PATCH", "/api/v1/posts/1", &edit, knowingly)
        .await
        .expect(200);
    assert_eq!(plaza.objects().len(), 2, "it is there again");
    // Without the document nobody can read it: a moderator looks.
    lose("/text");
    lose("/file");
    let form = client.get("/zh/posts/1/edit").await.expect(200);
    assert_eq!(form.hidden("file-1"), "1");
    let edit = json!({ "title": "公文", "body": "第三次" });
    client
        .json("PATCH".parse().unwrap(), "/api/v1/posts/1", &edit)
        .await
        .expect(202);
}

#[actix_web::test]
async fn a_file_is_read_by_whoever_reads_its_board() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let circles = [("members", "members"), ("staff", "staff")];
    for (slug, circle) in circles {
        let more = json!({ "read_by": circle, "open_by": circle, "answer_by": circle });
        let made = admin.post_json("/api/v1/boards", &board(slug, more)).await;
        made.expect(200);
    }
    let staff = plaza.log_on_as(Role::Staff, "同事").await;
    let member = plaza.log_on_as(Role::Resident, "海海").await;
    let guest = plaza.client().await;
    let mut files = Vec::new();
    for (slug, _) in circles {
        let token = staff.token("a.png", &png(10, 10)).await;
        let body = json!({ "title": "照片", "body": "請看", "attachments": [token] });
        let path = format!("/api/v1/boards/{slug}/topics");
        let made = staff.post_json(&path, &body).await.expect(201).json();
        let id = made["id"].as_i64().unwrap();
        files.push(url(&attachments(&topic(&staff, id).await, 0)[0], 0));
    }
    for (client, members, colleagues) in [
        (&guest, 404, 404),
        (&member, 200, 404),
        (&staff, 200, 200),
        (&admin, 200, 200),
    ] {
        client.get(&files[0]).await.expect(members);
        client.get(&files[1]).await.expect(colleagues);
    }
    // No cache between keeps what not everybody may read.
    let kept = member.header(&files[0], "cache-control").await;
    assert_eq!(kept, "private, no-store");
}

#[actix_web::test]
async fn files_stay_with_their_posts_when_topics_are_moved_merged_and_split() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.log_on_as(Role::Resident, "海海").await;
    let moderator = plaza.log_on_as(Role::Moderator, "版主甲").await;
    let guest = plaza.client().await;
    let mut topics = Vec::new();
    for name in ["one.png", "two.png"] {
        let token = author.token(name, &png(10, 10)).await;
        topics.push(topic_with(&author, &[&token]).await);
        plaza.advance(TimeDelta::minutes(1));
    }
    let names = async |of: i64| {
        let topic = topic(&guest, of).await;
        let mut names = Vec::new();
        for post in 0..topic["posts"].as_array().unwrap().len() {
            for file in attachments(&topic, post) {
                guest.get(&url(&file, 0)).await.expect(200);
                names.push(file["name"].as_str().unwrap().to_owned());
            }
        }
        names
    };
    let moved = arrange(&moderator, topics[1], "move", json!({ "board": "open" })).await;
    moved.expect(200);
    assert_eq!(names(topics[1]).await, ["two.png"]);
    let merged = arrange(
        &moderator,
        topics[0],
        "merge",
        json!({ "topic": topics[1] }),
    )
    .await;
    merged.expect(200);
    assert_eq!(names(topics[0]).await, ["one.png", "two.png"]);
    let second = &topic(&guest, topics[0]).await["posts"][1]["id"];
    let chosen = json!({ "posts": [second], "title": "另一張" });
    let split = arrange(&moderator, topics[0], "split", chosen).await;
    let new = split.expect(200).json()["topic"].as_i64().unwrap();
    assert_eq!(names(topics[0]).await, ["one.png"]);
    assert_eq!(names(new).await, ["two.png"]);
    // Hidden with the topic that it was split into, it is for nobody else.
    let file = url(&attachments(&topic(&guest, new).await, 0)[0], 0);
    let hide = [("act", "hide"), ("ground", "R2"), ("reason", "離題")];
    let path = format!("/zh/posts/{}/moderate", second.as_i64().unwrap());
    moderator.post(&path, &hide).await.expect(303);
    guest.get(&file).await.expect(404);
    author.get(&file).await.expect(200);
    assert_eq!(
        author.header(&file, "cache-control").await,
        "private, no-store"
    );
}

#[actix_web::test]
async fn what_an_account_takes_along_has_its_files_and_nobody_elses() {
    let (plaza, client) = resident().await;
    let other = plaza.log_on_as(Role::Resident, "小美").await;
    let token = client.token("one.png", &png(10, 10)).await;
    topic_with(&client, &[&token]).await;
    client.token("waiting.txt", b"it waits").await;
    other.token("other.txt", b"of somebody else").await;
    let archive = client.post("/zh/account/data/archive", &[]).await;
    let archive = archive.expect(200).bytes;
    for name in ["files/1-one.png", "files/2-waiting.txt", "it waits"] {
        assert!(holds(&archive, name), "{name}");
    }
    assert!(!holds(&archive, "of somebody else"));
    let objects = plaza.objects();
    let (_, picture) = objects
        .iter()
        .find(|(name, _)| name.ends_with("large"))
        .unwrap();
    assert!(archive.windows(picture.len()).any(|part| part == picture));
}

#[actix_web::test]
async fn verify_names_a_file_that_is_missing_or_another() {
    let (plaza, client) = resident().await;
    let tokens = [
        client.token("one.png", &png(400, 10)).await,
        client.token("two.txt", b"hello").await,
    ];
    topic_with(&client, &[&tokens[0], &tokens[1]]).await;
    let folder = tempfile::tempdir().unwrap();
    let file = plaza.configure(folder.path());
    let ObjectPlace::Folder(store) = plaza.context.config.attachments.place.clone() else {
        panic!("tests keep files in a folder");
    };
    let mut text = std::fs::read_to_string(&file).unwrap();
    text.push_str(&format!(
        "[attachments]\nstore = 'file:{}'\n",
        store.display()
    ));
    std::fs::write(&file, text).unwrap();
    let verify = ["verify", "--config", &file];
    assert!(good(&verify).contains("2 attachments as stored"));
    let path = |ending: &str| {
        let objects = plaza.objects();
        let (name, _) = objects
            .iter()
            .find(|(name, _)| name.ends_with(ending))
            .unwrap();
        store.join(name)
    };
    let text = path("/file");
    std::fs::write(&text, b"hallo").unwrap();
    assert!(refused(&verify).contains("attachment 2: it is another"));
    std::fs::write(&text, b"hello").unwrap();
    good(&verify);
    let small = path("/small");
    let bytes = std::fs::read(&small).unwrap();
    std::fs::remove_file(&small).unwrap();
    assert!(refused(&verify).contains("attachment 1: its small is not in the store"));
    std::fs::write(&small, bytes).unwrap();
    client.token("three.pdf", &document("words")).await;
    assert!(good(&verify).contains("3 attachments as stored"));
    std::fs::remove_file(path("/text")).unwrap();
    assert!(refused(&verify).contains("attachment 3: its text is not in the store"));
}
