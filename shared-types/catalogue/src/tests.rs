//! Two small languages, right and wrong.

use super::*;

const ENGLISH: &str = "\
language-name = English

## form: Forms.

form-save = Save
# $count (number)
form-tries = { $count ->
    [one] { $count } try, { $name }.
   *[other] { $count } tries,
        { $name }.
}
form-send = Send

## mail: Mails.

mail-save = Press \"{ form-send }\".
";

const GERMAN: &str = "\
language-name = Deutsch
form-save = Speichern
form-tries =
    { $name }, { $count ->
        [one] ein Versuch.
       *[other] { $count } Versuche.
    }
form-send = Senden
mail-save = „{ form-send }“ drücken.
";

fn compile(english: &str, german: &str) -> Result<Catalogue, String> {
    let sources = [("de", german), ("en", english)];
    let sources = sources.map(|(tag, text)| (tag.to_owned(), text.to_owned()));
    Catalogue::compile(&sources).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        lines.join("\n")
    })
}

/// What is said about German with one replacement in it.
fn refusal(from: &str, to: &str) -> String {
    assert!(GERMAN.contains(from), "{from:?}");
    compile(ENGLISH, &GERMAN.replace(from, to)).expect_err("a refusal")
}

#[test]
fn every_choice_stands_in_front() {
    let catalogue = compile(ENGLISH, GERMAN).expect("both are right");
    let german = &catalogue.languages[1];
    assert_eq!(german.tag, "de");
    assert_eq!(
        german.patterns,
        [
            "Speichern",
            "\u{2}a=one\u{3}\u{1}b, ein Versuch.\u{2}\u{3}\u{1}b, \u{1}a Versuche.",
            "Senden",
            "„Senden“ drücken.",
        ]
    );
}

#[test]
fn a_message_is_a_typed_function() {
    let catalogue = compile(ENGLISH, GERMAN).expect("both are right");
    let code = catalogue.rust_texts();
    assert!(code.contains("pub struct Form(Locale);"), "{code}");
    assert!(
        code.contains("pub fn save(self) -> &'static str {"),
        "{code}"
    );
    let signature = "pub fn tries(self, count: impl Into<Number>, name: &str) -> String {";
    assert!(code.contains(signature), "{code}");
}

#[test]
fn browsers_do_not_load_the_texts_of_mails() {
    let catalogue = compile(ENGLISH, GERMAN).expect("both are right");
    let [file] = &catalogue.page_files()[..] else {
        panic!("one file beside English");
    };
    assert_eq!(file.text.lines().count(), 3);
    let renamed = [ENGLISH, GERMAN].map(|text| text.replace("form-save", "form-keep"));
    let renamed = compile(&renamed[0], &renamed[1]).expect("both are right");
    assert_ne!(
        renamed.page_files()[0].name,
        file.name,
        "another list of keys"
    );
}

#[test]
fn a_difference_names_file_line_and_key() {
    for (from, to, expected) in [
        (
            "form-save = Speichern\n",
            "",
            "de.ftl:1: form-save is missing; en.ftl has it in line 5",
        ),
        (
            "form-save = S",
            "form-more = Mehr\nform-save = S",
            "de.ftl:2: form-more is unknown; en.ftl does not have it",
        ),
        (
            "{ $count } Versuche",
            "viele Versuche { $names }",
            "de.ftl:3: form-tries has the arguments [\"count\", \"name\", \"names\"]; \
             en.ftl has [\"count\", \"name\"] in line 7",
        ),
        (
            "{ $name }, { $count ->",
            "{ $count }, { $name ->",
            "de.ftl:3: form-tries chooses by $name, which en.ftl does not declare: # $name (number)",
        ),
        (
            "language-name = Deutsch\n",
            "",
            "de.ftl:1: language-name is missing",
        ),
    ] {
        let said = refusal(from, to);
        assert!(said.lines().any(|line| line == expected), "{said}");
    }
}

#[test]
fn what_a_program_cannot_show_is_refused() {
    for (from, to, expected) in [
        ("[one]", "[single]", "no plural category"),
        ("Speichern", "{ form-save }", "refers to itself"),
        ("Speichern", "{ form-gone }", "which is not there"),
        ("Speichern", "{ DATETIME($x) }", "not supported"),
        ("form-save = ", "form-save ", "de.ftl:2: "),
    ] {
        let said = refusal(from, to);
        assert!(said.contains(expected), "{said}");
    }
    let misplaced = ENGLISH.replace("form-save = Save", "save = Save");
    let said = compile(&misplaced, GERMAN).expect_err("a refusal");
    assert!(said.contains("en.ftl:5: save must begin with"), "{said}");
    let unused = ENGLISH.replace("# $count", "# $counts (number)\n# $count");
    let said = compile(&unused, GERMAN).expect_err("a refusal");
    assert!(said.contains("form-tries does not use $counts"), "{said}");
}

#[test]
fn a_text_has_every_plural_form_of_its_language() {
    let of = |tag: &str, text: &str| {
        let sources = [(tag, text), ("en", ENGLISH)];
        let sources = sources.map(|(tag, text)| (tag.to_owned(), text.to_owned()));
        Catalogue::compile(&sources)
            .map(drop)
            .map_err(|problems| problems[0].to_string())
    };
    let said = of("pl", GERMAN).expect_err("Polish has four forms");
    let expected = "pl.ftl:3: form-tries: has no plural form [many], which 0 needs";
    assert_eq!(said, expected);
    let many = GERMAN.replace("*[other]", "[many] { $count } prób.\n       *[other]");
    let said = of("pl", &many).expect_err("it lacks one");
    assert!(said.contains("[few], which 2 needs"), "{said}");
    let all = many.replace("*[other]", "[few] { $count } próby.\n       *[other]");
    assert_eq!(of("pl", &all), Ok(()));
    let without = "{ $name }, { $count }.\n";
    let start = GERMAN.find("    { $name }").expect("a choice");
    let end = GERMAN.find("form-send").expect("the next");
    let without = format!("{}    {without}{}", &GERMAN[..start], &GERMAN[end..]);
    assert_eq!(of("ja", &without), Ok(()), "a text may do without a choice");
    let said = refusal("[one]", "[two]");
    assert!(said.contains("[one], which 1 needs"), "{said}");
}

#[test]
fn the_pseudo_language_is_half_longer_and_never_offered() {
    let pseudo = pseudo_language(ENGLISH).expect("English is right");
    assert!(pseudo.contains("form-save = Šååṽéé\n"), "{pseudo}");
    let sources = [("en", ENGLISH), (PSEUDO_TAG, &pseudo)];
    let sources = sources.map(|(tag, text)| (tag.to_owned(), text.to_owned()));
    let catalogue = Catalogue::compile(&sources).expect("the same messages");
    assert!(!catalogue.languages[1].is_offered);
    assert!(catalogue.languages[0].is_offered);
}

#[test]
fn a_language_is_one_more_file() {
    let portuguese = GERMAN.replace("Deutsch", "Português");
    let sources = [("pt-BR", &*portuguese), ("en", ENGLISH), ("de", GERMAN)];
    let sources = sources.map(|(tag, text)| (tag.to_owned(), text.to_owned()));
    let catalogue = Catalogue::compile(&sources).expect("three languages");
    let list = catalogue.rust_locales();
    let lines: Vec<&str> = list.lines().map(str::trim).collect();
    assert_eq!(lines[1], "En, \"en\", \"English\", true, None;");
    let expected = "PtBr, \"pt-BR\", \"Português\", true, Some(\"/locales/pt-BR-";
    assert!(lines[3].starts_with(expected), "{list}");
}
