//! Which slots of a code object can still be read from each instruction on. What cannot be read
//! any more is left out of digests, so that states which differ only in dead locals are one.

use crate::compile::code::{Code, Op};

/// Live slots before each instruction, as bit sets.
#[derive(Debug)]
pub struct Liveness {
    words: usize,
    live: Vec<u64>,
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
        Liveness { words, live }
    }

    /// Whether a slot can be read from this instruction on.
    pub fn is_live(&self, pc: usize, slot: usize) -> bool {
        let at = pc * self.words + slot / 64;
        self.live
            .get(at)
            .is_none_or(|word| word & (1 << (slot % 64)) != 0)
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
