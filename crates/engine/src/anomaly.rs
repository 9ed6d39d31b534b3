//! What went wrong along a schedule: its name and one sentence.
//!
//! The name is that of the shortest cycle in Adya's graph of dependencies (Adya, *Weak
//! Consistency*, 1999, chapter 3), with tasks as its nodes: a verdict is about orders of
//! tasks. A dependency between a read and a write is not guessed from the statement's text:
//! it exists if the read gives something else after the write than before it.

use crate::database::{Database, Finished, Value};
use crate::report::to_json;
use crate::world::World;
use lockstep_explorer::{System, Task};
use lockstep_scenario::{Outcome, Problem, Row, RowChange};
use std::collections::HashMap;

/// A named anomaly.
#[derive(Clone, Debug, PartialEq)]
pub struct Anomaly {
    /// As in `lost update`.
    pub name: &'static str,
    /// One sentence: who read and wrote what, at which steps.
    pub explanation: String,
    /// The steps that make it, from 1, ascending.
    pub steps: Vec<usize>,
}

impl Anomaly {
    /// Writes name, sentence and steps into an outcome.
    pub fn describe(&self, outcome: &mut Outcome) {
        outcome.anomalies = vec![self.name.to_owned()];
        outcome.explanation.clone_from(&self.explanation);
        outcome.marked = self.steps.iter().map(|step| *step as u32).collect();
    }
}

/// A SELECT and the moment whose content it saw.
struct Read {
    task: Task,
    step: usize,
    /// Content as of the end of this step (0: the start) is what it saw.
    saw: usize,
    sql: String,
    params: Vec<Value>,
    found: usize,
}

/// A row written, and the step that made it visible to others.
struct Write {
    task: Task,
    published: usize,
    change: RowChange,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Both wrote a row, the first one first.
    Ww,
    /// The second read what the first had written.
    Wr,
    /// The second wrote what the first had read.
    Rw,
}

#[derive(Clone, Copy)]
struct Edge {
    kind: Kind,
    from: Task,
    to: Task,
    /// Index of the read, for `Wr` and `Rw`.
    read: usize,
    /// Index of the write: the later one for `Ww`.
    write: usize,
    /// Index of the earlier write for `Ww`.
    earlier: usize,
}

/// Finds out what went wrong along a schedule; `None` if there is no cycle to name.
///
/// # Errors
/// If the schedule cannot be run.
pub fn explain<D: Database>(
    world: &mut World<D>,
    schedule: &[Task],
) -> Result<Option<Anomaly>, Problem> {
    world.observe(true);
    let observed = observe(world, schedule);
    world.observe(false);
    let (reads, writes) = observed?;
    let edges = edges(world, schedule, &reads, &writes)?;
    let Some(cycle) = shortest_cycle(&edges, world.tasks_met()) else {
        return Ok(None);
    };
    let story = Story {
        names: (0..world.tasks_met())
            .map(|task| world.name(task).to_owned())
            .collect(),
        reads: &reads,
        writes: &writes,
    };
    Ok(Some(story.tell(&cycle)))
}

fn observe<D: Database>(
    world: &mut World<D>,
    schedule: &[Task],
) -> Result<(Vec<Read>, Vec<Write>), Problem> {
    let (mut reads, mut writes) = (Vec::new(), Vec::new());
    // Of each task: rows written and not yet visible, and what its transaction sees.
    let mut unpublished: HashMap<Task, Vec<RowChange>> = HashMap::new();
    let mut snapshots: HashMap<Task, usize> = HashMap::new();
    let mut content = 0;
    world.reset();
    for (index, &task) in schedule.iter().enumerate() {
        let step = index + 1;
        world.step(task)?;
        for (task, sent) in world.sent(task) {
            let (statement, Some(Finished::Done(done))) =
                (sent.statement, sent.finished.as_deref())
            else {
                continue;
            };
            let select = statement.sql.trim_start().get(..6);
            if select.is_some_and(|word| word.eq_ignore_ascii_case("select")) {
                // Only some transactions see the same all the time.
                let saw = match sent.keeps_snapshot {
                    true => *snapshots.entry(task).or_insert(content),
                    false => content,
                };
                reads.push(Read {
                    task,
                    step,
                    saw,
                    sql: statement.sql.clone(),
                    params: statement.params.clone(),
                    found: done.rows.len(),
                });
            }
            let mine = unpublished.entry(task).or_default();
            mine.extend(sent.observed.changes);
            if sent.observed.published {
                content = step;
                writes.extend(mine.drain(..).map(|change| Write {
                    task,
                    published: step,
                    change,
                }));
            }
            if !sent.in_transaction {
                unpublished.remove(&task);
                snapshots.remove(&task);
            }
        }
    }
    Ok((reads, writes))
}

fn edges<D: Database>(
    world: &mut World<D>,
    schedule: &[Task],
    reads: &[Read],
    writes: &[Write],
) -> Result<Vec<Edge>, Problem> {
    let mut edges = Vec::new();
    world.reset();
    // Tasks often ask the same question, which is then asked once.
    let mut queries: Vec<&Read> = Vec::new();
    let mut query_of = Vec::with_capacity(reads.len());
    for read in reads {
        let same = |other: &&Read| (&other.sql, &other.params) == (&read.sql, &read.params);
        let known = queries.iter().position(same);
        query_of.push(known.unwrap_or_else(|| {
            queries.push(read);
            queries.len() - 1
        }));
    }
    let look = |world: &mut World<D>| -> Vec<Option<Vec<Vec<Value>>>> {
        let peek = |read: &&Read| world.database().peek(&read.sql, &read.params);
        queries.iter().map(peek).collect()
    };
    let mut before = look(world);
    for (index, &task) in schedule.iter().enumerate() {
        let step = index + 1;
        world.step(task)?;
        let Some(write) = writes.iter().position(|w| w.published == step) else {
            continue;
        };
        let after = look(world);
        for (number, read) in reads.iter().enumerate() {
            let (before, after) = (&before[query_of[number]], &after[query_of[number]]);
            if before == after {
                continue;
            }
            let mut changed = changed_for(read, before, after, writes, step);
            if changed.is_empty() {
                changed.push(write);
            }
            // A step can let statements of other tasks end that write, too.
            changed.retain(|write| writes[*write].task != read.task);
            edges.extend(changed.into_iter().map(|write| {
                let writer = writes[write].task;
                let (kind, from, to) = if read.saw < step {
                    (Kind::Rw, read.task, writer)
                } else {
                    (Kind::Wr, writer, read.task)
                };
                Edge {
                    kind,
                    from,
                    to,
                    read: number,
                    write,
                    earlier: write,
                }
            }));
        }
        before = after;
    }
    for (earlier, first) in writes.iter().enumerate() {
        for (write, second) in writes.iter().enumerate() {
            let same_row = first.change.table == second.change.table
                && first.change.rowid == second.change.rowid;
            if same_row && first.task != second.task && first.published < second.published {
                edges.push(Edge {
                    kind: Kind::Ww,
                    from: first.task,
                    to: second.task,
                    read: 0,
                    write,
                    earlier,
                });
            }
        }
    }
    Ok(edges)
}

/// Of the rows that a step made visible, those because of which a read gives something else: they look like
/// what it gives only before or only after. If none does (it counts, say), the first one of a table that it
/// names.
fn changed_for(
    read: &Read,
    before: &Option<Vec<Vec<Value>>>,
    after: &Option<Vec<Vec<Value>>>,
    writes: &[Write],
    step: usize,
) -> Vec<usize> {
    let (before, after) = (rows(before), rows(after));
    let gone = before.iter().filter(|row| !after.contains(row));
    let come = after.iter().filter(|row| !before.contains(row));
    let differing: Vec<_> = gone.chain(come).collect();
    let of_table = |w: &Write| w.published == step && read.sql.contains(&w.change.table);
    let numbers = (0..writes.len()).filter(|number| of_table(&writes[*number]));
    let is_among = |number: &usize| {
        let change = &writes[*number].change;
        let images = || [&change.before, &change.after].into_iter().flatten();
        differing
            .iter()
            .any(|row| images().any(|image| looks_like(image, row)))
    };
    let matching: Vec<usize> = numbers.clone().filter(is_among).collect();
    match matching.is_empty() {
        true => numbers.take(1).collect(),
        false => matching,
    }
}

fn rows(found: &Option<Vec<Vec<Value>>>) -> &[Vec<Value>] {
    found.as_deref().unwrap_or_default()
}

/// Whether all that a query gives of a row is in it.
fn looks_like(image: &Row, given: &[Value]) -> bool {
    given.iter().all(|value| {
        let value = to_json(value);
        // Django's booleans are numbers to the database.
        let equals = |known: &serde_json::Value| {
            *known == value || known.as_bool().is_some_and(|b| value == i64::from(b))
        };
        image.values().any(equals)
    })
}

/// The shortest cycle; of several the one with the fewest `Rw`, then the first.
fn shortest_cycle(edges: &[Edge], tasks: usize) -> Option<Vec<Edge>> {
    // Cheapest edge between two tasks decides which one a cycle takes.
    let mut best: HashMap<(Task, Task), Edge> = HashMap::new();
    for edge in edges {
        let slot = best.entry((edge.from, edge.to)).or_insert(*edge);
        if edge.kind < slot.kind {
            *slot = *edge;
        }
    }
    // A lost update needs its two edges to meet on a row: look for that first.
    for rw in edges.iter().filter(|e| e.kind == Kind::Rw) {
        let back = edges.iter().find(|ww| {
            ww.kind == Kind::Ww && ww.from == rw.to && ww.to == rw.from && ww.earlier == rw.write
        });
        if let Some(ww) = back {
            return Some(vec![*rw, *ww]);
        }
    }
    let mut cycles: Vec<Vec<Edge>> = Vec::new();
    for start in 0..tasks {
        cycles.extend(cycle_from(start, &best, tasks));
    }
    let rw = |cycle: &Vec<Edge>| cycle.iter().filter(|e| e.kind == Kind::Rw).count();
    cycles
        .into_iter()
        .min_by_key(|cycle| (cycle.len(), rw(cycle)))
}

/// Breadth first: the shortest way from a task back to itself.
fn cycle_from(start: Task, best: &HashMap<(Task, Task), Edge>, tasks: usize) -> Option<Vec<Edge>> {
    let mut came: HashMap<Task, Edge> = HashMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for next in 0..tasks {
            let Some(edge) = best.get(&(at, next)) else {
                continue;
            };
            if next == start {
                let mut cycle = vec![*edge];
                let mut back = at;
                while back != start {
                    let edge = came[&back];
                    back = edge.from;
                    cycle.push(edge);
                }
                cycle.reverse();
                return Some(cycle);
            }
            if let std::collections::hash_map::Entry::Vacant(slot) = came.entry(next) {
                slot.insert(*edge);
                queue.push_back(next);
            }
        }
    }
    None
}

struct Story<'a> {
    names: Vec<String>,
    reads: &'a [Read],
    writes: &'a [Write],
}

impl Story<'_> {
    fn tell(&self, cycle: &[Edge]) -> Anomaly {
        let rw: Vec<&Edge> = cycle.iter().filter(|e| e.kind == Kind::Rw).collect();
        let ww = cycle.iter().find(|e| e.kind == Kind::Ww);
        let mut steps: Vec<usize> = cycle.iter().flat_map(|edge| self.steps(edge)).collect();
        steps.sort_unstable();
        steps.dedup();
        let inserts = |edge: &&Edge| self.writes[edge.write].change.before.is_none();
        let (name, explanation) = match (rw.len(), ww) {
            (0, Some(_)) if cycle.iter().all(|e| e.kind == Kind::Ww) => {
                ("dirty write", self.all(cycle))
            }
            (0, _) => ("circular information flow", self.all(cycle)),
            (1, Some(ww)) if ww.earlier == rw[0].write => ("lost update", self.lost(rw[0], ww)),
            (1, _) => ("read skew", self.all(cycle)),
            _ if rw.iter().all(inserts) && self.one_table(&rw) => {
                ("duplicate insert", self.duplicate(&rw))
            }
            _ if rw.iter().any(inserts) => ("phantom", self.all(cycle)),
            _ => ("write skew", self.all(cycle)),
        };
        Anomaly {
            name,
            explanation,
            steps,
        }
    }

    fn steps(&self, edge: &Edge) -> [usize; 2] {
        match edge.kind {
            Kind::Ww => [
                self.writes[edge.earlier].published,
                self.writes[edge.write].published,
            ],
            Kind::Wr | Kind::Rw => [
                self.reads[edge.read].step,
                self.writes[edge.write].published,
            ],
        }
    }

    fn one_table(&self, edges: &[&Edge]) -> bool {
        let table = |edge: &&&Edge| &self.writes[edge.write].change.table;
        edges.iter().all(|edge| table(&edge) == table(&&edges[0]))
    }

    fn lost(&self, rw: &Edge, ww: &Edge) -> String {
        let (read, lost, over) = (
            &self.reads[rw.read],
            &self.writes[rw.write],
            &self.writes[ww.write],
        );
        let (reader, loser) = (&self.names[rw.from], &self.names[rw.to]);
        let change = &lost.change;
        let what = format!("{} {}", change.table, key(change));
        let column = changed_column(change);
        let value = |row: &Option<Row>| {
            let row = row.as_ref().zip(column.as_ref());
            row.and_then(|(row, column)| row.get(column))
                .map(ToString::to_string)
        };
        match (
            &column,
            value(&change.before),
            value(&change.after),
            value(&over.change.after),
        ) {
            (Some(column), Some(old), Some(new), Some(last)) => format!(
                "{reader} read {column} {old} of {what} at step {}, {loser} committed {new} at step {}, {reader} wrote {last} over it at step {}: {loser}'s change is lost.",
                read.step, lost.published, over.published
            ),
            _ => format!(
                "{reader} read {what} at step {}, {loser} changed it at step {}, {reader} wrote over it at step {}: {loser}'s change is lost.",
                read.step, lost.published, over.published
            ),
        }
    }

    fn duplicate(&self, rw: &[&Edge]) -> String {
        let mut parts: Vec<(usize, String)> = Vec::new();
        for edge in rw {
            let read = &self.reads[edge.read];
            let found = match read.found {
                0 => "found nothing".to_owned(),
                1 => "found one row".to_owned(),
                n => format!("found {n} rows"),
            };
            let write = &self.writes[edge.write];
            parts.push((
                read.step,
                format!(
                    "{} looked at step {} and {found}",
                    self.names[read.task], read.step
                ),
            ));
            parts.push((
                write.published,
                format!(
                    "{} inserted {} {} at step {}",
                    self.names[write.task],
                    write.change.table,
                    key(&write.change),
                    write.published
                ),
            ));
        }
        parts.sort();
        parts.dedup();
        let parts: Vec<_> = parts.into_iter().map(|(_, part)| part).collect();
        format!("{}: neither saw the other's row.", parts.join(", "))
    }

    fn all(&self, cycle: &[Edge]) -> String {
        let told: Vec<_> = cycle
            .iter()
            .map(|edge| {
                let (from, to) = (&self.names[edge.from], &self.names[edge.to]);
                let write = &self.writes[edge.write];
                let what = format!("{} {}", write.change.table, key(&write.change));
                match edge.kind {
                    Kind::Ww => format!(
                        "{to} wrote {what} at step {} over what {from} had written",
                        write.published
                    ),
                    Kind::Wr => format!(
                        "{to} saw at step {} that {from} had changed {what}",
                        self.reads[edge.read].step
                    ),
                    Kind::Rw => format!(
                        "{from} read at step {} what {to} changed at step {} ({what})",
                        self.reads[edge.read].step, write.published
                    ),
                }
            })
            .collect();
        format!("{}: no order of the tasks allows that.", told.join("; "))
    }
}

/// The row as people call it: by its primary key's value, which is SQLite's rowid for
/// Django's models.
fn key(change: &RowChange) -> String {
    format!("row {}", change.rowid)
}

fn changed_column(change: &RowChange) -> Option<String> {
    let (before, after) = (change.before.as_ref()?, change.after.as_ref()?);
    let differs = |(name, value): &(&String, &serde_json::Value)| after.get(*name) != Some(value);
    before.iter().find(differs).map(|(name, _)| name.clone())
}
