//! A database for one test: a SQLite file, or a database of a throw-away PostgreSQL server.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
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
    Folder { _kept: tempfile::TempDir },
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
            place: Place::Folder { _kept: folder },
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

fn named(server: &Url, name: &str) -> DatabaseUrl {
    let mut url = server.clone();
    url.set_path(name);
    DatabaseUrl::parse(url.as_str()).expect("a URL")
}

fn execute(server: &Url, sql: &str) {
    let mut connection = PgConnection::establish(server.as_str()).expect("the server");
    connection.batch_execute(sql).expect(sql);
}
