//! What is done with a file before and after it is pasted: what to install, where it goes, and how it is checked and
//! loaded. The commands are those of Debian.

use super::fill::PASSPHRASE;
use super::recipe::{Part, Recipe};
use crate::i18n::Texts;
use yew::prelude::*;

/// The steps around a file. A command is empty where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Install {
    /// Installs what reads the file.
    packages: &'static str,
    /// Where the file goes.
    place: &'static str,
    /// Checks the file and loads it.
    load: &'static str,
}

const APACHE: Install = Install {
    packages: "apt install libapache2-mod-auth-openidc && a2enmod auth_openidc ssl",
    place: "/etc/apache2/sites-enabled/….conf, <VirtualHost …:443>",
    load: "apachectl configtest && systemctl restart apache2",
};
/// In front of a console with an address of its own.
const APACHE_AS_PROXY: Install = Install {
    packages: "apt install libapache2-mod-auth-openidc && a2enmod auth_openidc ssl headers proxy_http proxy_wstunnel",
    ..APACHE
};
const NGINX: Install = Install {
    packages: "apt install nginx",
    place: "/etc/nginx/conf.d/….conf",
    load: "nginx -t && systemctl reload nginx",
};
/// That of Debian 12 and 13 is too old.
const CADDY: Install = Install {
    packages: "",
    place: "/etc/caddy/Caddyfile",
    load: "caddy validate --config /etc/caddy/Caddyfile && systemctl reload caddy",
};
/// It reads its file again by itself, and says in its log what it cannot read.
const TRAEFIK: Install = Install {
    packages: "",
    place: "/etc/traefik/dynamic/….yaml (--providers.file.directory=/etc/traefik/dynamic)",
    load: "",
};

/// The steps of a recipe; none where the product has its own settings.
pub(super) fn install_of(recipe: &Recipe) -> Option<Install> {
    let is_apache = |part: &Part| matches!(part, Part::File(_, text) if text.contains(PASSPHRASE));
    let is_proxy = |part: &Part| matches!(part, Part::File(_, text) if text.contains("ProxyPass "));
    match recipe.id {
        "nginx" => Some(NGINX),
        "caddy" => Some(CADDY),
        "traefik" => Some(TRAEFIK),
        _ if !recipe.parts.iter().any(is_apache) => None,
        _ if recipe.parts.iter().any(is_proxy) => Some(APACHE_AS_PROXY),
        _ => Some(APACHE),
    }
}

impl Install {
    /// The three steps, in their order.
    pub(super) fn show(self, texts: Texts) -> Html {
        let t = texts.clients;
        let command = |text: &'static str| html! { <code class="token">{ text }</code> };
        html! {
            <ol class="steps">
                if self == CADDY {
                    <li>{ t.install_caddy() }{ " " }{ command("caddy version") }</li>
                } else if self == TRAEFIK {
                    <li>{ t.install_traefik() }</li>
                } else {
                    <li>{ t.install() }{ " " }{ command(self.packages) }</li>
                }
                <li>{ t.install_paste() }{ " " }{ command(self.place) }</li>
                if self.load.is_empty() {
                    <li>{ t.install_by_itself() }</li>
                } else {
                    <li>{ t.install_load() }{ " " }{ command(self.load) }</li>
                }
            </ol>
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::recipes::{RECIPES, find};
    use super::*;

    /// Issue 16, part 5: who configures a proxy or Apache is told what to install, and how the file is checked.
    #[test]
    fn every_proxy_and_every_apache_has_its_steps() {
        let with: Vec<&str> = RECIPES
            .iter()
            .filter(|recipe| install_of(recipe).is_some())
            .map(|recipe| recipe.id)
            .collect();
        assert_eq!(with.len(), 7, "{with:?}");
        assert_eq!(install_of(find("apache")), Some(APACHE));
        assert_eq!(install_of(find("glpi")), Some(APACHE));
        assert_eq!(install_of(find("nginx")), Some(NGINX));
        assert_eq!(install_of(find("guacamole")), Some(APACHE_AS_PROXY));
        assert_eq!(install_of(find("zammad")), None);
        assert_eq!(install_of(find("oidc")), None);
    }

    /// What a text of Apache says needs the module that knows it.
    #[test]
    fn apache_has_the_modules_of_its_directives() {
        for recipe in &RECIPES {
            let Some(install) = install_of(recipe).filter(|one| one.place == APACHE.place) else {
                continue;
            };
            let texts = recipe.parts.iter().filter_map(|part| match part {
                Part::File(_, text) => Some(*text),
                _ => None,
            });
            let text: String = texts.collect();
            for (directive, module) in [
                ("RequestHeader ", " headers"),
                ("ProxyPass ", " proxy_http"),
                ("ws://", " proxy_wstunnel"),
            ] {
                let knows = install.packages.contains(module);
                assert!(
                    knows || !text.contains(directive),
                    "{}: {module}",
                    recipe.id
                );
            }
        }
    }

    /// RFC 6749 §2.3.1: what is sealed with a secret that two programs know, both can open.
    #[test]
    fn cookies_of_apache_are_sealed_with_a_passphrase_of_their_own() {
        let parts = RECIPES.iter().flat_map(|recipe| recipe.parts);
        let seals = parts.filter_map(|part| match part {
            Part::File(_, text) => text.split_once("OIDCCryptoPassphrase "),
            _ => None,
        });
        let values: Vec<&str> = seals.filter_map(|(_, rest)| rest.lines().next()).collect();
        assert_eq!(values, ["\"{passphrase}\""; 4]);
    }
}
