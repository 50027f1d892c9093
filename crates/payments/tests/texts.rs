use payments::{sepa_id, sepa_text};
use proptest::prelude::*;

#[test]
fn letters_outside_the_set_become_the_ones_their_readers_write() {
    for (text, plain) in [
        ("Müller & Söhne", "Mueller + Soehne"),
        ("Café “Été”; Straße 5", "Cafe 'Ete', Strasse 5"),
        ("Łódź Żółw", "Lodz Zolw"),
        ("Αθήνα", "Athina"),
        ("[a] {b} <c> \\ | _ ~", "(a) (b) (c) / / - -"),
        ("100 % *sure*!", "100 . .sure.."),
        ("  two\t\nlines ", "two lines"),
        ("", ""),
    ] {
        assert_eq!(sepa_text(text, 140), plain, "{text}");
    }
    assert_eq!(sepa_text("abc def", 4), "abc");
}

#[test]
fn a_reference_has_no_slash_at_its_ends_and_none_doubled() {
    for (text, id) in [("/a//b/", "a/b"), ("a b", "ab"), ("////", ""), (&"x/".repeat(40), &"x/".repeat(17)[..33])] {
        let made = sepa_id(text);
        assert!(made.starts_with(id) && made.len() <= 35 && !made.ends_with('/'), "{text}: {made}");
    }
}

proptest! {
    #[test]
    fn only_letters_of_the_set_come_out(text in "\\PC{0,80}|.{0,80}", longest in 0usize..80) {
        let plain = sepa_text(&text, longest);
        prop_assert!(plain.chars().count() <= longest);
        prop_assert!(plain.chars().all(|letter| letter.is_ascii_alphanumeric() || "/-?:().,'+ ".contains(letter)), "{}", plain);
        let id = sepa_id(&text);
        prop_assert!(id.len() <= 35 && !id.starts_with('/') && !id.ends_with('/') && !id.contains("//"), "{}", id);
    }
}
