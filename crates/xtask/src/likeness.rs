//! The order in which a program's functions compress best: those that are alike side by side.
//!
//! gzip looks for what it has seen before in the last 32 KB, and says it shorter the nearer it is. Rust's generic
//! functions are nearly the same for each type, and a linker strews them over the program.

use crate::process::Result;
use std::collections::{HashMap, HashSet, VecDeque};
use walrus::Module;
use wasmparser::{Parser, Payload};

/// Functions are as much alike as they have pieces of so many bytes in common.
const PIECE: usize = 4;

/// The next function is the one that is most like the last few.
const LAST: usize = 8;

/// The program, with names that have its functions in that order: `wasm-opt --reorder-functions-by-name` puts them
/// into it.
pub fn named_by_likeness(program: &[u8]) -> Result<Vec<u8>> {
    let failed = |error: String| format!("ordering the program's functions: {error}");
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(program) {
        if let Payload::CodeSectionEntry(body) =
            payload.map_err(|error| failed(error.to_string()))?
        {
            bodies.push(body.as_bytes());
        }
    }
    let mut module = Module::from_buffer(program).map_err(|error| failed(error.to_string()))?;
    // walrus keeps them in the program's order.
    let functions: Vec<_> = module.funcs.iter_local().map(|(id, _)| id).collect();
    for (rank, place) in by_likeness(&bodies).into_iter().enumerate() {
        module.funcs.get_mut(functions[place]).name = Some(format!("{rank:06}"));
    }
    Ok(module.emit_wasm())
}

/// The places of the bodies, in their new order: the longest comes first.
fn by_likeness(bodies: &[&[u8]]) -> Vec<usize> {
    // Which bodies have each piece, and which pieces each body has. What only one has makes nothing alike.
    let mut holders: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (place, body) in bodies.iter().enumerate() {
        let pieces: HashSet<&[u8]> = body.windows(PIECE).collect();
        for piece in pieces {
            holders.entry(piece).or_default().push(place);
        }
    }
    let holders: Vec<Vec<usize>> = holders
        .into_values()
        .filter(|holders| holders.len() > 1)
        .collect();
    let mut pieces: Vec<Vec<usize>> = vec![Vec::new(); bodies.len()];
    for (piece, holders) in holders.iter().enumerate() {
        for place in holders {
            pieces[*place].push(piece);
        }
    }

    // How often the last few have each piece, and how many of its pieces a body finds there.
    let mut seen = vec![0_u32; holders.len()];
    let mut found = vec![0_u32; bodies.len()];
    let mut last = VecDeque::new();
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let mut order = Vec::with_capacity(bodies.len());
    let mut next = left
        .iter()
        .copied()
        .max_by_key(|place| bodies[*place].len());
    while let Some(place) = next {
        left.retain(|other| *other != place);
        order.push(place);
        last.push_back(place);
        for piece in &pieces[place] {
            seen[*piece] += 1;
            if seen[*piece] == 1 {
                holders[*piece].iter().for_each(|place| found[*place] += 1);
            }
        }
        if last.len() > LAST
            && let Some(place) = last.pop_front()
        {
            for piece in &pieces[place] {
                seen[*piece] -= 1;
                if seen[*piece] == 0 {
                    holders[*piece].iter().for_each(|place| found[*place] -= 1);
                }
            }
        }
        // Something is added to their number, since few pieces are soon all found.
        let likeness =
            |place: usize| f64::from(found[place]) / (pieces[place].len() + PIECE) as f64;
        next = left.iter().copied().max_by(|one, other| {
            likeness(*one)
                .total_cmp(&likeness(*other))
                .then(other.cmp(one))
        });
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_comes_side_by_side() {
        let bodies: [&[u8]; 6] = [
            b"one one one one",
            b"two two two two two",
            b"",
            b"one one one on",
            b"another one",
            b"two two two tw",
        ];
        let order = by_likeness(&bodies);
        assert_eq!(order, [1, 5, 0, 3, 4, 2]);
        assert!(by_likeness(&[]).is_empty());
    }
}
