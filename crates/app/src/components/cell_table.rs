//! Tables with the cells marked that differ.

use crate::difference::{Cell, RowDifference, Side, TableDifference};
use yew::prelude::*;

/// How many rows of a table are drawn; the rest is counted.
const ROWS: usize = 12;

/// An outcome's table: what is, and struck out what a serial order would have given. Lines
/// of text rather than a table, so that the page has one table of a name: the timeline's.
pub fn plain_table(table: &TableDifference) -> Html {
    html! {
        <div class="plain-table">
            <p class="table-name">{ &table.name }</p>
            if table.rows.is_empty() {
                <p class="quiet">{ "empty" }</p>
            }
            <div class="plain-grid" style={format!("--columns:{}", table.columns.len().max(1))}>
                if !table.rows.is_empty() {
                    { for table.columns.iter().map(|column| html! { <span class="column">{ column }</span> }) }
                }
                { for table.rows.iter().take(ROWS).flat_map(|row| row.cells.iter().map(|cell| plain_cell(row, cell))) }
            </div>
            { more(table.rows.len()) }
        </div>
    }
}

fn plain_cell(row: &RowDifference, cell: &Cell) -> Html {
    match (row.side, &cell.other) {
        (Side::Actual, _) => {
            html! { <span class="cell extra" title="no serial order has this row">{ &cell.value }</span> }
        }
        (Side::Expected, _) => {
            html! { <span class="cell missing" title="a serial order has this row"><s>{ &cell.value }</s></span> }
        }
        (Side::Both, Some(expected)) => html! {
            <span class="cell differs" title={format!("a serial order gives {expected}")}>
                <strong>{ &cell.value }</strong><span class="sr">{ " instead of " }</span><s>{ expected }</s>
            </span>
        },
        (Side::Both, None) => html! { <span class="cell">{ &cell.value }</span> },
    }
}

/// A table at a step, with what the step changed.
pub fn step_table(table: &TableDifference) -> Html {
    let rows = table.rows.iter().filter(|row| row.side != Side::Expected);
    let gone = table.rows.iter().filter(|row| row.side == Side::Expected);
    html! {
        <div class="table-scroll" key={table.name.clone()}>
            <table>
                <caption>{ &table.name }</caption>
                <thead>
                    <tr>{ for table.columns.iter().map(|column| html! { <th scope="col">{ column }</th> }) }</tr>
                </thead>
                <tbody>
                    { for rows.take(ROWS).map(|row| html! {
                        <tr class={(row.side == Side::Actual).then_some("new")} data-rows={row_key(table, row)}>
                            { for row.cells.iter().map(|cell| match &cell.other {
                                Some(before) => html! {
                                    <td class="changed" title={format!("was {before}")}>{ &cell.value }</td>
                                },
                                None if row.side == Side::Actual => html! { <td class="changed">{ &cell.value }</td> },
                                None => html! { <td>{ &cell.value }</td> },
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
            if gone.clone().count() > 0 {
                <p class="quiet">{ format!("{} deleted", gone.count()) }</p>
            }
            if table.rows.is_empty() {
                <p class="quiet">{ "empty" }</p>
            }
            { more(table.rows.len()) }
        </div>
    }
}

/// What tells a row from all others on the page.
fn row_key(table: &TableDifference, row: &RowDifference) -> Option<String> {
    let place = table.columns.iter().position(|column| column == "id");
    let key = row.cells.get(place.unwrap_or(0))?;
    Some(format!("{}:{}", table.name, key.value))
}

fn more(rows: usize) -> Html {
    if rows > ROWS {
        html! { <p class="quiet">{ format!("and {} more rows", rows - ROWS) }</p> }
    } else {
        Html::default()
    }
}
