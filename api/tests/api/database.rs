//! A database for one test: a SQLite file, or a database of a throw-away PostgreSQL server.

use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::sql_types::Text;
use diesel::{Connection, PgConnection, RunQueryDsl};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use twostep::platform::db::{DatabaseUrl, copy_into, migrate};
use url::Url;

/// The URL of a server whose databases nobody misses; without it the tests run on SQLite.
const SERVER: &str = "TWOSTEP_TEST_POSTGRES";

/// Tables of this version, copied for every test: cheaper than making them each time.
static TEMPLATE: OnceLock<String> = OnceLock::new();
/// The same as the bytes of a file.
static FILE: OnceLock<Vec<u8>> = OnceLock::new();
static COUNT: AtomicUsize = AtomicUsize::new(0);

/// Goes when it is dropped.
pub(crate) struct TestDatabase {
    url: DatabaseUrl,
    place: Place,
}

enum Place {
    Folder(tempfile::TempDir),
    Server { server: Url, name: String },
}

impl TestDatabase {
    /// A fresh one, on the backend that the environment names.
    pub(crate) fn create() -> Self {
        if let Some(server) = server() {
            return Self::on_server(server, template_of);
        }
        let file = Self::in_file();
        fs::write(file.path(), file_with_tables()).expect("the tables");
        file
    }

    /// The same without tables.
    pub(crate) fn create_empty() -> Self {
        match server() {
            Some(server) => Self::on_server(server, |_| "template1"),
            None => Self::in_file(),
        }
    }

    pub(crate) fn in_file() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self {
            url: DatabaseUrl::Sqlite(folder.path().join("test.sqlite")),
            place: Place::Folder(folder),
        }
    }

    fn on_server(server: Url, template: fn(&Url) -> &'static str) -> Self {
        let template = template(&server);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{number}", std::process::id());
        execute(
            &server,
            // Files are copied in a third of the time that the log of the server takes.
            &format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"),
        );
        Self {
            url: named(&server, &name),
            place: Place::Server { server, name },
        }
    }

    pub(crate) fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// What only its own URL holds between two slashes.
    pub(crate) fn name(&self) -> String {
        match &self.place {
            Place::Folder(folder) => {
                let name = folder.path().file_name().expect("a name");
                name.to_string_lossy().into_owned()
            }
            Place::Server { name, .. } => name.clone(),
        }
    }

    /// The URL as an operator writes it.
    pub(crate) fn url_text(&self) -> String {
        match (&self.url, &self.place) {
            (DatabaseUrl::Sqlite(path), _) => format!("sqlite://{}", path.display()),
            (_, Place::Server { server, name }) => with_name(server, name).into(),
            (DatabaseUrl::Postgres(_), Place::Folder(_)) => unreachable!("a server has a name"),
        }
    }

    /// Everything that a reader of the disk sees: the bytes of the files, or all rows.
    pub(crate) fn dump(&self) -> Dump {
        match &self.place {
            Place::Folder(folder) => {
                let files = fs::read_dir(folder.path()).expect("the folder");
                let bytes = |file: fs::DirEntry| fs::read(file.path()).expect("a file");
                Dump(files.flatten().flat_map(bytes).collect())
            }
            Place::Server { server, name } => Dump(all_rows(server, name).into_bytes()),
        }
    }

    /// Whether the bytes of a text stand anywhere.
    pub(crate) fn holds_bytes(&self, text: &str) -> bool {
        self.dump().holds(text.as_bytes())
    }

    /// Copies it while it is served, as its operator would.
    pub(crate) fn copy(&self) -> Self {
        match (&self.url, &self.place) {
            (DatabaseUrl::Sqlite(path), _) => {
                let copy = Self::in_file();
                let to = Path::new(copy.path());
                fs::File::create_new(to).expect("an empty file");
                copy_into(path, to).expect("a copy");
                copy
            }
            (DatabaseUrl::Postgres(_), Place::Server { server, .. }) => {
                let copy = Self::on_server(server.clone(), |_| "template1");
                let mut dump = Command::new("pg_dump")
                    .args(["--dbname", &self.url_text()])
                    .stdout(Stdio::piped())
                    .spawn()
                    .expect("pg_dump");
                let filled = Command::new("psql")
                    .args(["--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"])
                    .args(["--dbname", &copy.url_text()])
                    .stdin(dump.stdout.take().expect("its output"))
                    .status()
                    .expect("psql");
                assert!(dump.wait().expect("its end").success() && filled.success());
                copy
            }
            (DatabaseUrl::Postgres(_), Place::Folder(_)) => unreachable!("a server has a name"),
        }
    }

    fn path(&self) -> &Path {
        match &self.url {
            DatabaseUrl::Sqlite(path) => path,
            DatabaseUrl::Postgres(_) => panic!("it is no file"),
        }
    }
}

/// What a thief of the database has.
#[derive(PartialEq)]
pub(crate) struct Dump(Vec<u8>);

impl Dump {
    /// A copy that a test made.
    pub(crate) fn of(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Whether these bytes stand in it, as they are or in hexadecimal digits, which is how a
    /// server shows bytes.
    pub(crate) fn holds(&self, part: &[u8]) -> bool {
        let digits: Vec<_> = part.iter().map(|byte| format!("{byte:02X}")).collect();
        self.has(part) || self.has(digits.concat().as_bytes())
    }

    fn has(&self, part: &[u8]) -> bool {
        self.0.windows(part.len()).any(|window| window == part)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Place::Server { server, name } = &self.place {
            execute(server, &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

fn template_of(server: &Url) -> &'static str {
    TEMPLATE.get_or_init(|| {
        let name = format!("template_{}", std::process::id());
        execute(server, &format!("CREATE DATABASE {name}"));
        migrate(&named(server, &name)).expect("the tables");
        name
    })
}

fn file_with_tables() -> &'static [u8] {
    FILE.get_or_init(|| {
        let file = TestDatabase::in_file();
        migrate(file.url()).expect("the tables");
        fs::read(file.path()).expect("the file")
    })
}

/// The server of the environment.
pub(crate) fn server() -> Option<Url> {
    let text = std::env::var_os(SERVER)?.into_string().expect("UTF-8");
    Some(Url::parse(&text).expect("a URL"))
}

/// Every row of every table; bytes as hexadecimal digits.
fn all_rows(server: &Url, name: &str) -> String {
    let url = with_name(server, name);
    let mut connection = PgConnection::establish(url.as_str()).expect("the database");
    connection
        .batch_execute("SET xmlbinary = hex")
        .expect("a setting");
    let rows = sql::<Text>("database_to_xml(true, false, '')::text");
    diesel::select(rows)
        .get_result(&mut connection)
        .expect("the rows")
}

fn named(server: &Url, name: &str) -> DatabaseUrl {
    DatabaseUrl::parse(with_name(server, name).as_str()).expect("a URL")
}

fn with_name(server: &Url, name: &str) -> Url {
    let mut url = server.clone();
    url.set_path(name);
    url
}

fn execute(server: &Url, sql: &str) {
    let mut connection = PgConnection::establish(server.as_str()).expect("the server");
    connection.batch_execute(sql).expect(sql);
}
