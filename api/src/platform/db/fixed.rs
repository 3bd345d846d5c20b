//! A change whose text is the same every time, so that each connection prepares it once.
//!
//! diesel prepares an UPDATE anew at each call, since a changeset may leave columns out. Reading
//! the text and planning took longer than the change itself. For the few changes that every
//! sign-in makes; all others are written with diesel's own words.

use super::{DbConnection, DbResult, on_backend};
use diesel::QueryResult;
use diesel::RunQueryDsl;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, HasSqlType, Text};

/// A change with the values of its question marks.
#[derive(Debug)]
pub struct Fixed {
    text: &'static str,
    values: Vec<Value>,
}

#[derive(Debug)]
enum Value {
    Number(i64),
    Text(String),
}

/// Starts with the text; each `?` in it waits for a value.
pub fn fixed(text: &'static str) -> Fixed {
    Fixed {
        text,
        values: Vec::new(),
    }
}

impl Fixed {
    /// The next value, a number.
    #[must_use]
    pub fn number(mut self, value: i64) -> Self {
        self.values.push(Value::Number(value));
        self
    }

    /// The next value, a text.
    #[must_use]
    pub fn text(mut self, value: &impl ToString) -> Self {
        self.values.push(Value::Text(value.to_string()));
        self
    }

    /// Makes the change; gives how many rows it met.
    pub fn run(self, connection: &mut DbConnection) -> DbResult<usize> {
        on_backend!(connection, |own| self.execute(own))
    }
}

impl<B> QueryFragment<B> for Fixed
where
    B: Backend + HasSqlType<BigInt> + HasSqlType<Text>,
    i64: ToSql<BigInt, B>,
    String: ToSql<Text, B>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, B>) -> QueryResult<()> {
        let mut values = self.values.iter();
        for (number, part) in self.text.split('?').enumerate() {
            if number > 0 {
                match values.next() {
                    Some(Value::Number(value)) => out.push_bind_param::<BigInt, _>(value)?,
                    Some(Value::Text(value)) => out.push_bind_param::<Text, _>(value)?,
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

impl QueryId for Fixed {
    type QueryId = ();

    /// The text says which one it is.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C> RunQueryDsl<C> for Fixed {}
