//! The demo city's offices, categories, districts and routing, for tests that need some.

use plaza::{
    accounts::Role,
    config::Config,
    offices::{self, import::Organisation},
};

use super::{Client, Plaza};

/// The file that the demo begins with.
pub fn organisation() -> Organisation {
    toml::from_str(&std::fs::read_to_string("demo/city.toml").unwrap()).unwrap()
}

impl Plaza {
    /// As [`Plaza::start`], with the demo city's organisation.
    pub async fn city() -> Self {
        Self::city_with(|_| {}).await
    }

    /// As [`Plaza::city`], with another configuration.
    pub async fn city_with(adapt: impl FnOnce(&mut Config)) -> Self {
        let plaza = Self::start_with(adapt).await;
        offices::import::import(&plaza.context, organisation())
            .await
            .unwrap();
        plaza
    }

    /// Somebody who works for an office, logged on in a browser.
    pub async fn staff_of(&self, office: &str) -> Client {
        let account = self.account(office, Role::Staff).await;
        offices::join(&self.context, account, office).await.unwrap();
        let client = self.client().await;
        client
            .log_on(&format!("{office}@example.tw"), super::PASSWORD)
            .await;
        client
    }
}
