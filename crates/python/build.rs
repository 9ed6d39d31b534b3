//! Puts the Python sources into the crate.

fn main() -> std::io::Result<()> {
    python_bundle::bundle("modules")
}
