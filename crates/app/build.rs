//! The linker leaves in the page's program which function refers to what: by that it is split.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // The app's own tests are native, and their linker knows no such thing.
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
