//! A topic's page, for guests and for members.

use super::{Room, addresses, bare_addresses, conclude, latency, replied_to};
use crate::{
    asks::{self, Drawn},
    city::{City, Pages},
    rounds::{self, Figures, Side, ratio},
};

/// One reply for so many pages.
const READS: usize = 100;

pub async fn anonymous(room: &Room) -> anyhow::Result<()> {
    let city = room.large()?;
    println!("{} topics, with kept pages:", city.load.topics.len());
    let with = beside(room, &city, true).await?;
    println!("without kept pages:");
    let without = beside(room, &city, false).await?;
    let (kept, unkept) = (&with.figures, &without.figures);
    let of_a = ratio(&kept[1].a_second, &kept[0].a_second);
    let of_b = ratio(&unkept[1].a_second, &unkept[0].a_second);
    let hits = with.hits.map_or_else(
        || "hit rate not told by this build".to_owned(),
        |rate| format!("hit rate {:.1} %", rate * 100.0),
    );
    let switched = match without.as_asked {
        true => "",
        false => " (this build has no key that keeps none)",
    };
    let (kept_at, unkept_at) = (&with.latency, &without.latency);
    let figure = format!(
        "{of_a:.2} of A with kept pages, {hits}; {of_b:.2} of B without{switched}. Plaza {}; without kept pages {}; \
         A {}; B {}. {kept_at}; without kept pages {unkept_at}",
        kept[1].speed(),
        unkept[1].speed(),
        kept[0].speed(),
        unkept[0].speed()
    );
    let goals = [
        (of_a >= 0.4, "0.4 of A"),
        (of_b >= 0.8, "0.8 of B without kept pages"),
    ];
    conclude("topic-anonymous", &figure, &goals);
    Ok(())
}

/// What came of two sides.
struct Beside {
    figures: Vec<Figures>,
    latency: String,
    /// The share of pages that were kept.
    hits: Option<f64>,
    as_asked: bool,
}

/// A beside Plaza with kept pages, or B beside Plaza without.
async fn beside(room: &Room, city: &City, keeps_pages: bool) -> anyhow::Result<Beside> {
    let pages = match keeps_pages {
        true => Pages::ManyKept,
        false => Pages::Unkept,
    };
    let serving = city.serve(pages).await?;
    let sessions = room.sessions(city, &serving).await?;
    let address = serving.server.address;
    let reading = match keeps_pages {
        true => asks::packed_pages(&addresses(city), address, Drawn::ByZipf),
        false => asks::pages(&addresses(city), address, Drawn::ByZipf),
    };
    if keeps_pages {
        serving.look(&addresses(city)).await?;
    }
    let replying = asks::replies(&replied_to(city), address, &sessions);
    let bare = match keeps_pages {
        true => room.from_memory(city).await?,
        false => room.topics(city).await?,
    };
    let bare_paths = match keeps_pages {
        true => vec!["/".to_owned()],
        false => bare_addresses(city),
    };
    let sides = [
        Side {
            name: if keeps_pages { "A" } else { "B" },
            asking: asks::pages(&bare_paths, bare.address, Drawn::ByZipf),
            server: &bare,
        },
        Side {
            name: "Plaza",
            asking: asks::mixed(reading, replying, READS),
            server: &serving.server,
        },
    ];
    let before = serving.hits().await?;
    let figures = rounds::at_full_speed(&sides, room.size()).await?;
    let after = serving.hits().await?;
    let hits = before.zip(after).map(|(before, after)| {
        let (hits, misses) = (after.0 - before.0, after.1 - before.1);
        hits / (hits + misses)
    });
    let latency = latency(&sides, room, &figures).await?;
    Ok(Beside {
        figures,
        latency,
        hits,
        as_asked: serving.as_asked,
    })
}

pub async fn logged_on(room: &Room) -> anyhow::Result<()> {
    let city = room.large()?;
    let serving = city.serve(Pages::Kept).await?;
    let sessions = room.sessions(&city, &serving).await?;
    let bare = room.topics(&city).await?;
    let address = serving.server.address;
    let sides = [
        Side {
            name: "B",
            asking: asks::pages(&bare_addresses(&city), bare.address, Drawn::ByZipf),
            server: &bare,
        },
        Side {
            name: "Plaza, logged on",
            asking: asks::members_pages(&addresses(&city), address, &sessions, Drawn::ByZipf),
            server: &serving.server,
        },
    ];
    let figures = rounds::at_full_speed(&sides, room.size()).await?;
    let of_b = ratio(&figures[1].a_second, &figures[0].a_second);
    let latency = latency(&sides, room, &figures).await?;
    let figure = format!(
        "{of_b:.2} of B. Plaza {}; B {}. {latency}",
        figures[1].speed(),
        figures[0].speed()
    );
    conclude("topic-logged-on", &figure, &[(of_b >= 0.8, "0.8 of B")]);
    Ok(())
}
