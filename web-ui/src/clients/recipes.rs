//! What is known of consoles: how each is registered here, and the exact configuration that it needs. In the templates
//! `{issuer}` and its like stand for real values; see [`super::fill`].

use super::recipe::{Note, Part, Recipe, Redirect, Tried};
use shared_types::clients::ClientAuthMethod;

const BASIC: ClientAuthMethod = ClientAuthMethod::ClientSecretBasic;
const POST: ClientAuthMethod = ClientAuthMethod::ClientSecretPost;

/// Of Apache in front of a console. The passphrase seals its cookies, and the secret is known here too: it is another one.
macro_rules! apache {
    ($more:literal) => {
        concat!(include_str!("apache.conf"), $more)
    };
}

/// What the tests of this repository sign in with (`e2e/clients/apache.rs`).
const APACHE: &str = "Apache 2.4.71, mod_auth_openidc 2.4.12.3 (Debian 12)";
const APACHE_TRIED: Tried = Tried::InFront(APACHE);
const APACHE_REDIRECT: Redirect = Redirect::Path("/oidc/callback");

/// Every recipe, in the order of the gallery.
pub(super) static RECIPES: [Recipe; 16] = [
    Recipe {
        id: "zammad",
        name: "Zammad",
        redirect: Redirect::Path("/auth/openid_connect/callback"),
        launch: "/",
        auth_method: ClientAuthMethod::None,
        version: "6.5",
        tried: Tried::Documented,
        notes: &[],
        parts: &[Part::Fields(
            "Settings → Security → Third-party Applications → Authentication via OpenID Connect",
            &[
                ("Display Name", "Twostep"),
                ("Identifier", "{client_id}"),
                ("Issuer", "{issuer}"),
                ("UID Field", "sub"),
                ("Scopes", "openid email profile"),
                ("PKCE", "yes"),
            ],
        )],
    },
    Recipe {
        id: "meshcentral",
        name: "MeshCentral",
        redirect: Redirect::Path("/auth-oidc-callback"),
        launch: "/auth-oidc",
        auth_method: BASIC,
        version: "1.1.44",
        tried: Tried::Alike("MeshCentral 1.1.55"),
        notes: &[],
        parts: &[Part::File(
            "meshcentral-data/config.json, domains → \"\"",
            r#""authStrategies": {
  "oidc": {
    "issuer": "{issuer}",
    "clientid": "{client_id}",
    "clientsecret": "{client_secret}",
    "newAccounts": true
  }
}
"#,
        )],
    },
    Recipe {
        id: "rustdesk-server-pro",
        name: "RustDesk Server Pro",
        redirect: Redirect::Path("/api/oidc/callback"),
        launch: "/",
        auth_method: BASIC,
        version: "1.3.9",
        tried: Tried::Documented,
        notes: &[],
        parts: &[Part::Fields(
            "Settings → OIDC → New Auth Provider",
            &[
                ("Name", "Twostep"),
                ("Client ID", "{client_id}"),
                ("Client Secret", "{client_secret}"),
                ("Issuer", "{issuer}"),
                ("Authorization Endpoint", "{authorize}"),
                ("Token Endpoint", "{token}"),
                ("Userinfo Endpoint", "{userinfo}"),
                ("JWKS Endpoint", "{jwks}"),
            ],
        )],
    },
    Recipe {
        id: "glpi",
        name: "GLPI",
        redirect: APACHE_REDIRECT,
        launch: "/",
        auth_method: BASIC,
        version: "10, mod_auth_openidc 2.4.12",
        tried: APACHE_TRIED,
        notes: &[Note::LoginNames, Note::BehindApache],
        parts: &[
            Part::File(
                "Apache, VirtualHost",
                apache!(
                    r#"<Location "{path}">
  AuthType openid-connect
  Require valid-user
</Location>
"#
                ),
            ),
            Part::Fields(
                "Setup → Authentication → Other authentication methods → Other authentication sent in the HTTP request",
                &[(
                    "Field storage of the login in the HTTP request",
                    "REMOTE_USER",
                )],
            ),
        ],
    },
    Recipe {
        id: "osticket",
        name: "osTicket",
        redirect: Redirect::Path("/api/auth/oauth2"),
        launch: "/scp/",
        auth_method: POST,
        version: "1.17, auth-oauth2",
        tried: Tried::Documented,
        notes: &[Note::AccountsFirst],
        parts: &[Part::Fields(
            "Admin Panel → Manage → Plugins → OAuth2 Client → Add New Instance",
            &[
                ("Name", "Twostep"),
                ("Type", "Authentication"),
                ("Authentication Target", "Agents Only"),
                ("Authentication Label", "Twostep"),
                ("Client Id", "{client_id}"),
                ("Client Secret", "{client_secret}"),
                ("Callback Endpoint", "{redirect_uri}"),
                ("Authorization Endpoint", "{authorize}"),
                ("Token Endpoint", "{token}"),
                ("Resource Details Endpoint", "{userinfo}"),
                // With commas they would be one unknown word.
                ("Scopes", "openid profile email"),
                ("User Identifier", "email"),
                ("Given Name", "given_name"),
                ("Surname", "family_name"),
                ("Email Address", "email"),
            ],
        )],
    },
    Recipe {
        id: "request-tracker",
        name: "Request Tracker",
        redirect: APACHE_REDIRECT,
        launch: "/",
        auth_method: BASIC,
        version: "5.0, mod_auth_openidc 2.4.12",
        tried: APACHE_TRIED,
        notes: &[Note::LoginNames, Note::BehindApache],
        parts: &[
            Part::File(
                "Apache, VirtualHost",
                apache!(
                    r#"<Location "{path}">
  AuthType openid-connect
  Require valid-user
</Location>
# What rt-mailgate sends has no session.
<Location "{below}REST/1.0/NoAuth">
  AuthType None
  Require local
</Location>
"#
                ),
            ),
            Part::File(
                "RT_SiteConfig.d/twostep.pm",
                "Set($WebRemoteUserAuth, 1);\nSet($WebFallbackToRTLogin, 0);\n1;\n",
            ),
        ],
    },
    Recipe {
        id: "freescout",
        name: "FreeScout",
        redirect: Redirect::Shown,
        launch: "/",
        auth_method: POST,
        version: "1.8, OAuth & Social Login",
        tried: Tried::Documented,
        notes: &[Note::PaidModule],
        parts: &[Part::Fields(
            "Manage → Settings → OAuth",
            &[
                ("Provider", "Custom OAuth Provider"),
                ("Name", "Twostep"),
                ("Client ID", "{client_id}"),
                ("Client Secret", "{client_secret}"),
                ("Authorization URL", "{authorize}"),
                ("Token URL", "{token}"),
                ("User Info URL", "{userinfo}"),
                ("User Info Method", "POST"),
                ("Scopes", "openid profile email"),
            ],
        )],
    },
    Recipe {
        id: "guacamole",
        name: "Apache Guacamole",
        redirect: APACHE_REDIRECT,
        launch: "/",
        auth_method: BASIC,
        version: "1.5, guacamole-auth-header, mod_auth_openidc 2.4.12",
        tried: APACHE_TRIED,
        notes: &[Note::OnlyImplicit, Note::LoginNames, Note::BehindApache],
        parts: &[
            Part::File(
                "Apache, VirtualHost (mod_headers, mod_proxy_http, mod_proxy_wstunnel)",
                apache!(
                    r#"<Location "{path}">
  AuthType openid-connect
  Require valid-user
  RequestHeader set X-Remote-User "expr=%{REMOTE_USER}"
</Location>
ProxyPass "{below}websocket-tunnel" "ws://127.0.0.1:8080/guacamole/websocket-tunnel"
ProxyPass "{below}" "http://127.0.0.1:8080/guacamole/" flushpackets=on
ProxyPassReverseCookiePath "/guacamole/" "{below}"
"#
                ),
            ),
            Part::File("guacamole.properties", "http-auth-header: X-Remote-User\n"),
        ],
    },
    Recipe {
        id: "nextcloud",
        name: "Nextcloud",
        redirect: Redirect::Path("/apps/user_oidc/code"),
        launch: "/",
        auth_method: BASIC,
        version: "31, user_oidc 8",
        tried: Tried::Documented,
        notes: &[],
        parts: &[Part::File(
            "occ",
            r#"php occ app:install user_oidc
php occ user_oidc:provider Twostep \
  --clientid="{client_id}" \
  --clientsecret="{client_secret}" \
  --discoveryuri="{discovery}" \
  --scope="openid profile email groups" \
  --mapping-uid="sub"
"#,
        )],
    },
    Recipe {
        id: "grafana",
        name: "Grafana",
        redirect: Redirect::Path("/login/generic_oauth"),
        launch: "/login/generic_oauth",
        auth_method: BASIC,
        version: "9",
        tried: Tried::Documented,
        notes: &[],
        parts: &[Part::File(
            "grafana.ini",
            r"[server]
root_url = {console}

[auth.generic_oauth]
enabled = true
name = Twostep
client_id = {client_id}
client_secret = {client_secret}
scopes = openid profile email groups
auth_url = {authorize}
token_url = {token}
api_url = {userinfo}
use_pkce = true
allow_sign_up = true
login_attribute_path = email
role_attribute_path = contains(groups[*], 'role:admin') && 'Admin' || 'Viewer'
",
        )],
    },
    Recipe {
        id: "gitlab",
        name: "GitLab",
        redirect: Redirect::Path("/users/auth/openid_connect/callback"),
        launch: "/",
        auth_method: BASIC,
        version: "15.9",
        tried: Tried::Documented,
        notes: &[],
        parts: &[Part::File(
            "/etc/gitlab/gitlab.rb",
            include_str!("gitlab.rb"),
        )],
    },
    Recipe {
        id: "apache",
        name: "Apache (mod_auth_openidc)",
        redirect: APACHE_REDIRECT,
        launch: "/",
        auth_method: BASIC,
        version: "2.4, mod_auth_openidc 2.4.12",
        tried: Tried::Here(APACHE),
        notes: &[],
        parts: &[Part::File(
            "Apache, VirtualHost",
            apache!(
                r#"<Location "{path}">
  AuthType openid-connect
  Require valid-user
</Location>
"#
            ),
        )],
    },
    Recipe {
        id: "nginx",
        name: "nginx",
        redirect: Redirect::Proxy,
        launch: "/",
        auth_method: ClientAuthMethod::None,
        version: "1.22",
        tried: Tried::Here("nginx 1.22.1"),
        notes: &[Note::BehindProxy],
        parts: &[Part::Guide("http { … }", include_str!("guide/nginx.conf"))],
    },
    Recipe {
        id: "caddy",
        name: "Caddy",
        redirect: Redirect::Proxy,
        launch: "/",
        auth_method: ClientAuthMethod::None,
        version: "2.11.4",
        tried: Tried::Here("Caddy 2.11.7"),
        notes: &[Note::BehindProxy],
        parts: &[Part::Guide("Caddyfile", include_str!("guide/Caddyfile"))],
    },
    Recipe {
        id: "traefik",
        name: "Traefik",
        redirect: Redirect::Proxy,
        launch: "/",
        auth_method: ClientAuthMethod::None,
        version: "3.7.13",
        tried: Tried::Here("Traefik 3.7.15"),
        notes: &[Note::BehindProxy],
        parts: &[Part::Guide(
            "providers.file",
            include_str!("guide/traefik.yaml"),
        )],
    },
    Recipe {
        id: "oidc",
        name: "",
        redirect: Redirect::Shown,
        launch: "/",
        auth_method: BASIC,
        version: "",
        tried: Tried::Here("openid-client 6.9, oauth4webapi 3.8, Authlib 1.9"),
        notes: &[],
        parts: &[Part::Fields(
            "OpenID Connect",
            &[
                ("issuer", "{issuer}"),
                ("client_id", "{client_id}"),
                ("client_secret", "{client_secret}"),
                ("redirect_uri", "{redirect_uri}"),
                ("scope", "openid profile email groups"),
                ("code_challenge_method", "S256"),
                ("discovery", "{discovery}"),
                ("authorization_endpoint", "{authorize}"),
                ("token_endpoint", "{token}"),
                ("userinfo_endpoint", "{userinfo}"),
                ("jwks_uri", "{jwks}"),
                ("end_session_endpoint", "{end_session}"),
            ],
        )],
    },
];

/// The recipe of this name; that of any client for another one.
pub(super) fn find(id: &str) -> &'static Recipe {
    find_known(id).unwrap_or(&RECIPES[RECIPES.len() - 1])
}

/// The recipe of this name.
pub(super) fn find_known(id: &str) -> Option<&'static Recipe> {
    RECIPES.iter().find(|recipe| recipe.id == id)
}
