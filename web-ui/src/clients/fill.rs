//! The configuration of a console with its real values.

use super::recipe::{Part, Recipe, Redirect};
use shared_types::clients::ClientView;

/// Stands for a random text that nobody else knows. It is made where the file is shown, so that it stays the same while it
/// is looked at.
pub(super) const PASSPHRASE: &str = "{passphrase}";

/// What a template is filled with.
pub(super) struct Values<'a> {
    /// The console's own address, without a slash at its end.
    pub(super) console: &'a str,
    pub(super) issuer: &'a str,
    /// Where this program is.
    pub(super) public_url: &'a str,
    pub(super) client_id: &'a str,
    /// The secret, or what stands for it once it is not shown any more.
    pub(super) client_secret: &'a str,
    pub(super) redirect_uri: &'a str,
}

/// A piece of configuration, filled.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filled {
    Fields(&'static str, Vec<FilledField>),
    File(&'static str, String),
}

/// A field of a form and what to type.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FilledField {
    pub(super) name: &'static str,
    pub(super) value: String,
}

impl Values<'_> {
    /// The configuration of a recipe. A row without a value, the secret of a console that keeps none, is left out.
    pub(super) fn fill(&self, recipe: &Recipe) -> Vec<Filled> {
        let parts = recipe.parts.iter();
        parts
            .map(|part| match part {
                Part::Fields(place, rows) => {
                    let rows = rows.iter().map(|(name, template)| FilledField {
                        name,
                        value: self.text(template),
                    });
                    Filled::Fields(place, rows.filter(|row| !row.value.is_empty()).collect())
                }
                Part::File(place, template) => Filled::File(place, self.text(template)),
                Part::Guide(place, sample) => Filled::File(place, self.of_guide(sample)),
            })
            .collect()
    }

    /// A text of a guide with other values than its samples.
    fn of_guide(&self, sample: &str) -> String {
        let authority = authority_of(self.console);
        let is_plain = self.console.starts_with("http://");
        let usual = if is_plain { "80" } else { "443" };
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port),
            _ => (authority, usual),
        };
        // Caddy makes certificates for a name, and none for an address that begins with http://.
        let site = if is_plain { self.console } else { authority };
        let text = sample.replace(SAMPLE_ID, self.client_id);
        let text = text.replace(&format!("{SAMPLE_HOST} {{"), &format!("{site} {{"));
        let text = if is_plain {
            let lines = text
                .lines()
                .filter(|line| !line.contains("ssl_certificate"));
            let text: String = lines.flat_map(|line| [line, "\n"]).collect();
            text.replace("listen 443 ssl", &format!("listen {port}"))
        } else {
            text.replace("listen 443 ssl", &format!("listen {port} ssl"))
        };
        text.replace(SAMPLE_HOST, host)
            .replace(SAMPLE_NAME, &name_of(authority))
            .replace(SAMPLE_TWOSTEP, self.public_url)
    }

    fn text(&self, template: &str) -> String {
        let at = |path: &str| format!("{}{path}", self.public_url);
        let path = path_of(self.console);
        let below = if path.ends_with('/') {
            path.to_owned()
        } else {
            format!("{path}/")
        };
        let values = [
            ("{console}", self.console.to_owned()),
            ("{path}", path.to_owned()),
            ("{below}", below),
            ("{issuer}", self.issuer.to_owned()),
            (
                "{discovery}",
                format!("{}/.well-known/openid-configuration", self.issuer),
            ),
            ("{jwks}", format!("{}/.well-known/jwks.json", self.issuer)),
            ("{authorize}", at("/oauth/authorize")),
            ("{token}", at("/oauth/token")),
            ("{userinfo}", at("/oauth/userinfo")),
            ("{end_session}", at("/oauth/end-session")),
            ("{client_id}", self.client_id.to_owned()),
            ("{client_secret}", self.client_secret.to_owned()),
            ("{redirect_uri}", self.redirect_uri.to_owned()),
        ];
        values
            .iter()
            .fold(template.to_owned(), |text, (name, value)| {
                text.replace(name, value)
            })
    }
}

/// The samples of the guides.
const SAMPLE_ID: &str = "0197b5d0-6a4e-7d2c-8000-000000000001";
const SAMPLE_HOST: &str = "desk.example.com";
const SAMPLE_NAME: &str = "desk-example-com";
pub(super) const SAMPLE_TWOSTEP: &str = "http://localhost:8080";

/// Host and port.
fn authority_of(console: &str) -> &str {
    let rest = console.split_once("://").map_or(console, |(_, rest)| rest);
    &rest[..rest.find('/').unwrap_or(rest.len())]
}

/// What the parts of this console are called in a file that has those of other consoles too.
fn name_of(authority: &str) -> String {
    authority.replace(|c: char| !c.is_ascii_alphanumeric(), "-")
}

/// What stands behind the host; a slash where nothing does.
fn path_of(console: &str) -> &str {
    let rest = console.split_once("://").map_or(console, |(_, rest)| rest);
    rest.find('/').map_or("/", |at| &rest[at..])
}

/// The address that was typed as templates want it: with a scheme, without a slash at its end. Only this machine itself
/// may be reached without TLS.
pub(super) fn tidy(typed: &str) -> String {
    let typed = typed.trim().trim_end_matches('/');
    if typed.is_empty() || typed.contains("://") {
        return typed.to_owned();
    }
    let scheme = if is_loopback(authority_of(typed)) {
        "http"
    } else {
        "https"
    };
    format!("{scheme}://{typed}")
}

/// What a typed address becomes, where that is something else: nobody is surprised by a scheme that he did not type.
pub(super) fn completed(typed: &str) -> Option<String> {
    let tidied = tidy(typed);
    (!typed.contains("://") && !tidied.is_empty()).then_some(tidied)
}

/// Whether host and port are of this machine, in the words that are registered with http (RFC 8252 §7.3).
fn is_loopback(authority: &str) -> bool {
    let hosts = ["localhost", "127.0.0.1", "[::1]"];
    hosts.into_iter().any(|host| {
        let port = authority.strip_prefix(host);
        port.is_some_and(|port| port.is_empty() || port.starts_with(':'))
    })
}

/// The address of a console that was made by this recipe.
pub(super) fn console_of(recipe: &Recipe, client: &ClientView) -> String {
    let uri = client.redirect_uris.first().map_or("", String::as_str);
    match recipe.redirect {
        Redirect::Path(path) => uri.strip_suffix(path).unwrap_or(uri).to_owned(),
        Redirect::Shown => origin(uri),
        Redirect::Proxy => client.origin.clone().unwrap_or_default(),
    }
}

/// Scheme, host and port of an address.
pub(super) fn origin(uri: &str) -> String {
    let Some((scheme, rest)) = uri.split_once("://") else {
        return uri.to_owned();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    format!("{scheme}://{}", &rest[..end])
}

/// Where this program is, which the issuer of test organizations says with a path.
pub(super) fn public_url(issuer: &str) -> &str {
    issuer.strip_suffix("/test").unwrap_or(issuer)
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::guess::guess;
    use super::super::recipes::{RECIPES, find, find_known};
    use super::*;
    use std::collections::BTreeSet;

    const VALUES: Values<'static> = Values {
        console: "https://rt.example.org/rt",
        issuer: "https://id.example.com",
        public_url: "https://id.example.com",
        client_id: "0197b5d0-6a4e-7d2c-8000-000000000002",
        client_secret: "tso_secret",
        redirect_uri: "https://rt.example.org/rt/callback",
    };

    /// One source: the gallery shows the recipes of the guides, which are tried as they stand there.
    #[test]
    fn recipes_of_proxies_are_those_of_the_guides() {
        let of_proxies = include_str!("../../../api/docs/guides/protect-a-console.md");
        let of_radius = include_str!("../../../api/docs/guides/radius.md");
        for (guide, language, block) in [
            (of_proxies, "nginx", include_str!("guide/nginx.conf")),
            (of_proxies, "caddyfile", include_str!("guide/Caddyfile")),
            (of_proxies, "yaml", include_str!("guide/traefik.yaml")),
            (of_radius, "text", include_str!("guide/radius-module")),
            (of_radius, "text", include_str!("guide/radius-server")),
        ] {
            let whole = format!("\n```{language}\n{block}```\n");
            assert!(guide.contains(&whole), "{block}");
        }
    }

    #[test]
    fn a_proxy_gets_the_port_and_the_scheme_of_its_console() {
        let filled = |console: &str, id: &str| {
            let values = Values { console, ..VALUES };
            let Filled::File(_, text) = values.fill(find(id)).remove(0) else {
                panic!("a file");
            };
            text
        };
        let nginx = filled("https://desk.example.org:8443", "nginx");
        assert!(
            nginx.contains("listen 8443 ssl;") && nginx.contains("server_name desk.example.org;")
        );
        assert!(filled("https://desk.example.org", "nginx").contains("listen 443 ssl;"));
        let plain = filled("http://localhost:9082", "nginx");
        assert!(plain.contains("listen 9082;") && !plain.contains("ssl_certificate"));
        assert!(
            filled("https://desk.example.org:8443", "caddy").starts_with("desk.example.org:8443 {")
        );
        assert!(filled("http://localhost:81", "caddy").starts_with("http://localhost:81 {"));
        let traefik = filled("https://desk.example.org:8443", "traefik");
        assert!(traefik.contains("Host(`desk.example.org`)"));
        assert!(traefik.contains("service: desk-example-org-8443\n"));
    }

    fn texts(recipe: &Recipe) -> Vec<String> {
        let parts = VALUES.fill(recipe).into_iter();
        parts
            .flat_map(|part| match part {
                Filled::Fields(_, rows) => rows.into_iter().map(|row| row.value).collect(),
                Filled::File(_, text) => vec![text.replace(PASSPHRASE, "random")],
            })
            .collect()
    }

    /// A name in braces, as placeholders are written.
    fn placeholder(text: &str) -> Option<&str> {
        text.match_indices('{').find_map(|(at, _)| {
            let rest = &text[at + 1..];
            let inside = &rest[..rest.find('}')?];
            let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
            (!inside.is_empty() && inside.chars().all(is_name)).then_some(inside)
        })
    }

    /// Issue 16, part 5: what is copied works as it is.
    #[test]
    fn every_template_is_filled() {
        for recipe in &RECIPES {
            let texts = texts(recipe);
            for text in &texts {
                // A name of Caddy's own.
                let own = text.replace("{upstream_hostport}", "");
                assert_eq!(placeholder(&own), None, "{}", recipe.id);
            }
            let all = texts.concat();
            assert!(all.contains(VALUES.client_id), "{}", recipe.id);
            let is_public = recipe.auth_method == shared_types::clients::ClientAuthMethod::None;
            assert_eq!(all.contains("tso_secret"), !is_public, "{}", recipe.id);
            assert!(all.contains(VALUES.issuer), "{}", recipe.id);
            for sample in [SAMPLE_ID, SAMPLE_HOST, SAMPLE_NAME, SAMPLE_TWOSTEP] {
                assert!(!all.contains(sample), "{}: {sample}", recipe.id);
            }
        }
    }

    /// RFC 6749 §3.1.2: the addresses that recipes make can be registered.
    #[test]
    fn every_address_begins_with_a_slash_and_every_name_is_there_once() {
        let mut ids = BTreeSet::new();
        for recipe in &RECIPES {
            assert!(ids.insert(recipe.id), "{}", recipe.id);
            assert_eq!(find(recipe.id).id, recipe.id);
            if let Redirect::Path(path) = recipe.redirect {
                assert!(path.starts_with('/') && !path.ends_with('/'), "{path}");
                assert!(!path.contains(['?', '#', '*', '@']), "{path}");
            }
            assert!(recipe.launch.starts_with('/'), "{}", recipe.id);
            assert!(!recipe.version.is_empty() || recipe.id == "oidc");
            assert!(
                !recipe.parts.is_empty() && !recipe.version.contains(recipe.name)
                    || recipe.name.is_empty()
            );
        }
        assert_eq!(find("another").id, "oidc");
        assert!(find_known("another").is_none() && find_known("oidc").is_some());
    }

    /// A console with this address to go back to.
    pub(in super::super) fn client(name: &str, uri: &str) -> ClientView {
        let view = serde_json::json!({
            "id": "0197b5d0-6a4e-7d2c-8000-000000000001", "name": name, "kind": "oidc",
            "issuer": "https://id.example.com", "redirect_uris": [uri],
            "post_logout_redirect_uris": [], "token_endpoint_auth_method": "client_secret_basic",
            "id_token_signed_response_alg": "RS256", "subject_type": "public",
            "minimum_acr": "urn:twostep:aal2", "allowed_roles": ["agent"], "asks_consent": false,
            "fresh_code": false, "claims_in_id_token": false, "is_disabled": false, "version": 1,
            "made_by": "0197b5d0-6a4e-7d2c-8000-000000000001", "created_at": "2026-11-24T00:00:00Z",
        });
        serde_json::from_value(view).expect("a view")
    }

    /// The page of a console shows the configuration of the product that it was made for.
    #[test]
    fn a_console_is_known_by_its_address() {
        for (name, uri, id, console) in [
            (
                "Desk",
                "https://z.example/auth/openid_connect/callback",
                "zammad",
                "https://z.example",
            ),
            (
                "RT",
                "https://z.example/users/auth/openid_connect/callback",
                "gitlab",
                "https://z.example",
            ),
            (
                "GLPI",
                "https://g.example/glpi/oidc/callback",
                "glpi",
                "https://g.example/glpi",
            ),
            (
                "Wiki",
                "https://w.example/oidc/callback",
                "apache",
                "https://w.example",
            ),
            (
                "Own",
                "https://o.example:8443/cb?x=1",
                "oidc",
                "https://o.example:8443",
            ),
        ] {
            let client = client(name, uri);
            let recipe = guess(&client);
            assert_eq!(recipe.id, id, "{uri}");
            assert_eq!(console_of(recipe, &client), console, "{uri}");
        }
    }

    #[test]
    fn typed_addresses_are_tidied() {
        assert_eq!(tidy(" desk.example.com/ "), "https://desk.example.com");
        assert_eq!(tidy("http://localhost:8080"), "http://localhost:8080");
        assert_eq!(tidy(""), "");
        for (typed, tidied) in [
            ("localhost:9081", "http://localhost:9081"),
            ("localhost/rt/", "http://localhost/rt"),
            ("127.0.0.1", "http://127.0.0.1"),
            ("[::1]:81", "http://[::1]:81"),
            ("localhost.example.com", "https://localhost.example.com"),
            ("127.0.0.10", "https://127.0.0.10"),
            ("[::12]", "https://[::12]"),
        ] {
            assert_eq!(tidy(typed), tidied);
            assert_eq!(completed(typed).as_deref(), Some(tidied));
        }
        assert_eq!(completed("https://localhost:9081/"), None);
        assert_eq!(completed(" "), None);
        assert_eq!(path_of("https://a.example"), "/");
        assert_eq!(path_of("https://a.example/rt"), "/rt");
        assert_eq!(
            public_url("https://id.example.com/test"),
            "https://id.example.com"
        );
        assert_eq!(origin("https://a.example:1/b?c"), "https://a.example:1");
    }
}
