//! Browser journeys: whole deeds of a person, from the first page to the last. Each has its own
//! server, mailbox and browser, so that none depends on another or on their order.

