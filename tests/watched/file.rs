//! All of them as a file: given out, and brought in.

use serde_json::{Value, json};

use super::{API, PAGE, Scene, error, scene, watch};

#[actix_web::test]
async fn what_is_given_out_runs_in_no_spreadsheet_and_comes_back_as_it_was() {
    let scene = scene().await;
    let Scene {
        plaza: _plaza,
        admin,
        ..
    } = &scene;
    let kept = [
        ("word", "=cmd|'calc'!a1"),
        ("word", "+886賭場"),
        ("word", "'=賭場"),
        ("pattern", "-?賭場\\d{3,}"),
        ("word", "@[[watched]]賭場"),
    ];
    for (kind, words) in kept {
        watch(admin, kind, words, "hold").await;
    }
    let table = admin.get(&format!("{API}/export")).await.expect(200).body;
    for formula in ["=cmd", "+886", "-?", "@[["] {
        assert!(table.contains(&format!("'{formula}")), "{table}");
        assert!(!table.contains(&format!(",{formula}")), "{table}");
        assert!(!table.contains(&format!("\"{formula}")), "{table}");
    }
    let file = json!({ "csv": table });
    let again = admin.post_json(&format!("{API}/import"), &file).await;
    assert_eq!(
        again.expect(200).json(),
        json!({ "added": [], "changed": [], "same": 5 })
    );
}

#[actix_web::test]
async fn a_file_of_more_than_can_be_kept_is_refused_unread() {
    let scene = scene().await;
    let Scene {
        plaza: _plaza,
        admin,
        ..
    } = &scene;
    let rest: String = (0..1_000).map(|n| format!("word,詞{n}號,hold\n")).collect();
    let csv = format!("kind,words,effect\npattern,(,hold\n{rest}");
    let file = json!({ "csv": csv });
    let refused = admin.post_json(&format!("{API}/import"), &file).await;
    let refused = refused.expect(422);
    assert_eq!(error(&refused)["code"], "too-many");
    let refused = admin.post(PAGE, &[("csv", csv.as_str())]).await.expect(422);
    assert!(
        refused.texts("#e-csv")[0].contains("more than 1,000"),
        "{}",
        refused.texts("#e-csv")[0]
    );
    assert_eq!(admin.get(API).await.json(), json!([]));
}

#[actix_web::test]
async fn a_file_is_tried_first_and_taken_whole_or_not_at_all() {
    let scene = scene().await;
    let Scene {
        plaza: _plaza,
        admin,
        ..
    } = &scene;
    watch(admin, "word", "賭場", "flag").await;
    let words = async || {
        let all = admin.get(API).await.expect(200).json();
        let one = |one: &Value| format!("{} {}", one["words"], one["effect"]);
        let all: Vec<String> = all.as_array().unwrap().iter().map(one).collect();
        all
    };
    let before = words().await;
    let import = format!("{API}/import");
    let csv = "kind,words,effect,note\nword,賭場,block,\npattern,line\\s*id,hold,\"賣,買\"\n";
    let tried = json!({ "csv": csv, "dry_run": true });
    let tried = admin.post_json(&import, &tried).await.expect(200).json();
    assert_eq!(
        tried,
        json!({ "added": ["line\\s*id"], "changed": ["賭場"], "same": 0 })
    );
    assert_eq!(words().await, before, "it was only tried");
    let wrong = format!("{csv}pattern,.,hold,\n");
    let refused = admin
        .post_json(&import, &json!({ "csv": wrong }))
        .await
        .expect(422);
    assert_eq!(error(&refused)["line"], 4);
    assert_eq!(words().await, before, "nothing of it was taken");
    let refused = admin
        .post(PAGE, &[("csv", wrong.as_str())])
        .await
        .expect(422);
    assert!(
        refused.texts("#e-csv")[0].contains("Line 4"),
        "{}",
        refused.body
    );
    assert!(
        refused.texts("#f-csv")[0].contains("賭場"),
        "what was typed stays"
    );

    let page = admin
        .post(PAGE, &[("csv", csv), ("try", "yes")])
        .await
        .expect(200);
    assert!(page.texts("main .note p")[0].contains("New: 1; changed: 1"));
    assert_eq!(words().await, before);
    let done = admin
        .post(PAGE, &[("csv", csv)])
        .await
        .expect(303)
        .location();
    assert!(admin.get(&done).await.texts(".notice")[0].contains("Saved"));
    assert_eq!(words().await.len(), 2);
    let export = admin.get(&format!("{API}/export")).await.expect(200);
    let again = admin
        .post_json(&import, &json!({ "csv": export.body }))
        .await;
    assert_eq!(
        again.expect(200).json(),
        json!({ "added": [], "changed": [], "same": 2 })
    );
}
