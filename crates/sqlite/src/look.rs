//! Looking at committed content from outside: no lock, no trace.

use std::rc::Rc;

use rusqlite::ffi;

use crate::error::SqlError;
use crate::store::Store;
use crate::value::Value;

/// A column of a committed table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: Rc<str>,
    /// The type it was declared with, as written; empty if with none.
    pub declared: Rc<str>,
}

impl Store {
    /// The columns of a committed table, in their order; none if no file has such a table.
    pub fn columns(&self, table: &str) -> Vec<Column> {
        let schemas = self.databases.iter().filter(|database| database.exists);
        schemas
            .filter_map(|database| database.content.schema.table(table))
            .next()
            .map_or_else(Vec::new, |table| {
                let columns = table.columns.iter().zip(&table.types);
                columns
                    .map(|(name, declared)| Column {
                        name: Rc::clone(name),
                        declared: Rc::clone(declared),
                    })
                    .collect()
            })
    }

    /// What a query finds in the committed content of a file, whoever holds which lock.
    ///
    /// # Errors
    /// If there is no such file, or SQLite refuses the query.
    pub fn peek(
        &mut self,
        file: &str,
        sql: &str,
        parameters: &[Value],
    ) -> Result<Vec<Vec<Value>>, SqlError> {
        let Some(number) = self.names.get(file) else {
            return Err(SqlError::new(ffi::SQLITE_CANTOPEN, "no such file"));
        };
        self.files.borrow_mut().recording = false;
        let observer = &mut self.databases[*number].observer;
        let statement = observer.prepare(sql)?;
        observer.run(&statement, parameters)
    }
}
