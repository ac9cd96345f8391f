//! What needs a city: the demo's, on SQLite in a temporary folder.

use std::fs;

use actix_web::{
    http::header::LOCATION,
    test::{self, TestRequest},
    web::Data,
};
use plaza::{
    clock::{Clock, Random},
    commands::{prepare::prepare, seed},
    config::Config,
    context::Context,
    db::{Db, DbError},
    moderation::past::Past,
    privacy::{
        Recorder,
        ledger::{self, About, Arrangement, OfBoard},
        verify,
    },
    web::{self, extract::AddressLimits},
};

use super::timing::Bench;

pub fn measure(bench: &Bench) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = folder.path();
    let text = format!(
        "base_url = 'http://plaza.test'\ndatabase_url = 'sqlite:{0}/data/plaza.sqlite'\n\
         secret = '{SECRET}'\nerasure_journal = '{0}/data/erasures.jsonl'\n\
         [city]\nname_zh = '高雄市政府'\nname_en = 'Kaohsiung City Government'\n\
         phone = '07-3368333#2507'\nemail = 'second@kcg.gov.tw'\ncode = 'KH'\n\
         [mail]\nurl = 'folder:{0}/data/mail'\nfrom = 'Plaza <plaza@plaza.test>'\n\
         [attachments]\nstore = 'file:{0}/data/attachments'\n\
         [server]\npage_cache = 0\n",
        at.display()
    );
    let file = at.join("plaza.toml");
    fs::create_dir(at.join("data")).expect("a folder");
    fs::write(&file, text).expect("the configuration is written");
    let config = Config::load(&file).expect("a good configuration");
    actix_web::rt::System::new().block_on(async {
        Db::migrate(&config.database_url).expect("an empty database");
        let db = Db::open(&config.database_url, config.connections).expect("the database");
        let context = Context::new(db, Clock::System, Random::System, config);
        prepare(&context).await.expect("what stands before all");
        seed::city_if_empty(&context).await.expect("the demo city");
        page(bench, &context).await;
        chains(bench, &context).await;
    });
}

/// 32 times the byte 7.
const SECRET: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

/// A whole request without the network: middleware, reads, rendering; no page is kept.
async fn page(bench: &Bench, context: &Context) {
    let app = web::application()
        .app_data(Data::new(context.clone()))
        .app_data(Data::new(AddressLimits::new()))
        .app_data(Data::new(Recorder::new(&context.config)))
        .app_data(Data::new(Past::default()));
    let app = test::init_service(app).await;
    let old = TestRequest::get().uri("/zh/topics/1").to_request();
    let moved = test::call_service(&app, old).await;
    let address = moved.headers().get(LOCATION).expect("where it stands");
    let address = address.to_str().expect("an address").to_owned();
    for (name, address) in [
        ("page: a topic", address.as_str()),
        ("page: the front page", "/zh"),
    ] {
        let ask = async || {
            let request = TestRequest::get().uri(address).to_request();
            let response = test::call_service(&app, request).await;
            assert_eq!(response.status().as_u16(), 200, "{address}");
            test::read_body(response).await.len()
        };
        bench.time_waiting(name, ask).await;
    }
}

async fn chains(bench: &Bench, context: &Context) {
    let all = async || verify::all(context, Vec::new(), |_| {}).await.is_ok();
    bench
        .time_waiting("chains: all of the demo city verified", all)
        .await;
    let append = async || {
        let cx = context.clone();
        let noted = context.db.write(move |connection| {
            let act = Arrangement::Board(OfBoard::Ordered);
            let fields = serde_json::Map::new();
            let number = ledger::note(connection, &cx, act, None, About::default(), fields)?;
            Ok::<i32, DbError>(number)
        });
        noted.await.is_ok()
    };
    bench
        .time_waiting("ledger: an entry, kept on the disk", append)
        .await;
}
