//! Where events may not go: into this machine and its network, unless the operator named the host.

use plaza::{accounts::Role, config::Webhooks, jobs::deliver_webhooks};
use serde_json::json;

use super::{API, Scene, deliveries, hook, scene};
use crate::support::{Plaza, receiver::Receiver};

#[actix_web::test]
async fn addresses_of_this_network_are_refused_where_nobody_named_them() {
    let plaza = Plaza::start().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    for (url, code) in [
        ("https://127.0.0.1/hook", "webhook-private"),
        ("https://[::1]/hook", "webhook-private"),
        ("https://10.0.0.8/hook", "webhook-private"),
        ("https://192.168.1.1/hook", "webhook-private"),
        (
            "https://169.254.169.254/latest/meta-data",
            "webhook-private",
        ),
        ("https://[::ffff:169.254.169.254]/", "webhook-private"),
        ("https://0x7f.1/", "webhook-private"),
        ("https://2130706433/", "webhook-private"),
        ("https://localhost/hook", "webhook-private"),
        ("http://hooks.city.example/", "webhook-https"),
        ("https://user:word@hooks.city.example/", "webhook-address"),
        ("ftp://hooks.city.example/", "webhook-address"),
        ("hooks.city.example", "webhook-address"),
        ("", "required"),
    ] {
        let body = json!({ "url": url, "kinds": ["topic.created"] });
        let refused = admin.post_json(API, &body).await.expect(422).json();
        assert_eq!(refused["errors"][0]["field"], "url", "{url}");
        assert_eq!(refused["errors"][0]["code"], code, "{url}");
    }
    assert_eq!(admin.get(API).await.expect(200).json(), json!([]));
}

#[actix_web::test]
async fn a_name_is_looked_at_whenever_it_is_connected_to() {
    let receiver = Receiver::start();
    let allowed = |hosts: &[&str]| Webhooks {
        allow_private: hosts.iter().map(|host| (*host).to_owned()).collect(),
        ..Webhooks::default()
    };
    let plaza = Plaza::start_with(|config| config.webhooks = allowed(&["localhost"])).await;
    plaza.add_boards().await;
    let admin = plaza.log_on_as(Role::Administrator, "管理員").await;
    let port = receiver.port;
    let kinds = ["topic.created"];
    let (plain, _) = hook(&admin, &format!("http://localhost:{port}/"), &kinds).await;
    let (secured, _) = hook(&admin, &format!("https://localhost:{port}/"), &kinds).await;
    let author = plaza.log_on_as(Role::Resident, "小樹").await;
    author.topic("city", "公車站", "沒有遮雨棚。").await;
    // The operator took the permission back: the name leads into this machine.
    let strict = plaza.node(|config| config.webhooks = allowed(&[])).await;
    deliver_webhooks::once(&strict).await.unwrap();
    assert!(receiver.heard().is_empty());
    for id in [plain, secured] {
        let one = deliveries(&admin, id).await.remove(0);
        assert_eq!(one["failure"], "private");
        assert_eq!(one["state"], "waiting");
    }
}

#[actix_web::test]
async fn a_host_that_the_operator_named_is_asked() {
    let Scene {
        plaza,
        admin,
        receiver,
    } = scene().await;
    let (id, _) = hook(&admin, &receiver.url(), &["topic.created"]).await;
    let tried = admin
        .post_json(&format!("{API}/{id}/test"), &json!({}))
        .await;
    tried.expect(200);
    deliver_webhooks::once(&plaza.context).await.unwrap();
    assert_eq!(receiver.kinds(), ["webhook.test"]);
}
