//! What of a configuration that was read again holds at once, and what until Plaza is started again.

use super::{City, Config, Mail, Server, attachments::Attachments};

impl Config {
    /// The configuration that holds once `read` was read, and the keys whose new values wait for a
    /// restart: what listens, what the data hangs on, and what was opened or begun at the start.
    pub fn reloaded(&self, read: Self) -> (Self, Vec<&'static str>) {
        let mut waiting = Vec::new();
        let mut waits = |key, differs: bool| {
            if differs {
                waiting.push(key);
            }
        };
        // Each key stands here by its name: whoever adds one decides which it is.
        let Self {
            base_url,
            listen,
            trusted_proxies,
            trust_request_id,
            database_url,
            connections,
            server,
            keys,
            secret_file,
            city,
            look,
            languages,
            notices,
            fixed,
            origins,
            mail,
            edit_minutes,
            confirmation_days,
            remind_days,
            close_days,
            reopen_days,
            needs_name,
            office_mail,
            review,
            access_log,
            slow_query,
            breach_hours,
            allow_efficiency_ground,
            retention,
            erasure_journal,
            attachments,
            open311,
            spam,
            factors,
            metrics,
            webhooks,
            sign_on,
            demo: _,
        } = read;
        waits("base_url", base_url != self.base_url);
        waits("listen", listen != self.listen);
        waits("database_url", database_url != self.database_url);
        waits("connections", connections != self.connections);
        let limits = Server {
            log: server.log,
            ..self.server.clone()
        };
        let new_limits = Server {
            log: limits.log.clone(),
            ..server
        };
        waits("server", limits != new_limits);
        let is_rekeyed = keys.versions() != self.keys.versions()
            || keys.public_keys() != self.keys.public_keys();
        waits("secret", is_rekeyed || secret_file != self.secret_file);
        waits("city.time_zone", city.time_zone != self.city.time_zone);
        waits("mail.inbound", mail.inbound != self.mail.inbound);
        waits("mail.lmtp", mail.lmtp != self.mail.lmtp);
        waits("access_log", access_log != self.access_log);
        waits("erasure_journal", erasure_journal != self.erasure_journal);
        waits(
            "attachments.store",
            attachments.place != self.attachments.place,
        );
        waits("metrics", metrics != self.metrics);
        let config = Self {
            base_url: self.base_url.clone(),
            listen: self.listen,
            trusted_proxies,
            trust_request_id,
            database_url: self.database_url.clone(),
            connections: self.connections,
            server: limits,
            keys: self.keys.clone(),
            secret_file: self.secret_file.clone(),
            city: City {
                time_zone: self.city.time_zone,
                ..city
            },
            look,
            languages,
            notices,
            fixed,
            origins,
            mail: Mail {
                inbound: self.mail.inbound.clone(),
                lmtp: self.mail.lmtp,
                ..mail
            },
            edit_minutes,
            confirmation_days,
            remind_days,
            close_days,
            reopen_days,
            needs_name,
            office_mail,
            review,
            access_log: self.access_log.clone(),
            slow_query,
            breach_hours,
            allow_efficiency_ground,
            retention,
            erasure_journal: self.erasure_journal.clone(),
            attachments: Attachments {
                place: self.attachments.place.clone(),
                ..attachments
            },
            open311,
            spam,
            factors,
            metrics: self.metrics,
            webhooks,
            sign_on,
            demo: self.demo,
        };
        (config, waiting)
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{
        Config,
        tests::{SMALLEST, load},
    };

    fn changed(from: &str, to: &str) -> (Config, Vec<&'static str>) {
        let old = load(SMALLEST).expect("a complete file");
        let text = SMALLEST.replace(from, to);
        assert_ne!(text, SMALLEST, "{from}");
        old.reloaded(load(&text).expect("another complete file"))
    }

    #[test]
    fn what_can_change_does_and_the_rest_is_named() {
        let (config, waiting) = changed("07-000-0000", "07-111-1111");
        assert_eq!(config.city.phone, "07-111-1111");
        assert_eq!(waiting, [""; 0]);
        let (config, waiting) = changed("[city]", "close_days = 7\norigins = []\n[city]");
        assert_eq!((config.close_days, waiting.len()), (7, 0));
        let (config, waiting) = changed("[mail]", "[spam]\nhold_at = 9\n[mail]");
        assert_eq!((config.spam.hold_at, waiting.len()), (9, 0));
        let (config, waiting) = changed("[mail]", "[server]\nlog = \"warn\"\n[mail]");
        assert_eq!((config.server.log.as_str(), waiting.len()), ("warn", 0));
        for (from, to, key) in [
            ("https://plaza.example", "https://other.example", "base_url"),
            ("[city]", "listen = \"127.0.0.1:9\"\n[city]", "listen"),
            ("plaza.sqlite", "other.sqlite", "database_url"),
            ("[city]", "connections = 3\n[city]", "connections"),
            ("[mail]", "[server]\nworkers = 250\n[mail]", "server"),
            ("secret = \"AAAA", "secret = \"BBBB", "secret"),
            (
                "code = \"KH\"",
                "code = \"KH\"\ntime_zone = \"UTC\"",
                "city.time_zone",
            ),
            (
                "[city]",
                "access_log = { folder = \"/l\" }\n[city]",
                "access_log",
            ),
            (
                "[city]",
                "erasure_journal = \"/j/erasures\"\n[city]",
                "erasure_journal",
            ),
            (
                "[mail]",
                "[attachments]\nstore = \"file:/elsewhere\"\n[mail]",
                "attachments.store",
            ),
            (
                "[mail]",
                "[metrics]\nlisten = \"127.0.0.1:9464\"\n[mail]",
                "metrics",
            ),
        ] {
            let (config, waiting) = changed(from, to);
            assert_eq!(waiting, [key], "{to}");
            // Nothing of what waits holds already.
            let old = load(SMALLEST).expect("a complete file");
            assert_eq!(config.base_url, old.base_url);
            assert_eq!(config.listen, old.listen);
            assert!(config.database_url == old.database_url);
            assert_eq!(config.connections, old.connections);
            assert_eq!(config.server, old.server);
            assert_eq!(config.keys.versions(), old.keys.versions());
            assert_eq!(config.city.time_zone, old.city.time_zone);
            assert_eq!(config.access_log, old.access_log);
            assert_eq!(config.erasure_journal, old.erasure_journal);
            assert_eq!(config.attachments, old.attachments);
            assert_eq!(config.metrics, old.metrics);
        }
    }
}
