//! Modules as one text, for a program that reads them when it runs.
//!
//! The first line is a checksum of the rest, in hexadecimal. What follows is, for each module, a line with its name
//! and the number of its source's bytes, and then the source.

/// Modules, by dotted name and source, as one text. Names have no spaces.
pub fn pack(modules: &[(String, String)]) -> String {
    let mut rest = String::new();
    for (name, source) in modules {
        rest.push_str(&format!("{name} {}\n{source}", source.len()));
    }
    format!("{:x}\n{rest}", checksum(&rest))
}

/// What [`pack`] was given, or `None` if this is not exactly what it wrote.
pub fn unpack(text: &str) -> Option<Vec<(&str, &str)>> {
    let (sum, mut rest) = text.split_once('\n')?;
    if u64::from_str_radix(sum, 16).ok()? != checksum(rest) {
        return None;
    }
    let mut modules = Vec::new();
    while !rest.is_empty() {
        let (head, after) = rest.split_once('\n')?;
        let (name, length) = head.split_once(' ')?;
        let (source, after) = after.split_at_checked(length.parse().ok()?)?;
        modules.push((name, source));
        rest = after;
    }
    Some(modules)
}

/// FNV-1a: a file that was cut off or changed on its way is to be told, nothing more.
fn checksum(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::{checksum, pack, unpack};

    fn modules() -> Vec<(String, String)> {
        let module = |name: &str, source: &str| (name.to_owned(), source.to_owned());
        vec![
            module("a", ""),
            module("a.b", "x = 'é'\ny 3\n"),
            module("c", "no line end"),
        ]
    }

    #[test]
    fn what_was_packed_is_unpacked() {
        let modules = modules();
        let packed = pack(&modules);
        let found = unpack(&packed).expect("it was packed");
        let expected: Vec<(&str, &str)> = modules
            .iter()
            .map(|(name, source)| (&**name, &**source))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_not_whole_is_refused() {
        let packed = pack(&modules());
        for end in (0..packed.len()).filter(|end| packed.is_char_boundary(*end)) {
            assert_eq!(unpack(&packed[..end]), None, "{:?}", &packed[..end]);
        }
        assert_eq!(unpack(&packed.replace('3', "4")), None);
        assert_eq!(unpack(&(packed.clone() + "\n")), None);
        assert_eq!(unpack("<!doctype html>\n<title>Not found</title>"), None);
    }

    #[test]
    fn what_has_the_sum_but_another_form_is_refused() {
        for rest in [
            "a",
            "a\n",
            "a x\n",
            "a -1\n",
            "a 1\n",
            "a 1\né",
            "a 99999999999999999999\n",
        ] {
            assert_eq!(
                unpack(&format!("{:x}\n{rest}", checksum(rest))),
                None,
                "{rest:?}"
            );
        }
    }
}
