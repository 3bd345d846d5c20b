//! The tables themselves: the same on both backends, made once, never made older.

use crate::database::{TestDatabase, server};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use twostep::platform::db::{DatabaseUrl, Db, DbConnection, migrate};

#[derive(Debug, PartialEq, QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    place: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    is_nullable: bool,
}

const IN_SQLITE: &str = r#"
    SELECT t.name || '.' || c.name AS place, c."notnull" = 0 AS is_nullable,
        CASE c.type WHEN 'INTEGER' THEN 'bigint' WHEN 'BLOB' THEN 'bytea' ELSE 'text' END AS kind
    FROM sqlite_master t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' AND substr(t.name, 1, 2) <> '__' AND substr(t.name, 1, 7) <> 'sqlite_'
"#;
const IN_POSTGRES: &str = "
    SELECT table_name || '.' || column_name AS place, is_nullable = 'YES' AS is_nullable,
        CASE WHEN data_type IN ('boolean', 'smallint') THEN 'bigint' ELSE data_type END AS kind
    FROM information_schema.columns
    WHERE table_schema = 'public' AND left(table_name, 2) <> '__'
";

async fn columns(url: &DatabaseUrl) -> Vec<Column> {
    let read = |connection: &mut DbConnection| match connection {
        DbConnection::Sqlite(own) => diesel::sql_query(IN_SQLITE).load::<Column>(own),
        DbConnection::Postgres(own) => diesel::sql_query(IN_POSTGRES).load::<Column>(own),
    };
    let db = Db::open(url).expect("a database");
    let mut columns = db.read(read).await.expect("the columns");
    columns.sort_by(|a, b| a.place.cmp(&b.place));
    columns
}

/// One `schema.rs` stands for both: the same tables, columns, kinds and gaps.
#[actix_web::test]
async fn both_backends_have_the_same_tables() {
    if server().is_none() {
        return;
    }
    let (file, other) = (TestDatabase::in_file(), TestDatabase::create());
    let columns = (columns(file.url()).await, columns(other.url()).await);
    assert!(columns.0.len() > 80, "{columns:?}");
    assert_eq!(columns.0, columns.1);
}

/// R-08: a program that does not know the tables keeps its hands off them.
#[actix_web::test]
async fn newer_tables_are_refused() {
    let database = TestDatabase::create();
    let newer = |connection: &mut DbConnection| {
        diesel::sql_query("INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231')")
            .execute(connection)
    };
    let db = Db::open(database.url()).expect("a database");
    db.write(newer).await.expect("a row");
    let refused = Db::open(database.url()).err().expect("a refusal");
    assert!(refused.to_string().contains("newer"), "{refused}");
    // Who runs already goes on: the newer program adds, and takes away only what nobody uses.
    db.read(|c| diesel::sql_query("SELECT 1").execute(c))
        .await
        .expect("an answer");
}

/// R-08: nodes that start together make the tables once.
#[test]
fn one_node_at_a_time_makes_the_tables() {
    if server().is_none() {
        return;
    }
    let database = TestDatabase::create_empty();
    let outcomes = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| migrate(database.url())))
            .collect();
        let join = |start: std::thread::ScopedJoinHandle<'_, _>| start.join().expect("no panic");
        starts.into_iter().map(join).collect::<Result<Vec<()>, _>>()
    });
    assert!(outcomes.is_ok(), "{outcomes:?}");
}
