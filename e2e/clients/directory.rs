//! `OpenLDAP` with the configuration of the guide: its certificates, its password policy, its searches, and what is said
//! when it is gone.

use crate::guide::{blocks, with};
use crate::receipts::setting;
use anyhow::{Context, Result, ensure};
use e2e::api::Administrator;
use e2e::guarded::Guarded;
use e2e::journey::Stage;
use e2e::server::Server;
use e2e::{ports, wait};
use reqwest::Client;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The password of everybody in the directory.
const THERE: &str = "of the directory";
/// A leaver is disabled within five minutes; here before the journey is over.
const LEAVERS_WITHIN: Duration = Duration::from_mins(4);

pub(super) async fn walk(stage: &mut Stage) -> Result<()> {
    let home = tempfile::tempdir()?;
    let mut directory = Directory::prepare(home.path())?;
    directory.start().await?;
    let file = format!("{}/twostep.toml", home.path().display());
    std::fs::write(&file, directory.configuration()?)?;
    let settings = [("TWOSTEP_CONFIG", file.as_str())];
    stage.server = Server::start_with(&stage.mailbox.smtp_url(), &settings).await?;
    let mut administrator = Administrator::first_of(stage).await?;
    let found = stage.server.run(&["doctor", "--config", &file])?;
    ensure!(found.contains("ok      directory: acme-support"), "{found}");
    let asked = Asked {
        http: Client::builder().no_proxy().build()?,
        url: format!("{}/api/v1", stage.server.url),
    };
    let session = lets_in(&asked, &mut administrator).await?;
    refuses(&asked).await?;
    goes_away(&asked, &mut directory).await?;
    leaves(&asked, &directory, &session).await
}

/// The right password, with the group of the directory.
async fn lets_in(asked: &Asked, administrator: &mut Administrator) -> Result<String> {
    let answer = asked.sign_in("jo@example.com", THERE).await?;
    ensure!(answer.0 == 200, "{answer:?}");
    let session = answer.1["session"]["token"].as_str().context("a session")?;
    let members = administrator.find_members("jo").await?;
    let jo = &members["items"][0];
    ensure!(jo["display_name"] == "Jo Doe", "{members}");
    ensure!(jo["groups"] == json!(["First line"]), "{members}");
    ensure!(jo["email_verified"] == false, "{members}");
    Ok(session.to_owned())
}

async fn refuses(asked: &Asked) -> Result<()> {
    for (email, password) in [
        ("jo@example.com", "wrong"),
        ("jo@example.com", ""),
        ("nobody@example.com", THERE),
        ("twin@example.com", THERE),
        ("*@example.com", THERE),
    ] {
        let (status, body) = asked.sign_in(email, password).await?;
        ensure!(status == 401, "{email}: {status} {body}");
        ensure!(body["code"] == "invalid_credentials", "{email}: {body}");
    }
    for (email, reason) in [
        ("expired@example.com", "password_expired"),
        ("locked@example.com", "account_locked"),
        ("fresh@example.com", "password_must_change"),
    ] {
        let (status, body) = asked.sign_in(email, THERE).await?;
        ensure!(status == 403, "{email}: {status} {body}");
        ensure!(body["directory"] == reason, "{email}: {body}");
    }
    Ok(())
}

/// Nothing is counted while it is gone; afterwards three wrong ones are, and the next is not asked there.
async fn goes_away(asked: &Asked, directory: &mut Directory) -> Result<()> {
    directory.running = None;
    for _ in 0..4 {
        let (status, body) = asked.sign_in("other@example.com", "wrong").await?;
        ensure!(status == 503, "{status} {body}");
    }
    directory.start().await?;
    for _ in 0..3 {
        let (status, body) = asked.sign_in("other@example.com", "wrong").await?;
        ensure!(status == 401, "{status} {body}");
    }
    let (status, body) = asked.sign_in("other@example.com", THERE).await?;
    ensure!(status == 429, "{status} {body}");
    Ok(())
}

/// The session of somebody who is deleted there ends here.
async fn leaves(asked: &Asked, directory: &Directory, session: &str) -> Result<()> {
    ensure!(asked.me(session).await? == 200, "the session is good");
    directory.delete("uid=jo,ou=people,dc=example,dc=com")?;
    wait::until_at_most(LEAVERS_WITHIN, "the end of a leaver", async || {
        Ok((asked.me(session).await? == 401).then_some(()))
    })
    .await
}

/// The program, by its API.
struct Asked {
    http: Client,
    url: String,
}

impl Asked {
    async fn sign_in(&self, email: &str, password: &str) -> Result<(u16, Value)> {
        let body = json!({ "email": email, "password": password });
        let request = self.http.post(format!("{}/sign-in", self.url)).json(&body);
        let answer = request.send().await?;
        Ok((answer.status().as_u16(), answer.json().await?))
    }

    async fn me(&self, session: &str) -> Result<u16> {
        let request = self.http.get(format!("{}/me", self.url));
        Ok(request.bearer_auth(session).send().await?.status().as_u16())
    }
}

/// `slapd`, and where its files are.
struct Directory {
    debian: PathBuf,
    home: PathBuf,
    port: u16,
    running: Option<Guarded>,
}

impl Directory {
    fn prepare(home: &Path) -> Result<Self> {
        let directory = Self {
            debian: PathBuf::from(setting("TWOSTEP_DEBIAN")?),
            home: home.to_owned(),
            port: ports::free()?,
            running: None,
        };
        std::fs::create_dir_all(home.join("data"))?;
        directory.make_certificates()?;
        std::fs::write(home.join("slapd.conf"), directory.slapd_conf())?;
        std::fs::write(home.join("password"), "of the service account\n")?;
        let people = home.join("people.ldif");
        std::fs::write(&people, PEOPLE)?;
        let mut add = directory.program("usr/sbin/slapd");
        let add = add.args(["-T", "add", "-f"]).arg(home.join("slapd.conf"));
        run(add.arg("-l").arg(people))?;
        Ok(directory)
    }

    /// A throw-away authority, and a certificate of it for localhost.
    fn make_certificates(&self) -> Result<()> {
        let key = [
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
        ];
        let openssl = || {
            let mut command = Command::new("openssl");
            command.current_dir(&self.home);
            command
        };
        std::fs::write(self.home.join("names"), "subjectAltName=DNS:localhost\n")?;
        let authority = [
            "-keyout",
            "ca.key",
            "-out",
            "ca.pem",
            "-subj",
            "/CN=Test CA",
            "-days",
            "2",
        ];
        run(openssl().args(["req", "-x509"]).args(key).args(authority))?;
        let asked = [
            "-keyout",
            "ldap.key",
            "-out",
            "ldap.csr",
            "-subj",
            "/CN=localhost",
        ];
        run(openssl().arg("req").args(key).args(asked))?;
        let signed = [
            "x509", "-req", "-in", "ldap.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
        ];
        let signed = openssl()
            .args(signed)
            .args([
                "-CAcreateserial",
                "-days",
                "2",
                "-extfile",
                "names",
                "-out",
                "ldap.pem",
            ])
            .output()?;
        ensure!(signed.status.success(), "{signed:?}");
        Ok(())
    }

    fn slapd_conf(&self) -> String {
        let (root, home) = (self.debian.display(), self.home.display());
        format!(
            "include {root}/etc/ldap/schema/core.schema\n\
             include {root}/etc/ldap/schema/cosine.schema\n\
             include {root}/etc/ldap/schema/inetorgperson.schema\n\
             modulepath {root}/usr/lib/ldap\nmoduleload back_mdb\nmoduleload ppolicy\n\
             pidfile {home}/slapd.pid\n\
             TLSCACertificateFile {home}/ca.pem\n\
             TLSCertificateFile {home}/ldap.pem\n\
             TLSCertificateKeyFile {home}/ldap.key\n\
             database mdb\nsuffix dc=example,dc=com\ndirectory {home}/data\n\
             rootdn cn=root,dc=example,dc=com\nrootpw root\n\
             overlay ppolicy\nppolicy_default cn=policy,dc=example,dc=com\nppolicy_use_lockout\n\
             access to attrs=userPassword by anonymous auth by * none\n\
             access to * by dn.exact=cn=twostep,dc=example,dc=com read by * auth\n"
        )
    }

    async fn start(&mut self) -> Result<()> {
        let program = self.debian.join("usr/sbin/slapd");
        let started = Guarded::start(&program.to_string_lossy(), |command| {
            command
                .arg("-f")
                .arg(self.home.join("slapd.conf"))
                .args([
                    "-h",
                    &format!("ldaps://localhost:{}/", self.port),
                    "-d",
                    "0",
                ])
                .env("LD_LIBRARY_PATH", self.libraries())
                .stderr(Stdio::null());
        })?;
        self.running = Some(started);
        wait::until("the directory", async || {
            let connected = tokio::net::TcpStream::connect(("localhost", self.port)).await;
            Ok(connected.ok().map(drop))
        })
        .await
    }

    /// The block of the guide, for this directory.
    fn configuration(&self) -> Result<String> {
        let texts = blocks("directory", "toml")?;
        let [text] = texts.as_slice() else {
            anyhow::bail!("the guide has other blocks: {texts:?}");
        };
        let url = format!("ldaps://localhost:{}", self.port);
        let authority = self.home.join("ca.pem");
        let password = self.home.join("password");
        with(
            text,
            &[
                ("ldaps://ldap.example.com", &url),
                (
                    "/etc/twostep/directory-ca.pem",
                    &authority.to_string_lossy(),
                ),
                (
                    "/etc/twostep/directory-password",
                    &password.to_string_lossy(),
                ),
            ],
        )
    }

    fn delete(&self, dn: &str) -> Result<()> {
        let mut command = self.program("usr/bin/ldapdelete");
        let url = format!("ldaps://localhost:{}", self.port);
        let command = command
            .args([
                "-x",
                "-H",
                &url,
                "-D",
                "cn=root,dc=example,dc=com",
                "-w",
                "root",
                dn,
            ])
            // It takes "localhost" for the name of the machine.
            .env("LDAPTLS_REQCERT", "never");
        run(command)
    }

    fn libraries(&self) -> PathBuf {
        self.debian.join("usr/lib/x86_64-linux-gnu")
    }

    fn program(&self, path: &str) -> Command {
        let mut command = Command::new(self.debian.join(path));
        command.env("LD_LIBRARY_PATH", self.libraries());
        command
    }
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    let mut said = output.stdout;
    said.write_all(&output.stderr)?;
    let said = String::from_utf8_lossy(&said);
    ensure!(output.status.success(), "{command:?}: {said}");
    Ok(())
}

/// People, the service account and the password policy. A password that was changed years ago has expired.
const PEOPLE: &str = "\
dn: dc=example,dc=com
objectClass: dcObject
objectClass: organization
o: Example

dn: ou=people,dc=example,dc=com
objectClass: organizationalUnit

dn: ou=groups,dc=example,dc=com
objectClass: organizationalUnit

dn: cn=policy,dc=example,dc=com
objectClass: device
objectClass: pwdPolicy
pwdAttribute: userPassword
pwdMaxAge: 31536000
pwdLockout: TRUE
pwdMaxFailure: 10
pwdMustChange: TRUE

dn: cn=twostep,dc=example,dc=com
objectClass: organizationalRole
objectClass: simpleSecurityObject
userPassword: of the service account

dn: uid=jo,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
cn: Jo Doe
sn: Doe
mail: jo@example.com
userPassword: of the directory

dn: uid=other,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
cn: Other
sn: Other
mail: other@example.com
userPassword: of the directory

dn: uid=twin,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
cn: Twin
sn: Twin
mail: twin@example.com
userPassword: of the directory

dn: uid=twin2,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
cn: Twin
sn: Twin
mail: twin@example.com
userPassword: of the directory

dn: uid=expired,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
cn: Expired
sn: Expired
mail: expired@example.com
userPassword: of the directory
pwdChangedTime: 20200101000000Z

dn: uid=locked,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
cn: Locked
sn: Locked
mail: locked@example.com
userPassword: of the directory
pwdAccountLockedTime: 000001010000Z

dn: uid=fresh,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
cn: Fresh
sn: Fresh
mail: fresh@example.com
userPassword: of the directory
pwdReset: TRUE

dn: cn=desk,ou=groups,dc=example,dc=com
objectClass: groupOfNames
cn: desk
member: uid=jo,ou=people,dc=example,dc=com
";
