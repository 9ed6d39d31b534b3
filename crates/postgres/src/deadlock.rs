//! Looking for deadlocks (`deadlock.c`): hard edges lead to who holds what is wanted, soft edges to who wants it
//! and came first. A cycle with a soft edge may be resolved by letting the later one go first.

use crate::api::SessionId;
use crate::locks::{Locks, Tag};

/// A soft edge: `waiter` would have to go before `blocker`.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Edge {
    waiter: SessionId,
    blocker: SessionId,
    tag: Tag,
}

/// What a search found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Nothing,
    /// These queues, put in these orders, resolve it.
    Soft(Vec<(Tag, Vec<SessionId>)>),
    /// The sessions of the cycle.
    Hard(Vec<SessionId>),
}

/// No search goes on for longer.
const CONFIGURATIONS: usize = 200;

struct Search<'a> {
    locks: &'a Locks,
    orders: Vec<(Tag, Vec<SessionId>)>,
    tried: usize,
    cycle: Vec<SessionId>,
}

/// Whether a session that has begun to wait is part of a cycle (`DeadLockCheck`).
pub(crate) fn check(locks: &Locks, session: SessionId) -> Found {
    let mut search = Search {
        locks,
        orders: Vec::new(),
        tried: 0,
        cycle: Vec::new(),
    };
    if search.recurse(session, &mut Vec::new()) {
        let mut cycle = std::mem::take(&mut search.cycle);
        if cycle.is_empty() {
            cycle.push(session);
        }
        return Found::Hard(cycle);
    }
    if search.orders.is_empty() {
        Found::Nothing
    } else {
        Found::Soft(search.orders)
    }
}

impl Search<'_> {
    /// `DeadLockCheckRecurse`: `true` if there is no way out.
    fn recurse(&mut self, session: SessionId, constraints: &mut Vec<Edge>) -> bool {
        self.tried += 1;
        if self.tried > CONFIGURATIONS {
            return true;
        }
        let Some(edges) = self.test(session, constraints) else {
            return true;
        };
        if edges.is_empty() {
            return false;
        }
        for edge in edges {
            constraints.push(edge);
            if !self.recurse(session, constraints) {
                return false;
            }
            constraints.pop();
        }
        true
    }

    /// `TestConfiguration`: the soft edges of a cycle, none if there is no cycle; `None` if it is hopeless.
    fn test(&mut self, session: SessionId, constraints: &[Edge]) -> Option<Vec<Edge>> {
        self.orders = self.expand(constraints)?;
        let mut found = Vec::new();
        let ends = constraints
            .iter()
            .flat_map(|edge| [edge.waiter, edge.blocker]);
        for start in ends.chain([session]).collect::<Vec<_>>() {
            let (mut visited, mut soft) = (Vec::new(), Vec::new());
            if self.cycle_from(start, start, &mut visited, &mut soft) {
                if soft.is_empty() {
                    return None;
                }
                found = soft;
            }
        }
        Some(found)
    }

    /// `FindLockCycleRecurse`, depth first, each session once.
    fn cycle_from(
        &mut self,
        start: SessionId,
        at: SessionId,
        visited: &mut Vec<SessionId>,
        soft: &mut Vec<Edge>,
    ) -> bool {
        if visited.contains(&at) {
            if at == start {
                self.cycle.clear();
            }
            return at == start;
        }
        visited.push(at);
        let Some((tag, waiter)) = self.locks.waiting(at) else {
            return false;
        };
        let (hard, queue) = self.locks.edges(tag, at, waiter.mode);
        for holder in hard {
            if self.cycle_from(start, holder, visited, soft) {
                self.cycle.push(at);
                return true;
            }
        }
        let order: Vec<SessionId> = match self.orders.iter().find(|(ordered, _)| *ordered == tag) {
            Some((_, order)) => order.clone(),
            None => queue.iter().map(|(session, _)| *session).collect(),
        };
        for before in order.into_iter().take_while(|session| *session != at) {
            let conflicts = queue
                .iter()
                .any(|(session, conflicts)| *session == before && *conflicts);
            if conflicts && self.cycle_from(start, before, visited, soft) {
                soft.push(Edge {
                    waiter: at,
                    blocker: before,
                    tag,
                });
                self.cycle.push(at);
                return true;
            }
        }
        false
    }

    /// `ExpandConstraints`: the queues in an order that obeys the constraints.
    fn expand(&self, constraints: &[Edge]) -> Option<Vec<(Tag, Vec<SessionId>)>> {
        let mut orders: Vec<(Tag, Vec<SessionId>)> = Vec::new();
        for edge in constraints.iter().rev() {
            if !orders.iter().any(|(tag, _)| *tag == edge.tag) {
                orders.push((edge.tag, self.sort(edge.tag, constraints)?));
            }
        }
        Some(orders)
    }

    /// `TopoSort`: filled from the end, changing as little as possible.
    fn sort(&self, tag: Tag, constraints: &[Edge]) -> Option<Vec<SessionId>> {
        let mut left: Vec<SessionId> = self
            .locks
            .get(tag)?
            .queue
            .iter()
            .map(|waiter| waiter.session)
            .collect();
        let mut order = Vec::with_capacity(left.len());
        while !left.is_empty() {
            // The last one whom nobody left has to follow.
            let last = left.iter().rposition(|session| {
                !constraints.iter().any(|edge| {
                    edge.tag == tag && edge.waiter == *session && left.contains(&edge.blocker)
                })
            })?;
            order.push(left.remove(last));
        }
        order.reverse();
        Some(order)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::TableMode::*;
    use crate::locks::Owner;

    const TX: Owner = Owner::Level(0);

    #[test]
    fn two_who_wait_for_each_other() {
        let mut locks = Locks::default();
        for session in 0..2 {
            locks.acquire(
                session,
                Tag::Table(session as u32),
                AccessExclusive,
                TX,
                true,
            );
        }
        locks.acquire(0, Tag::Table(1), AccessShare, TX, true);
        assert_eq!(check(&locks, 0), Found::Nothing);
        locks.acquire(1, Tag::Table(0), AccessShare, TX, true);
        let Found::Hard(mut cycle) = check(&locks, 1) else {
            panic!("no deadlock")
        };
        cycle.sort_unstable();
        assert_eq!(cycle, [0, 1]);
    }

    /// 1 waits for 0 on table 0; 2 queues behind 1; 0 wants what 2 holds: if 2 goes first there is no deadlock.
    #[test]
    fn a_soft_deadlock_rearranges_the_queue() {
        let mut locks = Locks::default();
        locks.acquire(0, Tag::Table(0), AccessShare, TX, true);
        locks.acquire(2, Tag::Table(1), AccessExclusive, TX, true);
        locks.acquire(1, Tag::Table(0), AccessExclusive, TX, true);
        locks.acquire(2, Tag::Table(0), AccessShare, TX, true);
        locks.acquire(0, Tag::Table(1), AccessShare, TX, true);
        let Found::Soft(orders) = check(&locks, 0) else {
            panic!("not resolved")
        };
        assert_eq!(orders, [(Tag::Table(0), vec![2, 1])]);
        let mut woken = Vec::new();
        locks.reorder(orders[0].0, &orders[0].1, &mut woken);
        assert_eq!(woken, [2]);
    }
}
