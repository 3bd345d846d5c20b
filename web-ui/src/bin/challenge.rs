//! The program for the page on which a person confirms what another program asks for.

fn main() {
    web_ui::start(&web_ui::programs::challenge::PROGRAM);
}
