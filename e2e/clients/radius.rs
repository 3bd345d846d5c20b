//! `FreeRADIUS` with the files of the guide, and `radclient` as the NAS.

use crate::guide::{blocks, with};
use crate::receipts::setting;
use anyhow::{Context, Result, ensure};
use e2e::api::{Administrator, PASSWORD};
use e2e::guarded::Guarded;
use e2e::journey::Stage;
use e2e::{ports, wait};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const SECRET: &str = "use-a-long-random-secret";

/// The server, and where it listens.
struct Radius {
    root: PathBuf,
    port: u16,
    _server: Guarded,
}

pub(super) async fn walk(stage: &mut Stage) -> Result<()> {
    let mut administrator = Administrator::first_of(stage).await?;
    let token = administrator.radius_token().await?;
    let radius = Radius::start(&stage.server.url, &token, stage.server.folder())?;
    let user = Administrator::EMAIL;
    let wrong = wait::until("the server", async || {
        let answer = radius.ask(user, "wrong \\\" \u{fc} %{User-Name}", None)?;
        Ok((!answer.contains("No reply")).then_some(answer))
    })
    .await?;
    ensure!(wrong.contains("Received Access-Reject"), "{wrong}");
    ensure!(
        wrong.contains("The email address or the password is wrong."),
        "{wrong}"
    );
    let asked = radius.ask(user, PASSWORD, None)?;
    ensure!(asked.contains("Received Access-Challenge"), "{asked}");
    ensure!(
        asked.contains("Enter the code of your authenticator app."),
        "{asked}"
    );
    let given = state_of(&asked)?;
    let code = administrator.app.new_code().await?;
    let accepted = radius.ask(user, &code, Some(&given))?;
    ensure!(accepted.contains("Received Access-Accept"), "{accepted}");
    // Neither the state nor the code is good again.
    let again = radius.ask(user, &code, Some(&given))?;
    ensure!(again.contains("Received Access-Reject"), "{again}");
    let next = state_of(&radius.ask(user, PASSWORD, None)?)?;
    let spent = radius.ask(user, &code, Some(&next))?;
    ensure!(spent.contains("Received Access-Reject"), "{spent}");
    let bare = radius.send(&format!(
        "User-Name = \"{user}\", User-Password = \"{PASSWORD}\""
    ))?;
    ensure!(
        bare.contains("No reply"),
        "a packet without Message-Authenticator: {bare}"
    );
    Ok(())
}

impl Radius {
    fn start(twostep: &str, token: &str, folder: &Path) -> Result<Self> {
        let root = PathBuf::from(setting("TWOSTEP_DEBIAN")?);
        let port = ports::free()?;
        let texts = blocks("radius", "text")?;
        let [module, server] = texts.as_slice() else {
            anyhow::bail!("the guide has other blocks: {texts:?}");
        };
        let module = with(module, &[("http://localhost:8080", twostep)])?;
        let listens = format!("port = {port}");
        let server = with(
            server,
            &[
                ("203.0.113.9", "127.0.0.1"),
                ("port = 1812", &listens),
                ("ipaddr = *", "ipaddr = 127.0.0.1"),
                ("tsk_…", token),
            ],
        )?;
        let home = folder.join("radius");
        std::fs::create_dir_all(&home)?;
        let (here, libraries) = (home.display(), root.join("usr/lib/freeradius"));
        let text = format!(
            "prefix = /usr\nlocalstatedir = {here}\nraddbdir = {here}\nlibdir = {}\nlogdir = {here}\nrun_dir = {here}\ncorrect_escapes = true\n\
             log {{\ndestination = files\nfile = {here}/log\n}}\n\
             security {{\nallow_vulnerable_openssl = yes\n}}\nmodules {{\n{module}}}\n{server}",
            libraries.display()
        );
        std::fs::write(home.join("radiusd.conf"), text)?;
        let program = root.join("usr/sbin/freeradius");
        let started = Guarded::start(&program.to_string_lossy(), |command| {
            command
                .arg("-d")
                .arg(&home)
                .arg("-D")
                .arg(root.join("usr/share/freeradius"))
                .args(["-n", "radiusd", "-f"])
                .env("LD_LIBRARY_PATH", &libraries)
                .stderr(Stdio::null());
        })?;
        Ok(Self {
            root,
            port,
            _server: started,
        })
    }

    /// One Access-Request; what `radclient` prints of the answer.
    fn ask(&self, user: &str, password: &str, state: Option<&str>) -> Result<String> {
        let quoted = password.replace('\\', "\\\\").replace('"', "\\\"");
        let state = state.map_or_else(String::new, |state| format!(", State = {state}"));
        self.send(&format!(
            "User-Name = \"{user}\", User-Password = \"{quoted}\"{state}, Message-Authenticator = 0x00"
        ))
    }

    fn send(&self, attributes: &str) -> Result<String> {
        let address = format!("127.0.0.1:{}", self.port);
        let mut client = Command::new(self.root.join("usr/bin/radclient"))
            .arg("-D")
            .arg(self.root.join("usr/share/freeradius"))
            .args(["-x", "-r", "1", "-t", "5", &address, "auth", SECRET])
            .env("LD_LIBRARY_PATH", self.root.join("usr/lib/freeradius"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut input = client.stdin.take().context("no input")?;
        writeln!(input, "{attributes}")?;
        drop(input);
        let output = client.wait_with_output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        let error = String::from_utf8_lossy(&output.stderr);
        Ok(format!("{said}{error}"))
    }
}

/// The `State` of an answer, in hexadecimal.
fn state_of(answer: &str) -> Result<String> {
    let lines = answer.lines().rev();
    let mut states = lines.filter_map(|line| line.trim().strip_prefix("State = "));
    let state = states.next().with_context(|| answer.to_owned())?;
    Ok(state.to_owned())
}
