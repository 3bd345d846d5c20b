//! Apache with `mod_auth_openidc` in front of pages, configured by what the gallery shows.

use crate::guide::with;
use crate::receipts::setting;
use anyhow::{Context, Result, ensure};
use e2e::api::{Administrator, browser_session, browser_session_without_code, set_up_device};
use e2e::guarded::Guarded;
use e2e::journey::Stage;
use e2e::{ports, wait};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use shared_types::members::Role;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Stdio;

/// What the gallery shows.
const RECIPE: &str = include_str!("../../web-ui/src/clients/apache.conf");
/// The module of its first directive, and what is needed to say who came.
const MODULES: [&str; 8] = [
    "mpm_event",
    "authn_core",
    "authz_core",
    "authz_user",
    "auth_openidc",
    "dir",
    "headers",
    "alias",
];
const AGENT: &str = "jo@example.com";

pub(super) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut administrator = Administrator::first_of(stage).await?;
    administrator.leave_two_step().await?;
    administrator.invite(AGENT, "Jo Doe", Role::Agent).await?;
    let invitation = stage.mailbox.next_to(AGENT).await?;
    administrator.accept(&invitation.link()?).await?;
    let port = ports::free()?;
    let site = format!("http://localhost:{port}");
    let console = json!({
        "name": "Pages",
        "redirect_uris": [format!("{site}/oidc/callback")],
        "post_logout_redirect_uris": [format!("{site}/out.html")],
        "backchannel_logout_uri": format!("{site}/oidc/callback?logout=backchannel"),
    });
    let console = administrator.register_console(console).await?;
    let _apache = start(stage, port, &console)?;
    let url = stage.server.url.clone();
    let mut agent = Browser::new(&site, &url)?;
    wait::until("Apache", async || Ok(agent.get("/out.html").await.ok())).await?;
    agent.session = browser_session_without_code(&url, AGENT).await?;
    ensure!(
        agent.open("/page.html").await?.is_page_of(AGENT),
        "the page"
    );
    step_up(stage, &mut agent).await.context("a higher level")?;
    sign_out(&agent).await.context("sign-out")?;
    let code = administrator.app.new_code().await?;
    let mut person = Browser::new(&site, &url)?;
    person.session = browser_session(&url, Administrator::EMAIL, &code).await?;
    let opened = person.open("/page.html").await?;
    ensure!(opened.is_page_of(Administrator::EMAIL), "{opened:?}");
    // Nothing but Apache's own session opens the page from here on.
    let again = person.get("/page.html").await?;
    ensure!(again.status() == StatusCode::OK, "{again:?}");
    administrator.end_other_sessions().await?;
    person.is_signed_out().await
}

/// A path asks for two factors: who has no device is led to set one up, and then comes in.
async fn step_up(stage: &mut Stage, agent: &mut Browser) -> Result<()> {
    let refused = agent.open("/admin/page.html").await?;
    ensure!(!refused.is_of_apache, "{refused:?}");
    let address = &refused.address;
    let is_set_up = address.contains("/set-up?") && address.contains("acr_values%3D");
    ensure!(is_set_up, "{refused:?}");
    let mut app = set_up_device(stage, AGENT).await?;
    // The set-up ends the session that it began with. Apache keeps one session a browser under the names of all ours that
    // it came from: told later, it would end the next one too.
    agent.is_signed_out().await?;
    let code = app.new_code().await?;
    agent.session = browser_session(&stage.server.url, AGENT, &code).await?;
    let opened = agent.open("/admin/page.html").await?;
    ensure!(opened.is_page_of(AGENT), "{opened:?}");
    Ok(())
}

/// Apache ends its session and ours (RP-Initiated Logout §2).
async fn sign_out(agent: &Browser) -> Result<()> {
    let out = format!("/oidc/callback?logout={}/out.html", agent.site);
    let opened = agent.open(&out).await?;
    ensure!(opened.address.ends_with("/out.html"), "{opened:?}");
    let opened = agent.open("/page.html").await?;
    ensure!(opened.address.contains("/at/acme-support?"), "{opened:?}");
    Ok(())
}

/// A browser that keeps Apache's cookies, and has a session with us.
struct Browser {
    http: Client,
    site: String,
    twostep: String,
    session: String,
}

/// Where a browser came to.
#[derive(Debug)]
struct Opened {
    address: String,
    status: StatusCode,
    is_of_apache: bool,
    /// Who it is, as Apache says.
    user: String,
}

impl Opened {
    fn is_page_of(&self, email: &str) -> bool {
        self.is_of_apache && self.status == StatusCode::OK && self.user == email
    }
}

impl Browser {
    fn new(site: &str, twostep: &str) -> Result<Self> {
        let http = Client::builder()
            .no_proxy()
            .cookie_store(true)
            .redirect(Policy::none());
        Ok(Self {
            http: http.build()?,
            site: site.to_owned(),
            twostep: twostep.to_owned(),
            session: String::new(),
        })
    }

    /// One request to Apache.
    async fn get(&self, path: &str) -> Result<Response> {
        let url = format!("{}{path}", self.site);
        Ok(self.http.get(url).send().await?)
    }

    /// Waits until Apache has ended its session.
    async fn is_signed_out(&self) -> Result<()> {
        wait::until("the end of Apache's session", async || {
            let answer = self.get("/page.html").await?;
            Ok((answer.status() == StatusCode::FOUND).then_some(()))
        })
        .await
    }

    /// Follows redirects to a page.
    async fn open(&self, path: &str) -> Result<Opened> {
        let mut address = format!("{}{path}", self.site);
        for _ in 0..10 {
            let is_of_apache = address.starts_with(&self.site);
            let mut request = self.http.get(&address).header("sec-fetch-mode", "navigate");
            if !is_of_apache {
                ensure!(address.starts_with(&self.twostep), "{address}");
                request = request.header("cookie", &self.session);
                request = request.header("sec-fetch-site", "same-origin");
            }
            let answer = request.send().await?;
            if answer.status().is_redirection() {
                let target = answer.headers().get("location").context("no target")?;
                address = answer.url().join(target.to_str()?)?.into();
                continue;
            }
            let (status, user) = (answer.status(), answer.headers().get("x-user").cloned());
            let text = answer.text().await?;
            if let Some(target) = refresh(&text) {
                address = target;
                continue;
            }
            let user = user.as_ref().and_then(|user| user.to_str().ok());
            return Ok(Opened {
                status,
                is_of_apache,
                user: user.unwrap_or_default().to_owned(),
                address,
            });
        }
        anyhow::bail!("{path} goes round in circles")
    }
}

/// Where a page leads by itself: Apache's rules about claims cannot answer with a redirect.
fn refresh(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("http-equiv=\"refresh\" content=\"0; url=")?;
    let (target, _) = rest.split_once('"')?;
    Some(target.replace("&amp;", "&"))
}

/// The text of the gallery with its real values.
fn recipe(console: &Value) -> Result<String> {
    let text = |name: &str| console[name].as_str().unwrap_or_default();
    let discovery = format!("{}/.well-known/openid-configuration", text("issuer"));
    let redirect = console["redirect_uris"][0].as_str().context("no address")?;
    with(
        RECIPE,
        &[
            ("{discovery}", &discovery),
            ("{client_id}", text("client_id")),
            ("{client_secret}", text("client_secret")),
            ("{passphrase}", "0123456789abcdef0123456789abcdef"),
            ("{redirect_uri}", redirect),
        ],
    )
}

fn start(stage: &Stage, port: u16, console: &Value) -> Result<Guarded> {
    let folder = stage.server.folder().join("apache");
    let pages = folder.join("pages");
    fs::create_dir_all(pages.join("admin"))?;
    for page in ["page.html", "admin/page.html", "out.html"] {
        fs::write(pages.join(page), page)?;
    }
    // Apache serves as another user where it is started by root.
    fs::set_permissions(stage.server.folder(), Permissions::from_mode(0o711))?;
    let recipe = recipe(console)?;
    let root = PathBuf::from(setting("TWOSTEP_DEBIAN")?);
    let modules = root.join("usr/lib/apache2/modules");
    let modules = modules.display();
    let loaded: Vec<String> = MODULES
        .iter()
        .map(|name| format!("LoadModule {name}_module {modules}/mod_{name}.so\n"))
        .collect();
    let user = if rustix::process::geteuid().is_root() {
        "User nobody\nGroup nogroup\n"
    } else {
        ""
    };
    let (home, loaded) = (folder.display(), loaded.concat());
    let configuration = format!(
        r#"ServerRoot "{home}"
ServerName localhost
Listen 127.0.0.1:{port}
PidFile "{home}/pid"
ErrorLog "{home}/log"
DefaultRuntimeDir "{home}"
{loaded}{user}DocumentRoot "{home}/pages"
{recipe}<Location "/">
  AuthType openid-connect
  Require valid-user
  Header set X-User "expr=%{{REMOTE_USER}}"
</Location>
<Location "/admin/">
  OIDCUnAutzAction auth
  OIDCPathAuthRequestParams acr_values=urn:twostep:aal2
  Require claim acr:urn:twostep:aal2
</Location>
<Location "/out.html">
  AuthType None
  Require all granted
</Location>
"#
    );
    let path = folder.join("apache.conf");
    fs::write(&path, configuration)?;
    let program = root.join("usr/sbin/apache2");
    Guarded::start(&program.to_string_lossy(), |command| {
        command.arg("-DFOREGROUND").arg("-f").arg(path);
        command.stderr(Stdio::null());
    })
}
