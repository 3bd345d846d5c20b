//! Statements with a constant text, which each connection prepares once and caches.
//!
//! diesel prepares an UPDATE anew at each call, since a changeset may leave columns out. Parsing and
//! planning took longer than the change itself. Used for the few changes that every sign-in makes;
//! all others use diesel's query builder.

use super::{DbConnection, DbResult, on_backend};
use diesel::QueryResult;
use diesel::RunQueryDsl;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Binary, HasSqlType, Text};

/// A change with the values of its placeholders.
#[derive(Debug)]
pub struct StaticSql {
    text: &'static str,
    values: Vec<Value>,
}

#[derive(Debug)]
enum Value {
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A change with this text; each `?` in it takes a value.
pub fn static_sql(text: &'static str) -> StaticSql {
    StaticSql {
        text,
        values: Vec::new(),
    }
}

impl StaticSql {
    /// Binds a number to the next placeholder.
    #[must_use]
    pub fn number(mut self, value: i64) -> Self {
        self.values.push(Value::Number(value));
        self
    }

    /// Binds a text to the next placeholder.
    #[must_use]
    pub fn text(mut self, value: &impl ToString) -> Self {
        self.values.push(Value::Text(value.to_string()));
        self
    }

    /// Binds bytes to the next placeholder.
    #[must_use]
    pub fn bytes(mut self, value: &[u8]) -> Self {
        self.values.push(Value::Bytes(value.to_vec()));
        self
    }

    /// Executes the statement; gives the number of rows that it changed.
    pub fn run(self, connection: &mut DbConnection) -> DbResult<usize> {
        on_backend!(connection, |own| self.execute(own))
    }
}

impl<B> QueryFragment<B> for StaticSql
where
    B: Backend + HasSqlType<BigInt> + HasSqlType<Text> + HasSqlType<Binary>,
    i64: ToSql<BigInt, B>,
    String: ToSql<Text, B>,
    Vec<u8>: ToSql<Binary, B>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, B>) -> QueryResult<()> {
        let mut values = self.values.iter();
        for (number, part) in self.text.split('?').enumerate() {
            if number > 0 {
                match values.next() {
                    Some(Value::Number(value)) => out.push_bind_param::<BigInt, _>(value)?,
                    Some(Value::Text(value)) => out.push_bind_param::<Text, _>(value)?,
                    Some(Value::Bytes(value)) => out.push_bind_param::<Binary, _>(value)?,
                    None => {
                        let few = "fewer values than question marks".into();
                        return Err(diesel::result::Error::QueryBuilderError(few));
                    }
                }
            }
            out.push_sql(part);
        }
        Ok(())
    }
}

impl QueryId for StaticSql {
    type QueryId = ();

    /// The statement cache goes by the text.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C> RunQueryDsl<C> for StaticSql {}
