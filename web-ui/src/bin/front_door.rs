//! The program of the pages before a session.

fn main() {
    web_ui::start(&web_ui::front_door::HALF);
}
