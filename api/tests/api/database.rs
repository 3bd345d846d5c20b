//! A database for one test: a SQLite file, or a database of a throw-away PostgreSQL server.

use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::sql_types::Text;
use diesel::{Connection, PgConnection, RunQueryDsl};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use twostep::db::{DatabaseUrl, migrate};
use url::Url;

/// The URL of a server whose databases nobody misses; without it the tests run on SQLite.
const SERVER: &str = "TWOSTEP_TEST_POSTGRES";

/// Tables of this version, copied for every test: cheaper than making them each time.
static TEMPLATE: OnceLock<String> = OnceLock::new();
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
        match server() {
            Some(server) => Self::on_server(server, template_of),
            None => Self::in_file(),
        }
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
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        );
        Self {
            url: named(&server, &name),
            place: Place::Server { server, name },
        }
    }

    pub(crate) fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Whether the bytes of a text stand anywhere: in a file, or in a row.
    pub(crate) fn holds_bytes(&self, text: &str) -> bool {
        match &self.place {
            Place::Folder(folder) => {
                let files = std::fs::read_dir(folder.path()).expect("the folder");
                files.flatten().any(|file| {
                    let bytes = std::fs::read(file.path()).expect("a file");
                    let text = text.as_bytes();
                    bytes.windows(text.len()).any(|part| part == text)
                })
            }
            Place::Server { server, name } => {
                let rows = all_rows(server, name);
                let digits: Vec<_> = text.bytes().map(|byte| format!("{byte:02X}")).collect();
                let hex = digits.concat();
                rows.contains(text) || rows.contains(&hex)
            }
        }
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

/// The server of the environment.
pub(crate) fn server() -> Option<Url> {
    let text = std::env::var_os(SERVER)?.into_string().expect("UTF-8");
    Some(Url::parse(&text).expect("a URL"))
}

/// Every row of every table; bytes as hexadecimal digits.
fn all_rows(server: &Url, name: &str) -> String {
    let mut url = server.clone();
    url.set_path(name);
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
    let mut url = server.clone();
    url.set_path(name);
    DatabaseUrl::parse(url.as_str()).expect("a URL")
}

fn execute(server: &Url, sql: &str) {
    let mut connection = PgConnection::establish(server.as_str()).expect("the server");
    connection.batch_execute(sql).expect(sql);
}
