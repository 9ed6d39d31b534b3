//! What stands for the machine's own randomness: bytes that look random and are the same in every run.

/// `n` random bytes of a stream, from its `drawn`th word of eight bytes on. Streams of different names have
/// nothing in common.
pub fn random_bytes(stream: &str, drawn: u64, n: usize) -> Vec<u8> {
    // FNV-1a gives each name a place of its own in the sequence of SplitMix64.
    let start = stream
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    let words =
        (drawn..).map(|at| word(start.wrapping_add(at.wrapping_mul(0x9e37_79b9_7f4a_7c15))));
    words.flat_map(u64::to_le_bytes).take(n).collect()
}

/// How many words of a stream `n` bytes use up.
pub fn random_words(n: usize) -> u64 {
    n.div_ceil(8) as u64
}

fn word(state: u64) -> u64 {
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::{random_bytes, random_words};

    #[test]
    fn a_stream_goes_on_where_it_stopped() {
        let all = random_bytes("alice", 0, 40);
        assert_eq!(all[16..], random_bytes("alice", random_words(16), 24));
        assert_eq!(random_bytes("alice", 3, 0), []);
    }

    #[test]
    fn streams_differ() {
        assert_ne!(random_bytes("alice", 0, 16), random_bytes("bob", 0, 16));
        assert_ne!(random_bytes("alice", 0, 8), random_bytes("alice", 1, 8));
    }
}
