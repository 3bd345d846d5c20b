//! The program that the page starts.

fn main() {
    web_ui::start();
}
