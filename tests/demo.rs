//! `plaza demo` on a city that is there already.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Stdio},
};

use actix_web::http::Method;
use plaza::{accounts::Role, db::DatabaseUrl};
use serde_json::json;

use crate::support::{
    Plaza,
    command::{SECRET, command},
};

/// Whatever fails leaves no program behind.
struct Demo(Child);

impl Drop for Demo {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[actix_web::test]
async fn it_starts_with_what_was_set_on_its_pages() {
    let plaza = Plaza::with_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let path = "/api/v1/admin/settings/confirmation-days";
    let body = json!({ "value": 17, "version": 0 });
    admin.json(Method::PUT, path, &body).await.expect(200);
    // What the notices say as it starts is written anew.
    plaza.sql("UPDATE notice_texts SET body = ''").unwrap();

    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("secret"), SECRET).unwrap();
    let data = folder.path().display().to_string();
    let url = match &plaza.context.config.database_url {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseUrl::Postgres(url) => url.clone(),
    };
    let arguments = [
        "demo",
        "--json",
        "--listen",
        "127.0.0.1:0",
        "--data",
        &data,
        "--database-url",
        &url,
    ];
    let mut program = command(&arguments);
    let program = program.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut demo = Demo(program.spawn().unwrap());
    let mut line = String::new();
    let out = demo.0.stdout.take().unwrap();
    BufReader::new(out).read_line(&mut line).unwrap();
    assert!(
        line.contains("http://127.0.0.1"),
        "it did not start: {line}"
    );
    let texts = plaza.rows_of("notice_texts").concat();
    assert!(texts.contains("within 17 days"), "{texts}");
    assert!(!texts.contains("within 3 days"), "{texts}");
}
