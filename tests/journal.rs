//! What a restored city forgets again, right by right, and whom it leaves alone.

use chrono::TimeDelta;
use plaza::{
    accounts::{self, NewAccount, Password, Role},
    context::Context,
    i18n::Lang,
    privacy::{Private, erasures::Erased},
};

use crate::support::{Client, PASSWORD, Plaza};

const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// Somebody who is logged on to a restored city.
async fn logged_on(plaza: &Plaza, restored: &Context, email: &str) -> Client {
    let client = plaza.client_of(restored).await;
    client.log_on(email, PASSWORD).await;
    client
}

#[actix_web::test]
async fn a_post_that_gets_an_erased_ones_id_stays() {
    let plaza = Plaza::with_boards().await;
    let author = plaza.person("haihai", Role::Resident).await;
    let topic = author.client.topic("city", "二手書", "要的請說。").await;
    let backup = plaza.backup();
    let erased = author.client.reply(topic, "這則會刪掉").await;
    plaza.advance(MINUTE);
    let path = format!("/zh/posts/{erased}/erase");
    author.client.post(&path, &[]).await.expect(303);
    assert_eq!(plaza.journal(), [Erased::Post { id: erased }]);

    let restored = plaza.restored(&backup);
    assert_eq!(plaza.replay(&restored).await, 0, "it was never in there");
    plaza.advance(MINUTE);
    let client = logged_on(&plaza, &restored, &author.email).await;
    assert_eq!(client.reply(topic, "這則要留下").await, erased);
    let later = plaza.backup_of(&restored);
    let again = plaza.restored(&later);
    assert_eq!(plaza.replay(&again).await, 0);
    let page = format!("/zh/topics/{topic}");
    let shown = plaza.client_of(&again).await.get(&page).await.expect(200);
    assert!(shown.body.contains("這則要留下"), "{}", shown.body);
}

#[actix_web::test]
async fn an_account_that_gets_an_erased_ones_id_stays() {
    let plaza = Plaza::with_boards().await;
    let backup = plaza.backup();
    let gone = plaza.person("gone", Role::Resident).await.client;
    plaza.advance(MINUTE);
    let fields = [("posts", "erase"), ("password", PASSWORD)];
    gone.post("/zh/account/erase", &fields).await.expect(303);
    let [Erased::Account { id: erased, .. }] = plaza.journal()[..] else {
        panic!("{:?}", plaza.journal());
    };

    let restored = plaza.restored(&backup);
    plaza.advance(MINUTE);
    let new = NewAccount {
        email: Private::new("new@example.tw".to_owned()),
        password: Password::typed(PASSWORD),
        name: "新來的".to_owned(),
        name_is_personal: false,
        role: Role::Resident,
        language: Lang::Zh,
    };
    assert_eq!(accounts::create(&restored, new).await.unwrap(), erased);
    assert_eq!(plaza.replay(&restored).await, 0);
    let client = logged_on(&plaza, &restored, "new@example.tw").await;
    client.get("/zh/account").await.expect(200);
}
