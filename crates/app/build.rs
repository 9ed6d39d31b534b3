//! The linker leaves in the page's program which function refers to what: by that it is split.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-link-arg-bins=--emit-relocs");
}
