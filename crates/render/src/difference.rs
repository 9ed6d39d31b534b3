//! Two states of the tables side by side: which cells and rows differ.

use lockstep_scenario::{Row, Tables};
use serde_json::Value;

/// One table compared with how it was, or how it should be.
#[derive(Clone, Debug, PartialEq)]
pub struct TableDifference {
    /// The model's class in lower case.
    pub name: String,
    /// In the order of the table.
    pub columns: Vec<String>,
    /// In the order of `actual`, rows that are only in `expected` last.
    pub rows: Vec<RowDifference>,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct RowDifference {
    /// Which side has it.
    pub side: Side,
    /// One a column.
    pub cells: Vec<Cell>,
}

/// Which side has a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Both.
    Both,
    /// Only the tables that are looked at.
    Actual,
    /// Only those they are compared with.
    Expected,
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// As it is (as it should be, in a row that is missing).
    pub value: String,
    /// What it is compared with, if that differs.
    pub other: Option<String>,
}

/// Every table of either side.
pub fn compare(actual: &Tables, expected: &Tables) -> Vec<TableDifference> {
    let none = Vec::new();
    let mut names: Vec<&String> = actual.keys().collect();
    names.extend(expected.keys().filter(|name| !actual.contains_key(*name)));
    names
        .into_iter()
        .map(|name| {
            compare_table(
                name,
                actual.get(name).unwrap_or(&none),
                expected.get(name).unwrap_or(&none),
            )
        })
        .collect()
}

/// How many cells and rows differ.
pub fn distance(actual: &Tables, expected: &Tables) -> usize {
    compare(actual, expected)
        .iter()
        .flat_map(|table| &table.rows)
        .map(|row| match row.side {
            Side::Both => row.cells.iter().filter(|c| c.other.is_some()).count(),
            Side::Actual | Side::Expected => row.cells.len().max(1),
        })
        .sum()
}

fn compare_table(name: &str, actual: &[Row], expected: &[Row]) -> TableDifference {
    let columns: Vec<String> = actual
        .first()
        .or(expected.first())
        .map(|row| row.keys().cloned().collect())
        .unwrap_or_default();
    let mut left: Vec<Option<&Row>> = expected.iter().map(Some).collect();
    let mut rows: Vec<RowDifference> = actual
        .iter()
        .map(|row| {
            let partner = left
                .iter_mut()
                .find(|other| other.is_some_and(|other| key(other) == key(row)))
                .and_then(Option::take);
            RowDifference {
                side: if partner.is_some() {
                    Side::Both
                } else {
                    Side::Actual
                },
                cells: cells(&columns, row, partner),
            }
        })
        .collect();
    rows.extend(left.into_iter().flatten().map(|row| RowDifference {
        side: Side::Expected,
        cells: cells(&columns, row, None),
    }));
    TableDifference {
        name: name.to_owned(),
        columns,
        rows,
    }
}

/// What tells a row from the others: its `id`, else its first column.
fn key(row: &Row) -> Option<&Value> {
    row.get("id").or_else(|| row.values().next())
}

fn cells(columns: &[String], row: &Row, partner: Option<&Row>) -> Vec<Cell> {
    columns
        .iter()
        .map(|column| {
            let value = row.get(column);
            let other = partner.and_then(|partner| partner.get(column));
            Cell {
                value: value.map(show).unwrap_or_default(),
                other: (partner.is_some() && other != value)
                    .then(|| other.map(show).unwrap_or_default()),
            }
        })
        .collect()
}

/// A value as a table shows it.
pub fn show(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tables(value: Value) -> Tables {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn rows_are_matched_by_id() {
        let actual =
            tables(json!({"account": [{"id": 1, "balance": 80}, {"id": 3, "balance": 5}]}));
        let expected =
            tables(json!({"account": [{"id": 1, "balance": 70}, {"id": 2, "balance": 30}]}));
        let difference = compare(&actual, &expected);
        let rows = &difference[0].rows;
        assert_eq!(rows[0].cells[0].other, None);
        assert_eq!(rows[0].cells[1].value, "80");
        assert_eq!(rows[0].cells[1].other.as_deref(), Some("70"));
        assert_eq!(rows[1].side, Side::Actual);
        assert_eq!(rows[2].side, Side::Expected);
        assert_eq!(distance(&actual, &expected), 5);
        assert_eq!(distance(&actual, &actual), 0);
    }

    #[test]
    fn a_table_of_one_side_only_is_shown() {
        let one = tables(json!({"test": [{"id": 1, "str": null}]}));
        let none = Tables::new();
        assert_eq!(compare(&none, &one)[0].rows[0].side, Side::Expected);
        assert_eq!(compare(&one, &none)[0].rows[0].cells[1].value, "NULL");
    }
}
