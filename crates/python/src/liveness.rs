//! Which slots of a code object can still be read from each instruction on. What cannot be read
//! any more is left out of digests, so that states which differ only in dead locals are one.

use crate::compile::code::{Code, Op};

/// Live slots at each instruction, as bit sets.
#[derive(Debug)]
pub struct Liveness {
    /// Words of a bit set.
    words: usize,
    /// What can be read from each instruction on.
    live: Vec<u64>,
    /// What can be read after each instruction, whether it succeeds or raises.
    after: Vec<u64>,
}

impl Liveness {
    /// Work backwards over the instructions until nothing changes.
    pub fn of(code: &Code) -> Liveness {
        let words = code.slots.len().div_ceil(64).max(1);
        let count = code.ops.len();
        let mut live = vec![0u64; words * count];
        let mut next = vec![0u64; words];
        let handlers: Vec<Option<usize>> = (0..count as u32)
            .map(|pc| {
                let range = code
                    .tries
                    .iter()
                    .find(|range| range.start <= pc && pc < range.end);
                range.map(|range| range.handler as usize)
            })
            .collect();
        let mut changed = true;
        while changed {
            changed = false;
            for pc in (0..count).rev() {
                next.fill(0);
                let merge = |to: usize, next: &mut Vec<u64>| {
                    if to < count {
                        for (word, from) in next.iter_mut().zip(&live[to * words..(to + 1) * words])
                        {
                            *word |= from;
                        }
                    }
                };
                let (falls, jumps) = successors(code.ops[pc], pc);
                if falls {
                    merge(pc + 1, &mut next);
                }
                for to in jumps.into_iter().flatten() {
                    merge(to, &mut next);
                }
                match code.ops[pc] {
                    Op::StoreLocal(slot) => next[slot as usize / 64] &= !(1 << (slot % 64)),
                    Op::LoadLocal(slot)
                    | Op::DelLocal(slot)
                    | Op::MakeCell(slot)
                    | Op::LoadCell(slot)
                    | Op::StoreCell(slot)
                    | Op::DelCell(slot)
                    | Op::LoadClosure(slot) => next[slot as usize / 64] |= 1 << (slot % 64),
                    Op::LoadClassCell(_, slot) => next[slot as usize / 64] |= 1 << (slot % 64),
                    _ => {}
                }
                if let Some(handler) = handlers[pc] {
                    merge(handler, &mut next);
                }
                let own = &mut live[pc * words..(pc + 1) * words];
                if own != next.as_slice() {
                    own.copy_from_slice(&next);
                    changed = true;
                }
            }
        }
        // What an instruction may jump to is not among what comes after it: only one that stops for
        // Python can be suspended before it jumps, and that one is asked for with `before`.
        let set = |pc: usize| live.get(pc * words..(pc + 1) * words).unwrap_or(&[]);
        let mut after = vec![0u64; words * count];
        for (pc, own) in after.chunks_exact_mut(words).enumerate() {
            for from in [Some(pc + 1), handlers[pc]].into_iter().flatten() {
                for (word, from) in own.iter_mut().zip(set(from)) {
                    *word |= from;
                }
            }
        }
        Liveness { words, live, after }
    }

    /// The slots that can be read when the instruction before `pc` is under way, as bit sets of 64.
    /// `unfinished`: it has not decided yet where it goes.
    pub fn suspended(&self, pc: usize, unfinished: bool) -> impl Iterator<Item = u64> + '_ {
        let before = pc.saturating_sub(1) * self.words;
        (0..self.words).map(move |word| {
            let live = self.live.get(before + word).copied().unwrap_or(u64::MAX);
            let after = self.after.get(before + word).copied().unwrap_or(u64::MAX);
            match (pc, unfinished) {
                (0, _) => live,
                (_, true) => live | after,
                (_, false) => after,
            }
        })
    }
}

/// Whether the next instruction follows, and which others may.
fn successors(op: Op, pc: usize) -> (bool, [Option<usize>; 2]) {
    match op {
        Op::Jump(to) | Op::CleanupThrow(to) => (false, [Some(to as usize), None]),
        Op::JumpIfFalse(to)
        | Op::JumpIfTrue(to)
        | Op::JumpIfFalseOrPop(to)
        | Op::JumpIfTrueOrPop(to)
        | Op::JumpIfNone(to)
        | Op::CompareJump(_, to)
        | Op::StopCheck(to)
        | Op::Send(to) => (true, [Some(to as usize), None]),
        Op::ForIter(to) => (true, [Some(to as usize), Some(pc + 2)]),
        Op::Return | Op::Raise(_) | Op::Reraise | Op::CleanupReraise => (false, [None, None]),
        _ => (true, [None, None]),
    }
}
